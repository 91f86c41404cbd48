namespace SalesSupport.Schedules.Contracts;

/// <summary>
/// Where the form of an entry finds customers and their people. A slot, filled by the module that keeps customers: implement it in <c>ForOthers</c>. Without one the form has no customer field.
/// The addresses answer combo boxes: <c>?q=</c> → JSON <c>[{ "id", "title", "detail" }]</c>.
/// </summary>
public interface IEntryCustomers
{
    /// <summary>Path that finds customers, such as <c>/customers/picker</c>.</summary>
    string PickerUrl { get; }

    /// <summary>One customer of the scope's member, with the people who can be chosen; at most two statements.</summary>
    /// <param name="customerId">The company's id.</param>
    /// <param name="cancel">Cancels.</param>
    /// <returns>Null when the member has no such customer.</returns>
    Task<EntryCustomer?> FindAsync(Guid customerId, CancellationToken cancel);
}

/// <summary>A customer as an entry copies it.</summary>
/// <param name="Id">The company's id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Contacts">Contact persons who are still there.</param>
public sealed record EntryCustomer(Guid Id, string Name, IReadOnlyList<EntryContact> Contacts);

/// <summary>A contact person as an entry copies it.</summary>
/// <param name="Id">The person's id.</param>
/// <param name="Name">The name.</param>
/// <param name="Title">役職, or null.</param>
public sealed record EntryContact(Guid Id, string Name, string? Title);
