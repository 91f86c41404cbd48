using System.Text;
using SalesSupport.GroupwareSync.Events;
using SalesSupport.Schedules.Contracts;
using static SalesSupport.GroupwareSync.Tests.Events.Entries;

namespace SalesSupport.GroupwareSync.Tests.Events;

/// <summary>What a groupware gets of an entry.</summary>
[Trait("Bar", "groupware")]
[Requirement("R30")]
public sealed class EventTextTests
{
    [Fact]
    public void A_reservation_says_what_when_where_and_with_whom()
    {
        var text = Written(Reservation(notes: "資料を3部\n駐車場あり; 裏口から, 右"));
        Assert.Contains("\r\nDTSTART;TZID=Asia/Tokyo:20261201T100000\r\nDTEND;TZID=Asia/Tokyo:20261201T110000\r\n", text, StringComparison.Ordinal);
        var lines = EventLines.Read(text).ToList();
        Assert.Contains("SUMMARY:見積の打ち合わせ", lines);
        Assert.Contains("LOCATION:本社 3階", lines);
        Assert.Contains("URL:https://meet.example.jp/a?b=1,2;c", lines);
        Assert.Contains(@"DESCRIPTION:株式会社ひなた  佐藤 花子\nhttps://meet.example.jp/a?b=1\,2\;c\n\n資料を3部\n駐車場あり\; 裏口から\, 右", lines);
        Assert.Contains("CLASS:PUBLIC", lines);
        Assert.Contains("DTSTAMP:20261126T010000Z", lines);
        Assert.Contains("X-SALESSUPPORT-REF:ref-1", lines);
        Assert.Contains("X-SALESSUPPORT-VERSION:7", lines);
    }

    [Fact]
    public void Nobody_is_invited_so_that_the_groupware_sends_no_mail() =>
        Assert.DoesNotContain(EventLines.Read(Written(Reservation())), l => l.StartsWith("ORGANIZER", StringComparison.Ordinal) || l.StartsWith("ATTENDEE", StringComparison.Ordinal) || l.StartsWith("METHOD", StringComparison.Ordinal));

    [Fact]
    public void A_private_entry_is_private_there_too() => Assert.Contains("CLASS:PRIVATE\r\n", Written(Reservation(hidden: true)), StringComparison.Ordinal);

    [Fact]
    public void Japan_has_one_offset_and_no_history()
    {
        var lines = EventLines.Read(Written(Reservation())).ToList();
        var zone = lines[lines.IndexOf("BEGIN:VTIMEZONE")..lines.IndexOf("END:VTIMEZONE")];
        Assert.Equal(["BEGIN:VTIMEZONE", "TZID:Asia/Tokyo", "BEGIN:STANDARD", "DTSTART:19700101T000000", "TZOFFSETFROM:+0900", "TZOFFSETTO:+0900", "TZNAME:JST", "END:STANDARD"], zone);
    }

