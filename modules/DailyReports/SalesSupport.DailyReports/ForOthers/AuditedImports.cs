using Microsoft.EntityFrameworkCore;
using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Data;
using SalesSupport.DailyReports.Imports;

namespace SalesSupport.DailyReports.ForOthers;

/// <summary>Imports in the audit, by the name of the file.</summary>
internal sealed class AuditedImports(DailyReportsDbContext db) : IAuditSubjects
{
    public IReadOnlyCollection<string> Kinds => ["ReportsImported", "ReportsImportUndone"];

    public async Task<IReadOnlyDictionary<string, AuditSubject>> FindAsync(IReadOnlyCollection<string> subjects, CancellationToken cancel)
    {
        var ids = AuditSubject.Ids(subjects);
        return await db.Imports.AsNoTracking().Where(i => ids.Contains(i.Id)).Select(i => new { i.Id, i.FileName }).ToDictionaryAsync(i => i.Id.ToString(), i => new AuditSubject(i.FileName, ImportsController.Address(i.Id)), cancel);
    }
}
