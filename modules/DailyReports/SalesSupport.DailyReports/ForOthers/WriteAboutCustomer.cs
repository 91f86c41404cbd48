using Microsoft.Extensions.Localization;
using SalesSupport.Customers.Contracts;

namespace SalesSupport.DailyReports.ForOthers;

/// <summary>日報を書く on a customer's page: today's report with the customer filled in.</summary>
internal sealed class WriteAboutCustomer(IStringLocalizer<Texts> texts) : ICustomerAction
{
    public string Icon => "pencil";

    public string Text => texts["WriteReport"];

    public string UrlFor(Guid customerId) => $"/reports/today?customer={customerId}";
}
