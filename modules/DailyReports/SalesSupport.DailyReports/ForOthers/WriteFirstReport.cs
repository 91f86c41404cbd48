using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Data;
using SalesSupport.DailyReports.Reports;

namespace SalesSupport.DailyReports.ForOthers;

/// <summary>First day: somebody has submitted a report.</summary>
internal sealed class WriteFirstReport(DailyReportsDbContext db, IStringLocalizer<Texts> texts) : IFirstDayStep
{
    public int Order => 40;

    public async Task<FirstDayStep> GetAsync(CancellationToken cancel) =>
        new(texts["FirstReport"], "/reports/today", await db.Reports.AnyAsync(r => r.State != ReportState.Draft, cancel));
}
