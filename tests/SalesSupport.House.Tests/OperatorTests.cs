using System.Buffers.Binary;
using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SalesSupport.Abstractions;
using SalesSupport.Infrastructure;

namespace SalesSupport.House.Tests;

/// <summary>The operator's door.</summary>
[Trait("Bar", "main-job")]
public sealed class OperatorTests : IAsyncLifetime
{
    private const int SHA512 = 2;
    private TestHost host = null!;

    public async ValueTask InitializeAsync() => host = await TestHost.StartAsync(settings: new Dictionary<string, string> { ["Portal:SignOn:RefusalsPerAddress"] = "20" });

    public async ValueTask DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task The_operator_is_locked_out_after_ten_failures_and_told_so()
    {
        using var browser = host.NewBrowser();
        for (var i = 0; i < 10; i++)
        {
            await browser.PostAsync("/operator/sign-on", ("Login", "operator"), ("Password", "wrong"));
        }

        await host.InScopeAsync(Guid.Empty, async sp =>
        {
            var account = await sp.GetRequiredService<HouseDbContext>().Operators.SingleAsync(o => o.Login == "operator");
            Assert.NotNull(account.LockedUntil);
            return 0;
        });
        var unknown = await browser.PostAsync("/operator/sign-on", ("Login", "nobody"), ("Password", "wrong"));
        var locked = await browser.PostAsync("/operator/sign-on", ("Login", "operator"), ("Password", "wrong"));
        Assert.Equal(unknown.Document.QuerySelector(".field-error:not(:empty)")?.TextContent, locked.Document.QuerySelector(".field-error:not(:empty)")?.TextContent);
    }

