using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using SalesSupport.Abstractions;
using SalesSupport.Portal.Accounts;
using SalesSupport.Portal.Data;

namespace SalesSupport.Portal.SignOns;

/// <summary>Signing out of the portal. The session ends on the server, so that a copy of the cookie is worth nothing.</summary>
[Authorize(PortalCookie.Visitor)]
[Route("portal/sign-out")]
internal sealed class SignOutsController(PortalDbContext db, IUnitOfWork unitOfWork, LiveSessions sessions) : Controller
{
    // The token is looked at below: on a page whose session has ended meanwhile it is that of somebody else, and then there is nothing left for a strange site to end.
    [HttpPost]
    [IgnoreAntiforgeryToken]
    public async Task<IActionResult> Create([FromServices] IAntiforgery antiforgery, CancellationToken cancel)
    {
        if (PortalTicket.Of(User) is not null && !await antiforgery.IsRequestValidAsync(HttpContext))
        {
            return new AntiforgeryValidationFailedResult();
        }

        await EndAsync(HttpContext, db, unitOfWork, sessions, cancel);
        return Redirect("/portal/sign-on");
    }

    public static async Task EndAsync(Microsoft.AspNetCore.Http.HttpContext http, PortalDbContext db, IUnitOfWork unitOfWork, LiveSessions sessions, CancellationToken cancel)
    {
        if (PortalTicket.Of(http.User) is { } ticket)
        {
            await unitOfWork.RunAsync(
                async c =>
                {
                    await db.Sessions.Where(s => s.Id == ticket.Session).ExecuteDeleteAsync(c);
                    unitOfWork.Audit("PortalSignedOut", ticket.UserId.ToString());
                    unitOfWork.AfterCommitEverywhere(sessions.ForgetAll);
                },
                cancel);
        }

        await http.SignOutAsync(PortalTicket.Scheme);
    }
}
