using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SalesSupport.Abstractions;

namespace SalesSupport.Portal.Accounts;

/// <summary>The portal's own sign-on cookie and the policies that accept it and nothing else.</summary>
internal static class PortalCookie
{
    /// <summary>Anybody, but as the portal knows them: a signed-on user of SalesSupport who is not signed on to the portal is nobody here, and brings no member into the scope.</summary>
    public const string Visitor = "PortalVisitor";

    public static void AddPortalCookie(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddAuthentication().AddCookie(PortalTicket.Scheme, o =>
        {
            o.Cookie.Guard("salessupport.portal", configuration);
            o.Cookie.SameSite = SameSiteMode.Lax;
            o.LoginPath = "/portal/sign-on";
            o.ReturnUrlParameter = "returnUrl";
            o.ExpireTimeSpan = PortalSession.Idle;
            o.SlidingExpiration = true;
            o.Events.OnValidatePrincipal = ValidateAsync;
        });
        services.AddAuthorizationBuilder()
            .AddPolicy(Visitor, p => p.AddAuthenticationSchemes(PortalTicket.Scheme).RequireAssertion(_ => true))
            .AddPolicy(Policies.PortalUser, p => p.AddAuthenticationSchemes(PortalTicket.Scheme).RequireAuthenticatedUser().RequireClaim(PortalTicket.UserClaim))
            .AddPolicy(Policies.PortalAdministrator, p => p.AddAuthenticationSchemes(PortalTicket.Scheme).RequireAuthenticatedUser().RequireClaim(PortalTicket.AdministratorClaim));
    }

    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var http = context.HttpContext;
        if (Guid.TryParse(context.Principal?.FindFirstValue(TicketClaims.Tenant), out var tenant)
            && Guid.TryParse(context.Principal.FindFirstValue(TicketClaims.Session), out var session)
            && await http.RequestServices.GetRequiredService<LiveSessions>().FindAsync(tenant, session, http.RequestAborted) is { } ticket)
        {
            // As it is now, not as it was when the cookie was written: a demoted administrator is none.
            context.ReplacePrincipal(ticket.ToPrincipal());
            return;
        }

        context.RejectPrincipal();
        await http.SignOutAsync(PortalTicket.Scheme);
    }
}
