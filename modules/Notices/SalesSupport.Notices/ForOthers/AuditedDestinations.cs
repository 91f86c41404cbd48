using Microsoft.EntityFrameworkCore;
using SalesSupport.Abstractions;
using SalesSupport.Notices.Data;
using SalesSupport.Notices.Destinations;

namespace SalesSupport.Notices.ForOthers;

/// <summary>Destinations in the audit, by whose they are.</summary>
internal sealed class AuditedDestinations(NoticesDbContext db, IPeople people) : IAuditSubjects
{
    public IReadOnlyCollection<string> Kinds => [nameof(Destination)];

    public async Task<IReadOnlyDictionary<string, AuditSubject>> FindAsync(IReadOnlyCollection<string> subjects, CancellationToken cancel)
    {
        var ids = AuditSubject.Ids(subjects);
        var book = await people.GetAsync(cancel);
        return await db.Destinations.AsNoTracking().Where(d => ids.Contains(d.Id)).Select(d => new { d.Id, d.UserId })
            .ToDictionaryAsync(d => d.Id.ToString(), d => new AuditSubject(book.Find(d.UserId)?.Name ?? HouseTexts.Get("DeletedUser"), null), cancel);
    }
}
