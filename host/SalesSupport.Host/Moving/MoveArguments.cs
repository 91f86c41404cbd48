using SalesSupport.Infrastructure;

namespace SalesSupport.Host.Moving;

/// <summary>What <c>migrate-data</c> is told.</summary>
internal sealed record MoveArguments(Place From, Place To)
{
    public static MoveArguments? Parse(IReadOnlyDictionary<string, string> options) =>
        Place.Parse(options.GetValueOrDefault("--from"), null) is { } from && Place.Parse(options.GetValueOrDefault("--to"), options.GetValueOrDefault("--to-owner")) is { } to ? new MoveArguments(from, to) : null;
}

/// <summary>A database as the command line names it.</summary>
/// <param name="Provider">As <c>Database:Provider</c> says it.</param>
/// <param name="Where">A folder, or how to connect.</param>
/// <param name="Owner">How the role that owns the tables connects.</param>
internal sealed record Place(string Provider, string Where, string? Owner)
{
    /// <summary>The data folder, when the database lies in one.</summary>
    public string? Folder => Provider == DatabaseProvider.Sqlite ? Where : null;

    /// <summary>
    /// The settings of a host on it, which go before any other. Each member has a session of its own: one that goes on from a small member to a large would have PostgreSQL check foreign keys
    /// as it planned to when the tables were small, by reading them through for each row.
    /// </summary>
    public IEnumerable<string> Settings => [$"--Database:Provider={Provider}", $"--Database:ConnectionString={Where};Pooling=false", $"--Database:OwnerConnectionString={Owner}"];

    public static Place? Parse(string? text, string? owner) => text?.Split(':', 2) is [var kind, { Length: > 0 } where]
        ? kind.ToUpperInvariant() switch
        {
            "SQLITE" when owner is null => new Place(DatabaseProvider.Sqlite, where, null),
            "POSTGRESQL" => new Place(DatabaseProvider.PostgreSql, where, owner),
            "SQLSERVER" => new Place(DatabaseProvider.SqlServer, where, owner),
            _ => null,
        }
        : null;
}
