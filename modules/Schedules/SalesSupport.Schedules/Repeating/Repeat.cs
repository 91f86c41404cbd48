using System.Globalization;
using System.Text;

namespace SalesSupport.Schedules.Repeating;

/// <summary>How often something comes again (RFC 5545 FREQ).</summary>
internal enum Frequency
{
    Daily,
    Weekly,
    Monthly,
    Yearly,
}

/// <summary>
/// The rules of RFC 5545 that people use: each day, on days of the week, on a day of the month or its nth weekday, each year; every so many; without an end, until a day, or so many times.
/// </summary>
/// <param name="Every">The unit.</param>
/// <param name="Interval">Every so many units.</param>
/// <param name="Days">Days of the week, for weeks, or the one that <paramref name="Nth"/> counts.</param>
/// <param name="MonthDay">Day of the month, -1 for its last; null for the day of the first instance.</param>
/// <param name="Nth">Which of the weekdays of the month, -1 for the last; null when it is the day of the month that counts.</param>
/// <param name="Until">The last day on which one may begin.</param>
/// <param name="Count">How many there are, the first included.</param>
internal sealed record Repeat(Frequency Every, int Interval = 1, IReadOnlyList<DayOfWeek>? Days = null, int? MonthDay = null, int? Nth = null, DateOnly? Until = null, int? Count = null)
{
    public const int MostInterval = 12;
    public const int MostTimes = 366;

    /// <summary>What other calendars write for ever.</summary>
    private const int LastYear = 9000;

    private static readonly string[] Names = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];
    private static readonly DayOfWeek[] Week = [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday, DayOfWeek.Saturday, DayOfWeek.Sunday];

    /// <summary>Monday to Friday.</summary>
    public static IReadOnlyList<DayOfWeek> Weekdays { get; } = Week[..5];

    /// <summary>The days of the week from Monday on, as RFC 5545 and Japanese offices count them.</summary>
    public static IReadOnlyList<DayOfWeek> WholeWeek => Week;

    /// <returns>Null for no rule, and for one that this product never writes.</returns>
    public static Repeat? Parse(string? rule)
    {
        if (rule is null)
        {
            return null;
        }

        var parts = rule.Split(';').Select(p => p.Split('=', 2)).Where(p => p.Length == 2).ToDictionary(p => p[0], p => p[1]);
        if (!Enum.TryParse<Frequency>(parts.GetValueOrDefault("FREQ"), ignoreCase: true, out var every))
        {
            return null;
        }

        var days = parts.GetValueOrDefault("BYDAY")?.Split(',') ?? [];
        var nth = every == Frequency.Monthly && days is [{ Length: > 2 } one] ? Number(one[..^2]) : null;
        return new Repeat(
            every,
            Number(parts.GetValueOrDefault("INTERVAL")) ?? 1,
            days.Length == 0 ? null : [.. days.Select(d => (DayOfWeek)Array.IndexOf(Names, d[^2..]))],
            Number(parts.GetValueOrDefault("BYMONTHDAY")),
            nth,
            Day(parts.GetValueOrDefault("UNTIL")),
            Number(parts.GetValueOrDefault("COUNT")));
    }

    /// <summary>The RRULE without its name.</summary>
    /// <param name="allDay">Then <c>UNTIL</c> is a date, else the instant in UTC at which one that day begins.</param>
    /// <param name="start">When the first begins.</param>
    public string ToRule(bool allDay, DateTime start)
    {
        var rule = new StringBuilder($"FREQ={Every.ToString().ToUpperInvariant()}");
        if (Interval > 1)
        {
            rule.Append(CultureInfo.InvariantCulture, $";INTERVAL={Interval}");
        }

        if (Days is { Count: > 0 } days && Every is Frequency.Weekly or Frequency.Monthly)
        {
            rule.Append(CultureInfo.InvariantCulture, $";BYDAY={string.Join(',', Week.Where(Days.Contains).Select(d => $"{Nth}{Names[(int)d]}"))}");
        }

        if (MonthDay is { } day)
        {
            rule.Append(CultureInfo.InvariantCulture, $";BYMONTHDAY={day}");
        }

        if (Until is { } until)
        {
            rule.Append(allDay
                ? string.Create(CultureInfo.InvariantCulture, $";UNTIL={until:yyyyMMdd}")
                : string.Create(CultureInfo.InvariantCulture, $";UNTIL={until.ToDateTime(TimeOnly.FromDateTime(start)).AddHours(-9):yyyyMMdd'T'HHmmss'Z'}"));
        }

        if (Count is { } count)
        {
            rule.Append(CultureInfo.InvariantCulture, $";COUNT={count}");
        }

        return rule.ToString();
    }

    /// <summary>The same rule when its instances go from one day to another: weekly on Mondays becomes weekly on Tuesdays.</summary>
    public Repeat Moved(DateOnly from, DateOnly to) => this switch
    {
        { Every: Frequency.Weekly, Days: { Count: > 0 } days } => this with { Days = [.. days.Select(d => (DayOfWeek)((((int)d + to.DayNumber - from.DayNumber) % 7 + 7) % 7))] },
        { Every: Frequency.Monthly, Nth: not null } when from != to => this with { Days = [to.DayOfWeek], Nth = NthOf(to) },
        { Every: Frequency.Monthly, MonthDay: not null } when from != to => this with { MonthDay = to.Day },
        _ => this,
    };

    /// <summary>Which weekday of its month a day is; from the fifth on, the last.</summary>
    public static int NthOf(DateOnly day) => day.Day > 28 ? -1 : ((day.Day - 1) / 7) + 1;

    private static int? Number(string? text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static DateOnly? Day(string? until) =>
        until is null ? null
        : until.EndsWith('Z') && DateTime.TryParseExact(until, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant) ? instant.Year < LastYear ? DateOnly.FromDateTime(instant.AddHours(9)) : null
        : DateOnly.TryParseExact(until[..Math.Min(8, until.Length)], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year < LastYear ? day : null;
}
