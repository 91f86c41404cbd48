using System.Net;
using System.Xml.Linq;
using SalesSupport.GroupwareSync.CalDav;
using SalesSupport.GroupwareSync.Events;
using SalesSupport.Schedules.Contracts;
using static SalesSupport.GroupwareSync.Tests.Events.Entries;

namespace SalesSupport.GroupwareSync.Tests.Servers;

/// <summary>What the real servers really do; docs/groupware.md has it as a table. Each is what the push of reservations relies on or works around.</summary>
[Trait("Bar", "groupware")]
[Trait("Engine", "Sqlite")]       // once is enough: no database is asked
[Requirement("R30")]
[Requirement("R92")]
public sealed class ServerBehaviourTests(RealServers servers)
{
    public static TheoryData<string> All => ["Radicale", "Sogo", "Xandikos"];

    [Theory]
    [MemberData(nameof(All))]
    public async Task What_is_put_is_read_again_and_said_the_same_in_every_kind(string name)
    {
        var (_, _, _, calendar) = await servers.CalendarAsync(name);
        var across = new EntryTime(false, new DateTime(2026, 12, 3, 23, 0, 0), new DateTime(2026, 12, 4, 1, 30, 0));
        foreach (var entry in new[]
        {
            Reservation(), Reservation("打ち\u000B合わせ\u0001", notes: "\u0008メモ"), Reservation("😀 👨‍👩‍👧‍👦 🇯🇵 𠮷野家 髙橋 ①〜−", place: "1\u2028\u00852"), Reservation(hidden: true),
            Reservation(time: Days(3, 3)), Reservation(time: Days(30, 31)), Reservation(time: across), Reservation(notes: "行1\r\n行2; a,b\\n \"c\"\t:d"), Series(),
            Reservation(time: Days(1, 1), rule: "FREQ=MONTHLY;UNTIL=20270601", exceptions: [new(new DateTime(2027, 1, 1), null), new(new DateTime(2027, 2, 1), new ChangedInstance(Days(5, 6), new EntryText("移した日", null, null, null, null, null, true)))]),
            Reservation(rule: "FREQ=DAILY;COUNT=3", exceptions: [new(new DateTime(2026, 12, 2, 10, 0, 0), new ChangedInstance(Days(2, 2), new EntryText("終日に", null, null, null, null, null, false)))]),
        })
        {
            await SameAsync(calendar, entry);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_title_is_the_same_wherever_its_lines_are_folded(string name)
    {
        var (_, _, _, calendar) = await servers.CalendarAsync(name);
        foreach (var length in new[] { 1, 2, 3, 20, 62, 63, 64, 65, 66, 67 })
        {
            await SameAsync(calendar, Reservation(new string('a', length) + string.Concat(Enumerable.Repeat("👩🏽‍💻😀𠮷", 12))));
        }
    }

    [Theory]
    [InlineData("Radicale", true)]
    [InlineData("Xandikos", true)]
    [InlineData("Sogo", false)]       // overwrites
    public async Task Whether_If_None_Match_keeps_what_stands_there(string name, bool kept)
    {
        var (_, _, _, calendar) = await servers.CalendarAsync(name);
        var (href, uid) = await PutAsync(calendar);
        Assert.Equal(kept ? DavOutcome.NotAsExpected : DavOutcome.Done, await calendar.PutAsync(href, Text(Reservation("二番目"), uid), DavCondition.Absent, default));
        Assert.Equal(kept ? "一番目" : "二番目", (await calendar.ReadAsync(href, default))!.Event.Title);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_stale_ETag_keeps_a_put_away(string name)
    {
        var (_, _, _, calendar) = await servers.CalendarAsync(name);
        var (href, uid) = await PutAsync(calendar);
        var stale = (await calendar.ReadAsync(href, default))!.ETag;
        Assert.NotNull(stale);
        Assert.Equal(DavOutcome.Done, await calendar.PutAsync(href, Text(Reservation("二番目"), uid), DavCondition.Unchanged(stale), default));
        Assert.Equal(DavOutcome.NotAsExpected, await calendar.PutAsync(href, Text(Reservation("三番目"), uid), DavCondition.Unchanged(stale), default));
        Assert.Equal("二番目", (await calendar.ReadAsync(href, default))!.Event.Title);
    }

    [Theory]
    [InlineData("Radicale", true)]
    [InlineData("Xandikos", true)]
    [InlineData("Sogo", false)]       // deletes all the same
    public async Task Whether_a_stale_ETag_keeps_a_delete_away(string name, bool kept)
    {
        var (_, _, _, calendar) = await servers.CalendarAsync(name);
        var (href, uid) = await PutAsync(calendar);
        var stale = (await calendar.ReadAsync(href, default))!.ETag;
        await calendar.PutAsync(href, Text(Reservation("二番目"), uid), DavCondition.None, default);
        Assert.Equal(kept ? DavOutcome.NotAsExpected : DavOutcome.Done, await calendar.DeleteAsync(href, DavCondition.Unchanged(stale), default));
        Assert.Equal(kept, await calendar.ReadAsync(href, default) is not null);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task What_is_deleted_is_gone_and_gone_again(string name)
    {
        var (_, _, _, calendar) = await servers.CalendarAsync(name);
        var (href, _) = await PutAsync(calendar);
        Assert.Equal(DavOutcome.Done, await calendar.DeleteAsync(href, DavCondition.None, default));
        Assert.Null(await calendar.ReadAsync(href, default));
        Assert.Equal(DavOutcome.Gone, await calendar.DeleteAsync(href, DavCondition.None, default));
    }

    [Theory]
    [InlineData("Radicale", 409, 409, 404)]
    [InlineData("Sogo", 409, 404, 404)]
    [InlineData("Xandikos", 207, 404, 207)]
    public async Task Each_server_says_no_in_its_own_way(string name, int uidElsewhere, int putWithoutCalendar, int findWithoutCalendar)
    {
        var (_, _, client, calendar) = await servers.CalendarAsync(name);
        var (_, uid) = await PutAsync(calendar);
        Assert.Equal(uidElsewhere, (int)(await client.PutAsync(calendar.EventAddress("other-" + uid), Text(Reservation(), uid), DavCondition.None, default)).Status);
        var missing = new Uri(calendar.Address, "../missing/");
        Assert.Equal(putWithoutCalendar, (int)(await client.PutAsync(new Uri(missing, "a.ics"), Text(Reservation(), "a"), DavCondition.None, default)).Status);
        Assert.Equal(findWithoutCalendar, (int)(await client.PropFindAsync(missing, 0, default, DavNames.ResourceType)).Status);
    }

    [Theory]
    [InlineData("Radicale", true)]
    [InlineData("Xandikos", true)]
    [InlineData("Sogo", false)]       // leaves it out of its answers
    public async Task Whether_a_control_character_that_somebody_put_spoils_a_whole_search(string name, bool spoils)
    {
        var (server, user, client, calendar) = await servers.CalendarAsync(name);
        var uid = NewUid();
        await server.PutAsync(user, uid + ".ics", Text(Reservation("bad"), uid).Replace("SUMMARY:bad", "SUMMARY:b\u000Bad", StringComparison.Ordinal));
        var answer = await client.ReportAsync(calendar.Address, XElement.Parse("<C:calendar-query xmlns:C=\"urn:ietf:params:xml:ns:caldav\" xmlns:D=\"DAV:\"><D:prop><D:getetag/><C:calendar-data/></D:prop><C:filter><C:comp-filter name=\"VCALENDAR\"/></C:filter></C:calendar-query>"), default);
        Assert.Equal(spoils, Record.Exception(() => answer.Items()) is DavTrouble { Kind: DavTroubleKind.Unreadable });
        await calendar.DeleteAsync(calendar.EventAddress(uid), DavCondition.None, default);
    }

    [Fact]
    public async Task SOGo_cannot_read_again_what_it_has_folded_within_an_emoji_and_ours_never_stands_there()
    {
        var (server, user, _, calendar) = await servers.CalendarAsync("Sogo");
        var (uid, title) = (NewUid(), new string('a', 66) + "😀" + new string('b', 30));
        var ours = Text(Reservation(title), uid);
        await server.PutAsync(user, "raw.ics", ours.Replace("\u2060", "", StringComparison.Ordinal));
        Assert.Contains("\u2060", ours, StringComparison.Ordinal);
        Assert.False((await calendar.ReadAsync(new Uri(calendar.Address, "raw.ics"), default))!.Event.Readable);
        Assert.Equal(DavOutcome.Done, await calendar.DeleteAsync(new Uri(calendar.Address, "raw.ics"), DavCondition.None, default));
        Assert.Equal(DavOutcome.Done, await calendar.PutAsync(calendar.EventAddress(uid), ours, DavCondition.Absent, default));
        Assert.Equal(title, (await calendar.ReadAsync(calendar.EventAddress(uid), default))!.Event.Title);
    }

    [Fact]
    public async Task SOGo_gives_an_event_that_was_made_anew_the_ETag_of_the_one_before()
    {
        var (_, _, _, calendar) = await servers.CalendarAsync("Sogo");
        var (href, uid) = await PutAsync(calendar);
        var before = (await calendar.ReadAsync(href, default))!.ETag;
        await calendar.DeleteAsync(href, DavCondition.None, default);
        await calendar.PutAsync(href, Text(Reservation("別の"), uid), DavCondition.None, default);
        Assert.Equal(before, (await calendar.ReadAsync(href, default))!.ETag);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_UID_at_another_place_is_told_and_found(string name)
    {
        var (server, user, _, calendar) = await servers.CalendarAsync(name);
        var uid = NewUid();
        await server.PutAsync(user, $"x {uid} 日本.ics", Text(Reservation("取り込んだもの"), uid));
        Assert.Equal(DavOutcome.UidElsewhere, await calendar.PutAsync(calendar.EventAddress(uid), Text(Reservation(), uid), DavCondition.Absent, default));
        var found = Assert.Single(await calendar.FindByUidAsync(uid, default));
        Assert.Equal("取り込んだもの", found.Event.Title);
        Assert.True(DavCalendar.SamePlace(new Uri(calendar.Address, Uri.EscapeDataString($"x {uid} 日本.ics")), found.Address), found.Address.AbsoluteUri);
        Assert.Equal("取り込んだもの", (await calendar.ReadAsync(found.Address, default))!.Event.Title);
        Assert.Contains(await calendar.ListAsync(default), l => DavCalendar.SamePlace(l.Address, found.Address));
        Assert.Empty(await calendar.FindByUidAsync(uid[..^1], default));
        Assert.Empty(await calendar.FindByUidAsync(NewUid(), default));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_calendar_that_is_not_there_takes_nothing(string name)
    {
        var (_, _, client, calendar) = await servers.CalendarAsync(name);
        var none = new DavCalendar(client, new Uri(calendar.Address, "../missing/"));
        Assert.False(await none.ExistsAsync(default));
        Assert.True(await calendar.ExistsAsync(default));
        Assert.Equal(DavOutcome.Gone, await none.PutAsync(none.EventAddress("a"), Text(Reservation(), "a"), DavCondition.Absent, default));
        Assert.Equal(DavTroubleKind.NoCalendar, (await Assert.ThrowsAsync<DavTrouble>(() => none.ListAsync(default))).Kind);
        Assert.Equal(DavTroubleKind.NoCalendar, (await Assert.ThrowsAsync<DavTrouble>(() => none.FindByUidAsync("a", default))).Kind);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task An_event_of_the_persons_own_that_spoils_the_search_does_not_hide_ours(string name)
    {
        var (server, user, client, calendar) = await servers.CalendarAsync(name);
        var (href, uid) = await PutAsync(calendar);
        var bad = NewUid();
        // What another program may have put: a vertical tab in the title. A server may refuse it.
        await server.SendAsync("PUT", user, server.CalendarPath(user) + bad + ".ics", Text(Reservation("bad"), bad).Replace("SUMMARY:bad", "SUMMARY:b\u000Bad", StringComparison.Ordinal));
        var found = Assert.Single(await calendar.FindByUidAsync(uid, default));
        Assert.True(DavCalendar.SamePlace(href, found.Address));
        await client.DeleteAsync(calendar.EventAddress(bad), DavCondition.None, default);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Ours_is_known_again_after_its_user_has_changed_it(string name)
    {
        var (server, user, _, calendar) = await servers.CalendarAsync(name);
        var (href, _) = await PutAsync(calendar);
        await server.EditAsync(user, Uri.UnescapeDataString(href.AbsolutePath), "SUMMARY:一番目", "SUMMARY:変えた");
        var read = (await calendar.ReadAsync(href, default))!.Event;
        Assert.Equal(("ref-1", 7, "変えた"), (read.Reference, read.Version, read.Title));
    }

    [Fact]
    public async Task An_address_that_only_a_person_would_unescape_is_the_same_place()
    {
        var (_, _, _, calendar) = await servers.CalendarAsync("Sogo");
        var uid = NewUid() + "@営業 支援";
        Assert.Equal(DavOutcome.Done, await calendar.PutAsync(calendar.EventAddress(uid), Text(Reservation(), uid), DavCondition.Absent, default));
        Assert.Contains(await calendar.ListAsync(default), l => DavCalendar.SamePlace(l.Address, calendar.EventAddress(uid)));
        Assert.Single(await calendar.FindByUidAsync(uid, default));
    }

    [Fact]
    public async Task Radicale_closes_each_connection_and_a_hundred_requests_go_well_all_the_same()
    {
        var (_, _, client, calendar) = await servers.CalendarAsync("Radicale");
        var (href, _) = await PutAsync(calendar);
        await Parallel.ForAsync(0, 100, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (_, cancel) => Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(href, cancel)).Status));
    }

    private static string NewUid() => $"salessupport-{Guid.CreateVersion7()}";

    private static string Text(EntrySnapshot entry, string uid) => EventText.Write(entry, uid, "ref-1", 7, Now);

    private static async Task<(Uri Href, string Uid)> PutAsync(DavCalendar calendar)
    {
        var uid = NewUid();
        Assert.Equal(DavOutcome.Done, await calendar.PutAsync(calendar.EventAddress(uid), Text(Reservation("一番目"), uid), DavCondition.Absent, default));
        return (calendar.EventAddress(uid), uid);
    }

    private static async Task SameAsync(DavCalendar calendar, EntrySnapshot entry)
    {
        var uid = NewUid();
        var text = Text(entry, uid);
        Assert.Equal(DavOutcome.Done, await calendar.PutAsync(calendar.EventAddress(uid), text, DavCondition.Absent, default));
        var (sent, back) = (EventReader.Read(text), (await calendar.ReadAsync(calendar.EventAddress(uid), default))!);
        Assert.True(sent.SaysTheSameAs(back.Event), $"{string.Join(',', sent.Differences(back.Event))} of {entry.Text.Title}:\n{text}\n{back.Text}");
        Assert.Equal((uid, "ref-1", 7), (back.Event.Uid, back.Event.Reference, back.Event.Version));
        Assert.True(sent.SaysTheSameAs(Assert.Single(await calendar.FindByUidAsync(uid, default)).Event));
    }
}
