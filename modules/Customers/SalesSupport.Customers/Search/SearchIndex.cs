using Microsoft.EntityFrameworkCore;
using SalesSupport.Abstractions;
using SalesSupport.Customers.Companies;
using SalesSupport.Customers.Contacts;
using SalesSupport.Customers.Data;

namespace SalesSupport.Customers.Search;

/// <summary>One pair of characters (or a first character) that stands somewhere in a company's <see cref="CompanySearchText"/>.</summary>
[NotAudited("follows from companies and their people")]
internal sealed class CompanySearchTerm : ITenantOwned
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public Guid TenantId { get; private set; }

    public Guid CompanyId { get; init; }

    public required string Term { get; init; }
}

/// <summary>All that a company is found by, folded, one thing a line: name, reading, phone digits, web site, its people with their numbers and mail addresses. Not a column of the company, since adding a person is no edit of it.</summary>
[NotAudited("follows from companies and their people")]
internal sealed class CompanySearchText : ITenantOwned
{
    /// <summary>The company's id.</summary>
    public Guid Id { get; init; }

    public Guid TenantId { get; private set; }

    public string Text { get; set; } = "";
}

/// <summary>Keeps what companies are found by, in the save that changes them.</summary>
internal static class SearchIndex
{
    private const int MostCharacters = 20000;
    private static readonly string[] FoundBy = [nameof(Company.Name), nameof(Company.NameKey), nameof(Company.Kana), nameof(Company.Phone), nameof(Company.Website)];

    /// <returns>Whether there was anything to keep.</returns>
    public static async Task<bool> RefreshAsync(CustomersDbContext db, CancellationToken cancel)
    {
        // What a company is not found by, such as the day of its last report, which every report writes, leaves the index alone.
        var companies = db.ChangeTracker.Entries<Company>().Where(e => e.State == EntityState.Added || (e.State == EntityState.Modified && FoundBy.Any(p => e.Property(p).IsModified))).ToArray();
        var brandNew = companies.Where(e => e.State == EntityState.Added).Select(e => e.Entity.Id).ToHashSet();
        Guid[] touched =
        [
            .. companies.Select(e => e.Entity.Id)
                .Concat(db.ChangeTracker.Entries<Contact>().Where(e => e.State is EntityState.Added or EntityState.Deleted || (e.State == EntityState.Modified && e.Property(c => c.SearchKey).IsModified)).Select(e => e.Entity.CompanyId))
                .Distinct(),
        ];
        if (touched.Length == 0)
        {
            return false;
        }

        var known = touched.Where(id => !brandNew.Contains(id)).ToArray();
        if (known.Length > 0)
        {
            await db.Companies.Where(c => known.Contains(c.Id)).LoadAsync(cancel);
            await db.Contacts.Where(c => known.Contains(c.CompanyId)).LoadAsync(cancel);
            await db.SearchTexts.Where(s => known.Contains(s.Id)).LoadAsync(cancel);
            await db.SearchTerms.Where(t => known.Contains(t.CompanyId)).LoadAsync(cancel);
        }

        var all = touched.ToHashSet();
        var people = Live<Contact>(db).ToLookup(c => c.CompanyId);
        var texts = Live<CompanySearchText>(db).ToDictionary(s => s.Id);
        var terms = Live<CompanySearchTerm>(db).ToLookup(t => t.CompanyId);
        foreach (var company in Live<Company>(db).Where(c => all.Contains(c.Id)))
        {
            Refresh(db, company, people[company.Id], texts.GetValueOrDefault(company.Id), [.. terms[company.Id]]);
        }

        return true;
    }

    private static T[] Live<T>(CustomersDbContext db)
        where T : class => [.. db.ChangeTracker.Entries<T>().Where(e => e.State is not (EntityState.Deleted or EntityState.Detached)).Select(e => e.Entity)];

    private static void Refresh(CustomersDbContext db, Company company, IEnumerable<Contact> people, CompanySearchText? text, IReadOnlyCollection<CompanySearchTerm> old)
    {
        string[] names = [CompanyName.Fold(company.Name), company.NameKey, SearchText.Fold(company.Kana)];
        var persons = people.OrderBy(p => p.Id).Select(p => p.SearchKey.Split('\n')).ToArray();
        string[] lines = [.. names, TypedNumber.Digits(company.Phone), SearchText.Fold(company.Website.Split("://")[^1]), .. persons.SelectMany(p => p)];
        if (text is null)
        {
            db.SearchTexts.Add(text = new CompanySearchText { Id = company.Id });
        }

        text.Text = CompanyName.Cut(string.Join('\n', lines.Where(l => l.Length > 0).Distinct(StringComparer.Ordinal)), MostCharacters);
        var wanted = SearchWords.TermsOf(lines);
        // Found from the first character typed on; of people by the written name only, for 林 and 森.
        wanted.UnionWith(names.Concat(persons.Select(p => p[0])).Where(n => n.Length > 0 && !char.IsSurrogate(n[0])).Select(n => n[..1]));
        db.SearchTerms.RemoveRange(old.Where(t => !wanted.Contains(t.Term)));
        wanted.ExceptWith(old.Select(t => t.Term));
        db.SearchTerms.AddRange(wanted.Select(w => new CompanySearchTerm { CompanyId = company.Id, Term = w }));
    }
}
