using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Data;
using SalesSupport.DailyReports.ReportForms;
using SalesSupport.DailyReports.Reports;

namespace SalesSupport.DailyReports.Drafts;

/// <summary>Keeps the form while it is being typed.</summary>
[Authorize(Policies.User)]
[Route("reports/{day:length(10)}/draft")]
internal sealed class DraftsController(DailyReportsDbContext db, KnownIds ids, CurrentUser user, TimeProvider clock) : Controller
{
    [HttpPost]
    public async Task<IActionResult> Create(string day, CancellationToken cancel)
    {
        if (ReportDay.Parse(day) is not { } date || !Request.HasFormContentType)
        {
            return NotFound();
        }

        var form = ReportForm.Read(Request.Form);
        var json = form.ToJson();
        if (json.Length > ReportDraft.MostCharacters)
        {
            return StatusCode(StatusCodes.Status413PayloadTooLarge);
        }

        if (await ids.FindAsync(form, date, cancel) is null)
        {
            return NotFound();
        }

        try
        {
            return await KeepAsync(date, form, json, cancel);
        }
        catch (DbUpdateException)
        {
            return Elsewhere(date);        // another tab or device was faster by a moment
        }
    }

    private async Task<IActionResult> KeepAsync(DateOnly date, ReportForm form, string json, CancellationToken cancel)
    {
        var id = user.Id;
        var report = await db.Reports.AsNoTracking().Where(r => r.AuthorId == id && r.Date == date).Select(r => new { r.State, r.Revision }).SingleOrDefaultAsync(cancel);
        if (report is null && !ReportDay.IsOpen(date, clock.Today()))
        {
            return NotFound();
        }

        if (report is { State: ReportState.Submitted or ReportState.Approved } || (report?.Revision ?? 0) != form.Revision)
        {
            return Elsewhere(date);
        }

        var draft = await db.Drafts.SingleOrDefaultAsync(d => d.AuthorId == id && d.Date == date, cancel);
        if (draft?.Form == json)
        {
            return Kept(draft);        // sent again because the answer got lost
        }

        if (draft?.IsNewerThan(form) == true)
        {
            return Elsewhere(date);
        }

        if (report is null)
        {
            // So that 下書き stands in my month.
            db.Reports.Add(DailyReport.Begin(id, date));
        }

        if (draft is null)
        {
            db.Drafts.Add(draft = new ReportDraft { AuthorId = id, Date = date });
        }

        draft.Keep(form, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return Kept(draft);
    }

    private JsonResult Kept(ReportDraft draft) => Json(new { savedAt = draft.SavedAt, version = draft.Number });

    private static JsonResult Elsewhere(DateOnly date) => new(new { url = ReportDay.EditUrl(date) }) { StatusCode = StatusCodes.Status409Conflict };
}
