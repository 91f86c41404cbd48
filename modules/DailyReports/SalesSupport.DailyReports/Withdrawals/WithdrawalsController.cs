using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Data;
using SalesSupport.DailyReports.ReportForms;
using SalesSupport.DailyReports.Reports;

namespace SalesSupport.DailyReports.Withdrawals;

/// <summary>取り下げ: the author takes a submitted report back before it is approved.</summary>
[Authorize(Policies.User)]
[Route("reports/{id:guid}/withdrawal")]
internal sealed class WithdrawalsController(DailyReportsDbContext db, IUnitOfWork unitOfWork, CurrentUser user, IStringLocalizer<Texts> texts) : Controller
{
    [HttpPost]
    public async Task<IActionResult> Create(Guid id, CancellationToken cancel)
    {
        if (await db.Reports.Where(DailyReport.VisibleTo(user.Id)).SingleOrDefaultAsync(r => r.Id == id, cancel) is not { } report)
        {
            return NotFound();
        }

        // In one transaction, so that no report that comes in at the same moment is overlooked.
        await unitOfWork.RunAsync(async c => report.Withdraw(user.Id, await CustomerPast.LatestWithoutAsync(db, report.Id, c)), cancel);
        TempData["Toast"] = texts["WithdrawnToast"].Value;
        return Redirect(ReportDay.EditUrl(report.Date));
    }
}
