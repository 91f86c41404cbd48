using System.Data.Common;
using System.Net;
using AngleSharp.Html.Dom;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using SalesSupport.Abstractions;
using SalesSupport.Engines;
using SalesSupport.Infrastructure;

namespace SalesSupport.House.Tests;

/// <summary>What becomes of people's work when the database server is slow, full or away, and when the host is set up to work as somebody whom no wall stops.</summary>
[Trait("Bar", "engines")]
public sealed class ServerFaultTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData("postgres", false)]
    [InlineData("postgres", true)]
    [InlineData("passes", true)]
    public async Task A_host_does_not_start_as_a_role_that_no_wall_stops(string role, bool ownerApart)
    {
        Assert.SkipUnless(TestDatabase.IsServer, "no server");
        var folder = Directory.CreateTempSubdirectory("salessupport-server-").FullName;
        var settings = TestDatabase.Settings(folder, role).Where(s => ownerApart || !s.Key.Contains("Owner", StringComparison.Ordinal)).ToDictionary();
        await using (var administrator = new NpgsqlConnection($"{settings["Database:ConnectionString"]};Username=postgres;Database=postgres;Pooling=false"))
        {
            await administrator.OpenAsync();
            await RunAsync(administrator, "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'passes') THEN CREATE ROLE passes LOGIN BYPASSRLS; END IF; END $$");
            await using var host = HostProcess.StartEmbedded(Repository.HostDll, folder, HostProcess.FreePort(), ["--empty", .. settings.Select(s => $"--{s.Key}={s.Value}")]);
            Assert.Equal(5, await host.WaitForEndAsync(Patience));
            Assert.Contains($"must not be used as {role}", host.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", host.Output, StringComparison.Ordinal);
            // And has made nothing, which the right role would find in its way.
            Assert.Equal(0L, await RunAsync(administrator, $"SELECT count(*) FROM pg_database WHERE datname = '{Path.GetFileName(folder)}'"));
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_save_whose_turn_does_not_come_is_asked_to_try_again_and_what_was_typed_is_kept()
    {
        await using var host = await StartAsync("Command Timeout=2", sample: true);
        using var browser = await host.SignOnAsync("demo", "sato");
        var day = TimeProvider.System.Today().AddDays(-40).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var page = await browser.GetAsync($"/reports/{day}/edit");
        await using var other = await ConnectAsync(host);
        var member = TenantScope.IdOf("portal", "demo");
        await RunAsync(other, $"SELECT pg_advisory_lock(hashtextextended('{member}', 0))");
        // The second waits for the first, without a connection.
        var refused = await Task.WhenAll(browser.SubmitAsync(page, page.MainForm, ("Note", "所感です")), browser.SubmitAsync(page, page.MainForm, ("Note", "所感です")));
        foreach (var answer in refused)
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
            Assert.Contains("もう一度お試しください", answer.Text, StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/reports")).Status);        // reading waits for nobody
        await RunAsync(other, "SELECT pg_advisory_unlock_all()");
        var form = (IHtmlFormElement)refused[0].Document.QuerySelector("form[data-error-typed]")!;
        Assert.Contains(("Note", "所感です"), Browser.Fields(form));
        Assert.Equal(HttpStatusCode.OK, (await browser.SubmitAsync(refused[0], form)).Status);
        Assert.Contains("所感です", (await browser.GetAsync($"/reports/{day}/edit")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hundred_saves_of_one_member_at_once_leave_the_pool_to_others()
    {
        await using var host = await StartAsync("Maximum Pool Size=4;Timeout=5");
        var (busy, other) = (await host.AddMemberAsync("mure-a"), await host.AddMemberAsync("mure-b", customers: 3));
        var (go, begun) = (new TaskCompletionSource(), new TaskCompletionSource());
        Task<bool> SaveAsync(Func<Task> first) => host.InScopeAsync(busy.TenantId, async services =>
        {
            var (work, house) = (services.GetRequiredService<IUnitOfWork>(), services.GetRequiredService<HouseDbContext>());
            await house.Audit.CountAsync();        // holds a connection from here on
            await work.RunAsync(
                async _ =>
                {
                    await first();
                    work.Audit("Crowded", "one");
                },
                CancellationToken.None);
            return true;
        });
        var saves = new List<Task<bool>>
        {
            SaveAsync(() =>
            {
                begun.SetResult();
                return go.Task;
            }),
        };
        await begun.Task;
        saves.AddRange(Enumerable.Range(0, 99).Select(_ => SaveAsync(() => Task.CompletedTask)));
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(3, await CompaniesAsync(host, other.TenantId).WaitAsync(TimeSpan.FromSeconds(5)));
        }

        Assert.DoesNotContain(saves, s => s.IsCompleted);
        go.SetResult();
        await Task.WhenAll(saves).WaitAsync(Patience);
        Assert.Equal(100, await host.InScopeAsync(busy.TenantId, services => services.GetRequiredService<HouseDbContext>().Audit.CountAsync(a => a.Action == "Crowded")));
    }

    [Fact]
    public async Task The_session_is_told_its_member_anew_after_a_rollback_and_on_a_new_connection()
    {
        await using var host = await StartAsync("Application Name=told");
        var mine = await host.AddMemberAsync("mada-a", customers: 3);
        await host.InScopeAsync(mine.TenantId, async services =>
        {
            var (work, house) = (services.GetRequiredService<IUnitOfWork>(), services.GetRequiredService<HouseDbContext>());
            var customers = services.GetServices<ModuleDbContext>().Single(c => c.GetType().Name == "CustomersDbContext");
            // The first statement ever of this scope's session, so that what the transaction has told it is all that it knows.
            await Assert.ThrowsAsync<RuleBroken>(() => work.RunAsync(
                async cancel =>
                {
                    await house.TenantsAsync<MemberSetting>(_ => true, cancel);       // tells it all members for once
                    Assert.Equal(3, await CountAsync(customers));
                    throw new RuleBroken("Planted");
                },
                CancellationToken.None));
            Assert.Equal(3, await CountAsync(customers));

            await CutAsync(host);
            var cut = await Assert.ThrowsAnyAsync<DbException>(() => CountAsync(customers));      // as it is, not within an InvalidOperationException
            Assert.True(Busy.Is(cut));
            Assert.Equal(3, await CountAsync(customers));
            return true;
        });
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    public async Task Only_the_members_turn_keeps_two_hosts_from_looking_before_either_has_written(bool turns, int written)
    {
        void Plant(IServiceCollection services)
        {
            if (!turns)
            {
                var made = services.Single(d => d.ServiceType == typeof(ServerDialect));
                services.Remove(made);
                services.AddSingleton<ServerDialect>(s => new WithoutTurn(s.GetRequiredService<Microsoft.Extensions.Configuration.IConfiguration>()["Database:ConnectionString"]!));
            }
        }

        Assert.SkipUnless(TestDatabase.IsServer, "no server");
        await using var one = await TestHost.StartAsync(services: Plant);
        var member = await one.AddMemberAsync("seri-a");
        var two = await TestHost.StartAsync(services: Plant, folder: one.DataFolder);
        var (looked, both) = (0, new TaskCompletionSource());
        Task<bool> RaceAsync(TestHost host) => host.InScopeAsync(member.TenantId, async services =>
        {
            var (work, house) = (services.GetRequiredService<IUnitOfWork>(), services.GetRequiredService<HouseDbContext>());
            await work.RunAsync(
                async cancel =>
                {
                    var found = await house.Audit.AnyAsync(a => a.Action == "Raced", cancel);
                    if (Interlocked.Increment(ref looked) == 2)
                    {
                        both.SetResult();
                    }

                    await Task.WhenAny(both.Task, Task.Delay(1500, cancel));       // with the turn, the other has not looked by then
                    if (!found)
                    {
                        work.Audit("Raced", "one");
                    }
                },
                CancellationToken.None);
            return true;
        });
        await Task.WhenAll(RaceAsync(one), RaceAsync(two));
        await two.StopAsync();
        Assert.Equal(written, await one.InScopeAsync(member.TenantId, services => services.GetRequiredService<HouseDbContext>().Audit.CountAsync(a => a.Action == "Raced")));
    }

    [Fact]
    public async Task A_start_that_has_lost_its_turn_meanwhile_does_not_go_on()
    {
        await using var host = await StartAsync("Application Name=start");
        var start = host.Services.GetRequiredService<IDatabaseStart>();
        await using var turn = await start.EnterAsync(CancellationToken.None);
        await start.EndFirstStartAsync(CancellationToken.None);
        await CutAsync(host);
        var lost = await Assert.ThrowsAsync<CannotStart>(() => start.EndFirstStartAsync(CancellationToken.None));
        Assert.Contains("cannot be used", lost.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_away_is_told_from_a_fault_of_ours_on_each_engine()
    {
        await using var nobody = new SqlConnection("Server=tcp:127.0.0.1,9;Database=none;User ID=none;Password=none;Connect Timeout=2;Connect Retry Count=0;TrustServerCertificate=true");
        Assert.True(Busy.Is(await Assert.ThrowsAsync<SqlException>(nobody.OpenAsync)));
        await using var neither = new NpgsqlConnection("Host=127.0.0.1;Port=9;Username=none;Timeout=2");
        Assert.True(Busy.Is(new DbUpdateException("within another", await Assert.ThrowsAsync<NpgsqlException>(neither.OpenAsync))));
        Assert.True(Busy.Is(new Microsoft.Data.Sqlite.SqliteException("locked", 5)));
        Assert.False(Busy.Is(new Microsoft.Data.Sqlite.SqliteException("no such table", 1)));
        Assert.False(Busy.Is(new InvalidOperationException("ours", new DbUpdateException("ours"))));
        Assert.False(Busy.Is(new PostgresException("duplicate key", "ERROR", "ERROR", PostgresErrorCodes.UniqueViolation)));
    }

    /// <summary>A host on its own database, with more said to the provider.</summary>
    private static Task<TestHost> StartAsync(string more, bool sample = false)
    {
        Assert.SkipUnless(TestDatabase.IsServer, "no server");
        var folder = Directory.CreateTempSubdirectory("salessupport-test-").FullName;
        return TestHost.StartAsync(sample, reports: 20, folder: folder, settings: new Dictionary<string, string> { ["Database:ConnectionString"] = $"{TestDatabase.Settings(folder)["Database:ConnectionString"]};{more}" });
    }

    private static Task<int> CompaniesAsync(TestHost host, Guid member) =>
        host.InScopeAsync(member, services => CountAsync(services.GetServices<ModuleDbContext>().Single(c => c.GetType().Name == "CustomersDbContext")));

    private static Task<int> CountAsync(ModuleDbContext customers) => ((IQueryable<ITenantOwned>)customers.GetType().GetProperty("Companies")!.GetValue(customers)!).CountAsync();

    private static async Task<NpgsqlConnection> ConnectAsync(TestHost host)
    {
        var connection = new NpgsqlConnection($"{TestDatabase.Settings(host.DataFolder)["Database:ConnectionString"]};Pooling=false");
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>Ends all other connections to the host's database, as a firewall or a restart would.</summary>
    private static async Task CutAsync(TestHost host)
    {
        await using var other = await ConnectAsync(host);
        await RunAsync(other, "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
    }

    private static async Task<object?> RunAsync(NpgsqlConnection connection, string sql)
    {
#pragma warning disable CA2100 // The test's own text.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync();
    }

    private sealed class WithoutTurn(string connectionString) : PostgreSql(connectionString, null)
    {
        public override string TakeTurn => "SELECT set_config('salessupport.member', CAST(@member AS text), true)";
    }
}
