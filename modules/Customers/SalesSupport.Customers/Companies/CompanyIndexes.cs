using SalesSupport.Abstractions;
using SalesSupport.Customers.BulkChanges;
using SalesSupport.Customers.CompanyViews;
using SalesSupport.Customers.Data;

namespace SalesSupport.Customers.Companies;

/// <summary>The list's page.</summary>
internal sealed record CompanyIndex(CompanyFilter Filter, CompanyPage Page, PeopleBook People, WordsInUse Words, SavedViews Views, SavedView? View, CompanyColumns Columns)
{
    /// <summary>What is ticked, and what the form below the list holds.</summary>
    public BulkChangeForm Change { get; init; } = new();
}

/// <summary>The list as its address asks for it.</summary>
internal sealed class CompanyIndexes(CustomersDbContext db, CompanyQueries queries, IPeople people, CustomerWords words, CurrentUser user, TimeProvider clock)
{
    /// <summary>More rows than this are not loaded at once when somebody comes back to the list.</summary>
    private const int MostShown = 500;

    /// <param name="asked">What the address asks for, or null when it asks for nothing: then the list opens with the reader's first view.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>Null when it asks for the customers of somebody who is not of this member.</returns>
    public async Task<CompanyIndex?> LoadAsync(CompanyFilter? asked, CancellationToken cancel)
    {
        var filter = asked ?? new CompanyFilter();
        var book = await people.GetAsync(cancel);
        var views = await queries.ViewsAsync(db, user.Id, cancel);
        if (asked is null && views.First is { } first)
        {
            filter = CompanyFilter.Parse(first.Filter) with { View = first.Name };
        }

        var view = views.Named(filter.View);
        filter = filter with { View = view?.Name };
        // One who has been deleted may still stand in a saved view.
        if (Guid.TryParse(filter.Owner, out var owner) && book.Find(owner) is null && (view is null || CompanyFilter.Parse(view.Filter).Owner != filter.Owner))
        {
            return null;
        }

        var columns = views.ColumnsOf(view);
        var wide = (columns & ColumnSets.Wide) != CompanyColumns.None;
        var further = filter.After is not null;
        var size = further ? CompanyList.PageSize : Math.Clamp(filter.Shown ?? 0, CompanyList.PageSize, MostShown);
        var rows = filter is { IsEmpty: true, Sort: CompanySort.Kana, After: null } && size == CompanyList.PageSize && !wide
            ? await queries.FirstPageAsync(db, cancel)
            : await CompanyList.LoadAsync(db, filter, user.Id, clock.Today(), cancel, size, wide);
        filter = filter with { Shown = Math.Min(MostShown, (further ? Math.Max(filter.Shown ?? 0, 0) : 0) + rows.Rows.Count) };
        return new CompanyIndex(filter, rows, book, await words.GetAsync(cancel), views, view, columns);
    }
}
