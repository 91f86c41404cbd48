using System.Globalization;
using System.Text.Json.Serialization;
using SalesSupport.Abstractions;

namespace SalesSupport.IdentityBridge;

/// <summary>A member's company calendar (R28), a setting of the member. Which days of the week and which holidays are off, and the company's own exceptions.</summary>
internal sealed record CompanyCalendar
{
    public const int MostPeriods = 100;

    public IReadOnlyList<DayOfWeek> DaysOff { get; init; } = [DayOfWeek.Sunday, DayOfWeek.Saturday];

    public bool NationalHolidays { get; init; } = true;

    /// <summary>In the order of their dates; they never overlap.</summary>
    public IReadOnlyList<CompanyPeriod> Periods { get; init; } = [];

    /// <summary>Somebody has looked at it and saved it; the first-day checklist asks.</summary>
    public bool Confirmed { get; init; }

    public CompanyPeriod? PeriodOf(DateOnly day) => Periods.FirstOrDefault(p => p.From <= day && day <= p.Until);

    public bool IsBusinessDay(DateOnly day) =>
        PeriodOf(day)?.Working ?? !(DaysOff.Contains(day.DayOfWeek) || (NationalHolidays && IdentityBridge.NationalHolidays.NameOf(day) is not null));

    public CompanyCalendar With(CompanyPeriod period)
    {
        if (period.Until < period.From)
        {
            throw new RuleBroken("PeriodEndsBeforeStart", "Until");
        }

        if (period.Until.DayNumber - period.From.DayNumber >= 366)
        {
            throw new RuleBroken("PeriodTooLong", "Until");
        }

        if (Periods.Contains(period))
        {
            return this;        // the form was sent twice
        }

        if (Periods.Any(p => p.From <= period.Until && period.From <= p.Until))
        {
            throw new RuleBroken("PeriodOverlaps", "From");
        }

        if (Periods.Count >= MostPeriods)
        {
            throw new RuleBroken("TooManyPeriods", null, MostPeriods);
        }

        return this with { Periods = [.. Periods.Append(period).OrderBy(p => p.From)], Confirmed = true };
    }
}

/// <summary>Days that are not as the week and the law have them: お盆, 年末年始, a working Saturday. Short names in storage, since a setting has a limit.</summary>
/// <param name="From">First day.</param>
/// <param name="Until">Last day.</param>
/// <param name="Working">Whether people work.</param>
/// <param name="Name">What the member calls it.</param>
internal sealed record CompanyPeriod(
    [property: JsonPropertyName("f")] DateOnly From,
    [property: JsonPropertyName("u")] DateOnly Until,
    [property: JsonPropertyName("w")] bool Working,
    [property: JsonPropertyName("n")] string Name)
{
    public const int LongestName = 20;

    /// <summary>In the audit, which puts dates and the word for <c>Working</c> or <c>Off</c> into the reader's language.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{From:yyyy-MM-dd} – {Until:yyyy-MM-dd} {(Working ? "Working" : "Off")} {Name}");
}
