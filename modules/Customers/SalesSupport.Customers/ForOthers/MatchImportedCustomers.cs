using Microsoft.EntityFrameworkCore;
using SalesSupport.Customers.Companies;
using SalesSupport.Customers.Data;
using SalesSupport.DailyReports.Contracts;

namespace SalesSupport.Customers.ForOthers;

/// <summary>Finds the customers of imported reports by what duplicates share: the name without its legal form, folded. Of several with one key it is the one that is written the same.</summary>
internal sealed class MatchImportedCustomers(CustomersDbContext db, CustomerWords words, TimeProvider clock) : ICustomerMatcher
{
    public async Task<IReadOnlyDictionary<string, Guid>> MatchAsync(IReadOnlyCollection<string> names, CancellationToken cancel)
    {
        var keys = names.Select(Key).Distinct(StringComparer.Ordinal).ToArray();
        var found = (await db.Companies.AsNoTracking().Where(c => keys.Contains(c.NameKey)).Select(c => new { c.Id, c.Name, c.NameKey }).ToListAsync(cancel)).ToLookup(c => c.NameKey, StringComparer.Ordinal);
        var matched = new Dictionary<string, Guid>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            var meant = found[Key(name)].ToArray();
            meant = meant.Length > 1 ? [.. meant.Where(c => c.Name == name)] : meant;
            if (meant.Length == 1)
            {
                matched[name] = meant[0].Id;
            }
        }

        return matched;
    }

    public IReadOnlyDictionary<string, Guid> Register(IReadOnlyCollection<string> names)
    {
        var now = clock.GetUtcNow();
        var made = new Dictionary<string, Guid>(StringComparer.Ordinal);
        foreach (var same in names.GroupBy(Key, StringComparer.Ordinal))
        {
            var company = Company.Register(Guid.CreateVersion7(), new CompanyDetails(same.First()), now);
            db.Companies.Add(company);
            foreach (var name in same)
            {
                made[name] = company.Id;
            }
        }

        words.Forget();
        return made;
    }

    private static string Key(string name) => CompanyName.Cut(CompanyName.Key(name), 240);
}
