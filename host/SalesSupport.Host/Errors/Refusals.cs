using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.Core.Infrastructure;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;

namespace SalesSupport.Host.Errors;

/// <summary>A form whose antiforgery token is stale: says so in a header, so that the page's script fetches a fresh one and tries again; without script the error page keeps what was typed.</summary>
internal sealed class RefusedForms : IAlwaysRunResultFilter
{
    public void OnResultExecuting(ResultExecutingContext context)
    {
        if (context.Result is IAntiforgeryValidationFailedResult)
        {
            context.HttpContext.Response.Headers["X-Stale-Token"] = "1";
            context.HttpContext.Items[FormTyped.Key] = true;
            context.Result = new StatusCodeResult(StatusCodes.Status400BadRequest);
        }
    }

    public void OnResultExecuted(ResultExecutedContext context)
    {
    }
}

/// <summary>The session has ended while a form was open: sending the form to the sign-on page would lose it, so the answer is 401 with a page that keeps it.</summary>
internal sealed class RefusedAccess : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler usual = new();

    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        var page = (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)) && !context.Request.Headers.ContainsKey("HX-Request") && context.Request.Headers["Sec-Fetch-Mode"] != "cors";
        if (authorizeResult.Challenged && !page)
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        }

        if (authorizeResult.Forbidden && context.User.Identity?.IsAuthenticated == true)
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        }

        return usual.HandleAsync(next, context, policy, authorizeResult);
    }
}

/// <summary>Rules and lost updates that no controller caught become a page with status 409 that says what happened.</summary>
internal sealed class BrokenRules(FormTyped formTyped, IStringLocalizerFactory texts) : IAsyncExceptionFilter
{
    public async Task OnExceptionAsync(ExceptionContext context)
    {
        var host = texts.Create(typeof(Texts));
        (string Title, string Text)? said = context.Exception switch
        {
            RuleBroken rule => (host["ErrorRuleTitle"], formTyped.TextsOf(context.ActionDescriptor as ControllerActionDescriptor)[rule.Key, [.. rule.Arguments]]),
            DbUpdateConcurrencyException => (host["Error409Title"], host["Error409Text"]),
            _ => null,
        };
        if (said is not var (title, text))
        {
            return;
        }

        context.ExceptionHandled = true;
        if (context.HttpContext.Request.Headers.ContainsKey("HX-Request") || context.HttpContext.Request.Headers.Accept.ToString().Contains("application/json", StringComparison.Ordinal))
        {
            context.Result = new JsonResult(new { title, text }) { StatusCode = StatusCodes.Status409Conflict };
            return;
        }

        var typed = await formTyped.ReadAsync(context.HttpContext.Request, context.HttpContext.GetEndpoint());
        var back = context.HttpContext.Request.GetTypedHeaders().Referer is { } referer && referer.Host == context.HttpContext.Request.Host.Host ? referer.PathAndQuery : "/";
        context.Result = new ViewResult
        {
            ViewName = "Error",
            StatusCode = StatusCodes.Status409Conflict,
            ViewData = new Microsoft.AspNetCore.Mvc.ViewFeatures.ViewDataDictionary<ErrorPage>(new Microsoft.AspNetCore.Mvc.ModelBinding.EmptyModelMetadataProvider(), context.ModelState)
            {
                Model = new ErrorPage(409, title, text, back, host["GoBack"], null, typed, null),
            },
        };
    }
}
