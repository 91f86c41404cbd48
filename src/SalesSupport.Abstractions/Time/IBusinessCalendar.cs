namespace SalesSupport.Abstractions;

/// <summary>What a day is to the member (R28).</summary>
/// <param name="Date">The date in Japan.</param>
/// <param name="IsBusinessDay">Whether people work.</param>
/// <param name="HolidayName">Name of the national or company holiday in the user's language, or null.</param>
public readonly record struct CalendarDay(DateOnly Date, bool IsBusinessDay, string? HolidayName);

/// <summary>The member's company calendar: national holidays, days off of the week, and the member's own exceptions (working Saturdays, お盆, year-end).</summary>
public interface IBusinessCalendar
{
    /// <summary>The days from <paramref name="from"/> to <paramref name="to"/>, both included; at most 400. Usually no statement.</summary>
    Task<IReadOnlyList<CalendarDay>> BetweenAsync(DateOnly from, DateOnly to, CancellationToken cancel);
}
