using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesSupport.Customers.Contracts;
using SalesSupport.DailyReports.Data;
using SalesSupport.DailyReports.Reports;

namespace SalesSupport.DailyReports.FromOthers;

/// <summary>Copies a new customer's name, so that a report is shown by one module's tables.</summary>
internal sealed class KeepCustomerName(DailyReportsDbContext db) : INotificationHandler<CustomerRegistered>
{
    public Task Handle(CustomerRegistered notification, CancellationToken cancellationToken)
    {
        db.CustomerNames.Add(new CustomerName { Id = notification.CustomerId, Name = notification.Name });
        return Task.CompletedTask;
    }
}

/// <summary>A renamed customer has its new name in every report, also where lists show it.</summary>
internal sealed class RenameCustomerInReports(DailyReportsDbContext db) : INotificationHandler<CustomerRenamed>
{
    public async Task Handle(CustomerRenamed notification, CancellationToken cancellationToken)
    {
        var id = notification.CustomerId;
        if (await db.CustomerNames.SingleOrDefaultAsync(c => c.Id == id, cancellationToken) is { } copy)
        {
            copy.Name = notification.Name;
        }
        else
        {
            db.CustomerNames.Add(new CustomerName { Id = id, Name = notification.Name });
        }

        var name = notification.Name;
        var reports = db.Activities.Where(a => a.CustomerId == id).Select(a => a.ReportId);
        await db.Reports.Where(r => reports.Contains(r.Id) && r.LeadCustomerId == id).ExecuteUpdateAsync(s => s.SetProperty(r => r.LeadCustomer, name), cancellationToken);
    }
}

/// <summary>Copies a contact person's name.</summary>
internal sealed class KeepContactName(DailyReportsDbContext db) : INotificationHandler<ContactRegistered>
{
    public Task Handle(ContactRegistered notification, CancellationToken cancellationToken)
    {
        db.ContactNames.Add(new ContactName { Id = notification.ContactId, CustomerId = notification.CustomerId, Name = notification.Name, Title = notification.Title });
        return Task.CompletedTask;
    }
}

/// <summary>Refreshes the copy.</summary>
internal sealed class RenameContactInReports(DailyReportsDbContext db) : INotificationHandler<ContactRenamed>
{
    public async Task Handle(ContactRenamed notification, CancellationToken cancellationToken)
    {
        if (await db.ContactNames.SingleOrDefaultAsync(c => c.Id == notification.ContactId, cancellationToken) is not { } copy)
        {
            db.ContactNames.Add(copy = new ContactName { Id = notification.ContactId, CustomerId = notification.CustomerId, Name = notification.Name });
        }

        copy.Name = notification.Name;
        copy.Title = notification.Title;
    }
}

/// <summary>A person who was removed or has left is no longer offered; reports keep the name.</summary>
internal sealed class StopOfferingContact(DailyReportsDbContext db) : INotificationHandler<ContactRemoved>, INotificationHandler<ContactLeft>
{
    public Task Handle(ContactRemoved notification, CancellationToken cancellationToken) => ContactOffers.SetAsync(db, notification.ContactId, offered: false, cancellationToken);

    public Task Handle(ContactLeft notification, CancellationToken cancellationToken) => ContactOffers.SetAsync(db, notification.ContactId, offered: false, cancellationToken);
}

/// <summary>A person whose removal was taken back, or who has come back, is offered again.</summary>
internal sealed class OfferContactAgain(DailyReportsDbContext db) : INotificationHandler<ContactRestored>, INotificationHandler<ContactReturned>
{
    public Task Handle(ContactRestored notification, CancellationToken cancellationToken) => ContactOffers.SetAsync(db, notification.ContactId, offered: true, cancellationToken);

    public Task Handle(ContactReturned notification, CancellationToken cancellationToken) => ContactOffers.SetAsync(db, notification.ContactId, offered: true, cancellationToken);
}

internal static class ContactOffers
{
    public static async Task SetAsync(DailyReportsDbContext db, Guid contactId, bool offered, CancellationToken cancel)
    {
        if (await db.ContactNames.SingleOrDefaultAsync(c => c.Id == contactId, cancel) is { } copy)
        {
            copy.Removed = !offered;
        }
    }
}
