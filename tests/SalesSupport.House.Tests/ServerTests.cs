using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using SalesSupport.Abstractions;
using SalesSupport.Engines;

namespace SalesSupport.House.Tests;

/// <summary>What a database server does for the house. Runs beside <c>tests/with-postgresql</c>; without a server there is nothing to show.</summary>
[Trait("Bar", "engines")]
public sealed class ServerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    [Requirement("R51")]
    public async Task With_the_filters_off_and_by_raw_sql_the_server_shows_and_takes_only_the_members_own_rows()
    {
        await using var host = await StartAsAppAsync();
        var (mine, other) = (await host.AddMemberAsync("kabe-a", customers: 3), await host.AddMemberAsync("kabe-b", customers: 4));
        foreach (var (member, count) in new[] { (mine, 3), (other, 4), (mine, 3) })
        {
            Assert.Equal(count, await host.InScopeAsync(member.TenantId, async services =>
            {
                var customers = services.GetServices<ModuleDbContext>().Single(c => c.GetType().Name == "CustomersDbContext");
                var companies = (IQueryable<ITenantOwned>)customers.GetType().GetProperty("Companies")!.GetValue(customers)!;
#pragma warning disable RS0030 // That is the question.
                var found = await companies.IgnoreQueryFilters().Select(c => c.TenantId).ToListAsync();
#pragma warning restore RS0030
                Assert.All(found, t => Assert.Equal(member.TenantId, t));
                return found.Count;
            }));
        }

        await using var raw = host.Services.GetRequiredService<ServerDialect>().Connect();
        await raw.OpenAsync();
        Assert.Equal(0L, await AskAsync("SELECT count(*) FROM \"Customers_Companies\""));
        await AskAsync($"SELECT set_config('salessupport.member', '{mine.TenantId}', false)");
        Assert.Equal(3L, await AskAsync("SELECT count(*) FROM \"Customers_Companies\""));
        Assert.Equal(0L, await AskAsync($"WITH gone AS (DELETE FROM \"Customers_Companies\" WHERE \"TenantId\" = '{other.TenantId}' RETURNING 1) SELECT count(*) FROM gone"));
        var strange = await Assert.ThrowsAsync<PostgresException>(() => AskAsync($"INSERT INTO \"Customers_Companies\" SELECT (c).* FROM (SELECT jsonb_populate_record(c, jsonb_build_object('Id', gen_random_uuid(), 'TenantId', '{other.TenantId}')) AS c FROM \"Customers_Companies\" AS c LIMIT 1) AS copy"));
        Assert.Contains("row-level security", strange.MessageText, StringComparison.Ordinal);
        var moved = await Assert.ThrowsAsync<PostgresException>(() => AskAsync($"UPDATE \"Customers_Companies\" SET \"TenantId\" = '{other.TenantId}'"));
        Assert.Contains("row-level security", moved.MessageText, StringComparison.Ordinal);
        var owned = await AskAsync("SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user");
        Assert.Equal(0L, owned);
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await Assert.ThrowsAsync<PostgresException>(() => AskAsync("ALTER TABLE \"Customers_Companies\" DISABLE ROW LEVEL SECURITY"))).SqlState);

        async Task<object?> AskAsync(string sql)
        {
            await using var command = raw.CreateCommand();
#pragma warning disable CA2100 // The test's own text.
            command.CommandText = sql;
#pragma warning restore CA2100
            return await command.ExecuteScalarAsync();
        }
    }

    [Fact]
    public async Task Every_table_with_a_members_rows_has_its_wall()
    {
        await using var host = await StartAsAppAsync();
        var walled = await NamesAsync(host, host.Services.GetRequiredService<ServerDialect>().Walled);
        await using var scope = host.Services.CreateAsyncScope();
        var tables = scope.ServiceProvider.GetServices<ModuleDbContext>().SelectMany(c => c.Model.GetEntityTypes()).Where(e => typeof(ITenantOwned).IsAssignableFrom(e.ClrType)).Select(e => e.GetTableName()!).ToArray();
        Assert.InRange(tables.Length, 15, 200);
        Assert.Empty(tables.Except(walled));
    }

    [Fact]
    public async Task Two_starts_at_once_on_a_server_make_one_database_and_a_first_start_that_was_cut_off_is_begun_again()
    {
        Assert.SkipUnless(TestDatabase.IsServer, "no server");
        var folder = Directory.CreateTempSubdirectory("salessupport-server-").FullName;
        await using (var one = HostProcess.StartHost(Repository.HostDll, folder, HostProcess.FreePort(), "--sample-size", "60"))
        await using (var two = HostProcess.StartHost(Repository.HostDll, folder, HostProcess.FreePort(), "--sample-size", "60"))
        {
            await one.WaitUntilAnswersAsync(Patience);
            await two.WaitUntilAnswersAsync(Patience);
            using var browser = new Browser(two.Address);
            await browser.SignOnAsync("demo", "sato", TestHost.Password);
            Assert.NotEmpty((await browser.GetAsync("/reports")).Document.QuerySelectorAll("table.list tbody tr"));
        }

        // As kills would leave it: of a first start, and of the next one while it was clearing up. What is not ours stays.
        await TestDatabase.RunAsync(folder, "CREATE TABLE \"House_FirstStart\" (\"At\" int); DROP TABLE \"House_Migrations\", \"Customers_Companies\" CASCADE; CREATE TABLE \"Shop_Migrations\" (\"Id\" int); INSERT INTO house_quartz_locks VALUES ('Old', 'Old')");
        await using var again = HostProcess.StartHost(Repository.HostDll, folder, HostProcess.FreePort(), "--empty");
        await again.WaitUntilAnswersAsync(Patience);
        using var visitor = new Browser(again.Address);
        await Assert.ThrowsAsync<InvalidOperationException>(() => visitor.SignOnAsync("demo", "sato", TestHost.Password));
        await TestDatabase.RunAsync(folder, "DROP TABLE \"Shop_Migrations\"; INSERT INTO house_quartz_locks VALUES ('Old', 'Old')");        // its row went with the table
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("PostgreSql", "Host=127.0.0.1;Port=9;Database=none;Username=none;Timeout=3", 5, "PostgreSQL 127.0.0.1:9/none cannot be used")]
    [InlineData("PostgreSql", "Hots=127.0.0.1", 5, "Database:ConnectionString cannot be read")]
    [InlineData("PostgreSql", "Host=127.0.0.1;Username=none", 5, "names no Database")]
    [InlineData("PostgreSql", "", 5, "Database:ConnectionString is missing")]
    [InlineData("Oracle", "Host=none", 5, "known are Sqlite, PostgreSql and SqlServer")]
    public async Task A_server_that_cannot_be_used_is_said_in_words(string provider, string connection, int code, string words)
    {
        var folder = Directory.CreateTempSubdirectory("salessupport-server-").FullName;
        await using var host = HostProcess.StartEmbedded(Repository.HostDll, folder, HostProcess.FreePort(), "--empty", $"--Database:Provider={provider}", $"--Database:ConnectionString={connection}");
        Assert.Equal(code, await host.WaitForEndAsync(Patience));
        Assert.Contains(words, host.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", host.Output, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>A host whose own role owns no table, as docs/operations.md advises.</summary>
    private static Task<TestHost> StartAsAppAsync()
    {
        Assert.SkipUnless(TestDatabase.IsServer, "no server");
        return TestHost.StartAsync(role: "app");
    }

    private static async Task<List<string>> NamesAsync(TestHost host, string sql)
    {
        await using var connection = host.Services.GetRequiredService<ServerDialect>().Connect();
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The product's own text.
        command.CommandText = sql;
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync();
        var names = new List<string>();
        while (await reader.ReadAsync())
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }
}
