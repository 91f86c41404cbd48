using SalesSupport.GroupwareSync.CalDav;
using static SalesSupport.GroupwareSync.Tests.Servers.OddServer;

namespace SalesSupport.GroupwareSync.Tests.Servers;

/// <summary>What a server's odd answers are taken for.</summary>
[Trait("Bar", "groupware")]
[Trait("Engine", "Sqlite")]       // once is enough: no database is asked
public sealed class DavTroubleTests(RealServers servers)
{
    [Theory]
    [InlineData("<D:error xmlns:D=\"DAV:\"><C:valid-calendar-data xmlns:C=\"urn:ietf:params:xml:ns:caldav\"/></D:error>", "Refused", "Event")]
    [InlineData("<D:error xmlns:D=\"DAV:\"><C:max-resource-size xmlns:C=\"urn:ietf:params:xml:ns:caldav\"/></D:error>", "Refused", "Event")]
    [InlineData("<D:error xmlns:D=\"DAV:\"><D:need-privileges/></D:error>", "Forbidden", "Account")]
    public async Task A_403_that_says_what_is_wrong_with_the_event_stops_nothing_else(string body, string kind, string concern)
    {
        await using var server = new OddServer(_ => Answer("403 Forbidden", body));
        var client = DavClient.Of(await servers.ClientsAsync(), server.Address, "hanako", "password");
        var trouble = await Assert.ThrowsAsync<DavTrouble>(() => new DavCalendar(client, server.Address).PutAsync(new Uri(server.Address, "a.ics"), "BEGIN", DavCondition.Absent, default));
        Assert.Equal((kind, concern), (trouble.Kind.ToString(), trouble.Concern.ToString()));
    }

    [Fact]
    public async Task A_charset_that_may_not_be_read_is_read_as_UTF_8()
    {
        await using var server = new OddServer(_ => Answer("200 OK", "予定", "Content-Type: text/calendar; charset=utf-7\r\n"));
        var client = DavClient.Of(await servers.ClientsAsync(), server.Address, "hanako", "password");
        Assert.Equal("予定", (await client.GetAsync(server.Address, default)).Body);
        Assert.True(client.HasAnswer);
    }

    [Fact]
    public void What_the_other_side_says_fits_into_the_database()
    {
        Assert.Equal("ab", new DavTrouble(DavTroubleKind.Refused, "a\0b").Detail);
        Assert.Equal(500, new DavTrouble(DavTroubleKind.Refused, new string('x', 2000)).Detail.Length);
    }

    [Fact]
    public async Task Where_a_server_cannot_search_events_are_read_many_at_once_and_what_it_leaves_out_is_read_alone()
    {
        const string event1 = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:{0}\r\nDTSTART:20261127T010000Z\r\nSUMMARY:x\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
        await using var server = new OddServer(r =>
            r.Contains("calendar-query", StringComparison.Ordinal) ? Answer("500 Internal Server Error")
            : r.StartsWith("PROPFIND", StringComparison.Ordinal) ? Answer("207 Multi-Status", Multi(string.Concat(Enumerable.Range(0, 60).Select(n => $"<D:response><D:href>/c/{n}.ics</D:href></D:response>"))))
            : r.StartsWith("REPORT", StringComparison.Ordinal) ? Answer("207 Multi-Status", Multi(string.Concat(Enumerable.Range(0, 60).Where(n => n != 7 && r.Contains($"/c/{n}.ics<", StringComparison.Ordinal))
                .Select(n => $"<D:response><D:href>/c/{n}.ics</D:href><D:propstat><D:prop><C:calendar-data>{event1.Replace("{0}", $"u{n}", StringComparison.Ordinal)}</C:calendar-data></D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response>"))))
            : Answer("200 OK", event1.Replace("{0}", "u7", StringComparison.Ordinal)));
        var calendar = new DavCalendar(DavClient.Of(await servers.ClientsAsync(), server.Address, "hanako", "password"), new Uri(server.Address, "c/"));
        Assert.EndsWith("/c/55.ics", Assert.Single(await calendar.FindByUidAsync("u55", default)).Address.AbsolutePath, StringComparison.Ordinal);
        Assert.Equal(5, server.Requests.Count);       // the search, the list, two times many, and the one that was left out
        Assert.EndsWith("/c/7.ics", Assert.Single(await calendar.FindByUidAsync("u7", default)).Address.AbsolutePath, StringComparison.Ordinal);

        static string Multi(string responses) => $"<D:multistatus xmlns:D=\"DAV:\" xmlns:C=\"urn:ietf:params:xml:ns:caldav\">{responses}</D:multistatus>";
    }
}
