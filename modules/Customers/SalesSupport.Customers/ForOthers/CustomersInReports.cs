using Microsoft.EntityFrameworkCore;
using SalesSupport.Customers.Data;
using SalesSupport.Customers.Search;
using SalesSupport.DailyReports.Contracts;

namespace SalesSupport.Customers.ForOthers;

/// <summary>Lets a report's form pick a customer and its people, and make a new customer.</summary>
internal sealed class CustomersInReports : ICustomerPicker
{
    public string PickerUrl => "/customers/picker";

    public string? QuickCreateUrl => "/customers/quick";
}

/// <summary>Tells which customers a name in the search box means. Not by their people: 佐藤 would bring the reports about every customer where a 佐藤 works.</summary>
internal sealed class CustomersByName(CustomersDbContext db) : ICustomerFinder
{
    public async Task<IReadOnlyList<Guid>> FindAsync(string text, int take, CancellationToken cancel)
    {
        if (SearchWords.Parse(text) is not { } words)
        {
            return [];
        }

        // The index also knows people and numbers, so its few hits are compared once more.
        var found = db.Companies.AsNoTracking().Matching(db, words);
        foreach (var word in words.Words)
        {
            found = found.Where(c => c.NameKey.Contains(word) || c.SortKey.Contains(word));
        }

        return await found.OrderByDescending(c => c.LastActivityOn).ThenByDescending(c => c.Id).Take(take).Select(c => c.Id).ToListAsync(cancel);
    }
}
