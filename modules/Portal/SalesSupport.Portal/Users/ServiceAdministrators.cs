using Microsoft.Extensions.Logging;
using SalesSupport.Portal.Contracts;

namespace SalesSupport.Portal.Users;

/// <summary>Asks the slot; a module that fails takes the offer to appoint somebody with it, and no page.</summary>
internal sealed class ServiceAdministrators(IEnumerable<IServiceAdministrators> slots, ILogger<ServiceAdministrators> log)
{
    public async Task<IReadOnlyCollection<Guid>> AppointableAsync(CancellationToken cancel)
    {
        var found = new HashSet<Guid>();
        foreach (var slot in slots)
        {
            try
            {
                found.UnionWith(await slot.AppointableAsync(cancel));
            }
            catch (Exception e) when (!cancel.IsCancellationRequested)
            {
                log.LogError(e, "{Slot} failed; nobody can be appointed", slot.GetType());
            }
        }

        return found;
    }
}
