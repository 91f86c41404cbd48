using SalesSupport.GroupwareSync.Events;
using SalesSupport.Schedules.Contracts;
using static SalesSupport.GroupwareSync.Tests.Events.Entries;

namespace SalesSupport.GroupwareSync.Tests.Events;

/// <summary>What a groupware gives back is compared by what it says, not by its bytes.</summary>
[Trait("Bar", "groupware")]
[Requirement("R30")]
public sealed class EventReaderTests
{
    private const string Theirs = """
        BEGIN:VCALENDAR
        PRODID:-//Somebody else//EN
        VERSION:2.0
        BEGIN:VTIMEZONE
        TZID:/freeassociation.sourceforge.net/Asia/Tokyo
        X-LIC-LOCATION:Asia/Tokyo
        BEGIN:STANDARD
        DTSTART:18871231T150000
        RRULE:FREQ=YEARLY
        TZOFFSETFROM:+091859
        TZOFFSETTO:+0900
        END:STANDARD
        END:VTIMEZONE
        BEGIN:VEVENT
        LOCATION;LANGUAGE=ja:本社 3階
        DTSTART;TZID="/freeassociation.sourceforge.net/Asia/Tokyo":20261201T100000
        DURATION:PT1H
        UID:uid-1
        SUMMARY:見積の打ち合
         わせ
        RRULE:BYDAY=TU;UNTIL=20270131T145959Z;INTERVAL=1;FREQ=WEEKLY
        EXDATE:20261215T010000Z
        URL;VALUE=URI:https://meet.example.jp/a?b=1,2;c
        DESCRIPTION:株式会社ひなた  佐藤 花子\Nhttps://meet.example.jp/a?b=1\,2\;c
        BEGIN:VALARM
        ACTION:DISPLAY
        DESCRIPTION:お知らせ
        TRIGGER:-PT15M
        END:VALARM
        X-SALESSUPPORT-REF:ref-1
        X-SALESSUPPORT-VERSION:7
        END:VEVENT
        BEGIN:VEVENT
        UID:uid-1
        RECURRENCE-ID:20261208T010000Z
        DTSTART:20261209T050000Z
        DTEND:20261209T060000Z
        SUMMARY:移した打ち合わせ
        LOCATION:大阪支店
        END:VEVENT
        END:VCALENDAR
        """;

    [Fact]
    public void The_same_said_in_another_way_is_the_same()
    {
        var ours = Read(Series());
        var theirs = EventReader.Read(Theirs);
        Assert.Empty(ours.Differences(theirs));
        Assert.True(ours.SaysTheSameAs(theirs));
        Assert.True(theirs.SaysTheSameAs(ours));
        Assert.Equal(("uid-1", "ref-1", 7), (theirs.Uid, theirs.Reference, theirs.Version!.Value));
    }

    [Theory]
    [InlineData("SUMMARY:見積", "SUMMARY:商談", "Title")]
    [InlineData("本社 3階", "本社 4階", "Place")]
    [InlineData("花子", "太郎", "Notes")]
    [InlineData("T100000", "T103000", "Time")]
    [InlineData("PT1H", "PT2H", "Time")]
    [InlineData("BYDAY=TU", "BYDAY=WE", "Rule")]
    [InlineData("EXDATE:20261215", "EXDATE:20261222", "Exceptions")]
    [InlineData("大阪支店", "京都支店", "Exceptions")]
    [InlineData("20261209T050000Z", "20261209T040000Z", "Exceptions")]
    [InlineData("DURATION:PT1H", "DURATION:PT1H\nCLASS:CONFIDENTIAL", "Private")]
    [InlineData("DURATION:PT1H", "DURATION:PT1H\nSTATUS:CANCELLED", "Cancelled")]
    [InlineData("URL;VALUE=URI:https:", "URL;VALUE=URI:http:", "Url")]
    public void A_change_is_found_and_named(string from, string to, string field)
    {
        var theirs = EventReader.Read(Theirs.Replace(from, to, StringComparison.Ordinal));
        Assert.Equal([field], Read(Series()).Differences(theirs));
        Assert.False(theirs.SaysTheSameAs(Read(Series())));
    }

    [Fact]
    public void Whole_days_a_wall_clock_and_an_instant_are_not_the_same()
    {
        static string Event(string start) => $"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\n{start}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
        string[] starts = ["DTSTART;VALUE=DATE:20261201", "DTSTART:20261201T000000", "DTSTART:20261201T000000Z", "DTSTART;TZID=Asia/Tokyo:20261201T000000", "DTSTART;TZID=Europe/Berlin:20261201T000000"];
        var read = starts.Select(s => EventReader.Read(Event(s))).ToList();
        Assert.All(read, r => Assert.True(r.Readable));
        Assert.Equal(starts.Length, read.Select(r => r.Main!.Start).Distinct().Count());
        Assert.Equal(new DateTime(2026, 12, 2), EventReader.Read(Event(starts[0])).Main!.End!.Value.At);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html><body>Sign in</body></html>")]
    [InlineData("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nDTSTART:20261201T000000Z\n")]
    [InlineData("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261201T000000Z\nEND:VEVENT\nEND:VCALENDAR")]
    [InlineData("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nDTSTART:tomorrow\nEND:VEVENT\nEND:VCALENDAR")]
    [InlineData("BEGIN:VCALENDAR\nEND:VCALENDAR\nEND:VCALENDAR")]
    public void A_text_that_is_no_event_is_unreadable_and_like_nothing(string text)
    {
        var read = EventReader.Read(text);
        Assert.False(read.Readable);
        Assert.False(read.SaysTheSameAs(read));
        Assert.False(Read(Reservation()).SaysTheSameAs(read));
        Assert.Equal(["Text"], Read(Reservation()).Differences(read));
    }

    [Fact]
    public void Cut_or_garbled_anywhere_it_is_read_or_unreadable_but_never_an_error()
    {
        for (var at = 0; at < Theirs.Length; at++)
        {
            EventReader.Read(Theirs[..at]);
            EventReader.Read(Theirs.Remove(at, 1));
            EventReader.Read(Theirs.Insert(at, "\uD800:;\"="));
        }

        Assert.True(EventReader.Read(Theirs).Readable);
    }

    private static ReadEvent Read(EntrySnapshot entry) => EventReader.Read(EventText.Write(entry, "uid-1", "ref-1", 7, Now));
}
