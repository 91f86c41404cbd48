using System.Globalization;
using System.Security.Claims;
using SalesSupport.Abstractions;

namespace SalesSupport.Portal.Accounts;

/// <summary>Who is signed on to the portal, as the database knew it at most a minute ago.</summary>
/// <param name="Tenant">The member's tenant.</param>
/// <param name="Session">The session.</param>
/// <param name="UserId">The portal user.</param>
/// <param name="Login">ユーザID.</param>
/// <param name="Name">The name to show.</param>
/// <param name="MemberId">会員ID.</param>
/// <param name="MemberName">The company.</param>
/// <param name="Administrator">Whether portal administrator.</param>
/// <param name="MustChangePassword">Whether the password is still the initial one.</param>
/// <param name="SignedOnAt">When the session began.</param>
internal sealed record PortalTicket(Guid Tenant, Guid Session, Guid UserId, string Login, string Name, string MemberId, string MemberName, bool Administrator, bool MustChangePassword, DateTimeOffset SignedOnAt)
{
    public const string Scheme = "Portal";
    public const string UserClaim = "portal_user";
    public const string MemberIdClaim = "member_id";
    public const string MemberNameClaim = "member_name";
    public const string AdministratorClaim = "portal_admin";
    private const string LoginClaim = "login";
    private const string MustChangeClaim = "must_change_password";
    private const string SignedOnClaim = "auth_time";

    public ClaimsPrincipal ToPrincipal()
    {
        var claims = new List<Claim>
        {
            // "sub" is what antiforgery ties its tokens to; without it a form would be refused after its user's name has changed.
            new("sub", UserId.ToString()),
            new(UserClaim, UserId.ToString()),
            new(TicketClaims.Tenant, Tenant.ToString()),
            new(TicketClaims.Session, Session.ToString()),
            new(TicketClaims.Name, Name),
            new(LoginClaim, Login),
            new(MemberIdClaim, MemberId),
            new(MemberNameClaim, MemberName),
            new(SignedOnClaim, SignedOnAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
        };
        if (Administrator)
        {
            claims.Add(new Claim(AdministratorClaim, "true"));
        }

        if (MustChangePassword)
        {
            claims.Add(new Claim(MustChangeClaim, "true"));
        }

        return new ClaimsPrincipal(new ClaimsIdentity(claims, Scheme, TicketClaims.Name, null));
    }

    /// <summary>The ticket behind a principal of the portal's scheme, or null for anybody else.</summary>
    public static PortalTicket? Of(ClaimsPrincipal? principal) =>
        principal?.Identity is { IsAuthenticated: true, AuthenticationType: Scheme }
        && Guid.TryParse(principal.FindFirstValue(TicketClaims.Tenant), out var tenant)
        && Guid.TryParse(principal.FindFirstValue(TicketClaims.Session), out var session)
        && Guid.TryParse(principal.FindFirstValue(UserClaim), out var user)
            ? new PortalTicket(
                tenant,
                session,
                user,
                principal.FindFirstValue(LoginClaim) ?? "",
                principal.FindFirstValue(TicketClaims.Name) ?? "",
                principal.FindFirstValue(MemberIdClaim) ?? "",
                principal.FindFirstValue(MemberNameClaim) ?? "",
                principal.HasClaim(c => c.Type == AdministratorClaim),
                principal.HasClaim(c => c.Type == MustChangeClaim),
                DateTimeOffset.FromUnixTimeSeconds(long.TryParse(principal.FindFirstValue(SignedOnClaim), CultureInfo.InvariantCulture, out var at) ? at : 0))
            : null;
}
