using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesSupport.Customers.Companies;
using SalesSupport.Customers.Data;
using SalesSupport.IdentityBridge.Contracts;

namespace SalesSupport.Customers.FromOthers;

/// <summary>A deleted user's customers go to whoever takes over, else they become 担当なし (R17). Lists that the user had saved go.</summary>
internal sealed class HandOverCustomersOfDeleted(CustomersDbContext db, TimeProvider clock) : INotificationHandler<UserDeleted>
{
    public async Task Handle(UserDeleted notification, CancellationToken cancellationToken)
    {
        var (id, now) = (notification.UserId, clock.GetUtcNow());
        var change = new CompanyChange { SetsOwner = true, OwnerId = notification.SuccessorId };
        foreach (var company in await db.Companies.Where(c => c.OwnerId == id).ToListAsync(cancellationToken))
        {
            company.Change(change, now);
        }

        db.Views.RemoveRange(await db.Views.Where(v => v.UserId == id).ToListAsync(cancellationToken));
        db.ColumnChoices.RemoveRange(await db.ColumnChoices.Where(c => c.Id == id).ToListAsync(cancellationToken));
    }
}
