using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using SalesSupport.Customers.Data;
using SalesSupport.IdentityBridge.Contracts;

namespace SalesSupport.Customers.ForOthers;

/// <summary>What of this module a user has, before they are deleted (R17).</summary>
internal sealed class CustomersOfUser(CustomersDbContext db, IStringLocalizer<Texts> texts) : IUserBelongings
{
    public async Task<IReadOnlyList<UserBelonging>> CountAsync(Guid userId, CancellationToken cancel) =>
    [
        new(texts["BelongingCustomers"], await db.Companies.CountAsync(c => c.OwnerId == userId, cancel), texts["BelongingCustomersAlone"], texts["BelongingCustomersHandedOver"]),
    ];
}
