using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using SalesSupport.Abstractions;

namespace SalesSupport.Host;

/// <inheritdoc cref="IOwnAddress" />
internal sealed class OwnAddress(IServer server, IConfiguration configuration) : IOwnAddress
{
    public Uri Public => configuration["PublicAddress"] is { Length: > 0 } address ? new Uri(address.TrimEnd('/') + "/") : Loopback;

    public Uri Loopback
    {
        get
        {
            var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? throw new InvalidOperationException("The server has not started.");
            var uri = new UriBuilder(address.Replace("://+", "://127.0.0.1", StringComparison.Ordinal).Replace("://*", "://127.0.0.1", StringComparison.Ordinal));
            uri.Host = uri.Host is "0.0.0.0" or "[::]" ? "127.0.0.1" : uri.Host;
            return uri.Uri;
        }
    }
}
