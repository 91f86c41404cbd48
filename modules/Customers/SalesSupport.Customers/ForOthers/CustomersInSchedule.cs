using Microsoft.EntityFrameworkCore;
using SalesSupport.Customers.Data;
using SalesSupport.Schedules.Contracts;

namespace SalesSupport.Customers.ForOthers;

/// <summary>Lets an entry of the schedule name a customer and one of its people.</summary>
internal sealed class CustomersInSchedule(CustomersDbContext db) : IEntryCustomers
{
    public string PickerUrl => "/customers/picker";

    public async Task<EntryCustomer?> FindAsync(Guid customerId, CancellationToken cancel)
    {
        if (await db.Companies.AsNoTracking().Where(c => c.Id == customerId).Select(c => c.Name).SingleOrDefaultAsync(cancel) is not { } name)
        {
            return null;
        }

        var people = await db.Contacts.AsNoTracking().Where(c => c.CompanyId == customerId && !c.Left).OrderBy(c => c.Id).Select(c => new { c.Id, c.Name, c.Title }).ToListAsync(cancel);
        return new EntryCustomer(customerId, name, [.. people.Select(c => new EntryContact(c.Id, c.Name, c.Title.Length == 0 ? null : c.Title))]);
    }
}
