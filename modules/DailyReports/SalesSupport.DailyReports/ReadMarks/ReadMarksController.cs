using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Data;
using SalesSupport.DailyReports.Reading;
using SalesSupport.DailyReports.Reports;

namespace SalesSupport.DailyReports.ReadMarks;

/// <summary>Sent by the page of a report once it is on the screen: a GET must not change anything, and a prefetched page has not been read.</summary>
[Authorize(Policies.User)]
[Route("reports/{reportId:guid}/read-mark")]
internal sealed class ReadMarksController(DailyReportsDbContext db, IUnitOfWork unitOfWork, IPeople people, CurrentUser user, TimeProvider clock) : Controller
{
    [HttpPost]
    public async Task<IActionResult> Create(Guid reportId, ReportFilter filter, int? revision, CancellationToken cancel)
    {
        var report = await db.Reports.AsNoTracking().Where(DailyReport.VisibleTo(user.Id)).Where(r => r.Id == reportId)
            .Select(r => new { r.SubmittedAt, Own = r.AuthorId == user.Id || r.OwnerId == user.Id }).SingleOrDefaultAsync(cancel);
        if (report is null || !await filter.IsKnownAsync(db, await people.GetAsync(cancel), cancel))
        {
            return NotFound();
        }

        await unitOfWork.RunAsync(c => ReadMark.SetIfShownAsync(db, reportId, user.Id, report.Own, revision, clock.GetUtcNow(), c), cancel);
        if (!Request.Headers.ContainsKey("HX-Request"))
        {
            return LocalRedirect(filter.Address($"/reports/{reportId}"));
        }

        var book = await people.GetAsync(cancel);
        var readers = await db.ReadMarks.AsNoTracking().Where(m => m.ReportId == reportId && (report.SubmittedAt == null || m.At >= report.SubmittedAt)).OrderBy(m => m.At).Select(m => m.UserId).ToListAsync(cancel);
        return PartialView("_Readers", new Readers([.. readers.Select(book.NameOf)]));
    }
}

/// <summary>Who has read a report as it is now.</summary>
internal sealed record Readers(IReadOnlyList<string> Names);
