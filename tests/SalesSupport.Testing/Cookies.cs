using System.Net;
using System.Text.RegularExpressions;

namespace SalesSupport.Testing;

/// <summary>Keeps cookies until they are taken away. When they expire is told by the host's clock, which in tests is another than the real one by which .NET's own handler would drop them.</summary>
internal sealed partial class Cookies(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private readonly CookieContainer kept = new();

    public string Header(Uri address) => kept.GetCookieHeader(address);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var address = request.RequestUri!;
        if (Header(address) is { Length: > 0 } ours)
        {
            var given = request.Headers.TryGetValues("Cookie", out var values) ? string.Join("; ", values) + "; " : "";
            request.Headers.Remove("Cookie");
            request.Headers.TryAddWithoutValidation("Cookie", given + ours);
        }

        var answer = await base.SendAsync(request, cancellationToken);
        foreach (var cookie in answer.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
        {
            var takenAway = cookie.Split(';')[0].EndsWith('=');
            kept.SetCookies(address, takenAway ? cookie : Expiry().Replace(cookie, ""));
        }

        return answer;
    }

    [GeneratedRegex("; *(?:expires|max-age)=[^;]*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Expiry();
}
