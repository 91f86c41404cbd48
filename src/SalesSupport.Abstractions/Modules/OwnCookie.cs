using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace SalesSupport.Abstractions;

/// <summary>How every cookie of the product is guarded. Over HTTPS (<c>PublicAddress</c>) the prefix <c>__Host-</c> keeps other hosts and plain HTTP from setting it; without, browsers would refuse the prefix.</summary>
public static class OwnCookie
{
    /// <summary>Whether people reach the product by HTTPS, whatever a proxy makes of it on the way.</summary>
    public static bool IsHttps(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return configuration["PublicAddress"]?.StartsWith("https://", StringComparison.OrdinalIgnoreCase) == true;
    }

    /// <summary>The cookie's name with its prefix. Such a cookie must be <c>Secure</c> and have the path <c>/</c>.</summary>
    public static string Name(string name, IConfiguration configuration) => IsHttps(configuration) ? "__Host-" + name : name;

    /// <summary>Names and guards a cookie: not for script, for the whole site, secure over HTTPS.</summary>
    public static void Guard(this CookieBuilder cookie, string name, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(cookie);
        cookie.Name = Name(name, configuration);
        cookie.Path = "/";
        cookie.HttpOnly = true;
        cookie.SecurePolicy = IsHttps(configuration) ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
    }
}
