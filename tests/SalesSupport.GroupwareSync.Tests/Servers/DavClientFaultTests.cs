using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using SalesSupport.GroupwareSync.CalDav;
using SalesSupport.GroupwareSync.Events;
using SalesSupport.Testing.Groupware;
using static SalesSupport.GroupwareSync.Tests.Events.Entries;
using static SalesSupport.GroupwareSync.Tests.Servers.OddServer;

namespace SalesSupport.GroupwareSync.Tests.Servers;

/// <summary>Servers that are slow, broken, hostile or not there: each is a trouble with a name, and nothing else happens.</summary>
[Trait("Bar", "groupware")]
[Trait("Engine", "Sqlite")]       // once is enough: no database is asked
[Requirement("R51")]
[Requirement("R92")]
public sealed class DavClientFaultTests(RealServers servers)
{
    private const string MultiStatus = "207 Multi-Status";

    [Fact]
    public async Task XML_with_a_document_type_is_refused_at_once()
    {
        var laughs = "<!DOCTYPE lolz [<!ENTITY a \"ha\">" + string.Concat(Enumerable.Range('b', 20).Select(c => $"<!ENTITY {(char)c} \"{string.Concat(Enumerable.Repeat($"&{(char)(c - 1)};", 10))}\">")) + "]><D:multistatus xmlns:D=\"DAV:\">&u;</D:multistatus>";
        await using var server = new OddServer(_ => Answer(MultiStatus, laughs));
        var since = Stopwatch.StartNew();
        Assert.Equal(DavTroubleKind.Unreadable, (await TroubleAsync(server, c => c.PropFindAsync(server.Address, 0, default, DavNames.ETag))).Kind);
        Assert.InRange(since.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(8));
    }

    [Fact]
    public async Task An_answer_without_end_is_cut_off_at_five_megabytes()
    {
        long sent = 0;
        await using var server = new OddServer(async (_, stream, cancel) =>
        {
            await stream.WriteAsync("HTTP/1.1 207 Multi-Status\r\n\r\n"u8.ToArray(), cancel);
            for (var block = new byte[64 << 10]; ; sent += block.Length)
            {
                await stream.WriteAsync(block, cancel);
            }
        });
        Assert.Equal(DavTroubleKind.TooBig, (await TroubleAsync(server, c => c.GetAsync(server.Address, default))).Kind);
        Assert.InRange(sent, DavClient.MostBytes - (128 << 10), 4L * DavClient.MostBytes);
    }

    [Fact]
    public async Task A_server_that_never_answers_or_drips_is_left_after_ten_seconds_and_may_have_done_it()
    {
        await using var silent = new OddServer((_, _, cancel) => Task.Delay(Timeout.Infinite, cancel));
        await using var dripping = new OddServer(async (_, stream, cancel) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"u8.ToArray(), cancel);
            for (; ; await Task.Delay(200, cancel))
            {
                await stream.WriteAsync("x"u8.ToArray(), cancel);
            }
        });
        var since = Stopwatch.StartNew();
        foreach (var trouble in await Task.WhenAll(TroubleAsync(silent, c => c.PutAsync(silent.Address, "a", default, default)), TroubleAsync(dripping, c => c.PutAsync(dripping.Address, "a", default, default))))
        {
            Assert.Equal((DavTroubleKind.TooSlow, DavConcern.Server, true), (trouble.Kind, trouble.Concern, trouble.MayHaveHappened));
        }

        Assert.InRange(since.Elapsed, TimeSpan.FromSeconds(9), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Who_stops_waiting_is_no_trouble_of_the_server()
    {
        await using var silent = new OddServer((_, _, cancel) => Task.Delay(Timeout.Infinite, cancel));
        using var enough = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        var client = DavClient.Of(await servers.ClientsAsync(), silent.Address, "hanako", "password");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.GetAsync(silent.Address, enough.Token));
    }

