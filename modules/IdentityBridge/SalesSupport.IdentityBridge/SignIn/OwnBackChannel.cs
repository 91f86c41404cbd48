using SalesSupport.Abstractions;

namespace SalesSupport.IdentityBridge;

/// <summary>
/// The embedded portal is called by its own host (discovery, keys, token). Its public address may be a proxy that this machine does not reach, so the call goes to
/// ourselves, under the public name, while the issuer stays the public address.
/// </summary>
internal sealed class OwnBackChannel(IOwnAddress own) : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false })
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var asked = request.RequestUri!;
        if (!own.Public.IsBaseOf(asked))
        {
            throw new HttpRequestException($"The embedded portal is at {own.Public}, not at {asked.GetLeftPart(UriPartial.Authority)}.");
        }

        request.Headers.Host = own.Public.Authority;
        request.RequestUri = new Uri(own.Loopback, asked.PathAndQuery);
        return base.SendAsync(request, cancellationToken);
    }
}
