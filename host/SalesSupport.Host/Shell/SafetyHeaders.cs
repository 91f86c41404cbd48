using SalesSupport.Abstractions;

namespace SalesSupport.Host.Shell;

/// <summary>The same safety headers on every answer, errors included.</summary>
internal static class SafetyHeaders
{
    public static void UseSafetyHeaders(this WebApplication app)
    {
        var policies = new HeaderPolicyCollection()
            .AddFrameOptionsDeny()
            .AddContentTypeOptionsNoSniff()
            .AddReferrerPolicySameOrigin()
            .AddCrossOriginOpenerPolicy(b => b.SameOrigin())
            .AddCrossOriginResourcePolicy(b => b.SameOrigin())
            .AddPermissionsPolicy(b =>
            {
                b.AddCamera().None();
                b.AddMicrophone().None();
                b.AddGeolocation().Self();
            })
            .AddContentSecurityPolicy(b =>
            {
                b.AddDefaultSrc().Self();
                b.AddScriptSrc().Self();
                b.AddStyleSrc().Self();
                b.AddImgSrc().Self().Data();
                b.AddConnectSrc().Self();
                b.AddObjectSrc().None();
                b.AddBaseUri().None();
                b.AddFrameAncestors().None();
            })
            .RemoveServerHeader();
        if (OwnCookie.IsHttps(app.Configuration))
        {
            policies.AddStrictTransportSecurityMaxAgeIncludeSubDomains(60 * 60 * 24 * 365);
        }

        app.UseSecurityHeaders(policies);
        app.Use((http, next) =>
        {
            http.Response.OnStarting(() =>
            {
                // Pages hold a member's data; only the built front end may be kept.
                if (!http.Response.Headers.ContainsKey("Cache-Control"))
                {
                    http.Response.Headers.CacheControl = "no-store";
                }

                http.Response.Headers.Append("Vary", "HX-Request");
                return Task.CompletedTask;
            });
            return next();
        });
    }
}