    [Theory]
    [InlineData("301 Moved Permanently")]
    [InlineData("302 Found")]
    [InlineData("307 Temporary Redirect")]
    [InlineData("308 Permanent Redirect")]
    public async Task A_redirect_within_the_server_is_followed_with_method_body_condition_and_password(string status)
    {
        await using var server = new OddServer(r => r.Contains(" /new/", StringComparison.Ordinal) ? Answer("201 Created") : Answer(status, headers: "Location: /new/a.ics\r\n"));
        var client = DavClient.Of(await servers.ClientsAsync(), server.Address, "hanako", "password");
        Assert.Equal(HttpStatusCode.Created, (await client.PutAsync(new Uri(server.Address, "a.ics"), "BEGIN", DavCondition.Absent, default)).Status);
        var second = server.Requests.Last();
        Assert.StartsWith("PUT /new/a.ics HTTP/1.1\r\n", second, StringComparison.Ordinal);
        Assert.Contains("Authorization: Basic " + Convert.ToBase64String("hanako:password"u8), second, StringComparison.Ordinal);
        Assert.Contains("If-None-Match: *", second, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\nBEGIN", second, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_to_another_server_is_not_followed_and_names_it()
    {
        await using var other = new OddServer(_ => Answer("200 OK"));
        await using var server = new OddServer(_ => Answer("302 Found", headers: $"Location: {other.Address}dav/\r\n"));
        var trouble = await TroubleAsync(server, c => c.PropFindAsync(server.Address, 0, default, DavNames.ETag));
        Assert.Equal((DavTroubleKind.Elsewhere, $"{other.Address}dav/"), (trouble.Kind, trouble.Detail));
        Assert.Empty(other.Requests);
    }

    [Fact]
    public async Task A_redirect_in_a_circle_ends()
    {
        await using var server = new OddServer(_ => Answer("302 Found", headers: "Location: /again\r\n"));
        Assert.Equal(DavTroubleKind.NotCalDav, (await TroubleAsync(server, c => c.GetAsync(server.Address, default))).Kind);
        Assert.InRange(server.Requests.Count, 2, 10);
    }

    [Fact]
    public async Task An_href_of_another_server_in_an_answer_is_left_out()
    {
        const string body = "<D:multistatus xmlns:D=\"DAV:\"><D:response><D:href>http://evil.example/a.ics</D:href></D:response><D:response><D:href>/b.ics</D:href></D:response></D:multistatus>";
        await using var server = new OddServer(_ => Answer(MultiStatus, body));
        var client = DavClient.Of(await servers.ClientsAsync(), server.Address, "hanako", "password");
        Assert.Equal(new Uri(server.Address, "/b.ics"), Assert.Single(await new DavCalendar(client, server.Address).ListAsync(default)).Address);
        Assert.Equal(DavTroubleKind.Elsewhere, (await Assert.ThrowsAsync<DavTrouble>(() => client.GetAsync(new Uri("http://evil.example/a.ics"), default))).Kind);
    }

    [Theory]
    [InlineData("207 Multi-Status", "Refused", true)]
    [InlineData("401 Unauthorized", "PasswordWrong", false)]
    [InlineData("403 Forbidden", "Forbidden", false)]
    [InlineData("405 Method Not Allowed", "NotCalDav", false)]
    [InlineData("413 Content Too Large", "TooBig", false)]
    [InlineData("415 Unsupported Media Type", "Refused", false)]
    [InlineData("429 Too Many Requests", "TooSlow", false)]
    [InlineData("500 Internal Server Error", "ServerTrouble", true)]
    [InlineData("502 Bad Gateway", "ServerTrouble", true)]
    [InlineData("504 Gateway Timeout", "TooSlow", true)]
    [InlineData("507 Insufficient Storage", "Full", false)]
    public async Task A_status_that_is_no_success_is_none_for_a_put_or_a_delete(string status, string kind, bool mayHaveHappened)
    {
        await using var server = new OddServer(_ => Answer(status));
        foreach (var trouble in new[]
        {
            await TroubleAsync(server, c => new DavCalendar(c, server.Address).PutAsync(server.Address, "a", default, default)),
            await TroubleAsync(server, c => new DavCalendar(c, server.Address).DeleteAsync(server.Address, default, default)),
        })
        {
            Assert.Equal((kind, mayHaveHappened), (trouble.Kind.ToString(), trouble.MayHaveHappened));
        }
    }

    [Fact]
    public async Task Each_request_has_a_connection_of_its_own_and_a_length()
    {
        await using var server = new OddServer(_ => "HTTP/1.0 201 Created\r\nETag: W/\"a b\"\r\n\r\n");
        var client = DavClient.Of(await servers.ClientsAsync(), server.Address, "hanako", "password");
        for (var i = 0; i < 20; i++)
        {
            var answer = await client.PutAsync(server.Address, "予定", DavCondition.Unchanged("W/\"x y\""), default);
            Assert.True(answer.Done);
            Assert.Equal("W/\"a b\"", answer.ETag);
        }

        Assert.Equal(20, server.Requests.Count);
        Assert.All(server.Requests, r =>
        {
            Assert.Contains("\r\nContent-Length: 6\r\n", r, StringComparison.Ordinal);
            Assert.Contains("\r\nConnection: close\r\n", r, StringComparison.Ordinal);
            Assert.Contains("\r\nIf-Match: W/\"x y\"\r\n", r, StringComparison.Ordinal);
            Assert.DoesNotContain("Transfer-Encoding", r, StringComparison.OrdinalIgnoreCase);
        });
    }

    [Fact]
    public async Task An_ETag_that_cannot_be_sent_back_is_none()
    {
        await using var server = new OddServer(_ => Answer("200 OK", headers: "ETag: \"ä\"\r\n"));
        var client = DavClient.Of(await servers.ClientsAsync(), server.Address, "hanako", "password");
        Assert.Null((await client.GetAsync(server.Address, default)).ETag);
    }

    [Fact]
    public async Task Where_the_server_cannot_search_its_events_are_read_one_by_one()
    {
        var ours = EventText.Write(Reservation(), "ours", "ref", 1, Now);
        const string list = "<multistatus xmlns=\"DAV:\"><response><href>/</href></response><response><href>/bad.ics</href></response><response><href>/x%20y.ics</href></response><response><href>/z.ics</href></response></multistatus>";
        await using var server = new OddServer(r => r.Split(' ') switch
        {
            ["REPORT", ..] => Answer(MultiStatus, "<multistatus xmlns=\"DAV:\">\u000B</multistatus>"),
            ["PROPFIND", ..] => Answer(MultiStatus, list),
            ["GET", "/bad.ics", ..] => Answer("500 Internal Server Error"),
            ["GET", "/x%20y.ics", ..] => Answer("200 OK", ours),
            _ => Answer("200 OK", "BEGIN:VCALENDAR"),
        });
        var calendar = new DavCalendar(DavClient.Of(await servers.ClientsAsync(), server.Address, "hanako", "password"), server.Address);
        Assert.Equal(new Uri(server.Address, "x%20y.ics"), Assert.Single(await calendar.FindByUidAsync("ours", default)).Address);
        Assert.Empty(await calendar.FindByUidAsync("others", default));
    }

    [Fact]
    public async Task A_password_within_the_address_is_dropped_and_never_shown()
    {
        await using var server = new OddServer(_ => Answer("302 Found", headers: "Location: http://a:secret@evil.example/\r\n"));
        var client = DavClient.Of(await servers.ClientsAsync(), new Uri($"http://someone:secret@{server.Address.Authority}/"), "hanako", "password");
        var trouble = await Assert.ThrowsAsync<DavTrouble>(() => client.GetAsync(client.Address, default));
        Assert.Equal(DavTroubleKind.Elsewhere, trouble.Kind);
        Assert.DoesNotContain("secret", trouble.ToString() + client.Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_refused_before_the_password_is_sent()
    {
        using var key = RSA.Create(2048);
        using var own = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(DateTimeOffset.UnixEpoch, new DateTimeOffset(2099, 1, 1, 0, 0, 0, TimeSpan.Zero));
        using var certificate = X509CertificateLoader.LoadPkcs12(own.Export(X509ContentType.Pfx), null);
        await using var server = new OddServer((_, _, _) => Task.CompletedTask, certificate);
        var trouble = await TroubleAsync(server, c => c.PutAsync(server.Address, "a", default, default));
        Assert.Equal((DavTroubleKind.TlsBad, false), (trouble.Kind, trouble.MayHaveHappened));
        Assert.DoesNotContain(server.Requests, r => r.Length > 0);
    }

    [Fact]
    public async Task Nobody_there_an_unknown_name_and_a_forbidden_network_are_told_apart()
    {
        async Task<DavTrouble> AtAsync(IHttpClientFactory clients, string address)
        {
            var client = DavClient.Of(clients, new Uri(address), "hanako", "password");
            return await Assert.ThrowsAsync<DavTrouble>(() => client.PutAsync(client.Address, "a", default, default));
        }

        var open = await servers.ClientsAsync();
        await using var closed = await TestHost.StartAsync();
        var nobody = await AtAsync(open, $"http://127.0.0.1:{HostProcess.FreePort().ToString(CultureInfo.InvariantCulture)}/");
        var unknown = await AtAsync(open, "http://no-such-name.invalid/");
        var forbidden = await AtAsync(closed.Services.GetRequiredService<IHttpClientFactory>(), "http://localhost/");
        Assert.Equal([DavTroubleKind.Unreachable, DavTroubleKind.NameUnknown, DavTroubleKind.AddressForbidden], [nobody.Kind, unknown.Kind, forbidden.Kind]);
        Assert.All([nobody, unknown, forbidden], t => Assert.False(t.MayHaveHappened));
    }

    [Theory]
    [InlineData(Fault.DropAnswer, "Unreachable", true)]
    [InlineData(Fault.HoldAnswer, "TooSlow", true)]
    [InlineData(Fault.CutRequest, "Unreachable", false)]
    public async Task Of_a_write_without_an_answer_only_reading_again_tells(Fault fault, string kind, bool stands)
    {
        var server = await servers["Radicale"];
        var user = await servers.AccountAsync(server);
        await using var wire = Between.Start(server.Address);
        var client = await servers.ClientAsync(server, user, wire.Address);
        var calendar = new DavCalendar(client, (await Discovery.FindAsync(client, user, default)).Address);
        wire.Once("PUT", fault);
        var text = EventText.Write(Reservation(), "a", "ref", 1, Now);
        var trouble = await Assert.ThrowsAsync<DavTrouble>(() => calendar.PutAsync(calendar.EventAddress("a"), text, DavCondition.Absent, default));
        Assert.Equal((kind, true), (trouble.Kind.ToString(), trouble.MayHaveHappened));
        Assert.Equal(stands, await calendar.ReadAsync(calendar.EventAddress("a"), default) is not null);
        Assert.Single(wire.Requests, r => r.StartsWith("PUT", StringComparison.Ordinal));      // and is never sent again by itself
    }

    [Fact]
    public async Task A_frozen_server_may_do_it_when_nobody_waits_any_more()
    {
        await using var server = await Radicale.StartAsync();
        await server.AddAccountAsync("hanako", "password");
        var client = await servers.ClientAsync(server, "hanako");
        var calendar = new DavCalendar(client, (await Discovery.FindAsync(client, "hanako", default)).Address);
        server.Freeze();
        var text = EventText.Write(Reservation(), "a", "ref", 1, Now);
        Assert.Equal(DavTroubleKind.TooSlow, (await Assert.ThrowsAsync<DavTrouble>(() => calendar.PutAsync(calendar.EventAddress("a"), text, DavCondition.Absent, default))).Kind);
        server.Thaw();
        await Eventually.IsAsync(async () => (await server.EventsAsync("hanako")).Count == 1, "the event");
    }

    [Fact]
    public async Task A_server_that_was_stopped_is_unreachable_and_has_everything_when_it_is_back()
    {
        await using var server = await Sogo.StartAsync();
        await server.AddAccountAsync("hanako", "password");
        var client = await servers.ClientAsync(server, "hanako");
        var calendar = new DavCalendar(client, (await Discovery.FindAsync(client, "hanako", default)).Address);
        var text = EventText.Write(Reservation(), "a", "ref", 1, Now);
        Assert.Equal(DavOutcome.Done, await calendar.PutAsync(calendar.EventAddress("a"), text, DavCondition.Absent, default));
        await server.StopAsync();
        Assert.Equal(DavTroubleKind.Unreachable, (await Assert.ThrowsAsync<DavTrouble>(() => calendar.ReadAsync(calendar.EventAddress("a"), default))).Kind);
        await server.StartAgainAsync();
        Assert.Equal("見積の打ち合わせ", Assert.Single(await server.EventsAsync("hanako"))["SUMMARY"]);
    }

    [Theory]
    [InlineData("ja")]
    [InlineData("en")]
    public async Task Every_trouble_has_words_that_name_where_it_is(string language)
    {
        await using var host = await TestHost.StartAsync();
        var texts = host.Services.GetRequiredService<IStringLocalizer<Texts>>();
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = new CultureInfo(language);
        try
        {
            Assert.All(Enum.GetValues<DavTroubleKind>(), kind =>
            {
                var words = texts[new DavTrouble(kind, "cal.example.jp").Key, "cal.example.jp"];
                Assert.False(words.ResourceNotFound, kind.ToString());
                Assert.Contains("cal.example.jp", words.Value, StringComparison.Ordinal);
            });
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    private async Task<DavTrouble> TroubleAsync<T>(OddServer server, Func<DavClient, Task<T>> ask)
    {
        var client = DavClient.Of(await servers.ClientsAsync(), server.Address, "hanako", "password");
        return await Assert.ThrowsAsync<DavTrouble>(async () => _ = await ask(client) is DavAnswer { Status: HttpStatusCode.MultiStatus } answer ? answer.Items() : null);
    }
}
