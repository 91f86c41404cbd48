using System.Net;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.Tokens;
using SalesSupport.Abstractions;

namespace SalesSupport.IdentityBridge.Tests;

[Trait("Bar", "main-job")]
[Requirement("R10")]
public sealed class RealPortalTests
{
    [Fact]
    [Requirement("R51")]
    public async Task The_same_member_and_person_of_another_portal_are_another_member_and_person()
    {
        await using var north = await RealPortal.StartAsync();
        await using var south = await RealPortal.StartAsync();
        await using var host = await TestHost.StartAsync(settings: RealPortal.Settings(("north", north), ("south", south)));
        using var one = host.NewBrowser();
        using var other = host.NewBrowser();
        Assert.Equal("/me", (await one.GetAsync("/sign-in?portal=north&returnUrl=/me")).Address.AbsolutePath);
        Assert.Equal("/me", (await other.GetAsync("/sign-in?portal=south&returnUrl=/me")).Address.AbsolutePath);
        foreach (var portal in (string[])["north", "south"])
        {
            var users = await host.InScopeAsync(TenantScope.IdOf(portal, "alpha"), s => Db(s).Users.AsNoTracking().ToListAsync(People.Cancel));
            Assert.Equal((portal, "u1", UserLevel.Administrator), (users.Single().Portal, users.Single().Subject, users.Single().Level));
        }

        Assert.Equal("山本 圭", (await one.GetAsync("/me")).Document.QuerySelector("h1")!.TextContent);
    }

    public static TheoryData<string> Lies => ["key", "audience", "issuer", "nonce", "expired", "symmetric", "no member", "unsigned"];

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task An_id_token_that_is_not_quite_right_signs_nobody_in(string lie)
    {
        await using var portal = await RealPortal.StartAsync();
        await using var host = await TestHost.StartAsync(settings: RealPortal.Settings(("north", portal)));
        using var foreign = RSA.Create(2048);
        portal.Lie = nonce => lie switch
        {
            "key" => portal.IdToken(nonce, signedBy: new RsaSecurityKey(foreign) { KeyId = "one" }),
            "audience" => portal.IdToken(nonce, audience: "somebody"),
            "issuer" => portal.IdToken(nonce, issuer: "https://evil.example"),
            "nonce" => portal.IdToken("0.of-another-browser"),
            "expired" => portal.IdToken(nonce, expires: TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(-6)),
            "symmetric" => portal.IdToken(nonce, signedBy: new SymmetricSecurityKey(new byte[64]) { KeyId = "one" }, algorithm: SecurityAlgorithms.HmacSha256),
            "no member" => portal.Person.Remove("member_id") ? portal.IdToken(nonce) : "",
            _ => $"eyJhbGciOiJub25lIn0.{portal.IdToken(nonce).Split('.')[1]}.",
        };
        using var browser = host.NewBrowser();
        var page = await browser.GetAsync("/me");
        Assert.StartsWith("/sign-in/failed/", page.Address.AbsolutePath, StringComparison.Ordinal);
        Assert.False(await browser.IsInAsync());
        Assert.Equal(0, await host.InScopeAsync(TenantScope.IdOf("north", "alpha"), s => Db(s).Users.CountAsync(People.Cancel)));

        portal.Lie = null;
        portal.Person["member_id"] = "alpha";
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/me")).Status);
    }

    [Fact]
    [Requirement("R16")]
    public async Task Back_channel_logout_ends_the_sessions_of_that_person()
    {
        await using var portal = await RealPortal.StartAsync();
        await using var host = await TestHost.StartAsync(settings: RealPortal.Settings(("north", portal)));
        using var browser = host.NewBrowser();
        using var other = host.NewBrowser();
        await browser.GetAsync("/me");
        portal.Person["sub"] = "u2";
        await other.GetAsync("/me");
        Assert.True(await browser.IsInAsync());
        // The portal's clock is behind ours.
        var now = TimeProvider.System.GetUtcNow().AddMinutes(-3);
        using var foreign = RSA.Create(2048);

        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync(portal.LogoutToken("u1", now, signedBy: new RsaSecurityKey(foreign) { KeyId = "one" })));
        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync(portal.LogoutToken("u1", now, audience: "somebody")));
        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync(portal.LogoutToken("u1", now, nonce: "n")));
        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync(portal.LogoutToken("u1", now, @event: "http://example.jp/other")));
        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync(portal.IdToken("n")));
        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync("nonsense"));
        Assert.Equal(HttpStatusCode.NotFound, await SendAsync(portal.LogoutToken("u1", now), "nowhere"));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(portal.LogoutToken("u1", now.AddMinutes(-10))));
        Assert.True(await browser.IsInAsync(), "an old token ends nothing new");

        Assert.Equal(HttpStatusCode.OK, await SendAsync(portal.LogoutToken("u1", now)));
        Assert.False(await browser.IsInAsync());
        Assert.True(await other.IsInAsync());

        async Task<HttpStatusCode> SendAsync(string token, string name = "north")
        {
            using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
            using var content = new FormUrlEncodedContent([new("logout_token", token)]);
            using var answer = await client.PostAsync(new Uri(host.Address, $"/sign-out/back-channel/{name}"), content, People.Cancel);
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task A_portal_without_a_sign_out_page_still_signs_out_here()
    {
        await using var portal = await RealPortal.StartAsync();
        await using var host = await TestHost.StartAsync(settings: RealPortal.Settings(("north", portal)));
        using var browser = host.NewBrowser();
        await browser.GetAsync("/me");
        Assert.Equal("/signed-out", (await browser.PostAsync("/sign-out")).Address.AbsolutePath);
        Assert.False(await browser.IsInAsync());
    }

    [Fact]
    public async Task A_portal_that_goes_away_in_the_middle_gives_the_friendly_page_and_leaves_sessions_alone()
    {
        await using var portal = await RealPortal.StartAsync();
        await using var host = await TestHost.StartAsync(settings: RealPortal.Settings(("north", portal)));
        using var signedIn = host.NewBrowser();
        using var late = host.NewBrowser();
        await signedIn.GetAsync("/me");
        portal.Lie = _ => throw new InvalidOperationException("The portal's own fault.");
        var page = await late.GetAsync("/me");
        Assert.StartsWith("/sign-in/failed/", page.Address.AbsolutePath, StringComparison.Ordinal);
        Assert.NotNull(page.Document.QuerySelector("a.btn[href^='/sign-in']"));
        await portal.DisposeAsync();
        Assert.True(await signedIn.IsInAsync());
        Assert.Equal("/signed-out", (await signedIn.PostAsync("/sign-out")).Address.AbsolutePath);
    }

    private static IdentityBridgeDbContext Db(IServiceProvider services) => (IdentityBridgeDbContext)services.GetService(typeof(IdentityBridgeDbContext))!;
}
