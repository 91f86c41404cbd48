using Microsoft.EntityFrameworkCore;
using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Data;
using SalesSupport.DailyReports.Reports;

namespace SalesSupport.DailyReports.ReportForms;

/// <summary>One activity with a customer, as its history shows it.</summary>
internal sealed record PastActivity(Guid Id, Guid ReportId, Guid AuthorId, DateOnly Date, ActivityKind Kind, TimeOnly? Start, VisitPurpose? Purpose, TalkResult? Result, string? NextAction, DateOnly? NextActionOn, string? Text);

/// <summary>What was reported on a customer, newest first, without the drafts of others.</summary>
internal static class CustomerPast
{
    public static Task<List<PastActivity>> Of(DailyReportsDbContext db, Guid customerId, Guid reader, PageKey? before, int take, CancellationToken cancel)
    {
        var activities = db.Activities.AsNoTracking().Where(a => a.CustomerId == customerId);
        if (before is { Date: var date, Id: var id })
        {
            activities = activities.Where(a => a.Date <= date && (a.Date < date || a.Id.CompareTo(id) < 0));
        }

        var open = db.Reports.AsNoTracking().Where(DailyReport.VisibleTo(reader));
        return activities
            .Join(open, a => new { a.TenantId, Id = a.ReportId }, r => new { r.TenantId, r.Id }, (a, r) => new { a, r.AuthorId })
            .OrderByDescending(x => x.a.Date).ThenByDescending(x => x.a.Id)
            .Take(take)
            .Select(x => new PastActivity(x.a.Id, x.a.ReportId, x.AuthorId, x.a.Date, x.a.Kind, x.a.Start, x.a.Purpose, x.a.Result, x.a.NextAction, x.a.NextActionOn, x.a.Text))
            .ToListAsync(cancel);
    }

    /// <summary>For each customer of a report the latest day that another report tells of, without drafts; null for none. Two statements.</summary>
    public static async Task<IReadOnlyDictionary<Guid, DateOnly?>> LatestWithoutAsync(DailyReportsDbContext db, Guid reportId, CancellationToken cancel)
    {
        var customers = await db.Activities.Where(a => a.ReportId == reportId && a.CustomerId != null).Select(a => a.CustomerId!.Value).Distinct().ToListAsync(cancel);
        return await db.CustomerNames.Where(c => customers.Contains(c.Id))
            .Select(c => new
            {
                c.Id,
                Latest = db.Activities.Where(a => a.CustomerId == c.Id && a.ReportId != reportId && db.Reports.Any(r => r.Id == a.ReportId && r.State != ReportState.Draft))
                    .OrderByDescending(a => a.Date).Select(a => (DateOnly?)a.Date).FirstOrDefault(),
            })
            .ToDictionaryAsync(c => c.Id, c => c.Latest, cancel);
    }
}
