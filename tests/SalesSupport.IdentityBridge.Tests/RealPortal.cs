using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace SalesSupport.IdentityBridge.Tests;

/// <summary>A portal of somebody else: a small OpenID provider that signs in whoever it is told to, and can be made to lie.</summary>
internal sealed class RealPortal : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly RsaSecurityKey key = new(RSA.Create(2048)) { KeyId = "one" };
    private readonly ConcurrentDictionary<string, string?> nonces = new();

    private RealPortal()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.MapGet("/.well-known/openid-configuration", () => Results.Json(new Dictionary<string, object>
        {
            ["issuer"] = Issuer,
            ["authorization_endpoint"] = $"{Issuer}/authorize",
            ["token_endpoint"] = $"{Issuer}/token",
            ["jwks_uri"] = $"{Issuer}/keys",
            ["response_types_supported"] = new[] { "code" },
        }));
        app.MapGet("/keys", () =>
        {
            var p = key.Rsa.ExportParameters(false);
            return Results.Json(new { keys = new[] { new { kty = "RSA", use = "sig", alg = "RS256", kid = key.KeyId, n = Base64UrlEncoder.Encode(p.Modulus), e = Base64UrlEncoder.Encode(p.Exponent) } } });
        });
        app.MapGet("/authorize", (HttpRequest request) =>
        {
            var code = Guid.CreateVersion7().ToString("N");
            nonces[code] = request.Query["nonce"];
            return Results.Redirect($"{request.Query["redirect_uri"]}?code={code}&state={Uri.EscapeDataString(request.Query["state"].ToString())}");
        });
        app.MapPost("/token", async (HttpRequest request) =>
        {
            var form = await request.ReadFormAsync();
            return nonces.TryRemove(form["code"].ToString(), out var nonce) && form["code_verifier"].Count == 1
                ? Results.Json(new { access_token = "x", token_type = "Bearer", id_token = Lie?.Invoke(nonce!) ?? IdToken(nonce) })
                : Results.Json(new { error = "invalid_grant" }, statusCode: 400);
        });
    }

    public string Issuer => app.Urls.First();

    /// <summary>Who signs in next.</summary>
    public Dictionary<string, object> Person { get; } = new() { ["sub"] = "u1", ["name"] = "山本 圭", ["member_id"] = "alpha" };

    /// <summary>Makes the ID token instead, from the nonce.</summary>
    public Func<string, string>? Lie { get; set; }

    public static async Task<RealPortal> StartAsync()
    {
        var portal = new RealPortal();
        await portal.app.StartAsync();
        return portal;
    }

    public static Dictionary<string, string> Settings(params (string Name, RealPortal Portal)[] portals) =>
        portals.SelectMany(p => (KeyValuePair<string, string>[])[new($"Portals:{p.Name}:Authority", p.Portal.Issuer), new($"Portals:{p.Name}:ClientId", "us"), new($"Portals:{p.Name}:DisplayName", p.Name)]).ToDictionary();

    public string IdToken(string? nonce, string? issuer = null, string audience = "us", SecurityKey? signedBy = null, DateTime? expires = null, string algorithm = SecurityAlgorithms.RsaSha256)
    {
        var claims = new Dictionary<string, object>(Person);
        if (nonce is not null)
        {
            claims["nonce"] = nonce;
        }

        return Sign(claims, issuer, audience, signedBy, expires, algorithm);
    }

    public string LogoutToken(string subject, DateTimeOffset issuedAt, string audience = "us", SecurityKey? signedBy = null, string? nonce = null, string @event = "http://schemas.openid.net/event/backchannel-logout")
    {
        var claims = new Dictionary<string, object> { ["sub"] = subject, ["jti"] = Guid.CreateVersion7().ToString(), ["iat"] = issuedAt.ToUnixTimeSeconds(), ["events"] = new Dictionary<string, object> { [@event] = new Dictionary<string, object>() } };
        if (nonce is not null)
        {
            claims["nonce"] = nonce;
        }

        return Sign(claims, null, audience, signedBy, null, SecurityAlgorithms.RsaSha256);
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        key.Rsa.Dispose();
    }

    private string Sign(Dictionary<string, object> claims, string? issuer, string audience, SecurityKey? signedBy, DateTime? expires, string algorithm) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer ?? Issuer,
            Audience = audience,
            Expires = expires ?? TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(5),
            IssuedAt = claims.ContainsKey("iat") ? null : TimeProvider.System.GetUtcNow().UtcDateTime,
            Claims = claims,
            SigningCredentials = new SigningCredentials(signedBy ?? key, algorithm),
        });
}
