using SalesSupport.Abstractions;
using SalesSupport.Portal.Contracts;

namespace SalesSupport.Portal.Users;

/// <summary>Asks the slot; a module that fails takes the offer to appoint somebody with it, and no page.</summary>
internal sealed class ServiceAdministrators(ISlots<IServiceAdministrators> slots)
{
    public async Task<IReadOnlyCollection<Guid>> AppointableAsync(CancellationToken cancel) =>
        (await slots.AskAsync(s => s.AppointableAsync(cancel), cancel)).SelectMany(ids => ids).ToHashSet();
}
