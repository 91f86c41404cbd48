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
internal sealed class CustomerTimeline(ISlots<ICustomerTimelineSource> sources, IPeople people)
{
    public const int PageSize = 20;

    public async Task<TimelinePage> LoadAsync(Guid companyId, PageKey? before, CancellationToken cancel)
    {
        var entries = (await sources.AskAsync(s => s.GetAsync(companyId, before, PageSize + 1, cancel), cancel)).SelectMany(e => e).ToArray();
        var page = entries.OrderByDescending(e => e.Key.Date).ThenByDescending(e => e.Key.Id.ToString("N"), StringComparer.Ordinal).Take(PageSize).ToArray();
        var next = entries.Length > PageSize ? page[^1].Key : (PageKey?)null;
        return new TimelinePage(companyId, page, await people.GetAsync(cancel), next, sources.AnyLeftOut);
    }
}
