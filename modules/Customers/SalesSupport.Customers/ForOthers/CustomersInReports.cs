using SalesSupport.DailyReports.Contracts;

namespace SalesSupport.Customers.ForOthers;

/// <summary>Lets a report's form pick a customer and its people, and make a new customer.</summary>
internal sealed class CustomersInReports : ICustomerPicker
{
    public string PickerUrl => "/customers/picker";

    public string? QuickCreateUrl => "/customers/quick";
}
