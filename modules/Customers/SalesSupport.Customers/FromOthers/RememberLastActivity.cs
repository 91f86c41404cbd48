using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesSupport.Customers.Companies;
using SalesSupport.Customers.Data;
using SalesSupport.DailyReports.Contracts;

namespace SalesSupport.Customers.FromOthers;

/// <summary>A submitted report is the latest activity with its customers. Not an edit of them: their version stays, so that nobody who has one open meets a conflict.</summary>
internal sealed class RememberLastActivity(CustomersDbContext db) : INotificationHandler<ReportSubmitted>
{
    public async Task Handle(ReportSubmitted notification, CancellationToken cancellationToken)
    {
        if (notification.CustomerIds.Count > 0)
        {
            await db.Companies.Where(c => notification.CustomerIds.Contains(c.Id) && c.LastActivityOn < notification.Date)
                .ExecuteUpdateAsync(set => set.SetProperty(c => c.LastActivityOn, notification.Date), cancellationToken);
        }

        if (notification.Dropped is { Count: > 0 } dropped)
        {
            await ForgetWithdrawnActivity.TakeBackAsync(db, notification.Date, dropped, cancellationToken);
        }
    }
}

/// <summary>A withdrawn report is private again: the latest activity is the one before it, unless a later one has come meanwhile.</summary>
internal sealed class ForgetWithdrawnActivity(CustomersDbContext db) : INotificationHandler<ReportWithdrawn>
{
    public Task Handle(ReportWithdrawn notification, CancellationToken cancellationToken) => TakeBackAsync(db, notification.Date, notification.LatestDates, cancellationToken);

    public static async Task TakeBackAsync(CustomersDbContext db, DateOnly date, IReadOnlyDictionary<Guid, DateOnly?> latestDates, CancellationToken cancel)
    {
        foreach (var (customer, latest) in latestDates)
        {
            await db.Companies.Where(c => c.Id == customer && c.LastActivityOn == date)
                .ExecuteUpdateAsync(set => set.SetProperty(c => c.LastActivityOn, latest ?? Company.NoActivity), cancel);
        }
    }
}
