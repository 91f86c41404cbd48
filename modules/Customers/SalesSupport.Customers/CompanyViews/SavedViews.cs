using SalesSupport.Customers.Companies;

namespace SalesSupport.Customers.CompanyViews;

/// <summary>A row of the one statement that reads a user's views and the columns without one; those have no name.</summary>
internal sealed class SavedView
{
    public Guid Id { get; init; }

    public int Version { get; init; }

    public string Name { get; init; } = "";

    public string Filter { get; init; } = "";

    public string Columns { get; init; } = "";

    /// <summary>1 or 0: a truth value of a column and a constant one are not the same to every engine.</summary>
    public int First { get; init; }

    public bool IsFirst => First == 1;

    public string Url => CompanyFilter.Address(Filter, Name);
}

/// <summary>What a user has saved about the list: views by age, and the columns without one.</summary>
internal sealed record SavedViews(IReadOnlyList<SavedView> All, CompanyColumns Columns)
{
    public SavedView? First => All.FirstOrDefault(v => v.IsFirst);

    public static SavedViews Of(IReadOnlyCollection<SavedView> rows) => new(
        [.. rows.Where(r => r.Name.Length > 0).OrderBy(r => r.Id.ToString("N"), StringComparer.Ordinal)],
        rows.FirstOrDefault(r => r.Name.Length == 0) is { } choice ? ColumnSets.Parse(choice.Columns) : ColumnSets.Default);

    public SavedView? Named(string? name) => name is null ? null : All.FirstOrDefault(v => v.Name == name);

    public CompanyColumns ColumnsOf(SavedView? view) => view is null ? Columns : ColumnSets.Parse(view.Columns);
}
