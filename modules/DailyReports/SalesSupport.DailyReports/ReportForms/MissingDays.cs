using Microsoft.EntityFrameworkCore;
using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Data;
using SalesSupport.DailyReports.Reports;

namespace SalesSupport.DailyReports.ReportForms;

/// <summary>Business days (R28) of the last two weeks whose report the current user has not submitted.</summary>
internal sealed class MissingDays(DailyReportsDbContext db, IBusinessCalendar calendar, CurrentUser user)
{
    private const int Back = 14;

    /// <summary>Oldest first. Nothing before the first report within the two weeks, so that neither a new user nor one back from leave is scolded.</summary>
    public async Task<IReadOnlyList<DateOnly>> BeforeAsync(DateOnly date, CancellationToken cancel)
    {
        var from = date.AddDays(-Back);
        var id = user.Id;
        var mine = await db.Reports.AsNoTracking().Where(r => r.AuthorId == id && r.Date >= from && r.Date < date).Select(r => new { r.Date, r.State }).ToListAsync(cancel);
        if (mine.Count == 0)
        {
            return [];
        }

        var first = mine.Min(r => r.Date);
        var done = mine.Where(r => r.State is not (ReportState.Draft or ReportState.Returned)).Select(r => r.Date).ToHashSet();
        return [.. (await calendar.BetweenAsync(first, date.AddDays(-1), cancel)).Where(d => d.IsBusinessDay && !done.Contains(d.Date)).Select(d => d.Date)];
    }
}
