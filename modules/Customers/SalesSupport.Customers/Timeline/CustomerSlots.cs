using Microsoft.Extensions.Logging;
using SalesSupport.Customers.Contracts;

namespace SalesSupport.Customers.Timeline;

/// <summary>A button of another module.</summary>
internal sealed record CustomerLink(string Icon, string Text, string Url);

/// <summary>What other modules put on a customer's page beside the timeline. The page survives their faults.</summary>
internal sealed class CustomerSlots(IEnumerable<ICustomerAction> actions, IEnumerable<ICustomerNextActions> nextActions, ILogger<CustomerSlots> log)
{
    private const int MostNextActions = 5;

    public IReadOnlyList<CustomerLink> Actions(Guid companyId)
    {
        var links = new List<CustomerLink>();
        foreach (var action in actions)
        {
            try
            {
                links.Add(new CustomerLink(action.Icon, action.Text, action.UrlFor(companyId)));
            }
            catch (Exception e)
            {
                log.LogError(e, "{Slot} failed; the page goes on without it", action.GetType().Name);
            }
        }

        return links;
    }

    public async Task<IReadOnlyList<CustomerNextAction>> NextActionsAsync(Guid companyId, CancellationToken cancel)
    {
        var found = new List<CustomerNextAction>();
        foreach (var source in nextActions)
        {
            try
            {
                found.AddRange(await source.GetAsync(companyId, MostNextActions, cancel));
            }
            catch (Exception e) when (!cancel.IsCancellationRequested)
            {
                log.LogError(e, "{Slot} failed; the page goes on without it", source.GetType().Name);
            }
        }

        return [.. found.OrderBy(a => a.On).Take(MostNextActions)];
    }
}
