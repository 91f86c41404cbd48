using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Configuration;

namespace SalesSupport.Abstractions;

/// <summary>Slows guessing across many accounts from one address, at every door together: counts refusals only, and generously, since a whole office may sit behind one address.</summary>
/// <param name="configuration">For <c>Portal:SignOn:RefusalsPerAddress</c>, how many refusals within ten minutes are too many (100).</param>
/// <param name="clock">The time.</param>
public sealed class SignOnRate(IConfiguration configuration, TimeProvider clock)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);
    private readonly int most = configuration.GetValue("Portal:SignOn:RefusalsPerAddress", 100);
    private readonly ConcurrentDictionary<string, Queue<DateTimeOffset>> refusals = new();
    private readonly Queue<DateTimeOffset> all = new();

    /// <summary>Whether sign-ons from this address are refused for now without being looked at.</summary>
    public bool IsTooFast(IPAddress? address)
    {
        if (!refusals.TryGetValue(Key(address), out var times))
        {
            return false;
        }

        return Lately(times) >= most;
    }

    /// <summary>How many sign-ons were refused within the last ten minutes, from whatever address; counted up to ten thousand.</summary>
    public int RefusedLately() => Lately(all);

    /// <summary>Counts a refused sign-on.</summary>
    public void Refused(IPAddress? address)
    {
        if (refusals.Count > 10_000)
        {
            refusals.Clear();        // ten thousand addresses at once are no office; memory comes first
        }

        var times = refusals.GetOrAdd(Key(address), _ => new Queue<DateTimeOffset>());
        lock (times)
        {
            times.Enqueue(clock.GetUtcNow());
            while (times.Count > most)
            {
                times.Dequeue();
            }
        }

        lock (all)
        {
            all.Enqueue(clock.GetUtcNow());
            if (all.Count > 10_000)
            {
                all.Dequeue();
            }
        }
    }

    private int Lately(Queue<DateTimeOffset> times)
    {
        lock (times)
        {
            while (times.TryPeek(out var oldest) && oldest < clock.GetUtcNow() - Window)
            {
                times.Dequeue();
            }

            return times.Count;
        }
    }

    // One household or office has a whole /64 of IPv6.
    private static string Key(IPAddress? address) =>
        address is { AddressFamily: System.Net.Sockets.AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false }
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8))
            : address?.MapToIPv4().ToString() ?? "";
}
