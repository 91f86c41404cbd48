using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Data;
using SalesSupport.DailyReports.Reading;

namespace SalesSupport.DailyReports.Approvals;

/// <summary>承認 (R27): of one report, or of several that one has read.</summary>
[Authorize(Policies.User)]
[Route("reports")]
internal sealed class ApprovalsController(Decisions decisions, ReportLists lists, DailyReportsDbContext db, IUnitOfWork unitOfWork, IPeople people, CurrentUser user, TimeProvider clock, IStringLocalizer<Texts> words) : Controller
{
    /// <summary>As many as a page of the inbox holds; so many also fit into the address that takes them back.</summary>
    public const int MostAtOnce = 50;

    [HttpPost("{id:guid}/approval")]
    public async Task<IActionResult> Create(Guid id, int revision, CancellationToken cancel)
    {
        var (report, allowed) = await decisions.FindAsync(id, revision, cancel);
        if (report is null)
        {
            return NotFound();
        }

        if (!allowed)
        {
            return StatusCode(StatusCodes.Status403Forbidden);
        }

        await decisions.SaveAsync(report, r => r.Approve(user.Id, clock.GetUtcNow()), cancel);
        TempData["Toast"] = words["ApprovedToast", (await people.GetAsync(cancel)).NameOf(report.AuthorId), HouseTexts.Day(report.Date)].Value;
        TempData["ToastUndo"] = ApprovalUndosController.Address([id]);
        return LocalRedirect(await decisions.NextAsync(report, cancel));
    }

    /// <summary>読んだものをまとめて承認: of the reports on the page those that still wait for this user and that they have read as they are now; the rest stays as it is.</summary>
    [HttpPost("approvals")]
    public async Task<IActionResult> CreateMany(Guid[] ids, string? returnUrl, CancellationToken cancel)
    {
        var wanted = ids.Distinct().Take(MostAtOnce).ToArray();
        // Those that cannot be approved are left as they are; what is no report of this member is not found.
        if (await db.Reports.CountAsync(r => wanted.Contains(r.Id), cancel) < wanted.Length)
        {
            return NotFound();
        }

        var me = user.Id;
        var read = await lists.ToApprove(await people.GetAsync(cancel)).AsTracking()
            .Where(r => wanted.Contains(r.Id) && db.ReadMarks.Any(m => m.ReportId == r.Id && m.UserId == me && m.At >= r.SubmittedAt))
            .ToListAsync(cancel);
        var now = clock.GetUtcNow();
        foreach (var report in read)
        {
            report.Approve(me, now);
        }

        try
        {
            await unitOfWork.SaveAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            throw new RuleBroken("SomeDecidedMeanwhile");
        }

        TempData["Toast"] = read.Count < wanted.Length ? words["ApprovedSomeToast", read.Count, wanted.Length - read.Count].Value : words["ApprovedManyToast", read.Count].Value;
        if (read.Count > 0)
        {
            TempData["ToastUndo"] = ApprovalUndosController.Address(read.Select(r => r.Id));
        }

        return LocalRedirect(Url.IsLocalUrl(returnUrl) ? returnUrl! : "/inbox?tab=ToApprove");
    }
}
