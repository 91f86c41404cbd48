using System.Net;
using System.Net.Sockets;

namespace SalesSupport.IdentityBridge.Tests;

[Trait("Bar", "main-job")]
[Requirement("R10")]
public sealed class PortalDownTests
{
    [Fact]
    public async Task A_portal_that_does_not_answer_gives_a_friendly_page_and_the_host_starts_all_the_same()
    {
        await using var host = await TestHost.StartAsync(settings: External());
        using var browser = host.NewBrowser();
        var page = await browser.GetAsync("/me");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, page.Status);
        Assert.Contains("ポータルにつながりません", page.Text, StringComparison.Ordinal);
        Assert.Equal("/sign-in?returnUrl=%2Fme", page.Document.QuerySelector("a.btn")!.GetAttribute("href"));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/signed-out")).Status);
    }

    [Fact]
    public async Task With_several_portals_people_choose_theirs_by_name()
    {
        var settings = External();
        settings["Portals:south:Authority"] = "http://127.0.0.1:9";
        settings["Portals:south:ClientId"] = "salessupport";
        settings["Portals:south:DisplayName"] = "南ポータル";
        await using var host = await TestHost.StartAsync(settings: settings);
        using var browser = host.NewBrowser();
        var page = await browser.GetAsync("/me");
        Assert.Equal("/sign-in", page.Address.AbsolutePath);
        Assert.Equal(["北ポータル", "南ポータル"], page.Document.QuerySelectorAll("main a.btn").Select(a => a.TextContent.Trim()));
        Assert.Contains("returnUrl=%2Fme", page.Document.QuerySelector("main a.btn")!.GetAttribute("href"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cancelled", HttpStatusCode.OK)]
    [InlineData("stale", HttpStatusCode.OK)]
    [InlineData("refused", HttpStatusCode.Forbidden)]
    [InlineData("nonsense", HttpStatusCode.NotFound)]
    public async Task Each_way_to_fail_has_its_page(string why, HttpStatusCode status)
    {
        await using var host = await TestHost.StartAsync();
        using var browser = host.NewBrowser();
        Assert.Equal(status, (await browser.GetAsync($"/sign-in/failed/{why}")).Status);
    }

    [Theory]
    [InlineData("/signin-oidc", "/sign-in/failed/stale")]
    [InlineData("/signin-oidc?code=stolen&state=forged", "/sign-in/failed/stale")]
    [InlineData("/signin-oidc?error=access_denied", "/sign-in/failed/")]
    public async Task An_answer_that_this_browser_did_not_ask_for_signs_nobody_in(string address, string page)
    {
        await using var host = await TestHost.StartAsync();
        await host.JoinPortalAsync("alpha", 1);
        using var browser = host.NewBrowser();
        Assert.StartsWith(page, (await browser.GetAsync(address)).Address.AbsolutePath, StringComparison.Ordinal);
        Assert.False(await browser.IsInAsync());
    }

    [Theory]
    [InlineData("http://portal.example.jp", "salessupport")]
    [InlineData("portal.example.jp", "salessupport")]
    [InlineData("https://portal.example.jp", "")]
    public async Task A_portal_that_is_configured_wrongly_stops_the_start(string authority, string client) =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => TestHost.StartAsync(settings: new Dictionary<string, string> { ["Portals:north:Authority"] = authority, ["Portals:north:ClientId"] = client }));

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    public async Task Nobody_is_sent_to_another_site_after_signing_in(string returnUrl)
    {
        await using var host = await TestHost.StartAsync();
        await host.JoinPortalAsync("alpha", 1);
        using var browser = await host.PortalAsync("alpha", "p0");
        Assert.Equal(new Uri(host.Address, "/"), (await browser.GetAsync("/sign-in?returnUrl=" + Uri.EscapeDataString(returnUrl))).Address);
    }

    [Fact]
    public async Task Whoever_comes_by_another_name_of_this_machine_signs_in_under_the_one_address()
    {
        await using var host = await TestHost.StartAsync();
        using var browser = new Browser(new UriBuilder(host.Address) { Host = "localhost" }.Uri);
        var page = await browser.GetAsync("/me");
        Assert.Equal(("/portal/sign-on", host.Address.Authority), (page.Address.AbsolutePath, page.Address.Authority));
    }

    private static Dictionary<string, string> External()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        var port = ((IPEndPoint)socket.LocalEndpoint).Port;
        return new()
        {
            ["Portals:north:Authority"] = $"http://127.0.0.1:{port}",
            ["Portals:north:ClientId"] = "salessupport",
            ["Portals:north:DisplayName"] = "北ポータル",
        };
    }
}
