using System.Globalization;
using SalesSupport.Schedules.Repeating;

namespace SalesSupport.Schedules.Tests;

/// <summary>Rules of recurrence against dates that a calendar on the wall gives.</summary>
[Requirement("R22")]
[Trait("Bar", "groupware")]
public sealed class RecurrenceTests
{
    // 2026-11-24 is a Tuesday.
    [Theory]
    [InlineData("FREQ=DAILY", "2026-11-24", "2026-11-26", "2026-11-29", "11-26 11-27 11-28 11-29")]
    [InlineData("FREQ=DAILY;INTERVAL=3", "2026-11-24", "2026-11-25", "2026-12-05", "11-27 11-30 12-03")]
    [InlineData("FREQ=DAILY;COUNT=3", "2026-11-24", "2026-11-24", "2027-11-24", "11-24 11-25 11-26")]
    [InlineData("FREQ=DAILY;UNTIL=20261126", "2026-11-24", "2026-11-25", "2027-11-24", "11-25 11-26")]
    [InlineData("FREQ=DAILY;UNTIL=20261126T010000Z", "2026-11-24", "2026-11-25", "2027-11-24", "11-25 11-26")]
    [InlineData("FREQ=WEEKLY;BYDAY=TU", "2026-11-24", "2026-11-01", "2026-12-10", "11-24 12-01 12-08")]
    [InlineData("FREQ=WEEKLY", "2026-11-24", "2026-11-01", "2026-12-10", "11-24 12-01 12-08")]
    [InlineData("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "2026-11-26", "2026-11-26", "2026-12-01", "11-26 11-27 11-30 12-01")]
    [InlineData("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU", "2026-11-24", "2026-11-24", "2026-12-25", "11-24 12-07 12-08 12-21 12-22")]
    [InlineData("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU", "2026-11-29", "2027-01-01", "2027-01-31", "01-10 01-24")]
    [InlineData("FREQ=WEEKLY;BYDAY=MO,FR;COUNT=4", "2026-11-27", "2026-12-01", "2027-12-31", "12-04 12-07")]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=31", "2026-10-31", "2026-10-01", "2027-03-31", "10-31 12-31 01-31 03-31")]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=-1", "2026-11-30", "2026-11-01", "2027-03-31", "11-30 12-31 01-31 02-28 03-31")]
    [InlineData("FREQ=MONTHLY;BYDAY=4TU", "2026-11-24", "2026-11-01", "2027-01-31", "11-24 12-22 01-26")]
    [InlineData("FREQ=MONTHLY;BYDAY=-1MO", "2026-11-30", "2026-11-01", "2027-02-28", "11-30 12-28 01-25 02-22")]
    [InlineData("FREQ=MONTHLY;BYDAY=1SU", "2026-11-01", "2026-11-01", "2026-12-31", "11-01 12-06")]
    [InlineData("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=15", "2026-11-15", "2027-01-01", "2027-12-31", "02-15 05-15 08-15 11-15")]
    [InlineData("FREQ=YEARLY", "2024-02-29", "2026-01-01", "2034-12-31", "02-29 02-29")]
    [InlineData("FREQ=YEARLY;INTERVAL=2", "2026-11-24", "2027-01-01", "2030-12-31", "11-24 11-24")]
    [InlineData("FREQ=YEARLY;COUNT=2", "2026-11-24", "2026-01-01", "2040-12-31", "11-24 11-24")]
    public void A_rule_puts_its_instances_where_the_calendar_has_them(string rule, string first, string from, string to, string expected)
    {
        var found = RecurrenceDays.Between(Day(first), Repeat.Parse(rule)!, Day(from), Day(to));
        Assert.Equal(expected, string.Join(' ', found.Select(d => d.ToString("MM-dd", CultureInfo.InvariantCulture))));
    }

    [Theory]
    [InlineData("FREQ=DAILY;INTERVAL=3;COUNT=5")]
    [InlineData("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU;UNTIL=20261231T010000Z")]
    [InlineData("FREQ=MONTHLY;BYDAY=-1MO")]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=-1")]
    [InlineData("FREQ=YEARLY")]
    public void A_rule_is_written_as_it_was_read(string rule) =>
        Assert.Equal(rule, Repeat.Parse(rule)!.ToRule(allDay: false, new DateTime(2026, 11, 24, 10, 0, 0, DateTimeKind.Unspecified)));

    [Fact]
    public void The_day_on_which_a_rule_ends_is_written_as_an_instant_in_UTC_and_of_whole_days_as_a_date()
    {
        var repeat = new Repeat(Frequency.Daily, Until: new DateOnly(2026, 12, 1));
        Assert.Equal("FREQ=DAILY;UNTIL=20261130T233000Z", repeat.ToRule(allDay: false, new DateTime(2026, 11, 24, 8, 30, 0, DateTimeKind.Unspecified)));
        Assert.Equal("FREQ=DAILY;UNTIL=20261201", repeat.ToRule(allDay: true, new DateTime(2026, 11, 24, 0, 0, 0, DateTimeKind.Unspecified)));
        Assert.Equal(new DateOnly(2026, 12, 1), Repeat.Parse("FREQ=DAILY;UNTIL=20261130T233000Z")!.Until);
    }

    [Fact]
    public void A_range_far_ahead_is_as_little_work_as_one_that_is_near()
    {
        var repeat = new Repeat(Frequency.Daily);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        for (var i = 0; i < 200; i++)
        {
            Assert.Equal(31, RecurrenceDays.Between(Day("1990-01-01"), repeat, Day("8000-01-01"), Day("8000-01-31")).Count());
        }

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(2), $"took {watch.Elapsed}");
    }

    [Fact]
    public void A_rule_moved_by_a_day_keeps_its_form()
    {
        var (tuesday, wednesday) = (Day("2026-11-24"), Day("2026-11-25"));
        Assert.Equal([DayOfWeek.Wednesday, DayOfWeek.Saturday], new Repeat(Frequency.Weekly, Days: [DayOfWeek.Tuesday, DayOfWeek.Friday]).Moved(tuesday, wednesday).Days);
        Assert.Equal(new DateOnly(2026, 11, 25).Day, new Repeat(Frequency.Monthly, MonthDay: 24).Moved(tuesday, wednesday).MonthDay);
        Assert.Equal("FREQ=MONTHLY;BYDAY=4WE", new Repeat(Frequency.Monthly, Days: [DayOfWeek.Tuesday], Nth: 4).Moved(tuesday, wednesday).ToRule(false, default));
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
