using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using SalesSupport.Abstractions;
using SalesSupport.Portal.Accounts;
using SalesSupport.Portal.Data;
using SalesSupport.Portal.SignOns;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace SalesSupport.Portal.Connect;

/// <summary>Where SalesSupport sends a browser to have its person told. Client, redirect address and PKCE have been checked before this is reached.</summary>
[Authorize(PortalCookie.Visitor)]
[Route("connect/authorize")]
internal sealed class AuthorizationsController(PortalDbContext db, IUnitOfWork unitOfWork, LiveSessions sessions, TimeProvider clock) : Controller
{
    [HttpGet]
    public async Task<IActionResult> Create(CancellationToken cancel)
    {
        var request = HttpContext.GetOpenIddictServerRequest()!;
        var ticket = PortalTicket.Of(User);
        var silent = request.HasPromptValue(PromptValues.None);
        var again = ticket is not null && (request.HasPromptValue(PromptValues.Login) || (request.MaxAge is { } age && clock.GetUtcNow() - ticket.SignedOnAt > TimeSpan.FromSeconds(age)));
        if (ticket is null || again)
        {
            if (silent)
            {
                return Refuse(Errors.LoginRequired);
            }

            if (again)
            {
                await SignOutsController.EndAsync(HttpContext, db, unitOfWork, sessions, cancel);
            }

            return Redirect("/portal/sign-on?returnUrl=" + Uri.EscapeDataString(Request.Path + WithoutPrompt()));
        }

        // R01: before the hour of opening, and for members who have not applied, a page that says so.
        var application = await db.Applications.AsNoTracking().Where(a => a.StoppedAt == null).FirstOrDefaultAsync(cancel);
        if (application?.IsOpen(clock.GetUtcNow()) != true)
        {
            if (silent)
            {
                return Refuse(Errors.AccessDenied);
            }

            Response.StatusCode = StatusCodes.Status403Forbidden;
            return View("/Portal/Connect/NotOpen.cshtml", new NotOpenPage(application?.OpensAt, ticket.Administrator));
        }

        // The ticket may be a minute old where another process has suspended the person since.
        var user = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == ticket.UserId && !u.Suspended, cancel);
        return user is null
            ? Refuse(Errors.AccessDenied)
            : SignIn(IdTokenClaims.Of(user, ticket.MemberId, ticket.MemberName, ticket.SignedOnAt, request.GetScopes()), OpenIdProvider.Scheme);
    }

    private ForbidResult Refuse(string error) =>
        Forbid(new AuthenticationProperties(new Dictionary<string, string?> { [OpenIddictServerAspNetCoreConstants.Properties.Error] = error }), OpenIdProvider.Scheme);

    // Once the person has signed on again, that wish is fulfilled; kept, it would ask for ever.
    private QueryString WithoutPrompt() => new QueryBuilder(Request.Query.Where(q => q.Key is not (Parameters.Prompt or Parameters.MaxAge))
        .SelectMany(q => q.Value, (q, value) => KeyValuePair.Create(q.Key, value ?? ""))).ToQueryString();
}

/// <summary>Model of the page for a member whose service is not open.</summary>
/// <param name="OpensAt">When it opens, or null when nobody has applied.</param>
/// <param name="Administrator">Whether the person could apply.</param>
internal sealed record NotOpenPage(DateTimeOffset? OpensAt, bool Administrator);
