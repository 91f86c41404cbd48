using Microsoft.EntityFrameworkCore;
using SalesSupport.Abstractions;
using SalesSupport.Customers.Companies;
using SalesSupport.Customers.Data;

namespace SalesSupport.Customers.ForOthers;

/// <summary>A line of the tile.</summary>
internal sealed record MyCustomer(Guid Id, string Name, CompanyRank Rank, DateOnly LastActivityOn);

/// <summary>わたしの顧客: those whose turn it is, longest without activity first.</summary>
internal sealed class MyCustomersTile(CustomersDbContext db, CurrentUser user) : IHomeTile
{
    public int Order => 40;

    public async Task<HomeTile?> GetAsync(CancellationToken cancel) => new(
        "/Customers/ForOthers/_MyCustomers.cshtml",
        await db.Companies.AsNoTracking().Where(c => c.OwnerId == user.Id).OrderBy(c => c.LastActivityOn).ThenBy(c => c.Id).Take(5)
            .Select(c => new MyCustomer(c.Id, c.Name, c.Rank, c.LastActivityOn)).ToListAsync(cancel));
}
