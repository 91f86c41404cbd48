using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Comments;
using SalesSupport.DailyReports.Data;
using SalesSupport.DailyReports.Reports;
using SalesSupport.DailyReports.Settings;

namespace SalesSupport.DailyReports.ForOthers;

/// <summary>Reports in the audit, by author and day. Somebody else's draft has no link: it is private.</summary>
internal sealed class AuditedReports(DailyReportsDbContext db, IPeople people, CurrentUser user, IStringLocalizer<Texts> texts) : IAuditSubjects
{
    public IReadOnlyCollection<string> Kinds => [nameof(DailyReport)];

    public async Task<IReadOnlyDictionary<string, AuditSubject>> FindAsync(IReadOnlyCollection<string> subjects, CancellationToken cancel)
    {
        var ids = AuditSubject.Ids(subjects);
        var book = await people.GetAsync(cancel);
        return await db.Reports.AsNoTracking().Where(r => ids.Contains(r.Id)).Select(r => new { r.Id, r.AuthorId, r.OwnerId, r.Date, r.State }).ToDictionaryAsync(
            r => r.Id.ToString(),
            r => new AuditSubject(texts["ReportOf", book.NameOf(r.AuthorId), HouseTexts.Day(r.Date)], r.State == ReportState.Draft && r.OwnerId != user.Id ? null : $"/reports/{r.Id}"),
            cancel);
    }
}

/// <summary>Comments in the audit, by the report under which they stand.</summary>
internal sealed class AuditedComments(DailyReportsDbContext db, IPeople people, IStringLocalizer<Texts> texts) : IAuditSubjects
{
    public IReadOnlyCollection<string> Kinds => [nameof(Comment)];

    public async Task<IReadOnlyDictionary<string, AuditSubject>> FindAsync(IReadOnlyCollection<string> subjects, CancellationToken cancel)
    {
        var ids = AuditSubject.Ids(subjects);
        var book = await people.GetAsync(cancel);
        return await db.Comments.AsNoTracking().Where(c => ids.Contains(c.Id))
            .Join(db.Reports, c => new { c.TenantId, Id = c.ReportId }, r => new { r.TenantId, r.Id }, (c, r) => new { c.Id, c.ReportId, r.AuthorId, r.Date, r.State })
            .ToDictionaryAsync(
                c => c.Id.ToString(),
                c => new AuditSubject(texts["ReportOf", book.NameOf(c.AuthorId), HouseTexts.Day(c.Date)], c.State == ReportState.Draft ? null : $"/reports/{c.ReportId}#comments"),
                cancel);
    }
}

/// <summary>The setting in the audit.</summary>
internal sealed class AuditedApprovalSetting(IStringLocalizer<Texts> texts) : IAuditSubjects
{
    public IReadOnlyCollection<string> Kinds => [nameof(ApprovalSetting)];

    public Task<IReadOnlyDictionary<string, AuditSubject>> FindAsync(IReadOnlyCollection<string> subjects, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyDictionary<string, AuditSubject>>(new Dictionary<string, AuditSubject> { [nameof(ApprovalSetting)] = new(texts["ApprovalTitle"], "/settings/approval") });
}
