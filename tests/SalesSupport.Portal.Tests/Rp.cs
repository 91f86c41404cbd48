using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Web;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace SalesSupport.Portal.Tests;

/// <summary>A relying party made by hand, so that each step can be done wrong.</summary>
internal sealed class Rp(TestHost host, Browser browser) : IDisposable
{
    private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = host.Address };

    public string Verifier { get; } = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32));

    public string RedirectUri => new Uri(host.Address, "signin-oidc").ToString();

    public string AuthorizeUrl(params (string Name, string? Value)[] changes)
    {
        var parameters = new Dictionary<string, string?>
        {
            ["client_id"] = "salessupport",
            ["response_type"] = "code",
            ["redirect_uri"] = RedirectUri,
            ["scope"] = "openid profile",
            ["state"] = "the-state",
            ["nonce"] = "the-nonce",
            ["code_challenge"] = Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier))),
            ["code_challenge_method"] = "S256",
        };
        foreach (var (name, value) in changes)
        {
            parameters[name] = value;
        }

        return "/connect/authorize?" + string.Join('&', parameters.Where(p => p.Value is not null).Select(p => $"{p.Key}={Uri.EscapeDataString(p.Value!)}"));
    }

    /// <summary>One request with the browser's cookies, without following where it sends.</summary>
    public async Task<HttpResponseMessage> AuthorizeAsync(params (string Name, string? Value)[] changes)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, AuthorizeUrl(changes));
        return await browser.SendAsync(request);
    }

    public async Task<string> CodeAsync(params (string Name, string? Value)[] changes)
    {
        var answer = await AuthorizeAsync(changes);
        Assert.True(answer.Headers.Location is not null, $"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        Assert.StartsWith(RedirectUri, answer.Headers.Location.ToString());
        var query = HttpUtility.ParseQueryString(answer.Headers.Location.Query);
        Assert.Equal("the-state", query["state"]);
        Assert.Equal(host.Address.ToString(), query["iss"]);
        return query["code"] ?? throw new InvalidOperationException(answer.Headers.Location.ToString());
    }

    public async Task<(HttpStatusCode Status, JsonElement Body)> ExchangeAsync(string code, string? verifier = null, string? redirectUri = null, string grant = "authorization_code")
    {
        var fields = new Dictionary<string, string> { ["grant_type"] = grant, ["client_id"] = "salessupport", ["code"] = code, ["redirect_uri"] = redirectUri ?? RedirectUri };
        if (verifier != "")
        {
            fields["code_verifier"] = verifier ?? Verifier;
        }

        using var content = new FormUrlEncodedContent(fields);
        var answer = await client.PostAsync("/connect/token", content);
        return (answer.StatusCode, JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement);
    }

    public async Task<HttpResponseMessage> UserInfoAsync(string accessToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/connect/userinfo");
        request.Headers.Authorization = new("Bearer", accessToken);
        return await client.SendAsync(request);
    }

    public async Task<JsonElement> DiscoveryAsync(string? hostHeader = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/.well-known/openid-configuration");
        request.Headers.Host = hostHeader;
        var answer = await client.SendAsync(request);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
    }

    public async Task<JsonWebToken> ReadIdTokenAsync(string token)
    {
        var keys = new JsonWebKeySet(await client.GetStringAsync("/.well-known/jwks"));
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = host.Address.ToString(),
            ValidAudience = "salessupport",
            IssuerSigningKeys = keys.GetSigningKeys(),
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
            ValidateLifetime = false,
        });
        Assert.True(result.IsValid, result.Exception?.Message);
        return (JsonWebToken)result.SecurityToken;
    }

    public void Dispose() => client.Dispose();
}
