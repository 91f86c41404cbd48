using Microsoft.Extensions.Configuration;
using SalesSupport.Abstractions;

namespace SalesSupport.Schedules.Feeds;

/// <summary>Slows whoever tries addresses of feeds. A count of its own: an office whose phones go on reading addresses that were taken back must be able to sign on.</summary>
internal sealed class FeedRate(IConfiguration configuration, TimeProvider clock)
{
    public SignOnRate Rate { get; } = new(configuration, clock);
}
