using Microsoft.EntityFrameworkCore;
using SalesSupport.Customers.CompanyViews;
using SalesSupport.Customers.Data;

namespace SalesSupport.Customers.Companies;

/// <summary>What each opening of the list reads, and the list as it is opened first, by reading and without any filter. Translated once per host: building and recognising a query costs more than SQLite needs to answer it.</summary>
internal sealed class CompanyQueries
{
    private readonly Func<CustomersDbContext, int, Task<int>> count = EF.CompileAsyncQuery((CustomersDbContext db, int most) => db.Companies.OrderBy(c => c.SortKey).ThenBy(c => c.Id).Take(most).Count());

    private readonly Func<CustomersDbContext, int, IAsyncEnumerable<CompanyRow>> first = EF.CompileAsyncQuery((CustomersDbContext db, int take) =>
        db.Companies.OrderBy(c => c.SortKey).ThenBy(c => c.Id).Take(take)
            .Select(c => new CompanyRow(c.Id, c.Name, c.Kana, c.Rank, c.OwnerId, c.LastActivityOn, c.Industry, c.SortKey, c.UpdatedAt)));

    // Columns without a view are one row more, without a name, so that both are one statement.
    private readonly Func<CustomersDbContext, Guid, IAsyncEnumerable<SavedView>> views = EF.CompileAsyncQuery((CustomersDbContext db, Guid me) =>
        db.Views.Where(v => v.UserId == me).Select(v => new SavedView { Id = v.Id, Version = v.Version, Name = v.Name, Filter = v.Filter, Columns = v.Columns, First = v.IsFirst ? 1 : 0 })
            .Concat(db.ColumnChoices.Where(c => c.Id == me).Select(c => new SavedView { Id = c.Id, Version = c.Version, Name = "", Filter = "", Columns = c.Columns, First = 0 })));

    /// <summary>A user's saved views and columns.</summary>
    public async Task<SavedViews> ViewsAsync(CustomersDbContext db, Guid me, CancellationToken cancel)
    {
        var rows = new List<SavedView>();
        await foreach (var row in views(db, me).WithCancellation(cancel))
        {
            rows.Add(row);
        }

        return SavedViews.Of(rows);
    }

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
