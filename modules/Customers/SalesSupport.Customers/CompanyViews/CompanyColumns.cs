namespace SalesSupport.Customers.CompanyViews;

/// <summary>Columns of the list beside the name, which always stands there. Only what the list's one query gives.</summary>
[Flags]
internal enum CompanyColumns
{
    None = 0,
    Kana = 1,
    Rank = 2,
    Owner = 4,
    LastActivity = 8,
    Industry = 16,
    Tags = 32,
    Phone = 64,
    Address = 128,
    Updated = 256,
}

/// <summary>Sets of columns, as they are stored: words with commas, in which one that has gone does no harm to the rest.</summary>
internal static class ColumnSets
{
    /// <summary>What somebody sees who has chosen nothing.</summary>
    public const CompanyColumns Default = CompanyColumns.Kana | CompanyColumns.Rank | CompanyColumns.Owner | CompanyColumns.LastActivity | CompanyColumns.Industry;

    /// <summary>What the query for everybody leaves out, since few show it.</summary>
    public const CompanyColumns Wide = CompanyColumns.Tags | CompanyColumns.Phone | CompanyColumns.Address;

    public static IReadOnlyList<CompanyColumns> All { get; } = [.. Enum.GetValues<CompanyColumns>().Where(c => c != CompanyColumns.None)];

    public static CompanyColumns Parse(string words) => Of(words.Split(',').Select(w => Enum.TryParse<CompanyColumns>(w.Trim(), out var column) ? column : CompanyColumns.None));

    public static CompanyColumns Of(IEnumerable<CompanyColumns> columns) => columns.Aggregate(CompanyColumns.None, (all, one) => all | one);

    public static IEnumerable<CompanyColumns> In(CompanyColumns columns) => All.Where(c => columns.HasFlag(c));
}
