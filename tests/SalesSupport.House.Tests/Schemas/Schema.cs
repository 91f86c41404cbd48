using System.Globalization;
using System.Text.RegularExpressions;

namespace SalesSupport.House.Tests.Schemas;

/// <summary>What a database's tables are made of, one line for each part and in words that do not depend on the engine, so that two can be compared by their lines.</summary>
internal sealed partial class Schema
{
    private readonly SortedSet<string> lines = new(StringComparer.Ordinal);

    /// <summary>The parts of each table.</summary>
    public IReadOnlySet<string> Lines => lines;

    public int Tables => lines.Select(l => l[..l.IndexOf(' ', StringComparison.Ordinal)]).Distinct().Count();

    public void Column(string table, string name, string type, bool nullable) => lines.Add($"{table} column {name}: {Kind(type)}{(nullable ? ", may be empty" : "")}");

    public void Key(string table, IEnumerable<string> columns) => lines.Add($"{table} key: {string.Join(", ", columns)}");

    /// <param name="table">The table.</param>
    /// <param name="name">The index.</param>
    /// <param name="unique">Whether each value occurs once.</param>
    /// <param name="columns">In their order.</param>
    /// <param name="filter">Which rows it holds; null for all.</param>
    public void Index(string table, string name, bool unique, IEnumerable<(string Name, bool Descending)> columns, string? filter) =>
        lines.Add($"{table} index {name}: {string.Join(", ", columns.Select(c => c.Descending ? $"{c.Name} descending" : c.Name))}{(unique ? ", unique" : "")}{(filter is null ? "" : $", where {Plain().Replace(filter, "").ToUpperInvariant()}")}");

    public void ForeignKey(string table, IEnumerable<string> columns, string principal, IEnumerable<string> keys, string onDelete) =>
        // SQL Server has no RESTRICT; checked at once or at the statement's end is the same to us.
        lines.Add($"{table} foreign key: {string.Join(", ", columns)} to {principal} ({string.Join(", ", keys)}), on delete {onDelete.ToUpperInvariant().Replace("RESTRICT", "NO ACTION", StringComparison.Ordinal)}");

    /// <summary>As SQLite would say it, which knows texts, numbers and bytes, and no lengths.</summary>
    public Schema AsOnSqlite() => WithKinds(kind => kind switch
    {
        "int" or "long" => "int",
        "bytes" => "bytes",
        _ => "text",
    });

    /// <summary>SQL Server has no text with a length over 4,000 letters, and gives 450 to one in a key that has none.</summary>
    public Schema WithoutTheLimitsOfSqlServer() => WithKinds(kind => Length().Match(kind) is { Success: true } text && int.Parse(text.Groups[1].Value, CultureInfo.InvariantCulture) is 450 or > 4000 ? "text" : kind);

    /// <summary>Without the tables that Quartz makes for itself on a server, by its own script.</summary>
    public Schema WithoutQuartz()
    {
        var own = new Schema();
        own.lines.UnionWith(lines.Where(l => !l.StartsWith(Infrastructure.JobStore.TablePrefix, StringComparison.Ordinal)));
        return own;
    }

    /// <summary>What one has and the other has not.</summary>
    public IReadOnlyList<string> Differences(Schema other) => [.. lines.Except(other.lines).Select(l => $"- {l}"), .. other.lines.Except(lines).Select(l => $"+ {l}")];

    private Schema WithKinds(Func<string, string> change)
    {
        var changed = new Schema();
        changed.lines.UnionWith(lines.Select(l => KindOfColumn().Replace(l, m => change(m.Value))));
        return changed;
    }

    // By each engine's own words. One that is new here stays as it is, and is seen as a difference.
    private static string Kind(string type)
    {
        var plain = type.ToLowerInvariant();
        return Length().Match(plain) is { Success: true } text ? $"text of {text.Groups[1].Value}" : plain switch
        {
            "nvarchar(max)" or "text" => "text",
            "int" or "integer" => "int",
            "bigint" => "long",
            "uniqueidentifier" or "uuid" => "guid",
            "datetime2" or "datetime2(7)" or "timestamp with time zone" => "instant",
            "date" => "date",
            "time" or "time(7)" or "time without time zone" => "time",
            "varbinary(max)" or "bytea" or "blob" => "bytes",
            _ => plain,
        };
    }

    [GeneratedRegex(@"^(?:nvarchar\(|character varying\(|text of )(\d+)\)?$")]
    private static partial Regex Length();

    [GeneratedRegex(@"(?<= column \w+: )(?:text of \d+|[a-z]+)")]
    private static partial Regex KindOfColumn();

    [GeneratedRegex("""["\[\]()]""")]
    private static partial Regex Plain();
}
