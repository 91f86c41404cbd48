using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using SalesSupport.Abstractions;
using SalesSupport.Customers.Data;

namespace SalesSupport.Customers.Companies;

/// <summary>Words in use, which filters and suggestions offer.</summary>
internal sealed record WordsInUse(IReadOnlyList<string> Industries, IReadOnlyList<string> Tags, DateTimeOffset Until);

/// <summary>Each member's words, as last read.</summary>
internal sealed class CustomerWordsCache
{
    public ConcurrentDictionary<Guid, WordsInUse> Members { get; } = new();
}

/// <summary>Industries and tags of the current member. Finding them reads every customer's entry in an index, so they are kept for a minute; a save here forgets them at once.</summary>
internal sealed class CustomerWords(CustomersDbContext db, IUnitOfWork unitOfWork, CustomerWordsCache cache, TimeProvider clock)
{
    private const int Most = 100;

    public async Task<WordsInUse> GetAsync(CancellationToken cancel)
    {
        if (cache.Members.TryGetValue(db.Tenant, out var known) && known.Until > clock.GetUtcNow())
        {
            return known;
        }

        var industries = await db.Companies.AsNoTracking().Where(c => c.Industry != "").Select(c => c.Industry).Distinct().OrderBy(i => i).Take(Most).ToListAsync(cancel);
        var tags = await db.Tags.AsNoTracking().Select(t => t.Name).Distinct().OrderBy(t => t).Take(Most).ToListAsync(cancel);
        return cache.Members[db.Tenant] = new WordsInUse(industries, tags, clock.GetUtcNow().AddMinutes(1));
    }

    /// <summary>To be called with a save that may bring new words.</summary>
    public void Forget()
    {
        var tenant = db.Tenant;
        unitOfWork.AfterCommit(() => cache.Members.TryRemove(tenant, out _));
    }
}
