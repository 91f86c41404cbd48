using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using SalesSupport.Abstractions;
using SalesSupport.Infrastructure;

namespace SalesSupport.House.Tests.SeveralHosts;

/// <summary>Three hosts on PostgreSQL behind nginx, of which a random one is killed with -9 again and again; <c>./tests/run --full</c> does it 20 times.</summary>
[Trait("Bar", "engines")]
public sealed class KilledHostTests(ITestOutputHelper output)
{
    private static readonly bool Full = Environment.GetEnvironmentVariable("SALESSUPPORT_FULL") == "1";

    // The receiver has a notice before the host has written that it was sent. A host killed between the two leaves it to be sent again when its lease is over, and a chat's web hook has no message id by which it could be known.
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan Lease = OutboxItem.LeaseTime - TimeSpan.FromSeconds(20);

    // Weekends, on which nobody of the sample has worked.
    private static readonly DateOnly[] FreeDays = [.. Enumerable.Range(1, 50).Select(d => TimeProvider.System.Today().AddDays(-d)).Where(d => d.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)];

    [Fact]
    public async Task Killing_one_of_three_hosts_again_and_again_loses_nothing_and_does_nothing_twice()
    {
        Assert.SkipUnless(TestDatabase.IsServer, "SQLite has one host");
        var rounds = Full ? 20 : 3;
        await using var chat = await ChatServer.StartAsync();
        await using var hosts = await ThreeHosts.StartAsync(reports: Full ? 1600 : 480);
        var member = TenantScope.IdOf("portal", "demo");
        var (ring, people) = (await hosts.CountAsync("SELECT count(*) FROM \"House_Keys\" WHERE \"Name\" LIKE 'data-protection/%'"), new Dictionary<string, Browser>());
        Assert.Equal(1, ring);
        foreach (var login in new[] { "sato", "okabe", "takahashi", "ito", "watanabe" })
        {
            people[login] = await SignOnAsync(hosts, login);
        }

        AssertEachHostServes(hosts, "/portal/sign-on", "/connect/authorize", "/signin-oidc");
        var page = await people["sato"].GetAsync("/me/notices");
        page = await people["sato"].SubmitAsync(page, page.Document.Forms.Single(f => f.Action.EndsWith("/notices/chat", StringComparison.Ordinal)), [("ChatForm.Service", "Slack"), ("ChatForm.Hook", $"{chat.Address}/hook"), .. new[] { "Returned", "Approved", "Commented", "Mentioned" }.Select(k => ($"ChatForm.{k}", "AtOnce"))]);
        Assert.Equal(200, (int)page.Status);
        var (reports, daily) = (await ReportsAsync(hosts, member, "sato"), await ReportsAsync(hosts, member, "ito"));
        var letters = new DailyLetters(hosts, chat);
        await letters.WantAsync(people["ito"]);

        var promises = new Promises();
        using var stop = new CancellationTokenSource();
        var load = Task.WhenAll(
            CommentAsync(promises, people["okabe"], "okabe", reports, stop.Token),
            CommentAsync(promises, people["ito"], "ito", reports, stop.Token),
            CommentAsync(promises, people["sato"], "sato", daily, stop.Token),
            letters.PressAsync(stop.Token),
            ReportAsync(promises, people["takahashi"], stop.Token),
            RegisterAsync(promises, people["watanabe"], stop.Token));
        var kills = new List<long>();
        var chance = new Random();
        for (var round = 1; round <= rounds; round++)
        {
            var before = promises.Kept.Count;
            for (var since = Stopwatch.StartNew(); promises.Kept.Count < before + 10 && since.Elapsed < TimeSpan.FromSeconds(30);)
            {
                await Task.Delay(20);
            }

            await Task.Delay(chance.Next(0, 200));
            var killed = chance.Next(3);
            await hosts.KillAsync(killed);
            kills.Add(Stopwatch.GetTimestamp());
            using (await SignOnAsync(hosts, "morita"))
            {
                // on the two that are left
            }

            await Task.Delay(chance.Next(0, 1500));
            await hosts.StartAgainAsync(killed);
            output.WriteLine($"round {round}: host {killed} killed, {promises.Kept.Count} saves answered of {promises.Sent.Count}, {chat.Taken.Count} notices");
        }

        await stop.CancelAsync();
        await load;
        Assert.True(promises.Strange.Count == 0, string.Join('\n', promises.Strange.Take(5)));
        foreach (var (login, browser) in people)
        {
            var home = await browser.GetAsync("/me");
            Assert.Equal((login, 200, "/me"), (login, (int)home.Status, home.Address.AbsolutePath));
            browser.Dispose();
        }

        Assert.Equal(ring, await hosts.CountAsync("SELECT count(*) FROM \"House_Keys\" WHERE \"Name\" LIKE 'data-protection/%'"));
        await AssertKeptAsync(hosts, promises, member, rounds);
        var said = await hosts.AskAsync("""SELECT u."Name", c."ReportId" FROM "DailyReports_Comments" c JOIN "IdentityBridge_Users" u ON u."TenantId" = c."TenantId" AND u."Id" = c."ById" WHERE c."Text" LIKE '複数台 %'""", r => (By: r.GetString(0), Report: r.GetGuid(1)));
        var (letter, runs, brokenOff) = await letters.AssertOnceAsync(daily, [.. said.Where(c => daily.Contains(c.Report)).Select(c => c.Report)], at => WasKilled(kills, at));
        output.WriteLine($"{letter} daily letters to ito; {brokenOff} of the last {runs} runs of their job were broken off");
        await AssertToldOnceAsync(hosts, chat, [.. said.Where(c => !daily.Contains(c.Report))], reports, kills);
    }

