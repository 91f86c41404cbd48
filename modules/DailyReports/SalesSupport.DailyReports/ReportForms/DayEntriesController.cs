using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Reports;

namespace SalesSupport.DailyReports.ReportForms;

/// <summary>日報に入れる: an appointment of the day becomes an activity of what stands in the form.</summary>
[Authorize(Policies.User)]
[Route("reports/{day:length(10)}/entries")]
internal sealed class DayEntriesController(FormKeeping keeping, DayEntries entries, IStringLocalizer<Texts> texts) : Controller
{
    [HttpPost]
    public async Task<IActionResult> Create(string day, CancellationToken cancel)
    {
        if (ReportDay.Parse(day) is not { } date || !Request.HasFormContentType || EntryKey.Parse(Request.Form["Entry"]) is not { } key)
        {
            return NotFound();
        }

        bool? added = null;
        if (!await keeping.ChangeAsync(Request, date, async form => added = await entries.AddAsync(form, date, key, cancel), cancel))
        {
            return NotFound();
        }

        // Gone meanwhile: what was typed is kept all the same.
        TempData["Toast"] = texts[added switch { true => "EntryAdded", false => "NoRoomForEntry", null => "EntryGone" }, DailyReport.MostActivities].Value;
        TempData["KeptDone"] = $"auto:{ReportDay.DraftUrl(date)}";
        return Redirect(ReportDay.EditUrl(date));
    }
}
