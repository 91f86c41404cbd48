using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Data;
using SalesSupport.DailyReports.Reading;
using SalesSupport.DailyReports.Reports;

namespace SalesSupport.DailyReports.Likes;

/// <summary>いいね: pressing says it, pressing again takes it back.</summary>
[Authorize(Policies.User)]
[Route("reports/{reportId:guid}/likes")]
internal sealed class LikesController(DailyReportsDbContext db, IUnitOfWork unitOfWork, IPeople people, CurrentUser user, TimeProvider clock) : Controller
{
    [HttpPost]
    public async Task<IActionResult> Toggle(Guid reportId, ReportFilter filter, CancellationToken cancel)
    {
        if (!await filter.IsKnownAsync(db, await people.GetAsync(cancel), cancel) || !await db.Reports.Where(DailyReport.VisibleTo(user.Id)).AnyAsync(r => r.Id == reportId && r.State != ReportState.Draft, cancel))
        {
            return NotFound();
        }

        await unitOfWork.RunAsync(
            async c =>
            {
                if (await db.Likes.Where(l => l.ReportId == reportId && l.UserId == user.Id).ExecuteDeleteAsync(c) == 0)
                {
                    db.Likes.Add(new Like { ReportId = reportId, UserId = user.Id, At = clock.GetUtcNow() });
                }
            },
            cancel);
        if (!Request.Headers.ContainsKey("HX-Request"))
        {
            return LocalRedirect(filter.Address($"/reports/{reportId}"));
        }

        var book = await people.GetAsync(cancel);
        var likes = await db.Likes.AsNoTracking().Where(l => l.ReportId == reportId).OrderBy(l => l.At).Select(l => l.UserId).ToListAsync(cancel);
        return PartialView("_Like", new LikeButton(reportId, filter, [.. likes.Select(book.NameOf)], likes.Contains(user.Id)));
    }
}

/// <summary>Model of the button.</summary>
internal sealed record LikeButton(Guid ReportId, ReportFilter Filter, IReadOnlyList<string> Names, bool Mine)
{
    public string Address => Filter.Address($"/reports/{ReportId}/likes");
}
