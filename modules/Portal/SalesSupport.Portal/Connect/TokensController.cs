using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using SalesSupport.Abstractions;
using SalesSupport.Portal.Accounts;
using SalesSupport.Portal.Data;
using SalesSupport.Portal.Members;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace SalesSupport.Portal.Connect;

/// <summary>Exchanges a code for tokens. A program calls it, not a browser: what it shows is the code and its PKCE verifier, checked before this is reached.</summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
[Route("connect/token")]
internal sealed class TokensController(PortalDbContext db, TenantScope scope) : Controller
{
    [HttpPost]
    public async Task<IActionResult> Create(CancellationToken cancel)
    {
        var code = (await HttpContext.AuthenticateAsync(OpenIdProvider.Scheme)).Principal!;
        var memberId = code.GetClaim(PortalTicket.MemberIdClaim)!;
        scope.Enter(Member.TenantOf(memberId));
        var id = Guid.Parse(code.GetClaim(Claims.Subject)!);
        var user = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == id && !u.Suspended, cancel);
        if (user is null)
        {
            return Forbid(new AuthenticationProperties(new Dictionary<string, string?> { [OpenIddictServerAspNetCoreConstants.Properties.Error] = Errors.InvalidGrant }), OpenIdProvider.Scheme);
        }

        var signedOnAt = DateTimeOffset.FromUnixTimeSeconds(long.Parse(code.GetClaim(Claims.AuthenticationTime)!, System.Globalization.CultureInfo.InvariantCulture));
        return SignIn(IdTokenClaims.Of(user, memberId, code.GetClaim(PortalTicket.MemberNameClaim) ?? "", signedOnAt, code.GetScopes()), OpenIdProvider.Scheme);
    }
}
