using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesSupport.Customers.Data;
using SalesSupport.DailyReports.Contracts;

namespace SalesSupport.Customers.FromOthers;

/// <summary>Imported reports may tell of a later activity with their customers than was known.</summary>
internal sealed class RememberImportedActivity(CustomersDbContext db) : INotificationHandler<ReportsImported>
{
    public async Task Handle(ReportsImported notification, CancellationToken cancellationToken)
    {
        foreach (var day in notification.LatestDates.GroupBy(l => l.Value))
        {
            var (date, customers) = (day.Key, day.Select(l => l.Key).ToArray());
            await db.Companies.Where(c => customers.Contains(c.Id) && c.LastActivityOn < date).ExecuteUpdateAsync(set => set.SetProperty(c => c.LastActivityOn, date), cancellationToken);
        }
    }
}

/// <summary>Once they are taken out again, or are gone with their owner, the latest activity is the one before them.</summary>
internal sealed class ForgetDroppedActivity(CustomersDbContext db) : INotificationHandler<ImportUndone>, INotificationHandler<ReportsDropped>
{
    public Task Handle(ImportUndone notification, CancellationToken cancellationToken) => ForgetAsync(notification.Dropped, cancellationToken);

    public Task Handle(ReportsDropped notification, CancellationToken cancellationToken) => ForgetAsync(notification.Dropped, cancellationToken);

    private async Task ForgetAsync(IReadOnlyList<DroppedActivity> dropped, CancellationToken cancel)
    {
        foreach (var day in dropped.GroupBy(d => d.Was))
        {
            await ForgetWithdrawnActivity.TakeBackAsync(db, day.Key, day.ToDictionary(d => d.CustomerId, d => d.Latest), cancel);
        }
    }
}
