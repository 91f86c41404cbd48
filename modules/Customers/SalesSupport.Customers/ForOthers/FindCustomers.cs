using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.Customers.Data;
using SalesSupport.Customers.Search;

namespace SalesSupport.Customers.ForOthers;

/// <summary>Customers and their people in the search box of every page.</summary>
internal sealed class FindCustomers(CustomersDbContext db, IPeople people, IStringLocalizer<Texts> texts) : ISearchSource
{
    public int Order => 10;

    public async Task<IReadOnlyList<SearchHit>> FindAsync(string text, int take, CancellationToken cancel)
    {
        if (SearchWords.Parse(text) is not { } words)
        {
            return [];
        }

        var book = await people.GetAsync(cancel);
        var companies = await db.Companies.AsNoTracking().Matching(db, words).OrderBy(c => c.SortKey).ThenBy(c => c.Id).Take(take)
            .Select(c => new { c.Id, c.Name, c.OwnerId }).ToListAsync(cancel);
        var hits = companies.Select(c => new SearchHit(texts["KindCustomer"], "building", c.Name, book.Find(c.OwnerId)?.Name, $"/customers/{c.Id}")).ToList();

        // Their companies are found by the index, so only those few companies' people are compared, in the order of the index by which they are read: by their ids SQLite would walk all of the member's people.
        var contacts = db.Contacts.AsNoTracking().Where(c => db.Companies.Matching(db, words).Select(f => f.Id).Contains(c.CompanyId));
        foreach (var word in words.Words)
        {
            contacts = contacts.Where(c => c.SearchKey.Contains(word));
        }

        var found = await contacts.OrderBy(c => c.CompanyId).ThenBy(c => c.Id).Take(take).Join(db.Companies, c => new { c.TenantId, Id = c.CompanyId }, c => new { c.TenantId, c.Id }, (contact, company) => new { contact.Id, contact.Name, CompanyId = company.Id, Company = company.Name })
            .ToListAsync(cancel);
        hits.AddRange(found.Select(c => new SearchHit(texts["KindContact"], "user", c.Name, c.Company, $"/customers/{c.CompanyId}#contacts")));
        return hits.Count > take ? hits[..take] : hits;
    }
}
