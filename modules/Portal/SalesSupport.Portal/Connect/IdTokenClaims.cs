using System.Security.Claims;
using OpenIddict.Abstractions;
using SalesSupport.Portal.Accounts;
using SalesSupport.Portal.Users;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace SalesSupport.Portal.Connect;

/// <summary>What SalesSupport is told of a portal user.</summary>
internal static class IdTokenClaims
{
    public static ClaimsPrincipal Of(PortalUser user, string memberId, string memberName, DateTimeOffset signedOnAt, IEnumerable<string> scopes)
    {
        var identity = new ClaimsIdentity(OpenIdProvider.Scheme, Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, user.Id.ToString("D"))
            .SetClaim(Claims.Name, user.Name)
            .SetClaim(Claims.PreferredUsername, user.Login)
            .SetClaim(Claims.Email, user.Email)
            .SetClaim(OpenIdProvider.Kana, user.Kana)
            .SetClaim(PortalTicket.MemberIdClaim, memberId)
            .SetClaim(PortalTicket.MemberNameClaim, memberName)
            .SetClaim(Claims.AuthenticationTime, signedOnAt.ToUnixTimeSeconds());
        identity.SetScopes(scopes);
        identity.SetDestinations(claim => claim.Type == Claims.Subject || claim.Type == Claims.AuthenticationTime || identity.HasScope(Scopes.Profile)
            ? [Destinations.IdentityToken, Destinations.AccessToken]
            : claim.Type == PortalTicket.MemberIdClaim ? [Destinations.IdentityToken, Destinations.AccessToken] : []);
        return new ClaimsPrincipal(identity);
    }
}
