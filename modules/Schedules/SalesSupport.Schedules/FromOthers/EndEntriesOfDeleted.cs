using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesSupport.IdentityBridge.Contracts;
using SalesSupport.Schedules.Data;

namespace SalesSupport.Schedules.FromOthers;

/// <summary>
/// A deleted user's entries that are not over yet go, or are the successor's from now on, a series as a whole; they take part in nobody else's any more (R17). One by one, so that whoever has sent them elsewhere hears of it.
/// Private ones go in any case: nobody else was to read them. Of what is over, the user's own goes unless somebody took over or took part in it too; the rest stays as it was, with a person who is gone.
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
            else if (notification.SuccessorId is { } successor && !entry.Private && !entry.Occurrences.Exists(o => o.Private && !o.Cancelled))
            {
                entry.HandOver(successor);
            }
            else
            {
                entry.Delete();
                db.Entries.Remove(entry);
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
}
