using SalesSupport.Abstractions;
using SalesSupport.Schedules.Contracts;
using SalesSupport.Schedules.Imports;
using SalesSupport.Schedules.Repeating;

namespace SalesSupport.Schedules.Tests.Imports;

/// <summary>Files of other calendars (R22, R92).</summary>
[Requirement("R22")]
public sealed class IcsReaderTests
{
    [Theory]
    [InlineData("DTSTART;TZID=Asia/Tokyo:20261126T100000\nDTEND;TZID=Asia/Tokyo:20261126T110000", "2026-11-26T10:00", "2026-11-26T11:00", false)]
    [InlineData("DTSTART:20261126T100000\nDTEND:20261126T113000", "2026-11-26T10:00", "2026-11-26T11:30", false)]                                          // no zone: ours
    [InlineData("DTSTART:20261126T150000Z\nDTEND:20261126T160000Z", "2026-11-27T00:00", "2026-11-27T01:00", false)]                                       // UTC
    [InlineData("DTSTART;TZID=America/New_York:20261126T080000\nDURATION:PT90M", "2026-11-26T22:00", "2026-11-26T23:30", false)]
    [InlineData("DTSTART;TZID=Tokyo Standard Time:20261126T100000\nDTEND;TZID=Tokyo Standard Time:20261126T110000", "2026-11-26T10:00", "2026-11-26T11:00", false)]        // Outlook's name
    [InlineData("DTSTART;VALUE=DATE:20261126\nDTEND;VALUE=DATE:20261128", "2026-11-26T00:00", "2026-11-28T00:00", true)]
    [InlineData("DTSTART;VALUE=DATE:20261126", "2026-11-26T00:00", "2026-11-27T00:00", true)]
    [InlineData("DTSTART;TZID=Asia/Tokyo:20261126T100000", "2026-11-26T10:00", "2026-11-26T10:30", false)]
    public void Times_of_every_zone_become_the_wall_clock_of_japan(string time, string start, string end, bool allDay)
    {
        var found = Assert.Single(IcsReader.Read(File(time)).Events);
        Assert.Equal(new EntryTime(allDay, At(start), At(end)), found.Time);
    }

    [Fact]
    public void Words_are_unfolded_and_unescaped_and_what_cannot_be_shown_is_left_out()
    {
        var found = Assert.Single(IcsReader.Read(File("DTSTART:20261126T100000\nLOCATION:大阪\\, 本社\nDESCRIPTION:一行目\\n二行\n 目\nURL:https://meet.example.jp/a\nCLASS:PRIVATE", "打合せ😀\u000b")).Events);
        Assert.Equal(new EntryText("打合せ😀", null, null, "大阪, 本社", "https://meet.example.jp/a", "一行目\n二行目", true), found.Text);
    }

    [Fact]
    public void A_series_brings_its_exceptions()
    {
        var file = File("UID:s\nDTSTART;TZID=Asia/Tokyo:20261124T100000\nDTEND;TZID=Asia/Tokyo:20261124T110000\nRRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=5\nEXDATE;TZID=Asia/Tokyo:20261201T100000")
            .Replace("END:VCALENDAR", "BEGIN:VEVENT\nUID:s\nRECURRENCE-ID;TZID=Asia/Tokyo:20261208T100000\nDTSTART;TZID=Asia/Tokyo:20261209T140000\nDTEND;TZID=Asia/Tokyo:20261209T150000\nSUMMARY:動いた回\nEND:VEVENT\nEND:VCALENDAR", StringComparison.Ordinal);
        var found = Assert.Single(IcsReader.Read(file).Events);
        Assert.Equal(new Repeat(Frequency.Weekly, Days: [DayOfWeek.Tuesday], Count: 5).ToRule(false, found.Time.Start), IcsRules.Read(found.Rule!, found.Time).ToRule(false, found.Time.Start));
        Assert.Contains(found.Exceptions, e => e.Original == At("2026-12-01T10:00") && e.Changed is null);
        Assert.Contains(found.Exceptions, e => e.Original == At("2026-12-08T10:00") && e.Changed is { Text.Title: "動いた回" } c && c.Time.Start == At("2026-12-09T14:00"));
    }

