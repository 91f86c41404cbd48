using Microsoft.AspNetCore.Authentication.Cookies;

namespace SalesSupport.IdentityBridge;

/// <summary>Asks the server's session at each request; a cookie that is replayed after signing out, or whose user is suspended, is worth nothing.</summary>
internal sealed class SessionCookie(Tickets tickets) : CookieAuthenticationEvents
{
    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        var principal = context.Principal is { } cookie ? await tickets.ReadAsync(cookie, context.HttpContext.RequestAborted) : null;
        if (principal is null)
        {
            context.RejectPrincipal();
            return;
        }

        context.ReplacePrincipal(principal);
    }
}
