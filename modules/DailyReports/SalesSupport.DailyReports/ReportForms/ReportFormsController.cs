using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Data;
using SalesSupport.DailyReports.Drafts;
using SalesSupport.DailyReports.Reports;
using SalesSupport.DailyReports.Settings;

namespace SalesSupport.DailyReports.ReportForms;

/// <summary>日報を書く: my report of a day, saved as a draft or submitted.</summary>
[Authorize(Policies.User)]
[Route("reports")]
internal sealed class ReportFormsController(DailyReportsDbContext db, FormQueries queries, FormPages pages, FormReading reading, DayEntries entries, IPeople people, ISettings settings, CurrentUser user, TimeProvider clock, IStringLocalizer<Texts> texts) : Controller
{
    [HttpGet("today")]
    public async Task<IActionResult> Today(Guid? customer, string? date, string? entry, string? at, CancellationToken cancel)
    {
        if (entry is not null)
        {
            // An appointment of any day: 日報に書く on its page.
            return ReportDay.Parse(date ?? "") is { } day && EntryKey.Parse(entry, at) is { } key
                ? Redirect($"{ReportDay.EditUrl(day)}?entry={key.Id}{(key.Original is { } original ? $"&at={EntryKey.Text(original)}" : "")}")
                : NotFound();
        }

        return customer is not null && await NameOfAsync(customer, cancel) is null ? NotFound() : Redirect(ReportDay.EditUrl(clock.Today()) + (customer is null ? "" : $"?customer={customer}"));
    }

    [HttpGet("{day:length(10)}/edit")]
    public async Task<IActionResult> Edit(string day, Guid? customer, string? entry, string? at, CancellationToken cancel)
    {
        var name = await NameOfAsync(customer, cancel);
        if (ReportDay.Parse(day) is not { } date || (customer is not null && name is null))
        {
            return NotFound();
        }

        var (report, draft) = await LoadAsync(date, cancel);
        if (report is { IsEditable: false })
        {
            return Redirect($"/reports/{report.Id}");
        }

        if (report is null && !ReportDay.IsOpen(date, clock.Today()))
        {
            Response.StatusCode = StatusCodes.Status404NotFound;
            return View("Closed", date);
        }

        var form = (draft is null ? null : ReportForm.OfJson(draft.Form)) ?? (report is { Revision: > 0 } ? await pages.FormOfAsync(report, cancel) : await pages.NewAsync(cancel));
        form.Version = draft?.Number ?? 0;
        if (customer is { } id && name is not null)
        {
            form.AddVisit(id, name);        // to what is there; kept once something is typed
        }

        if (entry is not null && (EntryKey.Parse(entry, at) is not { } key || await entries.AddAsync(form, date, key, cancel) is null))
        {
            return NotFound();
        }

        return await ShowAsync(form, date, report, draft, cancel);
    }

    /// <summary>下書き保存.</summary>
    [HttpPost("{day:length(10)}/edit")]
    public Task<IActionResult> Update(string day, CancellationToken cancel) => WriteAsync(day, submit: false, cancel);

    /// <summary>The address of a form that was shown again with its errors, when it is loaded anew.</summary>
    [HttpGet("{day:length(10)}/submission")]
    public IActionResult Again(string day) => ReportDay.Parse(day) is { } date ? Redirect(ReportDay.EditUrl(date)) : NotFound();

    /// <summary>提出する.</summary>
    [HttpPost("{day:length(10)}/submission")]
    public Task<IActionResult> Submit(string day, CancellationToken cancel) => WriteAsync(day, submit: true, cancel);

