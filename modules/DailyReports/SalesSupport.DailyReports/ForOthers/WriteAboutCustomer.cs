using Microsoft.Extensions.Localization;
using SalesSupport.Customers.Contracts;
using SalesSupport.DailyReports.Reading;

namespace SalesSupport.DailyReports.ForOthers;

/// <summary>日報を書く on a customer's page: today's report with the customer filled in.</summary>
internal sealed class WriteAboutCustomer(IStringLocalizer<Texts> texts) : ICustomerAction
{
    public string Icon => "pencil";

    public string Text => texts["WriteReport"];

    public string UrlFor(Guid customerId) => $"/reports/today?customer={customerId}";
}

/// <summary>日報を見る on a customer's page: everybody's reports with an activity there.</summary>
internal sealed class ReadAboutCustomer(IStringLocalizer<Texts> texts) : ICustomerAction
{
    public string Icon => "report";

    public string Text => texts["ReadReports"];

    public string UrlFor(Guid customerId) => new ReportFilter { Customer = customerId }.Address("/reports");
}
