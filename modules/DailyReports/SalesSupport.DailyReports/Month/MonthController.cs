using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Data;
using SalesSupport.DailyReports.Reports;

namespace SalesSupport.DailyReports.Month;

/// <summary>わたしの提出状況: where my reports stand, day by day, and where one is missing. One statement.</summary>
[Authorize(Policies.User)]
[Route("reports/month")]
internal sealed class MonthController(DailyReportsDbContext db, IPeople people, IBusinessCalendar calendar, CurrentUser user, TimeProvider clock) : Controller
{
    [HttpGet]
    public async Task<IActionResult> Index(string? month, CancellationToken cancel)
    {
        var today = clock.Today();
        var first = DateOnly.TryParseExact(month, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var asked) && asked.Year is >= 2000 and <= 2100 ? asked : new DateOnly(today.Year, today.Month, 1);
        var from = first.AddDays(-(((int)first.DayOfWeek + 6) % 7));
        var last = first.AddMonths(1).AddDays(-1);
        var to = last.AddDays((7 - (int)last.DayOfWeek) % 7);
        var since = from.AddDays(-Expected.Before);
        var reports = await db.Reports.AsNoTracking().Where(r => r.AuthorId == user.Id && r.Date >= since && r.Date <= to && (r.State != ReportState.Draft || r.OwnerId == user.Id))
            .Select(r => new MonthReport(r.Id, r.Date, r.State, r.LeadCustomer, r.CustomerCount, r.VisitCount, r.CommentCount))
            .ToDictionaryAsync(r => r.Date, cancel);
        var days = await calendar.BetweenAsync(from, to, cancel);
        var expected = Expected.Of(await people.GetAsync(cancel), user.Id, reports.Values.Where(r => r.State != ReportState.Draft).Select(r => r.Date));
        return View(new MonthPage(first, today, expected, [.. days.Select(d => new MonthDay(d, reports.GetValueOrDefault(d.Date)))]));
    }
}

/// <summary>One of my reports.</summary>
internal sealed record MonthReport(Guid Id, DateOnly Date, ReportState State, string? LeadCustomer, int CustomerCount, int VisitCount, int CommentCount);

/// <summary>One day of the grid.</summary>
internal sealed record MonthDay(CalendarDay Day, MonthReport? Report);

/// <summary>Model of the month: whole weeks from Monday.</summary>
internal sealed record MonthPage(DateOnly First, DateOnly Today, Expected Expected, IReadOnlyList<MonthDay> Days)
{
    public IEnumerable<MonthDay> Within => Days.Where(d => d.Day.Date.Month == First.Month);

    public int Missing => Within.Count(IsMissing);

    public int Submitted => Within.Count(d => d.Report is { State: ReportState.Submitted or ReportState.Approved });

    public int Visits => Within.Sum(d => d.Report is { State: not ReportState.Draft } r ? r.VisitCount : 0);

    public bool IsMissing(MonthDay day) => Expected.IsMissing(day.Day, Today, day.Report?.State);

    public bool IsAwaited(MonthDay day) => Expected.IsAwaited(day.Day, Today, day.Report?.State);

    public static string Address(DateOnly month) => $"/reports/month?month={month.ToString("yyyy-MM", CultureInfo.InvariantCulture)}";
}