    [Theory]
    [InlineData("FREQ=DAILY", true)]
    [InlineData("FREQ=WEEKLY;BYDAY=MO,WE,FR;INTERVAL=2", true)]
    [InlineData("FREQ=WEEKLY;WKST=SU;BYDAY=MO", true)]
    [InlineData("FREQ=WEEKLY;WKST=SU;INTERVAL=2;BYDAY=SU,MO", false)]       // its weeks are others
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=-1", true)]
    [InlineData("FREQ=MONTHLY;BYDAY=2TU", true)]
    [InlineData("FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1", false)]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=1,15", false)]
    [InlineData("FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=26", true)]
    [InlineData("FREQ=YEARLY;BYMONTH=5", false)]
    [InlineData("FREQ=HOURLY", false)]
    public void A_rule_is_taken_as_it_is_or_not_at_all(string rule, bool fits)
    {
        var time = new EntryTime(false, At("2026-11-26T10:00"), At("2026-11-26T11:00"));
        if (fits)
        {
            Assert.NotNull(IcsRules.Read(rule, time));
        }
        else
        {
            Assert.Equal("IcsRuleUnknown", Assert.Throws<RuleBroken>(() => IcsRules.Read(rule, time)).Key);
        }
    }

    [Theory]
    [InlineData("STATUS:CANCELLED\nDTSTART:20261126T100000", "IcsCancelled")]
    [InlineData("RRULE:FREQ=WEEKLY\nDTSTART;TZID=America/New_York:20261126T200000\nDURATION:PT1H", "IcsRuleOfOtherZone")]
    [InlineData("RECURRENCE-ID:20261126T100000\nDTSTART:20261126T100000", "IcsWithoutSeries")]
    [InlineData("DTSTART:00010101T000000", "IcsEventUnreadable")]
    [InlineData("RRULE:FREQ=DAILY\nEXDATE:00010101T000000\nDTSTART:20261126T100000\nDURATION:PT1H", "IcsEventUnreadable")]
    [InlineData("RRULE:FREQ=DAILY\nRDATE:20261201T100000\nDTSTART:20261126T100000\nDURATION:PT1H", "IcsRuleUnknown")]
    public void What_does_not_fit_is_named_with_its_reason(string lines, string why)
    {
        var file = IcsReader.Read(File(lines, "合わない"));
        Assert.Empty(file.Events);
        var left = Assert.Single(file.LeftOut);
        Assert.Equal(("合わない", why), (left.Title, left.Why));
    }

    [Fact]
    public void What_is_too_long_or_for_ever_is_cut_or_left_out_and_nothing_fails()
    {
        var endless = Assert.Single(IcsReader.Read(File("DTSTART:20261126T100000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;UNTIL=99991231T235959Z\nURL:https://example.jp/" + new string('a', 600))).Events);
        Assert.Null(IcsRules.Read(endless.Rule!, endless.Time).Until);
        Assert.Null(endless.Text.MeetingUrl);
        var dates = string.Join(',', Enumerable.Range(0, 400).Select(n => new DateTime(2026, 11, 26).AddDays(n).ToString("yyyyMMdd'T'100000", System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal("IcsRuleUnknown", Assert.Single(IcsReader.Read(File($"DTSTART:20261126T100000\nDURATION:PT1H\nRRULE:FREQ=DAILY\nEXDATE:{dates}")).LeftOut).Why);
    }

    [Theory]
    [InlineData("")]
    [InlineData("日付,件名\n2026/11/26,打合せ")]
    [InlineData("BEGIN:VCARD\nEND:VCARD")]
    public void Another_kind_of_file_is_refused(string text) => Assert.Equal("IcsUnreadable", Assert.Throws<RuleBroken>(() => IcsReader.Read(text)).Key);

    internal static string File(string lines, string title = "打合せ") =>
        $"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Other//JA\nBEGIN:VEVENT\n{(lines.Contains("UID:", StringComparison.Ordinal) ? "" : "UID:one@other\n")}SUMMARY:{title}\n{lines}\nEND:VEVENT\nEND:VCALENDAR\n".Replace("\n", "\r\n", StringComparison.Ordinal);

    private static DateTime At(string text) => DateTime.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
