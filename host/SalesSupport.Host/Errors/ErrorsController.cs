using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using SalesSupport.Engines;
using SalesSupport.Host.Shell;

namespace SalesSupport.Host.Errors;

/// <summary>What an error page shows.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Title">What happened.</param>
/// <param name="Text">What to do next.</param>
/// <param name="Action">Address of the one button, or null.</param>
/// <param name="ActionText">Its words.</param>
/// <param name="TraceId">What to tell the administrator, so that the log line is found.</param>
/// <param name="Typed">What was typed into the form that failed, so that nothing is lost.</param>
/// <param name="ResendUrl">Where it can be sent again, or null.</param>
public sealed record ErrorPage(int Status, string Title, string Text, string? Action, string? ActionText, string? TraceId, IReadOnlyList<TypedField>? Typed, string? ResendUrl);

/// <summary>Error pages in the product's look. Reached only by re-execution.</summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
[Route("error")]
internal sealed class ErrorsController(FormTyped formTyped, IStringLocalizer<Texts> texts) : Controller
{
    private static readonly int[] Known = [400, 401, 403, 404, 405, 409, 413, 415, 429, 500, 503];

    [Route("{status:int}")]
    public async Task<IActionResult> Show(int status)
    {
        var failed = HttpContext.Features.Get<IExceptionHandlerPathFeature>();
        var again = HttpContext.Features.Get<IStatusCodeReExecuteFeature>();
        if (failed is null && again is null && !HttpContext.Items.ContainsKey(FormTyped.Key))
        {
            return NotFound();        // somebody typed the address
        }

        var isFull = FullDisk.Is(failed?.Error);
        status = failed?.Error switch
        {
            _ when isFull => StatusCodes.Status503ServiceUnavailable,
            BadHttpRequestException bad => bad.StatusCode,
            { } fault when Busy.Is(fault) => StatusCodes.Status503ServiceUnavailable,
            _ => Known.Contains(status) ? status : status >= 500 ? 500 : 400,
        };
        Response.StatusCode = status;
        var words = isFull ? "ErrorFull" : $"Error{status}";
        if (Request.Headers.ContainsKey("HX-Request") || Request.Headers.Accept.ToString().Contains("application/json", StringComparison.Ordinal))
        {
            return new JsonResult(new { title = texts[$"{words}Title"].Value, text = texts[$"{words}Text"].Value }) { StatusCode = status };
        }

        var typed = await formTyped.ReadAsync(Request, failed?.Endpoint ?? again?.Endpoint);
        var path = failed?.Path ?? again?.OriginalPathBase + again?.OriginalPath + again?.OriginalQueryString;
        var resend = typed is not null && status is 400 or 401 or 500 or 503 ? path : null;
        var (action, actionWords) = status == 401 ? (DoorOf(path), texts["SignOnAgain"]) : ("/", texts["ToHome"]);
        return View("Error", new ErrorPage(status, texts[$"{words}Title"], texts[status == 400 && typed is null ? "Error400TextOnly" : $"{words}Text"], action, actionWords, HttpContext.TraceIdentifier, typed, resend));
    }

    // Members, portal users and operators sign on apart; each part's own page leads to its own door.
    private static string DoorOf(string? path) => path?.Split('/', '?')[1] switch
    {
        "operator" => "/operator",
        "portal" => "/portal",
        _ => "/",
    };
}

/// <summary>A fresh antiforgery token for a page that has been open too long.</summary>
[AllowAnonymous]
[CalledFromAnyPage]
[Route("antiforgery")]
public sealed class AntiforgeryController(IAntiforgery antiforgery) : Controller
{
    [HttpGet]
    public IActionResult Token() => Json(new { token = antiforgery.GetAndStoreTokens(HttpContext).RequestToken });
}