    [Fact]
    public async Task A_name_that_is_no_operators_is_not_written_down_since_it_may_be_a_password()
    {
        using var browser = host.NewBrowser();
        await browser.PostAsync("/operator/sign-on", ("Login", "himitsu-no-kotoba"), ("Password", "operator"));
        var subjects = await host.InScopeAsync(Guid.Empty, sp => sp.GetRequiredService<HouseDbContext>().Audit.Where(a => a.Action == "OperatorSignOnRefused").Select(a => a.Subject + a.Actor).ToListAsync());
        Assert.NotEmpty(subjects);
        Assert.DoesNotContain(subjects, s => s.Contains("himitsu", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_password_kept_by_an_older_and_weaker_rule_is_kept_anew_at_the_next_sign_on()
    {
        await host.AddOperatorAsync("unei", "ougi-no-kaze");
        Assert.Equal((SHA512, 210_000), await KeptAsync());
        var weak = new PasswordHasher<OperatorAccount>(Options.Create(new PasswordHasherOptions { IterationCount = 100_000 })).HashPassword(null!, "ougi-no-kaze");
        await host.InScopeAsync(Guid.Empty, sp => sp.GetRequiredService<IUnitOfWork>().RunAsync(
            c => sp.GetRequiredService<HouseDbContext>().Operators.Where(o => o.Login == "unei").ExecuteUpdateAsync(o => o.SetProperty(a => a.PasswordHash, weak), c), CancellationToken.None).ContinueWith(_ => 0, TaskScheduler.Default));
        Assert.Equal((SHA512, 100_000), await KeptAsync());
        using var browser = host.NewBrowser();
        await browser.PostAsync("/operator/sign-on", ("Login", "unei"), ("Password", "ougi-no-kaze"));
        Assert.Equal((SHA512, 210_000), await KeptAsync());
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/operator/modules")).Status);

        // The stored form says how it was made: a byte 1, then function and rounds.
        async Task<(int Function, int Rounds)> KeptAsync()
        {
            var hash = Convert.FromBase64String(await host.InScopeAsync(Guid.Empty, sp => sp.GetRequiredService<HouseDbContext>().Operators.Where(o => o.Login == "unei").Select(o => o.PasswordHash).SingleAsync()));
            return (BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(1)), BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(5)));
        }
    }

    [Fact]
    public async Task The_operator_sees_what_each_module_contributes()
    {
        await SalesSupport.Host.Operators.OperatorVerb.SetAsync(host.Services, "operator", "asa-no-hikari", CancellationToken.None);
        using var browser = host.NewBrowser();
        var page = await browser.PostAsync("/operator/sign-on", ("Login", "operator"), ("Password", "asa-no-hikari"));
        Assert.Equal("/operator/members", page.Address.AbsolutePath);       // members first
        page = await browser.GetAsync("/operator/modules");
        Assert.Equal(["Customers", "DailyReports", "GroupwareSync", "IdentityBridge", "Notices", "Portal", "Schedules"], page.Document.QuerySelectorAll("section[aria-labelledby^='module-']").Select(s => s.GetAttribute("aria-labelledby")!["module-".Length..]));
        var told = Of("DailyReports");
        Assert.Contains("Main: /reports", told["メニュー"]);
        Assert.Equal(["/settings/approval", "/reports/imports"], told["共通設定"]);
        Assert.Equal(["FinishImports (5 */10 * * * ?)"], told["ジョブ"]);
        Assert.Contains("TodayTile", told["今日のタイル"]);
        Assert.Contains("ReportLists", told["サービス"]);
        Assert.Contains("ICustomerTimelineSource: ReportsOnCustomerTimeline", told["ほかへの提供"]);
        Assert.Contains("ReportSubmitted", told["知らせること"]);
        Assert.Contains("Customers.CustomerRenamed", told["聞くこと"]);

        told = Of("IdentityBridge");
        Assert.Equal(["—"], told["メニュー"]);
        Assert.Contains("/settings/users", told["共通設定"]);
        Assert.Equal(["EndOldSessions (0 20 3 * * ?)"], told["ジョブ"]);
        Assert.Equal(["—"], told["今日のタイル"]);
        Assert.Contains("IPeople → People", told["サービス"]);
        Assert.DoesNotContain(told["サービス"], s => s.Contains("AuthenticationService", StringComparison.Ordinal));        // comes with the framework
        Assert.Contains("IFirstDayStep: MakeDepartments", told["ほかへの提供"]);
        Assert.Contains("DepartmentsChanged", told["知らせること"]);
        Assert.Contains(told["聞くこと"], f => f.StartsWith("Portal.", StringComparison.Ordinal));

        Dictionary<string, string[]> Of(string module) =>
            page.Document.QuerySelectorAll($"section[aria-labelledby='module-{module}'] dt").ToDictionary(t => t.TextContent, t => t.NextElementSibling!.TextContent.Split(", "));
    }

    [Fact]
    public async Task A_cookie_is_worth_nothing_after_signing_out_or_after_a_new_password()
    {
        await host.AddOperatorAsync("staff", "asa-no-hikari");
        using var browser = await SignOnAsync("asa-no-hikari");
        using var other = await SignOnAsync("asa-no-hikari");
        var copy = browser.CookieHeader;
        Assert.Equal(HttpStatusCode.OK, await ReplayAsync(copy));
        var page = await browser.PostAsync("/operator/sign-out");
        Assert.Equal("/operator/sign-on", page.Address.AbsolutePath);
        Assert.Equal(HttpStatusCode.Redirect, await ReplayAsync(copy));
        Assert.Equal(HttpStatusCode.OK, await ReplayAsync(other.CookieHeader));

        await host.AddOperatorAsync("staff", "yoru-no-hikari");
        Assert.Equal(HttpStatusCode.Redirect, await ReplayAsync(other.CookieHeader));
        var rows = await host.InScopeAsync(Guid.Empty, services => services.GetRequiredService<HouseDbContext>().Audit.OrderBy(a => a.At).Where(a => a.Subject == "staff").Select(a => $"{a.Action} {a.Actor}").ToListAsync());
        Assert.Equal(["OperatorAccount.Added system", "OperatorSignedOn Operator:staff", "OperatorSignedOn Operator:staff", "OperatorSignedOut Operator:staff", "OperatorAccount.Changed system"], rows);
    }

    [Fact]
    public async Task Guesses_sent_at_once_are_not_looked_at_beyond_the_tenth()
    {
        await host.AddOperatorAsync("staff", "asa-no-hikari");
        using var browser = host.NewBrowser();
        var token = await browser.TokenAsync("/operator/sign-on");
        await Task.WhenAll(Enumerable.Range(0, 14).Select(async i =>
        {
            using var answer = await browser.SendFormAsync("/operator/sign-on", [("Login", "staff"), ("Password", $"guess-{i}"), ("__RequestVerificationToken", token)]);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        }));
        using var late = await browser.SendFormAsync("/operator/sign-on", [("Login", "staff"), ("Password", "asa-no-hikari"), ("__RequestVerificationToken", token)]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, late.StatusCode);
    }

    [Fact]
    public async Task Many_refusals_from_one_address_are_slowed_whatever_the_name()
    {
        await host.AddOperatorAsync("staff", "asa-no-hikari");
        using var browser = host.NewBrowser();
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.PostAsync("/operator/sign-on", ("Login", $"name-{i}"), ("Password", "wrong"))).Status);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, (await browser.PostAsync("/operator/sign-on", ("Login", "staff"), ("Password", "asa-no-hikari"))).Status);
    }

    private async Task<Browser> SignOnAsync(string password)
    {
        var browser = host.NewBrowser();
        var page = await browser.PostAsync("/operator/sign-on", ("Login", "staff"), ("Password", password));
        Assert.Equal("/operator/members", page.Address.AbsolutePath);
        return browser;
    }

    private async Task<HttpStatusCode> ReplayAsync(string cookies)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(host.Address, "/operator/modules")) { Headers = { { "Cookie", cookies } } };
        using var answer = await client.SendAsync(request);
        return answer.StatusCode;
    }
}
