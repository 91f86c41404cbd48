using Microsoft.EntityFrameworkCore;
using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Data;
using SalesSupport.DailyReports.Reports;

namespace SalesSupport.DailyReports.ReportForms;

/// <summary>A day whose report the current user still has to submit.</summary>
/// <param name="Date">The day.</param>
/// <param name="Returned">差戻: it was submitted and given back.</param>
internal sealed record OpenDay(DateOnly Date, bool Returned);

/// <summary>Days of the last two weeks whose report the current user has not submitted, or has to correct.</summary>
internal sealed class MissingDays(DailyReportsDbContext db, IPeople people, IBusinessCalendar calendar, CurrentUser user, TimeProvider clock)
{
    private const int Back = 14;

    /// <summary>Oldest first.</summary>
    public async Task<IReadOnlyList<OpenDay>> BeforeAsync(DateOnly date, CancellationToken cancel)
    {
        var from = date.AddDays(-Back);
        var first = from.AddDays(-Expected.Before);
        var id = user.Id;
        var mine = await db.Reports.AsNoTracking().Where(r => r.AuthorId == id && r.Date >= first && r.Date < date).Select(r => new { r.Date, r.State }).ToDictionaryAsync(r => r.Date, r => (ReportState?)r.State, cancel);
        var expected = Expected.Of(await people.GetAsync(cancel), id, mine.Where(r => r.Value != ReportState.Draft).Select(r => r.Key));
        var today = clock.Today();
        var days = await calendar.BetweenAsync(from, date.AddDays(-1), cancel);
        return [.. days.Where(d => StateOf(d) == ReportState.Returned || expected.IsMissing(d, today, StateOf(d))).Select(d => new OpenDay(d.Date, StateOf(d) == ReportState.Returned))];

        ReportState? StateOf(CalendarDay day) => mine.GetValueOrDefault(day.Date);
    }
}
