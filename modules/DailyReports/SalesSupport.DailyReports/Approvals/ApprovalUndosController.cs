using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Data;
using SalesSupport.DailyReports.Settings;

namespace SalesSupport.DailyReports.Approvals;

/// <summary>元に戻す after an approval, of one report or of several approved together: they wait again, where approval is still asked for.</summary>
[Authorize(Policies.User)]
[Route("reports/approvals/undo")]
internal sealed class ApprovalUndosController(DailyReportsDbContext db, IPeople people, ISettings settings, CurrentUser user, TimeProvider clock, IStringLocalizer<Texts> words) : Controller
{
    public static string Address(IEnumerable<Guid> ids) => $"/reports/approvals/undo?ids={string.Join("&ids=", ids.Select(id => id.ToString("N")))}";

    [HttpPost]
    public async Task<IActionResult> Create(Guid[] ids, CancellationToken cancel)
    {
        var wanted = ids.Distinct().Take(ApprovalsController.MostAtOnce).ToArray();
        var reports = await db.Reports.Where(r => wanted.Contains(r.Id)).ToListAsync(cancel);
        if (reports.Count == 0 || reports.Count < wanted.Length)
        {
            return NotFound();
        }

        var now = clock.GetUtcNow();
        var undone = reports.Where(r => r.CanUndoApproval(user.Id, now)).ToArray();
        var (book, setting) = (await people.GetAsync(cancel), await settings.GetAsync<ApprovalSetting>(cancel));
        foreach (var report in undone)
        {
            report.UndoApproval(user.Id, book.ApproverOf(report.AuthorId), setting.Enabled, now);
        }

        await db.SaveChangesAsync(cancel);
        TempData["Toast"] = undone.Length == 0 ? words["UndoTooLate"].Value : words["ApprovalUndone", undone.Length].Value;
        return LocalRedirect(undone is [var one] ? $"/reports/{one.Id}" : "/inbox?tab=ToApprove");
    }
}
