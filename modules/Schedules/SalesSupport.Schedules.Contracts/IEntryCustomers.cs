namespace SalesSupport.Schedules.Contracts;

/// <summary>
/// Where the form of an entry finds customers and their people. A slot, filled by the module that keeps customers: implement it in <c>ForOthers</c>. Without one the form has no customer field.
/// The addresses answer combo boxes: <c>?q=</c> → JSON <c>[{ "id", "title", "detail" }]</c>.
/// </summary>
public interface IEntryCustomers
{
    /// <summary>Path that finds customers, such as <c>/customers/picker</c>.</summary>
    string PickerUrl { get; }
}
