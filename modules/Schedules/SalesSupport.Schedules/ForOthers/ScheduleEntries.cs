using Microsoft.EntityFrameworkCore;
using SalesSupport.Abstractions;
using SalesSupport.Schedules.Contracts;
using SalesSupport.Schedules.Data;
using SalesSupport.Schedules.Entries;

namespace SalesSupport.Schedules.ForOthers;

/// <inheritdoc cref="IScheduleEntries" />
internal sealed class ScheduleEntries(SchedulesDbContext db, EntryReading reading) : IScheduleEntries
{
    public async Task<EntrySnapshot?> FindAsync(Guid id, CancellationToken cancel) => await reading.FindAsync(id, cancel) is { } entry ? Snapshot(entry) : null;

    public async Task<IReadOnlyList<EntrySnapshot>> ReservationsAsync(DateOnly endingFrom, Guid? after, int take, CancellationToken cancel)
    {
        var from = endingFrom.At(TimeOnly.MinValue);
        var entries = db.Entries.AsNoTracking().Where(e => e.Kind == EntryKind.Reservation && e.LastAt > from);
        if (after is { } last)
        {
            entries = entries.Where(e => e.Id.CompareTo(last) > 0);
        }

        return [.. (await entries.OrderBy(e => e.Id).Take(take).Include(e => e.Occurrences).ToListAsync(cancel)).Select(Snapshot)];
    }

    public async Task<IReadOnlyList<EntryInstance>> OnDayAsync(Guid userId, DateOnly day, CancellationToken cancel)
    {
        var from = day.ToDateTime(TimeOnly.MinValue);
        return
        [
            .. (await reading.RangeAsync(from, from.AddDays(1), [userId], cancel)).Where(i => !i.IsHiddenFrom(userId))
                .Select(i => i.ToContract()),
        ];
    }

    internal static EntrySnapshot Snapshot(Entry entry) => new(
        entry.Id, entry.Version, entry.Kind, entry.OwnerId, [.. entry.People], entry.Words().ToText(), entry.Time(), entry.Rule,
        [.. entry.Occurrences.OrderBy(o => o.OriginalAt).Select(o => new EntryException(o.Original(), o.Cancelled ? null : new ChangedInstance(o.Time(), o.Words().ToText())))]);
}
