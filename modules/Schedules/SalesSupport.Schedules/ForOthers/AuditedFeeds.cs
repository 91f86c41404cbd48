using Microsoft.EntityFrameworkCore;
using SalesSupport.Abstractions;
using SalesSupport.Schedules.Data;
using SalesSupport.Schedules.Feeds;

namespace SalesSupport.Schedules.ForOthers;

/// <summary>Addresses of calendars in the audit, by whose they are.</summary>
internal sealed class AuditedFeeds(SchedulesDbContext db, IPeople people) : IAuditSubjects
{
    public IReadOnlyCollection<string> Kinds => [nameof(CalendarFeed)];

    public async Task<IReadOnlyDictionary<string, AuditSubject>> FindAsync(IReadOnlyCollection<string> subjects, CancellationToken cancel)
    {
        var ids = AuditSubject.Ids(subjects);
        var book = await people.GetAsync(cancel);
        return await db.Feeds.AsNoTracking().Where(f => ids.Contains(f.Id)).Select(f => new { f.Id, f.UserId })
            .ToDictionaryAsync(f => f.Id.ToString(), f => new AuditSubject(book.Find(f.UserId)?.Name ?? HouseTexts.Get("DeletedUser"), null), cancel);
    }
}
