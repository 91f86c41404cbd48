using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;

namespace SalesSupport.IdentityBridge;

/// <inheritdoc cref="IBusinessCalendar" />
internal sealed class BusinessCalendar(ISettings settings, IStringLocalizer<Texts> texts) : IBusinessCalendar
{
    private const int Most = 400;

    public async Task<IReadOnlyList<CalendarDay>> BetweenAsync(DateOnly from, DateOnly to, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(to.DayNumber - from.DayNumber, Most - 1, nameof(to));
        var calendar = await settings.GetAsync<CompanyCalendar>(cancel);
        var days = new List<CalendarDay>();
        for (var number = from.DayNumber; number <= to.DayNumber; number++)
        {
            var day = DateOnly.FromDayNumber(number);
            // The company's own name first: it is why the day is as it is.
            var holiday = calendar.NationalHolidays ? NationalHolidays.NameOf(day) : null;
            var name = calendar.PeriodOf(day) is { Working: false } period ? period.Name : holiday is null ? null : texts[holiday].Value;
            days.Add(new CalendarDay(day, calendar.IsBusinessDay(day), name));
        }

        return days;
    }
}
