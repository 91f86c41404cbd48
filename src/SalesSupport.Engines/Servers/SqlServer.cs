using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using SalesSupport.Abstractions;
using SalesSupport.Infrastructure;

namespace SalesSupport.Engines;

/// <summary>SQL Server 2022 and later.</summary>
internal sealed class SqlServer(string connectionString, string? owner) : ServerDialect
{
    public override string Name => new SqlConnectionStringBuilder(connectionString) is var c ? $"SQL Server {c.DataSource}/{c.InitialCatalog}" : "";

    public override string EnterMember => "EXEC sys.sp_set_session_context N'member', @member";

    public override string TakeTurn => """
        DECLARE @name nvarchar(36) = CONVERT(nvarchar(36), @member), @taken int;
        EXEC sys.sp_set_session_context N'member', @member;
        EXEC @taken = sys.sp_getapplock @Resource = @name, @LockMode = 'Exclusive', @LockOwner = 'Transaction', @LockTimeout = 30000;
        IF @taken < 0 THROW 50001, 'Another save of this member has not ended within 30 seconds.', 1;
        """;

    public override string TakeStart => """
        DECLARE @taken int;
        EXEC @taken = sys.sp_getapplock @Resource = N'SalesSupport start', @LockMode = 'Exclusive', @LockOwner = 'Session', @LockTimeout = -1;
        IF @taken < 0 THROW 50001, 'The turn to make the database ready was not given.', 1;
        """;

    public override string? PastTheWalls => null;      // a security policy holds for an administrator of the server too

    public override string Tables => "SELECT name FROM sys.tables WHERE schema_id = SCHEMA_ID('dbo')";

    public override string Walled => "SELECT DISTINCT OBJECT_NAME(target_object_id) FROM sys.security_predicates";

    public override void Use(DbContextOptionsBuilder options, string history) =>
        options.UseSqlServer(server => server.MigrationsHistoryTable(history).ExecutionStrategy(d => new NonRetryingExecutionStrategy(d)).UseParameterizedCollectionMode(ParameterTranslationMode.Parameter));

    public override DbDataSource Source => SqlClientFactory.Instance.CreateDataSource(connectionString);

    public override string Quartz => "sqlServer";

    public override DbConnection Connect() => new SqlConnection(connectionString);

    public override DbConnection ConnectAsOwner() => new SqlConnection(new SqlConnectionStringBuilder(owner ?? connectionString) { Pooling = false }.ToString());

    public override DbConnection ConnectToServer() => new SqlConnection(new SqlConnectionStringBuilder(owner ?? connectionString) { InitialCatalog = "master", Pooling = false }.ToString());

    public override string Database =>
        new SqlConnectionStringBuilder(owner ?? connectionString).InitialCatalog is { Length: > 0 } name ? name : throw new CannotStart("Database:ConnectionString names no Database.");

    public override string Collation => "SELECT collation_name FROM sys.databases WHERE name = @name";

    // Readers never wait for writers: set in the same batch, since a start may be killed.
    public override string Create => $"CREATE DATABASE {Quote(Database)} COLLATE {BinaryCollation}; ALTER DATABASE {Quote(Database)} SET READ_COMMITTED_SNAPSHOT ON";

    public override string BinaryCollation => "Latin1_General_100_BIN2";

    public override bool IsBinary(string collation) => collation.Contains("_BIN2", StringComparison.Ordinal);

    public override IEnumerable<string> Wall(IEntityType entity)
    {
        var table = entity.GetTableName()!;
        var column = $"dbo.SalesSupport_IsOfMember({nameof(ITenantOwned.TenantId)}) ON dbo.{Quote(table)}";
        return [$"CREATE SECURITY POLICY dbo.{Quote("Member_" + table)} ADD FILTER PREDICATE {column}, ADD BLOCK PREDICATE {column} AFTER INSERT, ADD BLOCK PREDICATE {column} AFTER UPDATE WITH (STATE = ON)"];
    }

    public override IEnumerable<string> Foundations() =>
    [
        $"""
        IF OBJECT_ID(N'dbo.SalesSupport_IsOfMember') IS NULL EXEC(N'CREATE FUNCTION dbo.SalesSupport_IsOfMember(@member uniqueidentifier) RETURNS TABLE WITH SCHEMABINDING AS
        RETURN SELECT 1 AS Is1 WHERE @member = CAST(SESSION_CONTEXT(N''member'') AS uniqueidentifier) OR CAST(SESSION_CONTEXT(N''member'') AS uniqueidentifier) = ''{AllMembers}''')
        """,
        .. owner is null || new SqlConnectionStringBuilder(connectionString).UserID is not { Length: > 0 } role
            ? Array.Empty<string>()
            : [$"IF DATABASE_PRINCIPAL_ID({Text(role)}) IS NULL CREATE USER {Quote(role)} FOR LOGIN {Quote(role)}", $"GRANT SELECT, INSERT, UPDATE, DELETE ON SCHEMA::dbo TO {Quote(role)}"],
    ];

    public override IEnumerable<string> Drop(IReadOnlyCollection<string> tables) =>
    [
        $"""
        DECLARE @sql nvarchar(max) = N'';
        SELECT @sql += N'DROP SECURITY POLICY dbo.' + QUOTENAME(name) + N';' FROM sys.security_policies WHERE name IN ({string.Join(", ", tables.Select(t => Text("Member_" + t)))});
        SELECT @sql += N'ALTER TABLE dbo.' + QUOTENAME(OBJECT_NAME(parent_object_id)) + N' DROP CONSTRAINT ' + QUOTENAME(name) + N';' FROM sys.foreign_keys
        WHERE OBJECT_NAME(parent_object_id) IN ({string.Join(", ", tables.Select(Text))});
        EXEC(@sql);
        """,
        .. tables.Select(t => $"DROP TABLE dbo.{Quote(t)}"),
    ];

    private static string Text(string words) => $"N'{words.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string Quote(string name) => $"[{name.Replace("]", "]]", StringComparison.Ordinal)}]";
}