    private async Task<IActionResult> WriteAsync(string day, bool submit, CancellationToken cancel)
    {
        if (ReportDay.Parse(day) is not { } date || !Request.HasFormContentType)
        {
            return NotFound();
        }

        var form = ReportForm.Read(Request.Form);
        TryValidateModel(form);
        if (await reading.ReadAsync(form, date, ModelState, cancel) is not { } written)
        {
            return NotFound();
        }

        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await SaveAsync(form, date, written, submit, cancel);
            }
            catch (DbUpdateException) when (attempt < 3)
            {
                // Somebody (often one's own second press) saved the same report between our reading and writing: look again, and decide by what is there now.
            }
        }
    }

    private async Task<IActionResult> SaveAsync(ReportForm form, DateOnly date, WrittenReport written, bool submit, CancellationToken cancel)
    {
        var (report, draft) = await LoadAsync(date, cancel);
        if (report is null && !ReportDay.IsOpen(date, clock.Today()))
        {
            ModelState.AddModelError("", texts["DayClosed", ReportDay.MostBack, ReportDay.MostAhead]);
        }

        if (ModelState.IsValid && report is not null && Arrived(report, form, written, submit))
        {
            return Done(report, submit);
        }

        if (await ConflictAsync(form, report, draft, cancel) is { } conflict)
        {
            Response.StatusCode = StatusCodes.Status409Conflict;
            form.Revision = report?.Revision ?? 0;
            form.Version = draft?.Number ?? 0;
            return await ShowAsync(form, date, report, draft, cancel, conflict);
        }

        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return await ShowAsync(form, date, report, draft, cancel);
        }

        if (!submit && report is { State: ReportState.Returned })
        {
            // Everybody still sees what was returned, so the correction is kept beside it until it is submitted.
            if (draft is null)
            {
                db.Drafts.Add(draft = new ReportDraft { AuthorId = user.Id, Date = date });
            }

            draft.Keep(form, clock.GetUtcNow());
            await db.SaveChangesAsync(cancel);
            return Done(report, submit);
        }

        if (report is null)
        {
            db.Reports.Add(report = DailyReport.Begin(user.Id, date));
        }

        try
        {
            var now = clock.GetUtcNow();
            var told = submit && report.State == ReportState.Returned ? await CustomerPast.LatestWithoutAsync(db, report.Id, cancel) : null;
            report.Write(written, now);
            if (submit)
            {
                var setting = await settings.GetAsync<ApprovalSetting>(cancel);
                report.Submit((await people.GetAsync(cancel)).ApproverOf(report.AuthorId), setting.Enabled, now, told);
            }
        }
        catch (RuleBroken broken)
        {
            db.ChangeTracker.Clear();
            ModelState.AddModelError(broken.Field ?? "", texts[broken.Key, [.. broken.Arguments]]);
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return await ShowAsync(form, date, report, draft, cancel);
        }

        if (draft is not null)
        {
            db.Drafts.Remove(draft);
        }

        await db.SaveChangesAsync(cancel);
        return Done(report, submit);
    }

    private async Task<string?> NameOfAsync(Guid? customer, CancellationToken cancel) =>
        customer is null ? null : await db.CustomerNames.AsNoTracking().Where(c => c.Id == customer).Select(c => c.Name).SingleOrDefaultAsync(cancel);

    private async Task<(DailyReport? Report, ReportDraft? Draft)> LoadAsync(DateOnly date, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        return await queries.StoredAsync(db, user.Id, date) is var (report, draft) ? (report, draft) : (null, null);
    }

    // The second of two identical posts, or one sent again because the first answer got lost: there is nothing left to do.
    private static bool Arrived(DailyReport report, ReportForm form, WrittenReport written, bool submit) =>
        report.Revision != form.Revision && (!submit || !report.IsEditable) && report.Read().SaysTheSame(written);

    private async Task<Conflict?> ConflictAsync(ReportForm form, DailyReport? report, ReportDraft? draft, CancellationToken cancel)
    {
        if (report is not null && (report.Revision != form.Revision || !report.IsEditable))
        {
            if (!report.IsEditable)
            {
                ModelState.AddModelError("", texts[report.State == ReportState.Approved ? "ApprovedIsFixed" : "SubmittedIsFixed"]);
            }

            return await pages.CompareAsync(form, await pages.FormOfAsync(report, cancel), cancel);
        }

        // Another tab or device kept something newer than what this form goes on from.
        return draft?.IsNewerThan(form) == true && ReportForm.OfJson(draft.Form) is { } theirs
            && await pages.CompareAsync(form, theirs, cancel) is { Differences.Count: > 0 } conflict
            ? conflict
            : null;
    }

    private RedirectResult Done(DailyReport report, bool submit)
    {
        // Tells the browser's script that its own copy of what was typed is no longer needed.
        TempData["KeptDone"] = $"auto:{ReportDay.DraftUrl(report.Date)}";
        TempData["Toast"] = texts[submit ? "SubmittedToast" : "SavedToast"].Value;
        return Redirect(submit ? $"/reports/{report.Id}" : ReportDay.EditUrl(report.Date));
    }

    private async Task<ViewResult> ShowAsync(ReportForm form, DateOnly date, DailyReport? report, ReportDraft? draft, CancellationToken cancel, Conflict? conflict = null)
    {
        ViewData["Page"] = await pages.LoadAsync(form, date, report, draft?.SavedAt, cancel) with { Conflict = conflict };
        return View("Edit", form);
    }
}

/// <summary>The day in an address, and which days can be begun.</summary>
internal static class ReportDay
{
    public const int MostBack = 60;
    public const int MostAhead = 7;

    /// <returns>Null for what is no date, such as 2026-02-30.</returns>
    public static DateOnly? Parse(string day) => DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    public static bool IsOpen(DateOnly date, DateOnly today) => date >= today.AddDays(-MostBack) && date <= today.AddDays(MostAhead);

    public static string EditUrl(DateOnly date) => string.Create(CultureInfo.InvariantCulture, $"/reports/{date:yyyy-MM-dd}/edit");

    public static string DraftUrl(DateOnly date) => string.Create(CultureInfo.InvariantCulture, $"/reports/{date:yyyy-MM-dd}/draft");
}
