using SalesSupport.Abstractions;

namespace SalesSupport.DailyReports.Reports;

/// <summary>
/// Of whom a report is expected on which day: the one rule behind home, form, board and month. It is a business day (R28), the person was registered by then, and somebody
/// who is others' superior writes reports at all: has written one within the week before. Managers read instead and are not reminded of each day.
/// </summary>
/// <param name="person">The person, or null for one who is gone: nothing is expected of them.</param>
/// <param name="isSuperior">Whether they are anybody's superior.</param>
/// <param name="written">Days of theirs that have a report, at least those of the shown days and the <see cref="Before"/> days before them.</param>
internal sealed class Expected(Person? person, bool isSuperior, IReadOnlySet<DateOnly> written)
{
    /// <summary>So many days before the first shown one are needed to tell.</summary>
    public const int Before = 7;

    public static Expected Of(PeopleBook book, Guid personId, IEnumerable<DateOnly> written) => new(book.Find(personId), book.All.Any(p => p.SuperiorId == personId), written.ToHashSet());

    public bool On(CalendarDay day) =>
        day.IsBusinessDay
        && person is { Suspended: false } && day.Date >= person.RegisteredOn
        && (!isSuperior || Enumerable.Range(1, Before).Any(back => written.Contains(day.Date.AddDays(-back))));

    /// <summary>未提出: it was expected, the day is over, and there is none.</summary>
    public bool IsMissing(CalendarDay day, DateOnly today, ReportState? state) => day.Date < today && state is null or ReportState.Draft && On(day);

    /// <summary>まだ書いていません: today's can still be written.</summary>
    public bool IsAwaited(CalendarDay day, DateOnly today, ReportState? state) => day.Date == today && state is null && On(day);
}
