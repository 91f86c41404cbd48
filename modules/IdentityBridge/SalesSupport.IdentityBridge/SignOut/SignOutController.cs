using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SalesSupport.IdentityBridge;

/// <summary>Signing out: here at once and on the server, then at the portal, whose answer we do not depend on.</summary>
[AllowAnonymous]
[Route("")]
internal sealed class SignOutController(Tickets tickets, Portals portals, IOptionsMonitor<OpenIdConnectOptions> options, ILogger<SignOutController> log) : Controller
{
    public const string Page = "/signed-out";

    // The token is looked at below: on a page whose session has ended meanwhile it is that of somebody else, and then there is nothing left for a strange site to end.
    [HttpPost("sign-out")]
    [IgnoreAntiforgeryToken]
    public async Task<IActionResult> Create([FromServices] IAntiforgery antiforgery)
    {
        var session = await HttpContext.AuthenticateAsync(PortalSignIn.Scheme);
        Response.Headers["Clear-Site-Data"] = "\"cache\"";
        if (session.Principal is not { } principal)
        {
            return Redirect(Page);
        }

        if (!await antiforgery.IsRequestValidAsync(HttpContext))
        {
            return new AntiforgeryValidationFailedResult();
        }

        var idToken = await tickets.EndAsync(principal, "SignedOut", CancellationToken.None);
        await HttpContext.SignOutAsync(PortalSignIn.Scheme);
        if (portals.Find(session.Properties?.GetString(SignIns.PortalKey)) is { } portal && await CanSignOutAtAsync(portal))
        {
            await HttpContext.SignOutAsync(portal.Scheme, new AuthenticationProperties { RedirectUri = Page, Parameters = { [PortalSignIn.IdToken] = idToken } });
            return new EmptyResult();
        }

        return Redirect(Page);
    }

    [HttpGet(Page)]
    public IActionResult Index() => View();

    private async Task<bool> CanSignOutAtAsync(Portal portal)
    {
        try
        {
            var known = await options.Get(portal.Scheme).ConfigurationManager!.GetConfigurationAsync(HttpContext.RequestAborted);
            return !string.IsNullOrEmpty(known.EndSessionEndpoint);
        }
        catch (Exception e) when (SignInController.IsUnreachable(e))
        {
            log.LogWarning(e, "{Portal} does not answer; the session has ended here", portal.Name);
            return false;
        }
    }
}
