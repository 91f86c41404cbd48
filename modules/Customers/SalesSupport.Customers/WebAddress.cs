using SalesSupport.Abstractions;

namespace SalesSupport.Customers;

/// <summary>An address of a web site, which becomes a link: http and https only, so that nobody is led to run a script (R51).</summary>
internal static class WebAddress
{
    /// <returns>The address as it is kept; <c>www.example.co.jp</c> gets its scheme.</returns>
    /// <exception cref="RuleBroken">It is no such address.</exception>
    public static string Of(string? typed)
    {
        if (string.IsNullOrEmpty(typed))
        {
            return "";
        }

        var address = typed.Contains(':', StringComparison.Ordinal) ? typed : $"https://{typed}";
        return Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            && uri.Host.Contains('.', StringComparison.Ordinal) && uri.UserInfo.Length == 0
            && !address.Any(char.IsWhiteSpace)
            ? address
            : throw new RuleBroken("WebsiteInvalid", "Website");
    }
}
