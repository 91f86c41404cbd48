using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Options;

namespace SalesSupport.Host.Shell;

/// <summary>An address that pages of every part of the site call, and that has to know the visitor as the calling page does.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class CalledFromAnyPageAttribute : Attribute;

/// <summary>
/// Portal, operator and SalesSupport each know a visitor by a cookie of their own, and antiforgery tokens are bound to who that is. So where no policy of the route says
/// by which cookie, the part of the site does: the one in which that cookie's sign-on page stands (<c>/portal</c>, <c>/operator</c>), SalesSupport's elsewhere.
/// </summary>
internal static class PageIdentity
{
    private static readonly object Accepted = new();

    /// <summary>After authentication, which only knows the default cookie.</summary>
    public static void UsePageIdentity(this IApplicationBuilder app) => app.Use(async (HttpContext http, RequestDelegate next) =>
    {
        if (http.Items[Accepted] is ClaimsPrincipal accepted)
        {
            http.User = accepted;        // an error page is for whoever the failed route was for
        }
        else if (await SchemeAsync(http) is { } scheme)
        {
            http.User = (await http.AuthenticateAsync(scheme)).Principal ?? new ClaimsPrincipal(new ClaimsIdentity());
        }

        await next(http);
    });

    /// <summary>After authorization: remembers whom the route's policy accepted.</summary>
    public static void Remember(HttpContext http) => http.Items[Accepted] = http.User;

    private static async Task<string?> SchemeAsync(HttpContext http)
    {
        var path = PathOf(http);
        var options = http.RequestServices.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>();
        foreach (var scheme in await http.RequestServices.GetRequiredService<IAuthenticationSchemeProvider>().GetAllSchemesAsync())
        {
            if (scheme.HandlerType == typeof(CookieAuthenticationHandler) && options.Get(scheme.Name).LoginPath.Value is { } door
                && door.LastIndexOf('/') is > 0 and var end && path.StartsWithSegments(door[..end], StringComparison.Ordinal))
            {
                return scheme.Name;
            }
        }

        return null;
    }

    private static PathString PathOf(HttpContext http)
    {
        if (http.Features.Get<IStatusCodeReExecuteFeature>() is { } again)
        {
            return again.OriginalPath;
        }

        if (http.Features.Get<IExceptionHandlerPathFeature>() is { } failed)
        {
            return failed.Path;
        }

        return http.GetEndpoint()?.Metadata.GetMetadata<CalledFromAnyPageAttribute>() is not null
            && http.Request.GetTypedHeaders().Referer is { } page && UriHelper.BuildAbsolute(http.Request.Scheme, http.Request.Host) == page.GetLeftPart(UriPartial.Authority) + "/"
                ? page.AbsolutePath
                : http.Request.Path;
    }
}
