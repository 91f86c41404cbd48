using DotNet.Testcontainers.Builders;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SalesSupport.Abstractions;
using SalesSupport.House.Tests.Schemas;
using SalesSupport.Migrations;
using Testcontainers.MsSql;

namespace SalesSupport.House.Tests;

/// <summary>A host on a real SQL Server: on that which SALESSUPPORT_TEST_SQLSERVER names by a connection string, else on one in Docker. Without either nothing is shown, and <c>tests/run</c> says so.</summary>
[Trait("Bar", "engines")]
[Trait("Engine", "Sqlite")]        // once is enough: not again in the run on PostgreSQL
public sealed class SqlServerTests : IAsyncLifetime
{
    private readonly string database = $"salessupport_test_{Guid.CreateVersion7():N}";
    private MsSqlContainer? container;
    private string? server = Environment.GetEnvironmentVariable("SALESSUPPORT_TEST_SQLSERVER") is { Length: > 0 } named ? named : null;

    public async ValueTask InitializeAsync()
    {
        try
        {
            if (server is null)
            {
                container = new MsSqlBuilder("mcr.microsoft.com/mssql/server:2022-latest").Build();
                await container.StartAsync();
                server = container.GetConnectionString();
            }
        }
        catch (DockerUnavailableException)
        {
            // Then there is no server.
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (container is not null)
        {
            await container.DisposeAsync();
        }
        else if (server is not null)
        {
            SqlConnection.ClearAllPools();
            await using var connection = new SqlConnection(Named("master"));
            await connection.OpenAsync();
            await RunAsync(connection, $"DROP DATABASE IF EXISTS [{database}]");
        }
    }

    [Fact]
    public async Task A_host_works_on_a_real_SQL_Server_and_its_tables_and_walls_are_those_of_the_other_engines()
    {
        Assert.SkipWhen(server is null, "no SALESSUPPORT_TEST_SQLSERVER and no Docker");
        await using var host = await TestHost.StartAsync(
            embedded: true,
            sample: true,
            reports: 60,
            settings: new Dictionary<string, string> { ["Database:Provider"] = "SqlServer", ["Database:ConnectionString"] = Named(database) });
        using var browser = await host.SignOnAsync("demo", "sato");
        Assert.NotEmpty((await browser.GetAsync("/reports")).Document.QuerySelectorAll("table.list tbody tr"));
        var day = TimeProvider.System.Today().AddDays(-40);
        var report = await SentReport.OpenAsync(browser, day);
        report.Set("Note", "所感です😀");
        await report.SaveAsync(browser);
        Assert.Contains(("Note", "所感です😀"), (await SentReport.OpenAsync(browser, day)).Fields);

        await using var connection = new SqlConnection(Named(database));
        await connection.OpenAsync();
        Assert.Empty((await Catalogues.OfSqlServerAsync(connection)).Differences(SchemaTests.Model(AllModules.SqlServer)));
        await WallsAsync(host, connection);
    }

    private static async Task WallsAsync(TestHost host, SqlConnection raw)
    {
        var (mine, other) = (TenantScope.IdOf("portal", "demo"), TenantScope.IdOf("portal", "minato"));
        var found = await host.InScopeAsync(mine, async services =>
        {
            var customers = services.GetServices<ModuleDbContext>().Single(c => c.GetType().Name == "CustomersDbContext");
            var companies = (IQueryable<ITenantOwned>)customers.GetType().GetProperty("Companies")!.GetValue(customers)!;
#pragma warning disable RS0030 // That is the question.
            return await companies.IgnoreQueryFilters().Select(c => c.TenantId).ToListAsync();
#pragma warning restore RS0030
        });
        Assert.NotEmpty(found);
        Assert.All(found, t => Assert.Equal(mine, t));

        Assert.Equal(0, await RunAsync(raw, "SELECT COUNT(*) FROM Customers_Companies"));
        await RunAsync(raw, $"DECLARE @member uniqueidentifier = '{mine}'; EXEC sys.sp_set_session_context N'member', @member");
        Assert.Equal(found.Count, await RunAsync(raw, "SELECT COUNT(*) FROM Customers_Companies"));
        Assert.Equal(0, await RunAsync(raw, $"DELETE FROM Customers_Companies WHERE TenantId = '{other}'; SELECT @@ROWCOUNT"));
        const int BlockedByItsWall = 33504;
        var strange = await Assert.ThrowsAsync<SqlException>(() => RunAsync(raw, $"INSERT INTO House_Settings (TenantId, Id, Name, Value, Version) VALUES ('{other}', NEWID(), N'planted', N'', 1)"));
        var moved = await Assert.ThrowsAsync<SqlException>(() => RunAsync(raw, $"UPDATE Customers_Companies SET TenantId = '{other}'"));
        Assert.Equal((BlockedByItsWall, BlockedByItsWall), (strange.Number, moved.Number));

        await using var scope = host.Services.CreateAsyncScope();
        foreach (var table in scope.ServiceProvider.GetServices<ModuleDbContext>().SelectMany(c => c.Model.GetEntityTypes()).Where(e => typeof(ITenantOwned).IsAssignableFrom(e.ClrType)).Select(e => e.GetTableName()))
        {
            Assert.Equal(3, await RunAsync(raw, $"SELECT COUNT(*) FROM sys.security_predicates WHERE OBJECT_NAME(target_object_id) = '{table}'"));
        }
    }

    private static async Task<object?> RunAsync(SqlConnection connection, string sql)
    {
#pragma warning disable CA2100 // The test's own text.
        await using var command = new SqlCommand(sql, connection);
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync();
    }

    private string Named(string name) => new SqlConnectionStringBuilder(server) { InitialCatalog = name }.ToString();
}
