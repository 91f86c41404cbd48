namespace SalesSupport.Schedules.Repeating;

/// <summary>The days on which a rule puts an instance. Wall clock of Japan, which has no summer time, so that days are enough. Work is bounded by the range that is asked for, or by the rule's count.</summary>
internal static class RecurrenceDays
{
    private const int MostPeriods = 5000;
    private const int LastYear = 9000;

    /// <summary>Days from <paramref name="from"/> to <paramref name="to"/>, both included, in order.</summary>
    /// <param name="first">The day of the first instance; a rule's own days before it do not count.</param>
    /// <param name="repeat">The rule.</param>
    /// <param name="from">The first day asked for.</param>
    /// <param name="to">The last day asked for.</param>
    public static IEnumerable<DateOnly> Between(DateOnly first, Repeat repeat, DateOnly from, DateOnly to)
    {
        var last = repeat.Until is { } until && until < to ? until : to;
        var left = repeat.Count ?? int.MaxValue;
        // Counted ones are counted from the first; all others begin shortly before the range.
        var period = repeat.Count is null && from > first ? Math.Max(0, PeriodOf(first, repeat, from) - 1) : 0;
        for (var tries = 0; tries < MostPeriods && Begin(first, repeat, period) is { } begin && begin <= last; tries++, period++)
        {
            foreach (var day in DaysOf(first, repeat, begin))
            {
                if (day < first)
                {
                    continue;
                }

                if (day > last || left == 0)
                {
                    yield break;
                }

                left--;
                if (day >= from)
                {
                    yield return day;
                }
            }
        }
    }

    /// <summary>The first day on or after another on which the rule puts one; null when it has none.</summary>
    public static DateOnly? Next(DateOnly first, Repeat repeat, DateOnly from)
    {
        var found = Between(first, repeat, from, from.AddYears(9));
        return found.Select(d => (DateOnly?)d).FirstOrDefault();
    }

    private static int PeriodOf(DateOnly first, Repeat repeat, DateOnly day) => repeat.Every switch
    {
        Frequency.Daily => day.DayNumber - first.DayNumber,
        Frequency.Weekly => (day.DayNumber - Monday(first).DayNumber) / 7,
        Frequency.Monthly => ((day.Year - first.Year) * 12) + day.Month - first.Month,
        _ => day.Year - first.Year,
    } / repeat.Interval;

    private static DateOnly? Begin(DateOnly first, Repeat repeat, int period)
    {
        var units = (long)period * repeat.Interval;
        return repeat.Every switch
        {
            Frequency.Daily => first.DayNumber + units < DateOnly.MaxValue.DayNumber ? first.AddDays((int)units) : null,
            Frequency.Weekly => first.DayNumber + (units * 7) + 14 < DateOnly.MaxValue.DayNumber ? Monday(first).AddDays((int)units * 7) : null,
            Frequency.Monthly => first.Year + (units / 12) < LastYear ? new DateOnly(first.Year, first.Month, 1).AddMonths((int)units) : null,
            _ => first.Year + units < LastYear ? new DateOnly(first.Year + (int)units, 1, 1) : null,
        };
    }

    private static IEnumerable<DateOnly> DaysOf(DateOnly first, Repeat repeat, DateOnly begin)
    {
        switch (repeat.Every)
        {
            case Frequency.Daily:
                return [begin];
            case Frequency.Weekly:
                var days = repeat.Days is { Count: > 0 } chosen ? chosen : [first.DayOfWeek];
                return Enumerable.Range(0, 7).Select(begin.AddDays).Where(d => days.Contains(d.DayOfWeek));
            case Frequency.Monthly when repeat is { Nth: { } nth, Days: [var weekday, ..] }:
                return NthWeekday(begin, weekday, nth) is { } found ? [found] : [];
            case Frequency.Monthly:
                var length = DateTime.DaysInMonth(begin.Year, begin.Month);
                var wanted = repeat.MonthDay ?? first.Day;
                var number = wanted < 0 ? length + 1 + wanted : wanted;
                return number >= 1 && number <= length ? [begin.AddDays(number - 1)] : [];
            default:
                return first.Day <= DateTime.DaysInMonth(begin.Year, first.Month) ? [new DateOnly(begin.Year, first.Month, first.Day)] : [];
        }
    }

    private static DateOnly? NthWeekday(DateOnly month, DayOfWeek weekday, int nth)
    {
        var length = DateTime.DaysInMonth(month.Year, month.Month);
        var firstOne = 1 + ((((int)weekday - (int)month.DayOfWeek) % 7 + 7) % 7);
        var day = nth > 0 ? firstOne + ((nth - 1) * 7) : firstOne + ((((length - firstOne) / 7) + 1 + nth) * 7);
        return day >= 1 && day <= length ? month.AddDays(day - 1) : null;
    }

    // Weeks begin on Monday, as RFC 5545 has it.
    private static DateOnly Monday(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
}
