using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using OpenIddict.Abstractions;
using SalesSupport.Abstractions;
using SalesSupport.Portal.Accounts;
using SalesSupport.Portal.Data;
using SalesSupport.Portal.SignOns;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace SalesSupport.Portal.Connect;

/// <summary>Signing out of SalesSupport signs out of the portal too. Only with an id token of the same person: without it any site could do it to them by a link, so they are asked.</summary>
[Authorize(PortalCookie.Visitor)]
[Route("connect/end-session")]
internal sealed class EndSessionsController(PortalDbContext db, IUnitOfWork unitOfWork, LiveSessions sessions) : Controller
{
    [HttpGet]
    public async Task<IActionResult> Create(CancellationToken cancel)
    {
        var hint = (await HttpContext.AuthenticateAsync(OpenIdProvider.Scheme)).Principal?.GetClaim(Claims.Subject);
        if (PortalTicket.Of(User) is { } ticket && hint != ticket.UserId.ToString("D"))
        {
            return View("/Portal/Connect/EndSession.cshtml");
        }

        await SignOutsController.EndAsync(HttpContext, db, unitOfWork, sessions, cancel);
        return SignOut(new AuthenticationProperties { RedirectUri = "/portal/sign-on" }, OpenIdProvider.Scheme);
    }
}
