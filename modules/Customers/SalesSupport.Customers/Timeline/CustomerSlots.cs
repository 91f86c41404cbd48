using SalesSupport.Abstractions;
using SalesSupport.Customers.Contracts;

namespace SalesSupport.Customers.Timeline;

/// <summary>A button of another module.</summary>
internal sealed record CustomerLink(string Icon, string Text, string Url);

/// <summary>What other modules put on a customer's page beside the timeline. The page survives their faults.</summary>
internal sealed class CustomerSlots(ISlots<ICustomerAction> actions, ISlots<ICustomerNextActions> nextActions)
{
    private const int MostNextActions = 5;

    public Task<IReadOnlyList<CustomerLink>> ActionsAsync(Guid companyId, CancellationToken cancel) =>
        actions.AskAsync(a => Task.FromResult(new CustomerLink(a.Icon, a.Text, a.UrlFor(companyId))), cancel);

    public async Task<IReadOnlyList<CustomerNextAction>> NextActionsAsync(Guid companyId, CancellationToken cancel) =>
        [.. (await nextActions.AskAsync(s => s.GetAsync(companyId, MostNextActions, cancel), cancel)).SelectMany(a => a).OrderBy(a => a.On).Take(MostNextActions)];
}
