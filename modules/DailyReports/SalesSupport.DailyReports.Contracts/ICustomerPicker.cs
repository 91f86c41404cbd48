namespace SalesSupport.DailyReports.Contracts;

/// <summary>
/// Where the form of a report finds customers and their people. A slot, filled by the module that keeps customers: implement it in <c>ForOthers</c>. Without one the form
/// has no customer field. The addresses answer combo boxes: <c>?q=</c> → JSON <c>[{ "id", "title", "detail" }]</c>.
/// </summary>
public interface ICustomerPicker
{
    /// <summary>Path that finds customers, such as <c>/customers/picker</c>.</summary>
    string PickerUrl { get; }

    /// <summary>Path to which a form with <c>Name</c> is posted to register a customer by its name alone (JSON answer <c>{ "id", "title" }</c>), or null when that is not offered.</summary>
    string? QuickCreateUrl { get; }
}
