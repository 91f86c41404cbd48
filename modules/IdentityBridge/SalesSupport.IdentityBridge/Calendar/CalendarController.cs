using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;

namespace SalesSupport.IdentityBridge;

/// <summary>The company calendar (R28): a month to look at, the week, and the company's own days.</summary>
[Authorize(Policies.Administrator)]
[Route("settings/calendar")]
internal sealed class CalendarController(ISettings settings, IBusinessCalendar calendar, IUnitOfWork unitOfWork, TimeProvider clock, IStringLocalizer<Texts> texts) : Controller
{
    [HttpGet]
    public Task<IActionResult> Index(string? month, CancellationToken cancel) => PageAsync(month, null, cancel);

    /// <summary>Saves the days of the week and whether national holidays are off.</summary>
    [HttpPost]
    public async Task<IActionResult> Update(WeekForm form, CancellationToken cancel)
    {
        var off = (form.DaysOff ?? []).Distinct().Order().ToArray();
        if (!ModelState.IsValid || off.Length == 7)
        {
            ModelState.AddModelError("", texts["WeekWithoutWork"]);
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return await PageAsync(null, null, cancel, form);
        }

        try
        {
            await ChangeAsync(c => c with { DaysOff = off, NationalHolidays = form.NationalHolidays, Confirmed = true }, form.Version, cancel);
            return Saved();
        }
        catch (DbUpdateConcurrencyException)
        {
            var (stored, version) = await settings.ReadAsync<CompanyCalendar>(cancel);
            ViewData["Conflict"] = Abstractions.Conflict.Between(Shown(off, form.NationalHolidays), Shown(stored.DaysOff, stored.NationalHolidays), name => texts[name]);
            ModelState.Remove(nameof(WeekForm.Version));
            form.Version = version;
            Response.StatusCode = StatusCodes.Status409Conflict;
            return await PageAsync(null, null, cancel, form);
        }
    }

    [HttpPost("periods")]
    public async Task<IActionResult> AddPeriod([Bind(Prefix = "Period")] PeriodForm form, CancellationToken cancel)
    {
        if (ModelState.IsValid)
        {
            try
            {
                var period = new CompanyPeriod(form.From!.Value, form.Until ?? form.From.Value, form.Working, form.Name!);
                await ChangeAsync(c => c.With(period), version: null, cancel);
                return Saved(period.From);
            }
            catch (RuleBroken broken)
            {
                ModelState.AddModelError(broken.Field is null ? "" : $"Period.{broken.Field}", texts[broken.Key, [.. broken.Arguments]]);
            }
        }

        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return await PageAsync(form.From?.ToString("yyyy-MM", CultureInfo.InvariantCulture), form, cancel);
    }

    /// <summary>Periods do not overlap, so the first day names one.</summary>
    [HttpPost("periods/{from}/deletion")]
    public async Task<IActionResult> DeletePeriod(DateOnly from, CancellationToken cancel)
    {
        if (!ModelState.IsValid || (await settings.GetAsync<CompanyCalendar>(cancel)).Periods.FirstOrDefault(p => p.From == from) is not { } period)
        {
            return NotFound();
        }

        await ChangeAsync(c => c with { Periods = [.. c.Periods.Where(p => p.From != from)] }, version: null, cancel);
        TempData["ToastUndo"] = QueryHelpers.AddQueryString("/settings/calendar/periods/restoration", new Dictionary<string, string?>
        {
            [nameof(PeriodForm.From)] = period.From.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            [nameof(PeriodForm.Until)] = period.Until.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            [nameof(PeriodForm.Working)] = period.Working.ToString(),
            [nameof(PeriodForm.Name)] = period.Name,
        });
        return Saved(from, texts["PeriodDeleted", period.Name]);
    }

    /// <summary>元に戻す. The address carries all there is to a period, so it is added as if it were typed, by the same rules.</summary>
    [HttpPost("periods/restoration")]
    public Task<IActionResult> RestorePeriod([FromQuery] PeriodForm form, CancellationToken cancel) => AddPeriod(form, cancel);

    // Read and written in one transaction, so that of two who each add a period both stay. The week's form replaces what it shows, so it names the version it was made from.
    private Task ChangeAsync(Func<CompanyCalendar, CompanyCalendar> change, int? version, CancellationToken cancel) =>
        unitOfWork.RunAsync(async c => await settings.SetAsync(change((await settings.ReadAsync<CompanyCalendar>(c)).Value), version, c), cancel);

    private static ShownWeek Shown(IEnumerable<DayOfWeek> off, bool nationalHolidays) => new(
        string.Join(' ', off.Order().Select(CultureInfo.CurrentCulture.DateTimeFormat.GetDayName)),
        HouseTexts.Get(nationalHolidays ? "Yes" : "No"));

    private RedirectResult Saved(DateOnly? month = null, string? words = null)
    {
        TempData["Toast"] = words ?? HouseTexts.Get("Saved");
        return Redirect("/settings/calendar" + (month is { } shown ? $"?month={shown:yyyy-MM}" : ""));
    }

    private async Task<IActionResult> PageAsync(string? month, PeriodForm? typed, CancellationToken cancel, WeekForm? week = null)
    {
        var today = clock.Today();
        var first = DateOnly.TryParseExact($"{month}-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var asked) && asked.Year is >= 1949 and <= 2099
            ? asked
            : new DateOnly(today.Year, today.Month, 1);
        var from = first.AddDays(-(int)first.DayOfWeek);
        var last = first.AddMonths(1).AddDays(-1);
        var days = await calendar.BetweenAsync(from, last.AddDays(6 - (int)last.DayOfWeek), cancel);
        var (stored, version) = await settings.ReadAsync<CompanyCalendar>(cancel);
        week ??= new WeekForm { Version = version, DaysOff = stored.DaysOff, NationalHolidays = stored.NationalHolidays };
        return View("Index", new CalendarPage(first, today, days, stored, typed ?? new PeriodForm(), week));
    }
}

/// <summary>The days of the week.</summary>
internal sealed class WeekForm
{
    public int? Version { get; set; }

    [MaxLength(7)]
    public IReadOnlyList<DayOfWeek>? DaysOff { get; set; }

    public bool NationalHolidays { get; set; }
}

/// <summary>The week in words, for the conflict screen; the properties' names are keys of texts.</summary>
internal sealed record ShownWeek(string WeekDaysOff, string NationalHolidaysOff);

/// <summary>A company holiday, or days on which people work all the same.</summary>
internal sealed class PeriodForm
{
    [Required]
    public DateOnly? From { get; set; }

    public DateOnly? Until { get; set; }

    public bool Working { get; set; }

    [Required]
    [PlainText(CompanyPeriod.LongestName)]
    public string? Name { get; set; }
}

/// <summary>The calendar's page.</summary>
internal sealed record CalendarPage(DateOnly First, DateOnly Today, IReadOnlyList<CalendarDay> Days, CompanyCalendar Calendar, PeriodForm Period, WeekForm Week);
