using Microsoft.Extensions.Logging;
using SalesSupport.Abstractions;
using SalesSupport.Customers.Contracts;

namespace SalesSupport.Customers.Timeline;

/// <summary>A piece of a customer's timeline.</summary>
/// <param name="CompanyId">The customer.</param>
/// <param name="Entries">Newest first.</param>
/// <param name="People">For names.</param>
/// <param name="Next">Where older ones begin, or null.</param>
/// <param name="Incomplete">A source failed; what it knows is missing.</param>
internal sealed record TimelinePage(Guid CompanyId, IReadOnlyList<TimelineEntry> Entries, PeopleBook People, PageKey? Next, bool Incomplete);

/// <summary>Merges what all modules know of a customer. Reading survives another module's fault.</summary>
internal sealed class CustomerTimeline(IEnumerable<ICustomerTimelineSource> sources, IPeople people, ILogger<CustomerTimeline> log)
{
    public const int PageSize = 20;

    public async Task<TimelinePage> LoadAsync(Guid companyId, PageKey? before, CancellationToken cancel)
    {
        var entries = new List<TimelineEntry>();
        var incomplete = false;
        foreach (var source in sources)
        {
            try
            {
                entries.AddRange(await source.GetAsync(companyId, before, PageSize + 1, cancel));
            }
            catch (Exception e) when (!cancel.IsCancellationRequested)
            {
                log.LogError(e, "{Source} failed; the timeline goes on without it", source.GetType().Name);
                incomplete = true;
            }
        }

        var page = entries.OrderByDescending(e => e.Key.Date).ThenByDescending(e => e.Key.Id.ToString("N"), StringComparer.Ordinal).Take(PageSize).ToArray();
        var next = entries.Count > PageSize ? page[^1].Key : (PageKey?)null;
        return new TimelinePage(companyId, page, await people.GetAsync(cancel), next, incomplete);
    }
}
