using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SalesSupport.Abstractions;

namespace SalesSupport.IdentityBridge;

/// <summary>
/// OpenID Connect Back-Channel Logout 1.0: a real portal tells us, server to server, that somebody signed out or was suspended there, and their sessions end here (R16).
/// The embedded portal says so by facts.
/// </summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
[Route("sign-out/back-channel/{name}")]
internal sealed class BackChannelSignOutsController(
    Portals portals, IOptionsMonitor<OpenIdConnectOptions> options, IdentityBridgeDbContext platform, IServiceScopeFactory scopes, TimeProvider clock, ILogger<BackChannelSignOutsController> log) : Controller
{
    private const string Event = "http://schemas.openid.net/event/backchannel-logout";

    [HttpPost]
    public async Task<IActionResult> Create(string name, [FromForm(Name = "logout_token")] string? token, CancellationToken cancel)
    {
        if (portals.Find(name) is not { IsEmbedded: false } portal)
        {
            return NotFound();
        }

        if (token is null || await ReadAsync(portal, token, cancel) is not var (subject, issuedAt))
        {
            return BadRequest();
        }

        // The token does not say for which member, and a subject may sign in for several.
        foreach (var tenant in await platform.TenantsAsync<User>(u => u.Portal == portal.Name && u.Subject == subject, cancel))
        {
            await EndAsync(tenant, portal, subject, issuedAt, cancel);
        }

        return Ok();
    }

    private async Task EndAsync(Guid tenant, Portal portal, string subject, DateTimeOffset issuedAt, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(tenant);
        var db = scope.ServiceProvider.GetRequiredService<IdentityBridgeDbContext>();
        var user = await db.Users.AsNoTracking().Where(u => u.Portal == portal.Name && u.Subject == subject).Select(u => (Guid?)u.Id).SingleOrDefaultAsync(cancel);
        if (user is { } id)
        {
            // Only what began before the portal spoke: an old token sent again ends nothing new. The portal's clock may be behind ours by as much as its tokens are allowed.
            var spoke = issuedAt + options.Get(portal.Scheme).TokenValidationParameters.ClockSkew;
            foreach (var session in await db.Sessions.Where(s => s.UserId == id && s.EndedAt == null && s.StartedAt <= spoke).ToListAsync(cancel))
            {
                session.End(clock.GetUtcNow());
            }

            scope.ServiceProvider.GetRequiredService<IUnitOfWork>().Audit("PortalEndedSessions", id.ToString());
            await db.SaveChangesAsync(cancel);
        }
    }

    /// <returns>Whose sessions end, and when the portal said so; null when the token is not a logout token of this portal for us.</returns>
    private async Task<(string Subject, DateTimeOffset IssuedAt)?> ReadAsync(Portal portal, string token, CancellationToken cancel)
    {
        var o = options.Get(portal.Scheme);
        try
        {
            var known = await o.ConfigurationManager!.GetConfigurationAsync(cancel);
            var rules = o.TokenValidationParameters.Clone();
            rules.ValidIssuer = known.Issuer;
            rules.IssuerSigningKeys = known.SigningKeys;
            var result = await o.TokenHandler.ValidateTokenAsync(token, rules);
            if (!result.IsValid)
            {
                log.LogWarning(result.Exception, "{Portal} sent a logout token that is not valid", portal.Name);
                o.ConfigurationManager.RequestRefresh();        // perhaps its keys are new; it sends again
                return null;
            }

            var identity = result.ClaimsIdentity;
            // An ID token, which browsers hold, must not pass for a logout token: it has a nonce and no event.
            return identity.FindFirst("nonce") is null && IsLogout(identity.FindFirst("events")?.Value)
                && identity.FindFirst("sub")?.Value is { Length: > 0 } subject
                && long.TryParse(identity.FindFirst("iat")?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
                    ? (subject, DateTimeOffset.FromUnixTimeSeconds(at))
                    : null;
        }
        catch (Exception e) when (SignInController.IsUnreachable(e))
        {
            log.LogWarning(e, "{Portal} does not answer, so that its logout token cannot be checked", portal.Name);
            return null;
        }
    }

    private static bool IsLogout(string? events)
    {
        try
        {
            return events is not null && JsonDocument.Parse(events).RootElement is { ValueKind: JsonValueKind.Object } all && all.TryGetProperty(Event, out var about) && about.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