    private static bool WasKilled(List<long> kills, long at) => kills.Exists(k => k >= at && Stopwatch.GetElapsedTime(at, k) < Between);

    private static Task<List<Guid>> ReportsAsync(ThreeHosts hosts, Guid member, string author) => hosts.AskAsync($"""SELECT r."Id" FROM "DailyReports_Reports" r JOIN "IdentityBridge_Users" u ON u."TenantId" = r."TenantId" AND u."Id" = r."AuthorId" JOIN "Portal_Users" p ON p."TenantId" = r."TenantId" AND CAST(p."Id" AS text) = u."Subject" WHERE p."Login" = '{author}' AND r."State" <> 'Draft' AND r."TenantId" = '{member}' ORDER BY r."Id" """, r => r.GetGuid(0));

    private static async Task AssertKeptAsync(ThreeHosts hosts, Promises promises, Guid member, int rounds)
    {
        var stored = await hosts.AskAsync($"""SELECT "Text" FROM "DailyReports_Comments" WHERE "Text" LIKE '複数台 %' AND "TenantId" = '{member}' UNION ALL SELECT "Note" FROM "DailyReports_Reports" WHERE "Note" LIKE '複数台 %' AND "TenantId" = '{member}' UNION ALL SELECT "Name" FROM "Customers_Companies" WHERE "Name" LIKE '複数台 %' AND "TenantId" = '{member}'""", r => r.GetString(0));
        Assert.InRange(promises.Kept.Count, rounds * 10, int.MaxValue);
        // Of each day's report the last text stands, and whatever was answered before it was there.
        var overwritten = promises.Kept.Where(t => t.Contains("report", StringComparison.Ordinal)).GroupBy(Day).SelectMany(g => g.Order().SkipLast(1)).ToHashSet();
        foreach (var day in stored.Where(t => t.Contains("report", StringComparison.Ordinal)))
        {
            // One that was cut off may stand in the place of the last one that was answered.
            overwritten.UnionWith(promises.Kept.Where(t => t.Contains("report", StringComparison.Ordinal) && Day(t) == Day(day) && string.CompareOrdinal(t, day) < 0));
        }

        Assert.Empty(promises.Kept.Except(overwritten).Except(stored));
        Assert.Empty(stored.Except(promises.Sent));
        Assert.Equal(stored.Count, stored.Distinct().Count());
    }

