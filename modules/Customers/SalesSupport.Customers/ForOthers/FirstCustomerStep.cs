using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.Customers.Data;

namespace SalesSupport.Customers.ForOthers;

/// <summary>First day: register a customer.</summary>
internal sealed class FirstCustomerStep(CustomersDbContext db, IStringLocalizer<Texts> texts) : IFirstDayStep
{
    public int Order => 40;

    public async Task<FirstDayStep> GetAsync(CancellationToken cancel) => new(texts["FirstDayCustomer"], "/customers/new", await db.Companies.AnyAsync(cancel));
}
