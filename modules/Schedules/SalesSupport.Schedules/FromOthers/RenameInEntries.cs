using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesSupport.Customers.Contracts;
using SalesSupport.Schedules.Data;

namespace SalesSupport.Schedules.FromOthers;

/// <summary>
/// A renamed customer has its new name in every entry. Those that are still to come are changed one by one, so that whoever has sent them elsewhere hears of it; what is past is no edit. Who is no longer
/// registered as a contact person keeps the name they had.
/// </summary>
internal sealed class RenameCustomerInEntries(SchedulesDbContext db, TimeProvider clock) : INotificationHandler<CustomerRenamed>
{
    public async Task Handle(CustomerRenamed notification, CancellationToken cancellationToken)
    {
        var (id, name, now) = (notification.CustomerId, notification.Name, clock.GetUtcNow());
        foreach (var entry in await db.Entries.Include(e => e.Occurrences).Include(e => e.Places)
            .Where(e => e.LastAt > now && (e.CustomerId == id || e.Occurrences.Any(o => o.CustomerId == id))).AsSplitQuery().ToListAsync(cancellationToken))
        {
            entry.RenameCustomer(id, name);
        }

        await db.Entries.Where(e => e.CustomerId == id && e.LastAt <= now).ExecuteUpdateAsync(s => s.SetProperty(e => e.CustomerName, name), cancellationToken);
        await db.Occurrences.Where(o => o.CustomerId == id && o.EndsAt <= now).ExecuteUpdateAsync(s => s.SetProperty(o => o.CustomerName, name), cancellationToken);
    }
}

/// <summary>The same for a contact person.</summary>
internal sealed class RenameContactInEntries(SchedulesDbContext db, TimeProvider clock) : INotificationHandler<ContactRenamed>
{
    public async Task Handle(ContactRenamed notification, CancellationToken cancellationToken)
    {
        var (id, name, now) = (notification.ContactId, notification.Name, clock.GetUtcNow());
        foreach (var entry in await db.Entries.Include(e => e.Occurrences).Include(e => e.Places)
            .Where(e => e.LastAt > now && (e.ContactId == id || e.Occurrences.Any(o => o.ContactId == id))).AsSplitQuery().ToListAsync(cancellationToken))
        {
            entry.RenameContact(id, name);
        }

        await db.Entries.Where(e => e.ContactId == id && e.LastAt <= now).ExecuteUpdateAsync(s => s.SetProperty(e => e.ContactName, name), cancellationToken);
        await db.Occurrences.Where(o => o.ContactId == id && o.EndsAt <= now).ExecuteUpdateAsync(s => s.SetProperty(o => o.ContactName, name), cancellationToken);
    }
}
