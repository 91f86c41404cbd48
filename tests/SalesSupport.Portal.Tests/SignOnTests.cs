using System.Diagnostics;
using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SalesSupport.Portal.Accounts;

namespace SalesSupport.Portal.Tests;

[Trait("Bar", "main-job")]
public sealed class SignOnTests
{
    private static readonly DateTimeOffset Morning = new(2026, 11, 24, 9, 0, 0, TimeSpan.FromHours(9));

    [Fact]
    [Requirement("R10")]
    public async Task A_portal_user_signs_on_with_member_id_user_id_and_password_and_signs_out()
    {
        await using var host = await TestHost.StartAsync();
        await host.AddPortalMemberAsync("demo");
        using var browser = host.NewBrowser();
        var page = await browser.TrySignOnAsync(" DEMO ", "Sato", TestHost.Password);
        Assert.Equal("/portal", page.Address.AbsolutePath);
        Assert.Contains("佐藤 美咲", page.Text);

        page = await browser.SubmitAsync(page, page.Form("/portal/sign-out"));
        Assert.Equal("/portal/sign-on", page.Address.AbsolutePath);
        page = await browser.GetAsync("/portal");
        Assert.Equal("/portal/sign-on", page.Address.AbsolutePath);
    }

    [Fact]
    public async Task A_copied_cookie_is_worth_nothing_after_signing_out()
    {
        await using var host = await TestHost.StartAsync();
        await host.AddPortalMemberAsync("demo");
        using var browser = host.NewBrowser();
        var form = await browser.GetAsync("/portal/sign-on");
        var fields = new Dictionary<string, string> { ["MemberId"] = "demo", ["Login"] = "sato", ["Password"] = TestHost.Password, ["__RequestVerificationToken"] = await browser.TokenAsync() };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/portal/sign-on") { Content = new FormUrlEncodedContent(fields) };
        var answer = await browser.SendAsync(request);
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("salessupport.portal=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);

        Assert.Equal(HttpStatusCode.OK, await CopyAsync());
        var page = await browser.GetAsync("/portal");
        await browser.SubmitAsync(page, page.Form("/portal/sign-out"));
        Assert.Equal(HttpStatusCode.Redirect, await CopyAsync());

        async Task<HttpStatusCode> CopyAsync()
        {
            using var thief = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = host.Address };
            using var stolen = new HttpRequestMessage(HttpMethod.Get, "/portal");
            stolen.Headers.Add("Cookie", cookie.Split(';')[0]);
            stolen.Headers.Accept.ParseAdd("text/html");
            return (await thief.SendAsync(stolen, Visitors.Cancel)).StatusCode;
        }
    }

