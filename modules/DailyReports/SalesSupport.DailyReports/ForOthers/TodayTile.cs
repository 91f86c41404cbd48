using Microsoft.EntityFrameworkCore;
using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Data;
using SalesSupport.DailyReports.ReportForms;
using SalesSupport.DailyReports.Reports;

namespace SalesSupport.DailyReports.ForOthers;

/// <summary>今日: my report of today, and what is missing of the days before. Four statements.</summary>
internal sealed class TodayTile(DailyReportsDbContext db, MissingDays missing, CurrentUser user, TimeProvider clock) : IHomeTile
{
    public int Order => 10;

    public async Task<HomeTile?> GetAsync(CancellationToken cancel)
    {
        var id = user.Id;
        var today = clock.Today();
        var report = await db.Reports.AsNoTracking().Where(r => r.AuthorId == id && r.Date == today).Select(r => new { r.Id, r.State, r.ReturnReason }).SingleOrDefaultAsync(cancel);
        var draft = report is { State: ReportState.Draft or ReportState.Returned } ? await db.Drafts.AsNoTracking().Where(d => d.AuthorId == id && d.Date == today).Select(d => d.Form).SingleOrDefaultAsync(cancel) : null;
        var rows = report is null ? [] : draft is not null && ReportForm.OfJson(draft) is { } form ? Typed(form) : await StoredAsync(report.Id, cancel);
        return new HomeTile("/DailyReports/ForOthers/_TodayTile.cshtml", new TodayReport(today, report?.Id, report?.State, report?.ReturnReason, rows, await missing.BeforeAsync(today, cancel)), Wide: true);
    }

    private async Task<IReadOnlyList<TodayActivity>> StoredAsync(Guid reportId, CancellationToken cancel)
    {
        var rows = await (
            from a in db.Activities.AsNoTracking()
            where a.ReportId == reportId
            join c in db.CustomerNames on new { a.TenantId, a.CustomerId } equals new { c.TenantId, CustomerId = (Guid?)c.Id } into customers
            from c in customers.DefaultIfEmpty()
            join p in db.ContactNames on new { a.TenantId, a.ContactId } equals new { p.TenantId, ContactId = (Guid?)p.Id } into contacts
            from p in contacts.DefaultIfEmpty()
            orderby a.Position
            select new { Activity = a, Customer = c.Name, Contact = p.Name }).ToListAsync(cancel);
        return [.. rows.Select(r => Shown(ActivityForm.Of(r.Activity, r.Customer), r.Contact))];
    }

    // What is being typed and not yet saved is what the person knows as today's report.
    private static IReadOnlyList<TodayActivity> Typed(ReportForm form) => [.. form.Activities.Where(a => !a.IsBlank).Select(a => Shown(a, null))];

    private static TodayActivity Shown(ActivityForm a, string? contact) => new(Known<ActivityKind>(a.Kind) ?? ActivityKind.Visit, a.Start, a.End, a.CustomerName, contact, Known<VisitPurpose>(a.Purpose), Known<TalkResult>(a.Result), Known<ProspectLevel>(a.Prospect), a.Text, Guid.TryParse(a.CustomerId, out var customer) ? customer : null);

    private static T? Known<T>(string? word)
        where T : struct, Enum => Enum.GetNames<T>().Contains(word, StringComparer.Ordinal) ? Enum.Parse<T>(word!) : null;
}

/// <summary>Model of the tile.</summary>
internal sealed record TodayReport(DateOnly Date, Guid? Id, ReportState? State, string? ReturnReason, IReadOnlyList<TodayActivity> Activities, IReadOnlyList<OpenDay> Missing);

/// <summary>One activity of today.</summary>
internal sealed record TodayActivity(ActivityKind Kind, string? Start, string? End, string? Customer, string? Contact, VisitPurpose? Purpose, TalkResult? Result, ProspectLevel? Prospect, string? Text, Guid? CustomerId);
