using Microsoft.Extensions.Configuration;

namespace SalesSupport.Infrastructure;

/// <summary>The database that the settings name: <c>Database:Provider</c> is <c>Sqlite</c> (when nothing is said), <c>PostgreSql</c> or <c>SqlServer</c>.</summary>
internal static class DatabaseProvider
{
    public const string Sqlite = "Sqlite", PostgreSql = "PostgreSql", SqlServer = "SqlServer";

    public static string Of(IConfiguration configuration) => configuration["Database:Provider"] ?? Sqlite;

    public static bool IsEmbedded(IConfiguration configuration) => Of(configuration) == Sqlite;
}
