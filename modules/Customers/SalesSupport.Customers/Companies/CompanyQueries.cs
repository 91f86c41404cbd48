using Microsoft.EntityFrameworkCore;
using SalesSupport.Customers.Data;

namespace SalesSupport.Customers.Companies;

/// <summary>The list as it is opened first, by reading and without any filter, translated once per host: building and recognising a query costs more than SQLite needs to answer it.</summary>
internal sealed class CompanyQueries
{
    private readonly Func<CustomersDbContext, int, Task<int>> count = EF.CompileAsyncQuery((CustomersDbContext db, int most) => db.Companies.OrderBy(c => c.SortKey).ThenBy(c => c.Id).Take(most).Count());

    private readonly Func<CustomersDbContext, int, IAsyncEnumerable<CompanyRow>> first = EF.CompileAsyncQuery((CustomersDbContext db, int take) =>
        db.Companies.OrderBy(c => c.SortKey).ThenBy(c => c.Id).Take(take)
            .Select(c => new CompanyRow(c.Id, c.Name, c.Kana, c.Rank, c.OwnerId, c.LastActivityOn, c.Industry, c.SortKey, c.UpdatedAt)));

    /// <summary>The first page and the count, as <see cref="CompanyList"/> would give them.</summary>
    public async Task<CompanyPage> FirstPageAsync(CustomersDbContext db, CancellationToken cancel)
    {
        var rows = new List<CompanyRow>();
        await foreach (var row in first(db, CompanyList.PageSize + 1).WithCancellation(cancel))
        {
            rows.Add(row);
        }

        return CompanyList.Page(rows, CompanyList.PageSize, CompanySort.Kana, await count(db, CompanyList.MostCounted + 1));
    }
}
