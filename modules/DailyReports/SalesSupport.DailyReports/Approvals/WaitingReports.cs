using Microsoft.EntityFrameworkCore;
using SalesSupport.DailyReports.Data;
using SalesSupport.DailyReports.Reports;

namespace SalesSupport.DailyReports.Approvals;

/// <summary>Reports that wait for an approval which is not asked for any more: they are final as submitted, so that none is stuck (R27).</summary>
internal sealed class WaitingReports(DailyReportsDbContext db)
{
    /// <summary>Approval was switched off.</summary>
    public Task FinishAllAsync(CancellationToken cancel) => FinishAsync(db.Reports.Where(r => r.AwaitsApproval), cancel);

    /// <summary>The author has no superior any more.</summary>
    public Task FinishOfAsync(Guid authorId, CancellationToken cancel) => FinishAsync(db.Reports.Where(r => r.AwaitsApproval && r.AuthorId == authorId), cancel);

    private static async Task FinishAsync(IQueryable<DailyReport> reports, CancellationToken cancel)
    {
        foreach (var report in await reports.ToListAsync(cancel))
        {
            report.NeedNoApproval();
        }
    }
}
