using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using SalesSupport.Infrastructure;
using SalesSupport.Migrations;

namespace SalesSupport.House.Tests.Schemas;

/// <summary>
/// The migrations build the same tables on every engine, and those that the models say. Of SQLite and, in a run beside <c>tests/with-postgresql</c>, of PostgreSQL the catalogue is read after a real
/// start; for SQL Server the script of the migrations is replayed.
/// </summary>
[Trait("Bar", "engines")]
public sealed class SchemaTests
{
    [Fact]
    public async Task The_migrations_build_the_same_tables_on_every_engine_as_the_models_say()
    {
        var server = SqlServer().Made();
        Assert.InRange(server.Tables, 25, 300);
        Assert.Empty(server.Differences(Model(AllModules.SqlServer)));

        await using var host = await TestHost.StartAsync(embedded: true);
        var file = await ReadAsync(host, Catalogues.OfSqliteAsync);
        Assert.Empty(file.Differences(server.AsOnSqlite()));
        Assert.Empty(file.Differences(Model(AllModules.Sqlite)));
    }

    [Fact]
    public async Task The_migrations_build_the_same_tables_on_a_real_PostgreSQL()
    {
        Assert.SkipUnless(TestDatabase.IsServer, "no server");
        await using var host = await TestHost.StartAsync();
        var made = (await ReadAsync(host, Catalogues.OfPostgreSqlAsync)).WithoutQuartz();
        Assert.Empty(made.WithoutTheLimitsOfSqlServer().Differences(SqlServer().Made().WithoutTheLimitsOfSqlServer()));
        Assert.Empty(made.Differences(Model(AllModules.PostgreSql)));
    }

    [Fact]
    public void Each_kind_of_difference_is_seen_in_a_script()
    {
        var planted = SqlServer();
        planted.Run("""
            ALTER TABLE [House_Audit] ALTER COLUMN [Actor] nvarchar(100) NULL;
            ALTER TABLE [House_Settings] ADD [Extra] bigint NOT NULL;
            EXEC sp_rename N'[House_Operators].[Login]', N'LogOn', 'COLUMN';
            ALTER TABLE [House_OperatorSessions] DROP CONSTRAINT [FK_House_OperatorSessions_House_Operators_OperatorId];
            DROP INDEX [IX_House_Settings_TenantId_Name] ON [House_Settings];
            CREATE INDEX [IX_House_Settings_TenantId_Name] ON [House_Settings] ([TenantId], [Name] DESC);
            ALTER TABLE [House_Settings] DROP CONSTRAINT [PK_House_Settings];
            """);
        Assert.Equal(
            [
                "- House_Audit column Actor: text of 200",
                "- House_OperatorSessions foreign key: OperatorId to House_Operators (Id), on delete CASCADE",
                "- House_Operators column Login: text of 60",
                "- House_Operators index IX_House_Operators_Login: Login, unique",
                "- House_Settings index IX_House_Settings_TenantId_Name: TenantId, Name, unique",
                "- House_Settings key: TenantId, Id",
                "+ House_Audit column Actor: text of 100, may be empty",
                "+ House_Operators column LogOn: text of 60",
                "+ House_Operators index IX_House_Operators_Login: LogOn, unique",
                "+ House_Settings column Extra: long",
                "+ House_Settings index IX_House_Settings_TenantId_Name: TenantId, Name descending",
                "+ House_Settings key: ",
            ],
            SqlServer().Made().Differences(planted.Made()));
        Assert.Throws<InvalidOperationException>(() => planted.Run("TRUNCATE TABLE [House_Audit]"));
    }

    [Fact]
    public async Task A_difference_is_seen_in_a_real_database()
    {
        await using var host = await TestHost.StartAsync();
        Func<DbConnection, Task<Schema>> read = TestDatabase.IsServer ? Catalogues.OfPostgreSqlAsync : Catalogues.OfSqliteAsync;
        var before = await ReadAsync(host, read);
        await RunAsync(host, "CREATE TABLE \"House_Planted\" (\"Id\" int NOT NULL PRIMARY KEY, \"Other\" int REFERENCES \"House_Planted\" (\"Id\") ON DELETE SET NULL)");
        await RunAsync(host, "CREATE UNIQUE INDEX \"IX_Planted\" ON \"House_Planted\" (\"Other\" DESC) WHERE \"Other\" IS NOT NULL");
        Assert.Equal(
            [
                "+ House_Planted column Id: int",
                "+ House_Planted column Other: int, may be empty",
                "+ House_Planted foreign key: Other to House_Planted (Id), on delete SET NULL",
                "+ House_Planted index IX_Planted: Other descending, unique, where OTHER IS NOT NULL",
                "+ House_Planted key: Id",
            ],
            before.Differences(await ReadAsync(host, read)));
    }

    private static SqlServerScript SqlServer()
    {
        var script = new SqlServerScript();
        foreach (var (module, type) in AllModules.Contexts())
        {
            using var context = AllModules.Open(type, module);
            script.Run(context.GetService<IMigrator>().GenerateScript());
        }

        return script;
    }

    internal static Schema Model(string engine)
    {
        var schema = new Schema();
        foreach (var (module, type) in AllModules.Contexts())
        {
            using var context = AllModules.Open(type, module, engine);
            schema.Add(context.GetService<IDesignTimeModel>().Model.GetRelationalModel());
        }

        return schema;
    }

    private static async Task<Schema> ReadAsync(TestHost host, Func<DbConnection, Task<Schema>> read)
    {
        var engine = host.Services.GetRequiredService<IEngine>();
        var connection = engine.Rent();
        if (connection.State != System.Data.ConnectionState.Open)
        {
            await connection.OpenAsync();
        }

        try
        {
            return await read(connection);
        }
        finally
        {
            engine.Return(connection);
        }
    }

    private static async Task RunAsync(TestHost host, string sql)
    {
        await ReadAsync(host, async connection =>
        {
            await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The test's own text.
            command.CommandText = sql;
#pragma warning restore CA2100
            await command.ExecuteNonQueryAsync();
            return new Schema();
        });
    }
}
