using Microsoft.AspNetCore.HostFiltering;
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

internal static class OwnHosts
{
    /// <summary>A request under a host name that is not ours is refused, so that no link or decision can come from it.</summary>
    public static void AddOwnHostsOnly(this IServiceCollection services, IConfiguration configuration)
    {
        string[] hosts = configuration["AllowedHosts"] is { Length: > 0 } named && named != "*"
            ? named.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            : ["localhost", "127.0.0.1", "[::1]"];
        if (configuration["PublicAddress"] is { Length: > 0 } address)
        {
            hosts = [.. hosts, new Uri(address).Host];
        }

        services.AddHostFiltering(o => o.AllowedHosts = hosts);
        services.PostConfigure<HostFilteringOptions>(o => o.AllowedHosts = hosts);
    }
}
