using Microsoft.EntityFrameworkCore;
using SalesSupport.Abstractions;
using SalesSupport.GroupwareSync.Data;
using SalesSupport.GroupwareSync.Settings;
using SalesSupport.Schedules.Contracts;

namespace SalesSupport.GroupwareSync.Copies;

/// <summary>Decides, from what the schedule says, what should stand in whose calendar (R30).</summary>
internal sealed class Desired(GroupwareSyncDbContext db, Entries entries, IPeople people)
{
    /// <summary>After a change of one entry, in its transaction. Does nothing while the member sends nothing: what changed is seen when it begins again (R32).</summary>
    public async Task DecideAsync(Guid entryId, CancellationToken cancel)
    {
        if (await db.Groupwares.AsNoTracking().SingleOrDefaultAsync(cancel) is { IsOn: true } groupware)
        {
            await DecideAsync(groupware, [(entryId, await entries.FindAsync(entryId, cancel))], cancel);
        }
    }

    /// <param name="groupware">The member's.</param>
    /// <param name="now">Entries, each as it is, null for one that is no more.</param>
    /// <param name="cancel">Cancels.</param>
    /// <returns>How many copies are due because of it.</returns>
    public async Task<int> DecideAsync(Groupware groupware, IReadOnlyCollection<(Guid Id, EntrySnapshot? Entry)> now, CancellationToken cancel)
    {
        var ids = now.Select(n => n.Id).ToArray();
        var copies = (await db.Copies.Where(c => ids.Contains(c.EntryId)).ToListAsync(cancel)).ToLookup(c => c.EntryId);
        var book = await people.GetAsync(cancel);
        var due = 0;
        foreach (var (id, entry) in now)
        {
            // What is over may name people who were deleted since.
            Guid[] concerned = entry is { Kind: EntryKind.Reservation } ? [.. entry.ParticipantIds.Where(p => book.Find(p) is not null)] : [];
            foreach (var gone in copies[id].Where(c => !concerned.Contains(c.UserId)))
            {
                due += gone.Unwant() ? 1 : 0;
            }

            foreach (var person in concerned)
            {
                var copy = copies[id].FirstOrDefault(c => c.UserId == person);
                if (copy is null && !IsOver(entry!, groupware))
                {
                    db.Copies.Add(copy = Copy.Of(id, person));
                }

                due += copy?.Want(entry!) == true ? 1 : 0;
            }
        }

        return due;
    }

    private static bool IsOver(EntrySnapshot entry, Groupware groupware) =>
        entry.Rule is null && groupware.Since is { } since && entry.Time.End <= since.ToDateTime(default);
}

/// <summary>The schedule, or none where that module is off. Its faults are thrown on: "there is no such entry" must not be what a fault looks like, since it deletes.</summary>
internal sealed class Entries(ISlots<IScheduleEntries> filled)
{
    public bool IsThere => Schedule is not null;

    private IScheduleEntries? Schedule => filled.All is [var one, ..] ? one : filled.AnyLeftOut ? throw new InvalidOperationException("The schedule cannot be asked.") : null;

    public Task<EntrySnapshot?> FindAsync(Guid id, CancellationToken cancel) => (Schedule ?? throw new InvalidOperationException("There is no schedule.")).FindAsync(id, cancel);

    public Task<IReadOnlyList<EntrySnapshot>> ReservationsAsync(DateOnly endingFrom, Guid? after, int take, CancellationToken cancel) =>
        Schedule?.ReservationsAsync(endingFrom, after, take, cancel) ?? Task.FromResult<IReadOnlyList<EntrySnapshot>>([]);
}
