using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.Customers.Contracts;
using SalesSupport.DailyReports.Data;
using SalesSupport.DailyReports.ReportForms;

namespace SalesSupport.DailyReports.ForOthers;

/// <summary>
/// 次の行動 of the last activities on a customer's page. Nobody ticks them off, so one counts as done when something later was reported on the customer on its day or after it.
/// One statement.
/// </summary>
internal sealed class NextActionsOnCustomer(DailyReportsDbContext db, CurrentUser user, IStringLocalizer<Texts> texts) : ICustomerNextActions
{
    private const int Activities = 30;

    public async Task<IReadOnlyList<CustomerNextAction>> GetAsync(Guid customerId, int take, CancellationToken cancel)
    {
        var past = await CustomerPast.Of(db, customerId, user.Id, null, Activities, cancel);
        return
        [
            .. past.Where(a => a.NextActionOn is { } due && !past.Exists(later => later.Date > a.Date && later.Date >= due))
                .OrderBy(a => a.NextActionOn).ThenByDescending(a => a.Date)
                .Take(take)
                .Select(a => new CustomerNextAction(a.NextActionOn!.Value, a.NextAction ?? texts["NextAction"], a.AuthorId, $"/reports/{a.ReportId}")),
        ];
    }
}
