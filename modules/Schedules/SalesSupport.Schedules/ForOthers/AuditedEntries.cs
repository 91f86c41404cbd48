using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.Schedules.Data;
using SalesSupport.Schedules.Entries;

namespace SalesSupport.Schedules.ForOthers;

/// <summary>Entries in the audit, by their title and time. A private one is 予定あり to whoever is not in it, also in the audit.</summary>
internal sealed class AuditedEntries(SchedulesDbContext db, EntrySight sight, IStringLocalizer<Texts> texts) : IAuditSubjects
{
    public IReadOnlyCollection<string> Kinds => [nameof(Entry)];

    public async Task<IReadOnlyDictionary<string, AuditSubject>> FindAsync(IReadOnlyCollection<string> subjects, CancellationToken cancel)
    {
        var ids = AuditSubject.Ids(subjects);
        var entries = await db.Entries.AsNoTracking().Where(e => ids.Contains(e.Id)).ToListAsync(cancel);
        return entries.ToDictionary(e => e.Id.ToString(), e =>
        {
            var seen = sight.See(new Instance(e, null, e.Time(), e.Words()));
            return new AuditSubject($"{seen.Words.Title} ({TimeWords.Of(seen.Time, texts)})", $"/schedule/{e.Id}");
        });
    }
}
