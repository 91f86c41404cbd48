using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using SalesSupport.Abstractions;
using SalesSupport.Infrastructure;

namespace SalesSupport.Engines;

/// <summary>PostgreSQL 15 and later.</summary>
internal class PostgreSql(string connectionString, string? owner) : ServerDialect, IAsyncDisposable
{
    private const long StartLock = 0x53616C6573537570;      // any number that no other program of this database takes

    // Statements that come again are prepared by themselves, as on the embedded database.
    private readonly NpgsqlDataSource source = new NpgsqlDataSourceBuilder(new NpgsqlConnectionStringBuilder(connectionString) { MaxAutoPrepare = 100, ApplicationName = "SalesSupport" }.ToString()).EnableRecordsAsTuples().Build();

    private string Role => new NpgsqlConnectionStringBuilder(connectionString).Username ?? Environment.UserName;

    public override string Name => new NpgsqlConnectionStringBuilder(connectionString) is var c ? $"PostgreSQL {c.Host}:{c.Port}/{c.Database}" : "";

    public override string EnterMember => "SELECT set_config('salessupport.member', CAST(@member AS text), false)";

    // By number, since locks have no names: two members that share one wait for each other now and then, and that is all.
    public override string TakeTurn => "SELECT set_config('salessupport.member', CAST(@member AS text), true), pg_advisory_xact_lock(hashtextextended(CAST(@member AS text), 0))";

    public override string TakeStart => $"SELECT pg_advisory_lock({StartLock})";

    public override string? PastTheWalls => $"SELECT rolname FROM pg_roles WHERE (rolsuper OR rolbypassrls) AND rolname = {(owner is null ? "current_user" : $"'{Role.Replace("'", "''", StringComparison.Ordinal)}'")}";

    public override string Tables => "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()";

    public override string Walled => "SELECT tablename FROM pg_policies WHERE policyname = 'member' AND schemaname = current_schema()";

    public override void Use(DbContextOptionsBuilder options, string history) => options.UseNpgsql(npgsql => npgsql.MigrationsHistoryTable(history).ExecutionStrategy(d => new NonRetryingExecutionStrategy(d)));

    public override DbDataSource Source => source;

    public override string Quartz => "postgres";

    public override DbConnection Connect() => source.CreateConnection();

    // A pooled one keeps its locks until it is used again. It holds the start's lock while samples are made on others, so whatever stands between must not take it for dead.
    public override DbConnection ConnectAsOwner() => new NpgsqlConnection(new NpgsqlConnectionStringBuilder(owner ?? connectionString) { Pooling = false, KeepAlive = 30 }.ToString());

    public override DbConnection ConnectToServer() => new NpgsqlConnection(new NpgsqlConnectionStringBuilder(owner ?? connectionString) { Database = "postgres", Pooling = false }.ToString());

    public override string Database => new NpgsqlConnectionStringBuilder(owner ?? connectionString).Database ?? throw new CannotStart("Database:ConnectionString names no Database.");

    public override string Collation => "SELECT CASE datlocprovider WHEN 'c' THEN datcollate ELSE 'ICU' END FROM pg_database WHERE datname = @name";

    public override string Create => $"CREATE DATABASE {Quote(Database)} TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER libc LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'";

    public override string BinaryCollation => "LC_COLLATE 'C'";

    public override bool IsBinary(string collation) => collation is "C" or "POSIX" or "C.UTF-8" or "C.utf8";

    public override IEnumerable<string> Wall(IEntityType entity)
    {
        var table = Quote(entity.GetTableName()!);
        var member = "nullif(current_setting('salessupport.member', true), '')::uuid";
        var mine = $"\"{nameof(ITenantOwned.TenantId)}\" = {member} OR {member} = '{AllMembers}'";
        return
        [
            $"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            $"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            $"CREATE POLICY member ON {table} USING ({mine})",
        ];
    }

    public override IEnumerable<string> Foundations()
    {
        if (owner is not null)
        {
            yield return $"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {Quote(Role)}";
        }
    }

    public override IEnumerable<string> Drop(IReadOnlyCollection<string> tables) => tables.Select(t => $"DROP TABLE {Quote(t)} CASCADE");

    public ValueTask DisposeAsync() => source.DisposeAsync();

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