    [Fact]
    public void Whole_days_have_no_zone_and_end_on_the_day_after_the_last()
    {
        var text = Written(Reservation(time: Days(3, 4)));
        Assert.Contains("DTSTART;VALUE=DATE:20261203\r\nDTEND;VALUE=DATE:20261205\r\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("TZ", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_series_has_its_rule_what_was_cancelled_and_what_was_moved()
    {
        var lines = EventLines.Read(Written(Series())).ToList();
        Assert.Contains("RRULE:FREQ=WEEKLY;BYDAY=TU;UNTIL=20270131T145959Z", lines);
        Assert.Contains("EXDATE;TZID=Asia/Tokyo:20261215T100000", lines);
        var moved = lines[lines.LastIndexOf("BEGIN:VEVENT")..];
        Assert.Contains("RECURRENCE-ID;TZID=Asia/Tokyo:20261208T100000", moved);
        Assert.Contains("DTSTART;TZID=Asia/Tokyo:20261209T140000", moved);
        Assert.Contains("SUMMARY:移した打ち合わせ", moved);
        Assert.Contains("UID:uid-1", moved);
        Assert.DoesNotContain(moved, l => l.StartsWith("RRULE", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("長い件名長い件名長い件名長い件名長い件名長い件名長い件名長い件名長い件名長い件名長い件名")]
    [InlineData("👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦 家族と 🇯🇵🇯🇵🇯🇵🇯🇵🇯🇵🇯🇵🇯🇵🇯🇵🇯🇵🇯🇵🇯🇵🇯🇵")]
    [InlineData("abcdefghijklmnopqrstuvwxyz abcdefghijklmnopqrstuvwxyz abcdefghijklmnopqrstuvwxyz abcdefghijklmnopqrstuvwxyz")]
    [InlineData("𠮷野家𠮷野家𠮷野家𠮷野家𠮷野家𠮷野家𠮷野家𠮷野家𠮷野家")]
    public void Lines_are_folded_at_75_octets_between_characters(string title)
    {
        var text = Written(Reservation(title));
        foreach (var line in text.Split("\r\n"))
        {
            Assert.InRange(Encoding.UTF8.GetByteCount(line), 0, 75);
            Assert.DoesNotContain('\uFFFD', line);
            Assert.False(line.Length > 1 && (char.IsLowSurrogate(line[1]) || line[1] is '\u200D' or '\uFE0F'), line);
        }

        Assert.Equal(title, EventReader.Read(text).Title);
    }

    [Theory]
    [InlineData("件名", 200)]
    [InlineData("😀", 300)]
    [InlineData("a👩🏽‍💻😀𠮷", 60)]
    public void No_emoji_stands_where_SOGo_would_fold_within_it(string part, int times)
    {
        for (var before = 0; before < 80; before++)
        {
            var title = new string('x', before) + string.Concat(Enumerable.Repeat(part, times));
            var line = EventLines.Read(Written(Reservation(title))).Single(l => l.StartsWith("SUMMARY:", StringComparison.Ordinal));
            for (var at = 75; at < line.Length; at += 74)
            {
                Assert.False(char.IsLowSurrogate(line[at]), $"{before} before, at {at}");
            }

            Assert.Equal(title, EventReader.Read(Written(Reservation(title))).Title);
        }
    }

    [Fact]
    public void A_heap_of_accents_longer_than_a_line_is_folded_too()
    {
        var title = "Z" + string.Concat(Enumerable.Repeat("\u0301", 200));
        var text = Written(Reservation(title));
        Assert.All(text.Split("\r\n"), l => Assert.InRange(Encoding.UTF8.GetByteCount(l), 0, 75));
        Assert.Equal(title, EventReader.Read(text).Title);
    }

    [Theory]
    [InlineData("打ち\u000B合わせ", "打ち合わせ")]
    [InlineData("a\u0000\u0001\u0008\u000C\u001F\u007F\u0080\u009Fb", "ab")]
    [InlineData("a\tb", "a\tb")]
    [InlineData("a\r\nb\rc\u2028d\u0085e", "a\nb\nc\nd\ne")]
    [InlineData("a\uFFFEb\uFFFFc\uFEFFd", "abcd")]
    [InlineData(@"a\nb\,c;d:e""f", @"a\nb\,c;d:e""f")]
    [InlineData("x\r\nEND:VEVENT\r\nATTENDEE:mailto:a@example.jp", "x\nEND:VEVENT\nATTENDEE:mailto:a@example.jp")]
    public void What_spoils_a_calendar_is_left_out_and_nothing_typed_becomes_a_line_of_its_own(string typed, string kept)
    {
        var text = Written(Reservation(typed, place: typed, notes: typed));
        Assert.DoesNotContain(text, c => c is (< ' ' or '\u007F') and not ('\r' or '\n' or '\t'));
        Assert.DoesNotContain("\r\nATTENDEE", text, StringComparison.Ordinal);
        var read = EventReader.Read(text);
        Assert.Equal(kept, read.Main!.Title);
        Assert.Equal(kept, read.Main.Place);
        Assert.EndsWith("\n\n" + kept, read.Main.Notes, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_character_becomes_the_sign_for_it() => Assert.Equal("a\uFFFDb", EventReader.Read(Written(Reservation(string.Concat("a", "😀".AsSpan(0, 1), "b")))).Title);

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("meet.example.jp")]
    [InlineData("https://a\r\nATTENDEE:x")]
    public void Only_an_address_of_the_web_becomes_an_address(string typed)
    {
        var entry = Reservation();
        var text = Written(entry with { Text = entry.Text with { MeetingUrl = typed } });
        Assert.DoesNotContain("\r\nURL:javascript", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\r\nURL:meet", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\r\nATTENDEE", text, StringComparison.Ordinal);
    }

    private static string Written(EntrySnapshot entry) => EventText.Write(entry, "uid-1", "ref-1", 7, Now);
}