    private async Task AssertToldOnceAsync(ThreeHosts hosts, ChatServer chat, (string By, Guid Report)[] due, List<Guid> reports, List<long> kills)
    {
        // What a killed host has leased is free again after two minutes.
        for (var since = Stopwatch.StartNew(); await hosts.CountAsync("SELECT count(*) FROM \"House_Outbox\"") > 0 && since.Elapsed < TimeSpan.FromMinutes(4);)
        {
            await Task.Delay(1000);
        }

        Assert.Equal(0, await hosts.CountAsync("SELECT count(*) FROM \"House_Outbox\""));
        Assert.Equal(0, await hosts.CountAsync("SELECT count(*) FROM \"Notices_Letters\" WHERE \"SentAt\" IS NULL"));
        // The words name who said it, the link the report, on which each says one thing only.
        var told = chat.Taken.Where(t => t.Path == "/hook").Select(t => (Text: JsonDocument.Parse(t.Body).RootElement.GetProperty("text").GetString()!, t.At)).ToArray();
        var resent = 0;
        foreach (var (name, report) in due)
        {
            var these = told.Where(t => t.Text.Contains(name, StringComparison.Ordinal) && t.Text.Contains($"/reports/{report}", StringComparison.Ordinal)).Select(t => t.At).Order().ToArray();
            Assert.True(these.Length > 0, $"nobody was told what {name} said to {report}");
            // Again only where a host died just after it, and never while somebody may still be sending it.
            Assert.All(these.SkipLast(1), at => Assert.True(WasKilled(kills, at), "sent again though no host was killed"));
            Assert.All(these.Zip(these.Skip(1)), t => Assert.True(Stopwatch.GetElapsedTime(t.First, t.Second) > Lease, $"sent again after {Stopwatch.GetElapsedTime(t.First, t.Second)}"));
            resent += these.Length - 1;
        }

        output.WriteLine($"{due.Length} comments told to sato, {told.Length} posts, {resent} of them a second time after a kill between sending and writing it down");
        Assert.Equal(due.Length, told.Length - resent);
        Assert.InRange(due.Length, 5, reports.Count * 2);
        Assert.InRange(resent, 0, kills.Count);
    }

    private static async Task CommentAsync(Promises promises, Browser browser, string login, List<Guid> reports, CancellationToken stop) => await promises.StreamAsync(
        login,
        async (text, number) =>
        {
            if (number >= reports.Count)
            {
                return null;
            }

            await Task.Delay(Random.Shared.Next(Full ? 2500 : 1200), CancellationToken.None);      // so that there are enough reports for all rounds
            var address = $"/reports/{reports[number]}";
            return await PostAsync(promises, browser, text, await browser.GetAsync(address), $"{address}/comments", ("text", text));
        },
        stop);

    // New days first, then again over the same ones.
    private static async Task ReportAsync(Promises promises, Browser browser, CancellationToken stop) => await promises.StreamAsync(
        "report",
        async (text, number) =>
        {
            var date = FreeDays[number % FreeDays.Length].ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            var page = await browser.GetAsync($"/reports/{date}/edit");
            var form = page.Document.Forms.FirstOrDefault(f => f.QuerySelector("textarea[name='Note']") is not null);
            promises.Sends(text);
            return form is null ? page.Response : await browser.SendFormAsync(form.GetAttribute("action") is { Length: > 0 } action ? action : page.Address.PathAndQuery, Browser.Fields(form, ("Note", text)));
        },
        stop);

    private static async Task RegisterAsync(Promises promises, Browser browser, CancellationToken stop) => await promises.StreamAsync(
        "customer",
        async (text, _) => await PostAsync(promises, browser, text, await browser.GetAsync("/customers/new"), "/customers/new", ("Form.Name", text)),
        stop);

    private static int Day(string text) => int.Parse(text[(text.IndexOf('#', StringComparison.Ordinal) + 1)..], CultureInfo.InvariantCulture) % FreeDays.Length;

    private static async Task<HttpResponseMessage?> PostAsync(Promises promises, Browser browser, string text, Page page, string action, (string, string) field)
    {
        var form = page.Document.Forms.FirstOrDefault(f => (f.GetAttribute("action") ?? page.Address.AbsolutePath).Split('?')[0] == action);
        if (form is null)
        {
            return page.Response;
        }

        promises.Sends(text);
        return await browser.SendFormAsync(form.GetAttribute("action") ?? action, Browser.Fields(form, field));
    }

    // One of the many requests of a sign-on may be the one that a killed host was about to answer; a person would press again.
    private static async Task<Browser> SignOnAsync(ThreeHosts hosts, string login)
    {
        var browser = new Browser(hosts.Address);
        await browser.SignOnAsync("demo", login, TestHost.Password);
        return browser;
    }

    private static void AssertEachHostServes(ThreeHosts hosts, params string[] steps)
    {
        var by = hosts.Requests.Select(r => r.Split(' ')).Where(r => r.Length >= 4 && steps.Contains(r[2])).Select(r => r[0]).ToHashSet();
        Assert.Equal(hosts.Ports.Select(p => $"127.0.0.1:{p}").ToHashSet(), by);
    }
}
