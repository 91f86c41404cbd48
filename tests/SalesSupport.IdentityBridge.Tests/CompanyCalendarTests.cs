using SalesSupport.Abstractions;

namespace SalesSupport.IdentityBridge.Tests;

[Requirement("R28")]
public sealed class CompanyCalendarTests
{
    private static readonly CompanyCalendar Usual = new();

    [Fact]
    public void Weekends_and_national_holidays_are_off_until_told_otherwise()
    {
        Assert.True(Usual.IsBusinessDay(new(2026, 11, 24)));
        Assert.False(Usual.IsBusinessDay(new(2026, 11, 23)), "勤労感謝の日");
        Assert.False(Usual.IsBusinessDay(new(2026, 11, 21)), "a Saturday");
        Assert.True((Usual with { NationalHolidays = false }).IsBusinessDay(new(2026, 11, 23)));
        Assert.True((Usual with { DaysOff = [DayOfWeek.Sunday] }).IsBusinessDay(new(2026, 11, 21)));
    }

    [Fact]
    public void A_company_period_overrules_week_and_law()
    {
        var calendar = Usual.With(new CompanyPeriod(new(2026, 8, 13), new(2026, 8, 15), false, "夏季休業")).With(new CompanyPeriod(new(2026, 11, 21), new(2026, 11, 23), true, "棚卸"));
        Assert.False(calendar.IsBusinessDay(new(2026, 8, 13)));
        Assert.True(calendar.IsBusinessDay(new(2026, 8, 12)));
        Assert.True(calendar.IsBusinessDay(new(2026, 11, 21)), "a working Saturday");
        Assert.True(calendar.IsBusinessDay(new(2026, 11, 23)), "working on a holiday");
    }

    [Fact]
    public void Periods_do_not_overlap_end_before_they_begin_or_last_for_ever()
    {
        var calendar = Usual.With(new CompanyPeriod(new(2026, 8, 13), new(2026, 8, 15), false, "夏季休業"));
        Assert.Equal("PeriodOverlaps", Assert.Throws<RuleBroken>(() => calendar.With(new CompanyPeriod(new(2026, 8, 15), new(2026, 8, 20), true, "出勤"))).Key);
        Assert.Equal("PeriodEndsBeforeStart", Assert.Throws<RuleBroken>(() => calendar.With(new CompanyPeriod(new(2026, 9, 2), new(2026, 9, 1), true, "出勤"))).Key);
        Assert.Equal("PeriodTooLong", Assert.Throws<RuleBroken>(() => calendar.With(new CompanyPeriod(new(2027, 1, 1), new(2028, 1, 2), true, "出勤"))).Key);
    }

    [Fact]
    public void The_most_periods_with_the_longest_names_fit_the_setting()
    {
        var calendar = Usual;
        for (var i = 0; i < CompanyCalendar.MostPeriods; i++)
        {
            var day = new DateOnly(2026, 1, 1).AddDays(i * 2);
            calendar = calendar.With(new CompanyPeriod(day, day, false, new string('休', CompanyPeriod.LongestName)));
        }

        Assert.InRange(System.Text.Json.JsonSerializer.Serialize(calendar).Length, 1000, 20_000);
        Assert.Equal("TooManyPeriods", Assert.Throws<RuleBroken>(() => calendar.With(new CompanyPeriod(new(2030, 1, 1), new(2030, 1, 1), false, "休"))).Key);
    }
}
