using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Reports;

namespace SalesSupport.DailyReports.Approvals;

/// <summary>差戻: a submitted report goes back to its author, with a reason (R27).</summary>
[Authorize(Policies.User)]
[Route("reports/{id:guid}/return")]
internal sealed class ReturnsController(Decisions decisions, IPeople people, CurrentUser user, TimeProvider clock, IStringLocalizer<Texts> words) : Controller
{
    /// <summary>The dialog of the report's page as a page of its own.</summary>
    [HttpGet]
    public async Task<IActionResult> New(Guid id, CancellationToken cancel)
    {
        var (report, allowed) = await decisions.FindAsync(id, null, cancel);
        return report is null ? NotFound() : !allowed ? StatusCode(StatusCodes.Status403Forbidden) : View("/DailyReports/Approvals/Return.cshtml", ReturnForm.Of(report, await people.GetAsync(cancel)));
    }

    [HttpPost]
    public async Task<IActionResult> Create(Guid id, ReturnForm form, CancellationToken cancel)
    {
        var (report, allowed) = await decisions.FindAsync(id, form.Revision, cancel);
        if (report is null)
        {
            return NotFound();
        }

        if (!allowed)
        {
            return StatusCode(StatusCodes.Status403Forbidden);
        }

        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            var again = ReturnForm.Of(report, await people.GetAsync(cancel));
            again.Reason = form.Reason;
            return View("/DailyReports/Approvals/Return.cshtml", again);
        }

        await decisions.SaveAsync(report, r => r.Return(user.Id, form.Reason, clock.GetUtcNow()), cancel);
        TempData["Toast"] = words["ReturnedToast", (await people.GetAsync(cancel)).NameOf(report.AuthorId), HouseTexts.Day(report.Date)].Value;
        TempData["KeptDone"] = $"return-{id}";
        return LocalRedirect(await decisions.NextAsync(report, cancel));
    }
}

/// <summary>The reason as typed.</summary>
internal sealed class ReturnForm
{
    [Required]
    [PlainText(500, Lines = true)]
    public string? Reason { get; set; }

    /// <summary>The text that was read.</summary>
    public int Revision { get; set; }

    [BindNever]
    public Guid ReportId { get; private init; }

    [BindNever]
    public DateOnly Date { get; private init; }

    [BindNever]
    public string Author { get; private init; } = "";

    public static ReturnForm Of(DailyReport report, PeopleBook book) => new() { Revision = report.Revision, ReportId = report.Id, Date = report.Date, Author = book.NameOf(report.AuthorId) };
}
