using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesSupport.Abstractions;
using SalesSupport.IdentityBridge.Contracts;
using SalesSupport.Schedules.Data;
using SalesSupport.Schedules.Entries;

namespace SalesSupport.Schedules.FromOthers;

/// <summary>
/// A deleted user's entries that are not over yet go, or are the successor's from now on, a series as a whole; they take part in nobody else's any more (R17). One by one, so that whoever has sent them elsewhere hears of it.
/// Private ones go where the successor was not to read them. A series that goes stays with those who took part until yesterday. Of what is over, the user's own goes unless somebody took over or took part in it too; the rest stays as it was, with a person who is gone.
/// </summary>
internal sealed class EndEntriesOfDeleted(SchedulesDbContext db, TimeProvider clock) : INotificationHandler<UserDeleted>
{
    public async Task Handle(UserDeleted notification, CancellationToken cancellationToken)
    {
        var (id, now) = (notification.UserId, clock.GetUtcNow());
        var coming = await db.Entries.Include(e => e.Occurrences).Include(e => e.Places)
            .Where(e => e.LastAt > now && (e.OwnerId == id || db.Places.Any(p => p.UserId == id && p.LastAt > now && p.EntryId == e.Id))).AsSplitQuery().ToListAsync(cancellationToken);
        foreach (var entry in coming)
        {
            if (entry.OwnerId != id)
            {
                entry.Leave(id);
            }
            else if (notification.SuccessorId is { } successor && !entry.IsHiddenFrom(successor, entry.Private))
            {
                foreach (var hidden in entry.Occurrences.Where(o => !o.Cancelled && entry.IsHiddenFrom(successor, o.Private)).ToArray())
                {
                    entry.CancelInstance(hidden.Original());
                }

                entry.HandOver(successor);
            }
            else
            {
                End(entry, id);
            }
        }

        var over = db.Entries.Where(e => e.OwnerId == id && e.LastAt <= now);
        if (notification.SuccessorId is { } heir)
        {
            await over.Where(e => !e.Private && !e.Occurrences.Any(o => o.Private)).ExecuteUpdateAsync(s => s.SetProperty(e => e.OwnerId, heir).SetProperty(e => e.Version, e => e.Version + 1), cancellationToken);
        }

        await over.Where(e => !e.Places.Any(p => p.UserId != id)).ExecuteDeleteAsync(cancellationToken);
        db.Feeds.RemoveRange(await db.Feeds.Where(f => f.UserId == id).ToListAsync(cancellationToken));
    }

    private void End(Entry entry, Guid id)
    {
        var today = clock.Today().ToDateTime(default);
        if (entry.Repeat() is not null && entry.Time().Start < today && entry.People.Any(p => p != id))
        {
            entry.EndBefore(today);
            entry.Leave(id);
        }
        else
        {
            entry.Delete();
            db.Entries.Remove(entry);
        }
    }
}
