using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using SalesSupport.Abstractions;

namespace SalesSupport.Infrastructure;

/// <summary>The client behind <see cref="Outgoing"/>.</summary>
internal static class OutgoingHttp
{
    // Own machine, private, link-local, shared, test, multicast and reserved networks (IANA special-purpose registries), and what tunnels to IPv4 addresses.
    private static readonly IPNetwork[] NotPublic =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
            "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "fc00::/7", "fe80::/10", "ff00::/8",
        }.Select(n => IPNetwork.Parse(n)),
    ];

    public static void AddOutgoingHttp(this IServiceCollection services, IConfiguration configuration)
    {
        var allowed = (configuration.GetSection("Outgoing:Networks").Get<string[]>() ?? [])
            .Select(n => IPNetwork.TryParse(n, out var network) ? network : throw new InvalidOperationException($"Outgoing:Networks has {n}, which is no network such as 10.1.0.0/16.")).ToArray();
        services.AddHttpClient(Outgoing.Client, c =>
        {
            c.Timeout = TimeSpan.FromSeconds(15);
            c.MaxResponseContentBufferSize = 1 << 20;
        }).ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.Zero,       // none is kept: a request on a kept one that had just been closed would be sent again by itself, and what it asks might be done twice
            ConnectCallback = (context, cancel) => ConnectAsync(context.DnsEndPoint, allowed, cancel),
        });
    }

    public static bool MayConnect(IPAddress address, IPNetwork[] allowed)
    {
        var real = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return Array.Exists(allowed, n => n.Contains(real)) || !Array.Exists(NotPublic, n => n.Contains(real));
    }

    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint target, IPNetwork[] allowed, CancellationToken cancel)
    {
        var addresses = (await Dns.GetHostAddressesAsync(target.Host, cancel)).Where(a => MayConnect(a, allowed)).ToArray();
        if (addresses.Length == 0)
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, $"{target.Host} is not a public address, and the operator has not allowed its network.");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, target.Port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
