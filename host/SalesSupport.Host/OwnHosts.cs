using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Primitives;
using SalesSupport.Abstractions;
using SalesSupport.Infrastructure;

namespace SalesSupport.Host;

/// <summary>Under which name a request may come, and what it may say about where it comes from. A name that is not ours is refused, so that no link or decision can come from it.</summary>
internal static class OwnHosts
{
    /// <summary>Key, in the request's items, of a request that did not come by our address.</summary>
    public static readonly object Refused = new();

    /// <summary>The framework's own filter lets all pass: its refusal is a bare text.</summary>
    public static void AddOwnHosts(this IServiceCollection services) => services.PostConfigure<HostFilteringOptions>(o => o.AllowedHosts = ["*"]);

    /// <summary>First of all: with a public address each request is made to look as it left the browser, so that every link, redirect and cookie is made for that address.</summary>
    public static void UseOwnAddress(this WebApplication app)
    {
        var own = app.Configuration["PublicAddress"] is { Length: > 0 } address ? Parse(address) : null;
        StringSegment[] names = own is not null ? [own.Host] : ["localhost", "127.0.0.1", "[::1]"];
        var proxies = Proxies(app.Configuration, own is not null);
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("SalesSupport.Host.OwnHosts");
        app.Use((http, next) =>
        {
            if (!HostString.MatchesAny(http.Request.Host.Host, names))
            {
                http.Items[Refused] = true;
            }
            else if (own?.Scheme == Uri.UriSchemeHttps && !http.Request.IsHttps && !IsProxy(http.Connection.RemoteIpAddress, proxies))
            {
                log.LogWarning("Plain HTTP from {Address}, which the setting Proxies does not name", http.Connection.RemoteIpAddress);
                http.Items[Refused] = true;
            }
            else if (own is not null)
            {
                (http.Request.Scheme, http.Request.Host) = (own.Scheme, new HostString(own.Authority));
            }

            return next();
        });
        if (proxies.Length > 0)
        {
            // Back to the first address that is no proxy of ours; what stands before it anybody may have written.
            var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor, ForwardLimit = null };
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            Array.ForEach(proxies, options.KnownIPNetworks.Add);
            app.UseForwardedHeaders(options);
        }
    }

    /// <summary>Answers 400 what did not come by our address, with a page that is no view: under a strange name no token and no cookie is made.</summary>
    public static void UseOwnHostsOnly(this WebApplication app) => app.Use((http, next) =>
    {
        if (!http.Items.ContainsKey(Refused))
        {
            return next();
        }

        var texts = http.RequestServices.GetRequiredService<IStringLocalizer<Texts>>();
        var own = http.RequestServices.GetRequiredService<IOwnAddress>().Public;
        http.Response.StatusCode = StatusCodes.Status400BadRequest;
        http.Response.ContentType = "text/html; charset=utf-8";
        return http.Response.WriteAsync($"""
            <!doctype html>
            <html lang="{CultureInfo.CurrentUICulture.TwoLetterISOLanguageName}">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{texts["ErrorAddressTitle"]} — {texts["ProductName"]}</title><link rel="stylesheet" href="/dist/app.css"></head>
            <body class="bare"><main><div class="card"><h1>{texts["ErrorAddressTitle"]}</h1><p>{texts["ErrorAddressText"]}</p>
            <div class="form-end"><a class="btn btn-primary" href="{own}">{texts["ErrorAddressAction", own.Authority]}</a></div></div></main></body>
            </html>
            """);
    });

    /// <summary>Whether it listens for others, whom it then refuses since no setting says under which name they come.</summary>
    public static bool LetsNobodyElseIn(IConfiguration configuration, IEnumerable<string> listening) =>
        string.IsNullOrEmpty(configuration["PublicAddress"]) && !listening.All(a => Uri.TryCreate(a, UriKind.Absolute, out var uri) && uri.IsLoopback);

    /// <exception cref="CannotStart">The setting is no such address.</exception>
    private static Uri Parse(string address) => Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback)) && uri.AbsolutePath == "/"
        ? uri
        : throw new CannotStart($"PublicAddress: {address} is no address such as https://sales.example.jp. Plain http is for this machine only: sign-on would refuse it.");

    /// <exception cref="CannotStart">The setting names something that is neither address nor network.</exception>
    private static System.Net.IPNetwork[] Proxies(IConfiguration configuration, bool hasPublicAddress)
    {
        var named = configuration["Proxies"] is { Length: > 0 } text
            ? text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            : configuration.GetSection("Proxies").Get<string[]>() ?? (hasPublicAddress ? ["127.0.0.0/8", "::1"] : []);
        return [.. named.Select(n => System.Net.IPNetwork.TryParse(n, out var network) ? network
            : IPAddress.TryParse(n, out var one) ? new System.Net.IPNetwork(one, one.GetAddressBytes().Length * 8)
            : throw new CannotStart($"Proxies: {n} is neither an address nor a network such as 10.0.0.0/8."))];
    }

    // None at all: a socket of this machine.
    private static bool IsProxy(IPAddress? address, System.Net.IPNetwork[] proxies) =>
        address is null || Array.Exists(proxies, p => p.Contains(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address));
}
