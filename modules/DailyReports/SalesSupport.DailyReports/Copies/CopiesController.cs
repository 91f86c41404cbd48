using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Data;
using SalesSupport.DailyReports.ReportForms;
using SalesSupport.DailyReports.Reports;

namespace SalesSupport.DailyReports.Copies;

/// <summary>昨日から写す: appends the activities of my last report, without times and results, to what stands in the form. What was typed so far comes along.</summary>
[Authorize(Policies.User)]
[Route("reports/{day:length(10)}/copies")]
internal sealed class CopiesController(DailyReportsDbContext db, FormPages pages, FormKeeping keeping, CurrentUser user, IStringLocalizer<Texts> texts) : Controller
{
    [HttpPost]
    public async Task<IActionResult> Create(string day, CancellationToken cancel)
    {
        if (ReportDay.Parse(day) is not { } date)
        {
            return NotFound();
        }

        if (!await keeping.ChangeAsync(Request, date, form => AppendAsync(form, date, cancel), cancel))
        {
            return NotFound();
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
            activity.Id = activity.Entry = activity.Start = activity.End = activity.Result = activity.NextActionOn = null;
            form.Activities.Add(activity);
        }

        TempData["Toast"] = texts["CopiedToast", HouseTexts.Day(from)].Value;
    }
}
