using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Data;
using SalesSupport.DailyReports.Drafts;
using SalesSupport.DailyReports.ReportForms;
using SalesSupport.DailyReports.Reports;

namespace SalesSupport.DailyReports.Copies;

/// <summary>昨日から写す: appends the activities of my last report, without times and results, to what stands in the form. What was typed so far comes along.</summary>
[Authorize(Policies.User)]
[Route("reports/{day:length(10)}/copies")]
internal sealed class CopiesController(DailyReportsDbContext db, FormPages pages, KnownIds ids, CurrentUser user, TimeProvider clock, IStringLocalizer<Texts> texts) : Controller
{
    [HttpPost]
    public async Task<IActionResult> Create(string day, CancellationToken cancel)
    {
        if (ReportDay.Parse(day) is not { } date)
        {
            return NotFound();
        }

        var id = user.Id;
        var report = await db.Reports.Include(r => r.Activities).SingleOrDefaultAsync(r => r.AuthorId == id && r.Date == date, cancel);
        if (report is null ? !ReportDay.IsOpen(date, clock.Today()) : !report.IsEditable)
        {
            throw new RuleBroken(report is null ? "DayClosed" : "SubmittedIsFixed", null, ReportDay.MostBack, ReportDay.MostAhead);
        }

        var draft = await db.Drafts.SingleOrDefaultAsync(d => d.AuthorId == id && d.Date == date, cancel);
        var posted = Request.HasFormContentType && Request.Form.ContainsKey("Revision");
        var form = posted ? ReportForm.Read(Request.Form)
            : (draft is null ? null : ReportForm.OfJson(draft.Form)) ?? (report is { Revision: > 0 } ? await pages.FormOfAsync(report, cancel) : await pages.NewAsync(cancel));
        if (posted && await ids.FindAsync(form, date, cancel) is null)
        {
            return NotFound();
        }

        if (posted && ((report?.Revision ?? 0) != form.Revision || draft?.IsNewerThan(form) == true))
        {
            throw new DbUpdateConcurrencyException();
        }

        await AppendAsync(form, date, cancel);
        if (report is null)
        {
            db.Reports.Add(DailyReport.Begin(id, date));
        }

        if (draft is null)
        {
            db.Drafts.Add(draft = new ReportDraft { AuthorId = id, Date = date });
        }

        draft.Keep(form, clock.GetUtcNow());
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException broken) when (broken is not DbUpdateConcurrencyException)
        {
            // Another tab or device began the same day a moment earlier.
            throw new DbUpdateConcurrencyException(broken.Message, broken);
        }

        TempData["KeptDone"] = $"auto:{ReportDay.DraftUrl(date)}";
        return Redirect(ReportDay.EditUrl(date));
    }

    private async Task AppendAsync(ReportForm form, DateOnly date, CancellationToken cancel)
    {
        var id = user.Id;
        var last = await db.Reports.AsNoTracking().Include(r => r.Activities).Where(r => r.AuthorId == id && r.Date < date && r.ActivityCount > 0).OrderByDescending(r => r.Date).FirstOrDefaultAsync(cancel);
        // A later day may so far be only a form that is being typed.
        var since = last?.Date ?? DateOnly.MinValue;
        var kept = await db.Drafts.AsNoTracking().Where(d => d.AuthorId == id && d.Date > since && d.Date < date).OrderByDescending(d => d.Date).FirstOrDefaultAsync(cancel);
        var typed = kept is null ? null : ReportForm.OfJson(kept.Form)?.Activities.FindAll(a => !a.IsBlank);
        var from = typed is { Count: > 0 } ? kept!.Date : since;
        var activities = typed is { Count: > 0 } ? typed : last is null ? [] : (await pages.FormOfAsync(last, cancel)).Activities;
        if (activities.Count == 0)
        {
            TempData["Toast"] = texts["NothingToCopy"].Value;
            return;
        }

        form.Activities.RemoveAll(a => a.IsBlank);
        foreach (var activity in activities.Take(Math.Max(0, DailyReport.MostActivities - form.Activities.Count)))
        {
            activity.Id = activity.Start = activity.End = activity.Result = activity.NextActionOn = null;
            form.Activities.Add(activity);
        }

        TempData["Toast"] = texts["CopiedToast", HouseTexts.Day(from)].Value;
    }
}
