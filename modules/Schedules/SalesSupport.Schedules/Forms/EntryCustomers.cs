using SalesSupport.Abstractions;
using SalesSupport.Schedules.Contracts;

namespace SalesSupport.Schedules.Forms;

/// <summary>Customers, where there is a module that keeps them. The form survives its faults.</summary>
internal sealed class EntryCustomers(ISlots<IEntryCustomers> slots)
{
    public async Task<string?> PickerUrlAsync(CancellationToken cancel) => await slots.AskAsync(s => Task.FromResult(s.PickerUrl), cancel) is [var url, ..] ? url : null;

    public async Task<EntryCustomer?> FindAsync(Guid customerId, CancellationToken cancel) => (await slots.AskAsync(s => s.FindAsync(customerId, cancel), cancel)).FirstOrDefault(c => c is not null);

    /// <summary>The module that keeps customers did not answer, so that nothing can be said of an id.</summary>
    public bool IsSilent => slots.AnyLeftOut;
}