    [Fact]
    public async Task Two_members_with_the_same_user_id_are_apart()
    {
        await using var host = await TestHost.StartAsync();
        await host.AddPortalMemberAsync("demo");
        await host.AddPortalMemberAsync("minato");
        using var demo = await host.PortalAsync("demo", "morita");
        using var minato = await host.PortalAsync("minato", "morita");
        Assert.Contains("demo株式会社", (await demo.GetAsync("/portal")).Text);
        Assert.Contains("minato株式会社", (await minato.GetAsync("/portal")).Text);
        Assert.Equal("/portal", (await demo.ChoosePasswordAsync(TestHost.Password, "yama-to-kawa-to-umi")).Address.AbsolutePath);

        using var other = host.NewBrowser();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await other.TrySignOnAsync("minato", "morita", "yama-to-kawa-to-umi")).Status);
        Assert.Equal("/portal", (await other.TrySignOnAsync("minato", "morita", TestHost.Password)).Address.AbsolutePath);
    }

    [Fact]
    public async Task Ten_wrong_passwords_lock_any_name_in_the_same_words_whether_or_not_it_exists()
    {
        await using var host = await TestHost.StartAsync(now: Morning);
        await host.AddPortalMemberAsync("demo");
        (string Member, string Login)[] names = [("demo", "sato"), ("demo", "nobody"), ("no-such", "sato")];
        using var browser = host.NewBrowser();
        for (var attempt = 1; attempt <= 11; attempt++)
        {
            var seen = new HashSet<string>();
            foreach (var (member, login) in names)
            {
                seen.Add((await browser.TrySignOnAsync(member, login, "wrong-password")).Seen());
            }

            Assert.Contains(attempt < 10 ? "確かめてください" : "15分", Assert.Single(seen));
        }

        // Locked is locked, for the right password too, and only for so long.
        Assert.Contains("15分", (await browser.TrySignOnAsync("demo", "sato", TestHost.Password)).Seen());
        using var colleague = await host.PortalAsync("demo", "ito");
        host.Clock!.Advance(TimeSpan.FromMinutes(15));
        Assert.Equal("/portal", (await browser.TrySignOnAsync("demo", "sato", TestHost.Password)).Address.AbsolutePath);
    }

    [Fact]
    public async Task Of_many_guesses_at_once_no_more_than_ten_are_looked_at()
    {
        await using var host = await TestHost.StartAsync();
        await host.AddPortalMemberAsync("demo");
        using var browser = host.NewBrowser();
        var form = await browser.GetAsync("/portal/sign-on");
        var pages = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => browser.SubmitAsync(form, form.Form("/portal/sign-on"), ("MemberId", "demo"), ("Login", "sato"), ("Password", $"guess-number-{i}"))));
        Assert.All(pages, p => Assert.Equal(HttpStatusCode.UnprocessableEntity, p.Status));
        Assert.True(await host.InMemberAsync("demo", db => db.Tries.AllAsync(t => t.Count == AccountTries.Most && t.LockedUntil != null)));
    }

    [Fact]
    public async Task A_refusal_takes_as_long_for_a_name_that_does_not_exist()
    {
        await using var host = await TestHost.StartAsync();
        await host.AddPortalMemberAsync("demo");
        using var browser = host.NewBrowser();
        var times = new Dictionary<string, List<double>>();
        for (var round = 0; round < 9; round++)
        {
            foreach (var login in new[] { "sato", "nobody" })
            {
                var form = await browser.GetAsync("/portal/sign-on");
                var watch = Stopwatch.StartNew();
                await browser.SubmitAsync(form, form.Form("/portal/sign-on"), ("MemberId", "demo"), ("Login", login), ("Password", "wrong-password"));
                if (!times.TryGetValue(login, out var list))
                {
                    times[login] = list = [];
                }

                list.Add(watch.Elapsed.TotalMilliseconds);
            }
        }

        // Without the hash that nobody owns, the second would take a twentieth of the first.
        var (known, unknown) = (Median(times["sato"]), Median(times["nobody"]));
        Assert.InRange(unknown / known, 0.5, 2);

        static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
    }

    [Fact]
    public async Task One_address_that_guesses_over_many_names_is_slowed()
    {
        await using var host = await TestHost.StartAsync(now: Morning, settings: new Dictionary<string, string> { ["Portal:SignOn:RefusalsPerAddress"] = "5" });
        await host.AddPortalMemberAsync("demo");
        using var browser = host.NewBrowser();
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.TrySignOnAsync("demo", $"name-{i}", "wrong-password")).Status);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, (await browser.TrySignOnAsync("demo", "name-6", "wrong-password")).Status);
        host.Clock!.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal("/portal", (await browser.TrySignOnAsync("demo", "sato", TestHost.Password)).Address.AbsolutePath);
    }

    [Fact]
    public async Task The_way_back_stays_on_this_site()
    {
        await using var host = await TestHost.StartAsync();
        await host.AddPortalMemberAsync("demo");
        foreach (var (returnUrl, expected) in new[] { ("https://evil.example/", "/portal"), ("//evil.example/", "/portal"), ("/\\evil.example", "/portal"), ("/portal/password", "/portal/password") })
        {
            using var browser = host.NewBrowser();
            var page = await browser.TrySignOnAsync("demo", "sato", TestHost.Password, returnUrl);
            Assert.Equal((host.Address.Authority, expected), (page.Address.Authority, page.Address.AbsolutePath));
        }
    }

    [Fact]
    public async Task The_ids_are_remembered_when_asked_for_and_the_password_never()
    {
        await using var host = await TestHost.StartAsync();
        await host.AddPortalMemberAsync("demo");
        using var browser = host.NewBrowser();
        var page = await browser.TrySignOnAsync("demo", "sato", TestHost.Password, remember: true);
        await browser.SubmitAsync(page, page.Form("/portal/sign-out"));
        page = await browser.GetAsync("/portal/sign-on");
        Assert.Equal("demo", page.Document.QuerySelector("#MemberId")!.GetAttribute("value"));
        Assert.Equal("sato", page.Document.QuerySelector("#Login")!.GetAttribute("value"));
        Assert.Null(page.Document.QuerySelector("#Password")!.GetAttribute("value"));
    }

    [Fact]
    public async Task Sign_ons_and_refusals_are_audited_within_the_member()
    {
        await using var host = await TestHost.StartAsync();
        var demo = await host.AddPortalMemberAsync("demo");
        using var browser = host.NewBrowser();
        await browser.TrySignOnAsync("demo", "sato", "wrong-password");
        await browser.TrySignOnAsync("demo", "sato", TestHost.Password);
        var sato = demo.People.Single(p => p.Login == "sato").PortalId.ToString();
        var actions = await host.InScopeAsync(demo.TenantId, async services =>
        {
            // The house's table, which a module has no type for.
            var db = services.GetRequiredService<Data.PortalDbContext>();
            return await db.Database.SqlQuery<string>($"SELECT \"Action\" || ' ' || \"Actor\" AS \"Value\" FROM \"House_Audit\" WHERE \"Subject\" = {sato} AND \"Action\" LIKE 'PortalSign%' ORDER BY \"At\"").ToListAsync();
        });
        Assert.Equal(["PortalSignOnRefused Portal:佐藤 美咲", "PortalSignedOn Portal:佐藤 美咲"], actions);
    }

    [Fact]
    public async Task A_session_ends_after_twelve_hours_however_busy()
    {
        await using var host = await TestHost.StartAsync(now: Morning);
        await host.AddPortalMemberAsync("demo");
        using var browser = await host.PortalAsync("demo", "sato");
        for (var hour = 0; hour < 11; hour++)
        {
            host.Pass(TimeSpan.FromHours(1));
            Assert.Equal("/portal", (await browser.GetAsync("/portal")).Address.AbsolutePath);
        }

        host.Pass(TimeSpan.FromHours(1));
        Assert.Equal("/portal/sign-on", (await browser.GetAsync("/portal")).Address.AbsolutePath);
    }

    [Fact]
    public async Task A_session_ends_after_two_idle_hours()
    {
        await using var host = await TestHost.StartAsync(now: Morning);
        await host.AddPortalMemberAsync("demo");
        using var browser = await host.PortalAsync("demo", "sato");
        host.Pass(TimeSpan.FromHours(2) + TimeSpan.FromSeconds(1));
        Assert.Equal("/portal/sign-on", (await browser.GetAsync("/portal")).Address.AbsolutePath);
    }
}
