using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.GroupwareSync.Copies;
using SalesSupport.GroupwareSync.Data;
using SalesSupport.Schedules.Contracts;

namespace SalesSupport.GroupwareSync.ForOthers;

/// <summary>Whether the groupware has an entry, on the calendar.</summary>
internal sealed class EntryMarks(GroupwareSyncDbContext db, CurrentUser user, IStringLocalizer<Texts> texts) : IEntryMark
{
    public async Task<IReadOnlyDictionary<Guid, EntryMark>> MarksAsync(IReadOnlyCollection<Guid> entryIds, CancellationToken cancel)
    {
        if (entryIds.Count == 0 || !await db.Groupwares.AnyAsync(g => g.IsOn, cancel))
        {
            return new Dictionary<Guid, EntryMark>();
        }

        var copies = await db.Copies.AsNoTracking().Where(c => entryIds.Contains(c.EntryId) && c.IsWanted).Select(c => new { c.EntryId, c.UserId, c.State, c.Why }).ToListAsync(cancel);
        return copies.GroupBy(c => c.EntryId).ToDictionary(g => g.Key, g =>
        {
            // The worst of all participants' says it.
            var state = g.Any(c => c.State == CopyState.Failed || c.Why is not null) ? CopyState.Failed
                : g.Any(c => c.State == CopyState.Waiting) ? CopyState.Waiting
                : g.All(c => c.State == CopyState.RemovedByUser) ? CopyState.RemovedByUser : CopyState.Sent;
            var icon = state switch { CopyState.Failed => "alert-circle", CopyState.Waiting => "refresh", CopyState.RemovedByUser => "x", _ => "circle-check" };
            return new EntryMark(icon, texts[$"Mark{state}"], state == CopyState.Failed, user.IsAdministrator ? "/settings/groupware/entries" : g.Any(c => c.UserId == user.Id) ? "/me/groupware" : null);
        });
    }
}
