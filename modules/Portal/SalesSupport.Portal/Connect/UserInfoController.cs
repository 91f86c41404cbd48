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

/// <summary>The person behind an access token, as they are now.</summary>
[Authorize(OpenIdProvider.AccessTokenPolicy)]
[Route("connect/userinfo")]
internal sealed class UserInfoController(PortalDbContext db, TenantScope scope) : Controller
{
    [HttpGet]
    public async Task<IActionResult> Show(CancellationToken cancel)
    {
        var memberId = User.GetClaim(PortalTicket.MemberIdClaim)!;
        scope.Enter(Member.TenantOf(memberId));
        var id = Guid.Parse(User.GetClaim(Claims.Subject)!);
        var user = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == id && !u.Suspended, cancel);
        if (user is null)
        {
            return Challenge(new AuthenticationProperties(new Dictionary<string, string?> { [OpenIddictServerAspNetCoreConstants.Properties.Error] = Errors.InvalidToken }), OpenIdProvider.Scheme);
        }

        var claims = new Dictionary<string, object> { [Claims.Subject] = user.Id.ToString("D"), [PortalTicket.MemberIdClaim] = memberId };
        if (User.HasScope(Scopes.Profile))
        {
            claims[Claims.Name] = user.Name;
            claims[Claims.PreferredUsername] = user.Login;
            claims[OpenIdProvider.Kana] = user.Kana;
            claims[PortalTicket.MemberNameClaim] = User.GetClaim(PortalTicket.MemberNameClaim) ?? "";
            if (user.Email is { } mail)
            {
                claims[Claims.Email] = mail;
            }
        }

        return Json(claims);
    }
}
