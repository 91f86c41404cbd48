using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Logging;
using SalesSupport.Abstractions;

namespace SalesSupport.IdentityBridge;

/// <summary>Why a sign-in did not succeed; each has its words.</summary>
internal enum SignInFailure
{
    /// <summary>The portal does not answer, or not as it should.</summary>
    Unreachable,

    /// <summary>The person, or the portal for them, said no.</summary>
    Cancelled,

    /// <summary>The attempt is too old, or belongs to another browser.</summary>
    Stale,

    /// <summary>Suspended, or the portal did not say for which member.</summary>
    Refused,
}

/// <summary>The way to the portal. With several portals people choose theirs first.</summary>
[AllowAnonymous]
[Route("sign-in")]
internal sealed class SignInController(Portals portals, IOwnAddress own, ILogger<SignInController> log) : Controller
{
    public static string FailedPath(SignInFailure why) => $"/sign-in/failed/{why.ToString().ToLowerInvariant()}";

    /// <summary>Whether an exception means that the portal did not answer, or not with what an OpenID provider says.</summary>
    public static bool IsUnreachable(Exception? e) =>
        e is HttpRequestException or IOException or OperationCanceledException
        || (e is InvalidOperationException && e.Message.Contains("IDX20803", StringComparison.Ordinal))        // its discovery document cannot be had
        || (e?.InnerException is { } inner && IsUnreachable(inner));

    [HttpGet]
    public async Task<IActionResult> Index(string? portal, string? returnUrl)
    {
        returnUrl = Url.IsLocalUrl(returnUrl) ? returnUrl! : "/";
        // The portal answers to our one address. Whoever came by another name of this machine has to go there first, for the cookies to be found again.
        if (own.Public == own.Loopback && Request.Host.ToUriComponent() != own.Public.Authority)
        {
            return Redirect(new Uri(own.Public, $"/sign-in?returnUrl={Uri.EscapeDataString(returnUrl)}").ToString());
        }

        var chosen = portals.All.Count == 1 ? portals.All[0] : portals.Find(portal);
        if (chosen is null)
        {
            return View(new PortalChoice(portals.All, returnUrl));
        }

        try
        {
            await HttpContext.ChallengeAsync(chosen.Scheme, new AuthenticationProperties { RedirectUri = returnUrl });
            return new EmptyResult();
        }
        catch (Exception e) when (IsUnreachable(e) && !HttpContext.RequestAborted.IsCancellationRequested)
        {
            log.LogWarning(e, "{Portal} does not answer", chosen.Name);
            return Failed(SignInFailure.Unreachable, returnUrl);
        }
    }

    [HttpGet("failed/{why}")]
    public IActionResult Failed(SignInFailure why, string? returnUrl)
    {
        if (!ModelState.IsValid)
        {
            return NotFound();
        }

        Response.StatusCode = why switch { SignInFailure.Unreachable => StatusCodes.Status503ServiceUnavailable, SignInFailure.Refused => StatusCodes.Status403Forbidden, _ => StatusCodes.Status200OK };
        return View("Failed", new FailedSignIn(why, Url.IsLocalUrl(returnUrl) ? $"/sign-in?returnUrl={Uri.EscapeDataString(returnUrl!)}" : "/sign-in"));
    }
}

/// <summary>The portals to choose from.</summary>
internal sealed record PortalChoice(IReadOnlyList<Portal> Portals, string ReturnUrl);

/// <summary>A sign-in that did not succeed.</summary>
internal sealed record FailedSignIn(SignInFailure Why, string AgainUrl);
