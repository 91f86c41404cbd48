using System.Net;
using System.Text.Json;
using System.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SalesSupport.Portal.Connect;
using SalesSupport.Portal.Data;

namespace SalesSupport.Portal.Tests;

[Requirement("R10")]
[Trait("Bar", "main-job")]
public sealed class OpenIdTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Morning = new(2026, 11, 24, 9, 0, 0, TimeSpan.FromHours(9));
    private TestHost host = null!;
    private Browser browser = null!;
    private Rp rp = null!;

    public async ValueTask InitializeAsync()
    {
        host = await TestHost.StartAsync(now: Morning);
        await host.AddPortalMemberAsync("demo");
        browser = await host.PortalAsync("demo", "sato");
        rp = new Rp(host, browser);
    }

    public async ValueTask DisposeAsync()
    {
        rp.Dispose();
        browser.Dispose();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task A_code_becomes_an_id_token_that_tells_person_and_member()
    {
        var (status, body) = await rp.ExchangeAsync(await rp.CodeAsync());
        Assert.Equal(HttpStatusCode.OK, status);
        var sato = await host.UserAsync("demo", "sato");
        var token = await rp.ReadIdTokenAsync(body.GetProperty("id_token").GetString()!);
        Assert.Equal(sato.Id.ToString("D"), token.Subject);
        Assert.Equal("佐藤 美咲", token.GetClaim("name").Value);
        Assert.Equal("サトウ ミサキ", token.GetClaim("kana").Value);
        Assert.Equal("demo", token.GetClaim("member_id").Value);
        Assert.Equal("demo株式会社", token.GetClaim("member_name").Value);
        Assert.Equal("the-nonce", token.GetClaim("nonce").Value);
        Assert.False(body.TryGetProperty("refresh_token", out _));
        Assert.InRange(body.GetProperty("expires_in").GetInt32(), 1, 300);

        var info = JsonDocument.Parse(await (await rp.UserInfoAsync(body.GetProperty("access_token").GetString()!)).Content.ReadAsStringAsync()).RootElement;
        Assert.Equal((token.Subject, "demo", "佐藤 美咲"), (info.GetProperty("sub").GetString(), info.GetProperty("member_id").GetString(), info.GetProperty("name").GetString()));
        Assert.Equal(HttpStatusCode.Unauthorized, (await rp.UserInfoAsync(body.GetProperty("id_token").GetString()!)).StatusCode);
    }

    [Fact]
    public async Task Whoever_is_not_signed_on_is_asked_and_then_sent_back()
    {
        using var visitor = host.NewBrowser();
        using var theirs = new Rp(host, visitor);
        var answer = await theirs.AuthorizeAsync();
        Assert.Equal("/portal/sign-on", new Uri(host.Address, answer.Headers.Location!).AbsolutePath);
        answer = await theirs.AuthorizeAsync(("prompt", "none"));
        Assert.Equal("login_required", HttpUtility.ParseQueryString(answer.Headers.Location!.Query)["error"]);
        await visitor.TrySignOnAsync("demo", "ito", TestHost.Password);
        Assert.NotEmpty(await theirs.CodeAsync());
    }

    [Fact]
    public async Task Asking_to_sign_on_again_is_heard_once()
    {
        var answer = await rp.AuthorizeAsync(("prompt", "login"));
        var signOn = new Uri(host.Address, answer.Headers.Location!);
        Assert.Equal("/portal/sign-on", signOn.AbsolutePath);
        Assert.DoesNotContain("prompt", HttpUtility.ParseQueryString(signOn.Query)["returnUrl"]!);
        Assert.Equal("/portal/sign-on", (await browser.GetAsync("/portal")).Address.AbsolutePath);
    }

    [Fact]
    public async Task A_code_used_twice_fails_and_revokes_what_it_gave()
    {
        var code = await rp.CodeAsync();
        var (_, first) = await rp.ExchangeAsync(code);
        var (status, second) = await rp.ExchangeAsync(code);
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_grant"), (status, second.GetProperty("error").GetString()));
        Assert.Equal(HttpStatusCode.Unauthorized, (await rp.UserInfoAsync(first.GetProperty("access_token").GetString()!)).StatusCode);
    }

    [Fact]
    public async Task A_code_exchanged_twice_at_once_gives_tokens_once()
    {
        var code = await rp.CodeAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => rp.ExchangeAsync(code)));
        Assert.True(answers.Count(a => a.Status == HttpStatusCode.OK) <= 1);
        Assert.DoesNotContain(answers, a => (int)a.Status >= 500);
    }

    [Fact]
    public async Task A_code_that_is_late_tampered_with_or_shown_with_another_verifier_fails()
    {
        var code = await rp.CodeAsync();
        await FailsAsync(code[..^2] + (code[^2] == 'A' ? "BB" : "AA"));
        await FailsAsync(code, verifier: new string('a', 43));
        code = await rp.CodeAsync();
        await FailsAsync(code, verifier: "");
        code = await rp.CodeAsync();
        await FailsAsync(code, redirectUri: new Uri(host.Address, "elsewhere").ToString());
        code = await rp.CodeAsync();
        host.Clock!.Advance(TimeSpan.FromMinutes(2) + TimeSpan.FromSeconds(1));
        await FailsAsync(code);

        async Task FailsAsync(string shown, string? verifier = null, string? redirectUri = null)
        {
            var (status, body) = await rp.ExchangeAsync(shown, verifier, redirectUri);
            Assert.Equal(HttpStatusCode.BadRequest, status);
            Assert.False(body.TryGetProperty("id_token", out _));
        }
    }

    [Fact]
    public async Task A_request_without_PKCE_or_by_another_flow_or_client_gets_no_code()
    {
        foreach (var changes in new (string, string?)[][]
        {
            [("code_challenge", null), ("code_challenge_method", null)],
            [("code_challenge_method", "plain")],
            [("code_challenge_method", null)],
            [("response_type", "token")],
            [("response_type", "id_token")],
            [("response_type", "code id_token")],
            [("response_mode", "form_post")],
            [("response_mode", "fragment")],
            [("scope", "openid profile offline_access")],
            [("scope", "openid everything")],
            [("client_id", "another")],
        })
        {
            var answer = await rp.AuthorizeAsync(changes);
            var query = answer.Headers.Location is { IsAbsoluteUri: true } location ? HttpUtility.ParseQueryString(location.Query) : null;
            Assert.True(query is null ? answer.StatusCode == HttpStatusCode.BadRequest : query["error"] is not null && query["code"] is null, $"{changes[0]}: {answer.StatusCode} {answer.Headers.Location}");
        }

        foreach (var grant in new[] { "password", "client_credentials", "refresh_token", "urn:ietf:params:oauth:grant-type:device_code" })
        {
            var (status, body) = await rp.ExchangeAsync("x", grant: grant);
            Assert.Equal((HttpStatusCode.BadRequest, "unsupported_grant_type"), (status, body.GetProperty("error").GetString()));
        }
    }

    [Fact]
    public async Task A_redirect_address_that_is_not_ours_to_the_letter_is_never_redirected_to()
    {
        foreach (var uri in new[] { "https://evil.example/signin-oidc", rp.RedirectUri + "/", rp.RedirectUri + "?x=1", rp.RedirectUri.Replace("127.0.0.1", "localhost"), rp.RedirectUri.Replace("signin-oidc", "SIGNIN-OIDC") })
        {
            var answer = await rp.AuthorizeAsync(("redirect_uri", uri));
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Null(answer.Headers.Location);
        }
    }

    [Fact]
    public async Task Discovery_says_only_what_is_allowed()
    {
        var document = await rp.DiscoveryAsync();
        Assert.Equal(host.Address.ToString(), document.GetProperty("issuer").GetString());
        Assert.Equal(["authorization_code"], Values("grant_types_supported"));
        Assert.Equal(["code"], Values("response_types_supported"));
        Assert.Equal(["query"], Values("response_modes_supported"));
        Assert.Equal(["S256"], Values("code_challenge_methods_supported"));
        Assert.Equal(["openid", "profile"], Values("scopes_supported").Order());
        Assert.Equal(["RS256"], Values("id_token_signing_alg_values_supported"));
        foreach (var endpoint in new[] { "authorization", "token", "userinfo", "end_session" })
        {
            Assert.StartsWith(new Uri(host.Address, "connect/").ToString(), document.GetProperty($"{endpoint}_endpoint").GetString());
        }

        foreach (var absent in new[] { "introspection_endpoint", "revocation_endpoint", "device_authorization_endpoint", "registration_endpoint", "pushed_authorization_request_endpoint" })
        {
            Assert.False(document.TryGetProperty(absent, out _), absent);
        }

        // Another name of this machine changes nothing of it.
        var again = await rp.DiscoveryAsync($"localhost:{host.Address.Port}");
        Assert.Equal(document.GetRawText(), again.GetRawText());

        IEnumerable<string?> Values(string name) => document.GetProperty(name).EnumerateArray().Select(v => v.GetString());
    }

    [Fact]
    [Requirement("R16")]
    public async Task A_suspended_user_gets_neither_code_nor_token_nor_answer()
    {
        var (_, body) = await rp.ExchangeAsync(await rp.CodeAsync());
        var code = await rp.CodeAsync();
        await host.InMemberAsync("demo", async db =>
        {
            db.Users.Single(u => u.Login == "sato").Suspend("demo", Guid.Empty, 1);
            return await db.SaveChangesAsync();
        });

        // The cookie's cache may still know the session; the provider asks the database.
        var answer = await rp.AuthorizeAsync();
        Assert.Equal("access_denied", HttpUtility.ParseQueryString(answer.Headers.Location!.Query)["error"]);
        var (status, _) = await rp.ExchangeAsync(code);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await rp.UserInfoAsync(body.GetProperty("access_token").GetString()!)).StatusCode);
    }

    [Fact]
    public async Task Signing_out_of_SalesSupport_ends_the_portals_session_and_only_for_the_same_person()
    {
        var (_, body) = await rp.ExchangeAsync(await rp.CodeAsync());
        using var other = await host.PortalAsync("demo", "ito");
        var (hint, back) = (body.GetProperty("id_token").GetString()!, Uri.EscapeDataString(new Uri(host.Address, "signed-out").ToString()));

        // A link on somebody's page, without or with a stranger's token: the person is asked.
        Assert.Contains("サインアウトしますか", (await other.GetAsync("/connect/end-session")).Text);
        Assert.Contains("サインアウトしますか", (await other.GetAsync($"/connect/end-session?id_token_hint={hint}")).Text);
        Assert.Equal("/portal", (await other.GetAsync("/portal")).Address.AbsolutePath);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.GetAsync($"/connect/end-session?id_token_hint={hint}&post_logout_redirect_uri=https%3A%2F%2Fevil.example%2F")).Status);

        using var request = new HttpRequestMessage(HttpMethod.Get, $"/connect/end-session?id_token_hint={hint}&post_logout_redirect_uri={back}&state=s");
        var answer = await browser.SendAsync(request);
        Assert.StartsWith(new Uri(host.Address, "signed-out").ToString(), answer.Headers.Location!.ToString());
        Assert.Equal("/portal/sign-on", (await browser.GetAsync("/portal")).Address.AbsolutePath);
    }

    [Fact]
    public async Task Keys_are_kept_private_and_survive_a_restart()
    {
        var (_, body) = await rp.ExchangeAsync(await rp.CodeAsync());
        foreach (var name in OperatingSystem.IsWindows() || TestDatabase.IsServer ? [] : new[] { "openid-signing.key", "openid-encryption.key" })
        {
#pragma warning disable CA1416 // The list above is empty on Windows, and on a server they are in its database.
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(host.DataFolder, "keys", name)));
#pragma warning restore CA1416
        }

        var keys = host.Services.GetRequiredService<SigningKeys>();
        Assert.Equal(keys.Signing().Key.KeyId, keys.Signing().Key.KeyId);
        Assert.Equal(keys.Signing().Key.KeyId, (await rp.ReadIdTokenAsync(body.GetProperty("id_token").GetString()!)).Kid);
    }

    [Fact]
    public async Task Old_tokens_sessions_and_tries_are_pruned_and_young_ones_stay()
    {
        await rp.ExchangeAsync(await rp.CodeAsync());
        using var guesser = host.NewBrowser();
        await guesser.TrySignOnAsync("demo", "nobody", "wrong-password");
        host.Pass(TimeSpan.FromHours(23));
        using var late = await host.PortalAsync("demo", "ito");
        using var lateRp = new Rp(host, late);
        await lateRp.ExchangeAsync(await lateRp.CodeAsync());
        var before = await CountsAsync();
        await PruneAsync();
        Assert.Equal(before, await CountsAsync());

        host.Pass(TimeSpan.FromHours(2));
        await PruneAsync();
        var after = await CountsAsync();
        Assert.Equal((before.Tokens / 2, before.Authorizations / 2, 1, 0), after);
        Assert.Equal(1, before.Tries);
        Assert.True(after.Tokens > 0);

        Task<(int Tokens, int Authorizations, int Sessions, int Tries)> CountsAsync() =>
            host.InMemberAsync("demo", async db => (await db.Tokens.CountAsync(), await db.Authorizations.CountAsync(), await db.Sessions.CountAsync(), await db.Tries.CountAsync()));
        Task<bool> PruneAsync() => host.InScopeAsync(Guid.Empty, async services =>
        {
            await ActivatorUtilities.CreateInstance<PruneTokens>(services).PruneAsync(Visitors.Cancel);
            return true;
        });
    }

    [Fact]
    public async Task Pruning_many_rows_goes_in_batches()
    {
        await host.InScopeAsync(Guid.Empty, async services =>
        {
            var db = services.GetRequiredService<PortalDbContext>();
            for (var i = 0; i < 2500; i++)
            {
                db.Tokens.Add(new() { CreationDate = Morning.UtcDateTime.AddDays(-2), Status = "valid", Type = "access_token", Subject = $"{i}" });
            }

            await db.SaveChangesAsync();
            host.Statements.Clear();
            await ActivatorUtilities.CreateInstance<PruneTokens>(services).PruneAsync(Visitors.Cancel);
            Assert.Equal(3, host.Statements.All.Count(s => s.StartsWith("DELETE FROM \"Portal_OpenIddictTokens\"", StringComparison.Ordinal)));
            return await db.Tokens.CountAsync();
        });
    }
}
