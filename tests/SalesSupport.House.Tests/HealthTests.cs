using System.Diagnostics;
using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Quartz;
using SalesSupport.Host.Health;
using SalesSupport.Infrastructure;

namespace SalesSupport.House.Tests;

[Trait("Bar", "engines")]
public sealed class HealthTests : IDisposable
{
    private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false });

    public void Dispose() => client.Dispose();

    [Fact]
    public async Task A_started_host_is_live_and_ready_for_whoever_asks_under_whatever_name()
    {
        await using var host = await StartAsync(settings: new Dictionary<string, string> { ["PublicAddress"] = "https://sales.example.jp", ["Proxies"] = "192.0.2.1" });
        foreach (var path in new[] { "/health/live", "/health/ready" })
        {
            foreach (var name in new[] { "10.0.0.7:5080", "sales.example.jp" })
            {
                using var answer = await AskAsync(host, path, name);
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                Assert.Equal("ok\n", await answer.Content.ReadAsStringAsync());
                Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
                Assert.False(answer.Headers.Contains("Set-Cookie"));
            }
        }

        using var other = await AskAsync(host, "/health", "10.0.0.7");
        Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
        // However it is written, a proxy in front that closes /health/ to the outside has closed it.
        foreach (var path in new[] { "/Health/live", "/HEALTH/ready", "/health/Ready" })
        {
            using var written = await AskAsync(host, path, "sales.example.jp");
            Assert.DoesNotContain("ready", await written.Content.ReadAsStringAsync(), StringComparison.OrdinalIgnoreCase);
            Assert.NotEqual(HttpStatusCode.OK, written.StatusCode);
        }

        // The door stands open for these two only.
        using var page = await AskAsync(host, "/healthy", "10.0.0.7");
        Assert.Equal(HttpStatusCode.BadRequest, page.StatusCode);
    }

    [Fact]
    public async Task Live_asks_the_database_nothing_and_ready_does_so_once_a_second_however_often_it_is_asked()
    {
        await using var host = await StartAsync();
        host.Statements.Clear();
        await SaysAsync(host, "/health/live", "ok");
        Assert.Empty(host.Statements.All);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => SaysAsync(host, "/health/ready", "ok")));
        Assert.Single(host.Statements.All);
    }

    [Fact]
    public async Task Too_little_room_on_the_disk_is_named_without_its_figures()
    {
        await using var host = await StartAsync(settings: new Dictionary<string, string> { ["Health:FreeMegabytes"] = "999999999" });
        await SaysAsync(host, "/health/ready", "not ready: disk");
        await SaysAsync(host, "/health/live", "ok");
    }

    [Fact]
    public async Task Jobs_that_stand_still_and_an_outbox_that_has_ended_are_named()
    {
        await using var host = await StartAsync();
        await (await host.Services.GetRequiredService<ISchedulerFactory>().GetScheduler()).Standby();
        await host.Services.GetRequiredService<OutboxDispatcher>().StopAsync(default);
        await SaysAsync(host, "/health/ready", "not ready: jobs, outbox");
    }

    [Fact]
    public async Task Tables_that_a_newer_program_has_changed_are_named()
    {
        await using var host = await StartAsync();
        await ExecuteAsync(host, "INSERT INTO \"Customers_Migrations\" (\"MigrationId\", \"ProductVersion\") VALUES ('29991231235959_FromTheFuture', '99.0')");
        await SaysAsync(host, "/health/ready", "not ready: migrations");
    }

    [Fact]
    public async Task A_database_that_does_not_answer_rightly_is_named_and_the_process_is_live_all_the_same()
    {
        await using var host = await StartAsync();
        await ExecuteAsync(host, "DROP TABLE \"House_OperatorSessions\"");
        await ExecuteAsync(host, "DROP TABLE \"House_Operators\"");
        await SaysAsync(host, "/health/ready", "not ready: database");
        await SaysAsync(host, "/health/live", "ok");
    }

    [Fact]
    public async Task Something_that_hangs_is_waited_for_two_seconds_and_asked_no_second_time_meanwhile()
    {
        var hanging = new Hanging();
        var since = Stopwatch.StartNew();
        for (var time = 0; time < 2; time++)
        {
            Assert.Equal(HealthStatus.Unhealthy, (await hanging.CheckHealthAsync(new HealthCheckContext())).Status);
        }

        Assert.InRange(since.Elapsed.TotalSeconds, 3.9, 8);
        Assert.Equal(1, hanging.Asked);
    }

    // The jobs begin after the start, and what was found is kept for a second.
    private static async Task<TestHost> StartAsync(Dictionary<string, string>? settings = null)
    {
        var host = await TestHost.StartAsync(settings: settings);
        await Eventually.IsAsync(async () => (await host.Services.GetRequiredService<ISchedulerFactory>().GetScheduler()).Status == SchedulerStatus.Running, "the jobs to run");
        return host;
    }

    private async Task SaysAsync(TestHost host, string path, string words)
    {
        using var answer = await AskAsync(host, path, "localhost");
        Assert.Equal(words + "\n", await answer.Content.ReadAsStringAsync());
        Assert.Equal(words == "ok" ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable, answer.StatusCode);
    }

    private async Task<HttpResponseMessage> AskAsync(TestHost host, string path, string name)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(host.Address, path)) { Headers = { Host = name } };
        return await client.SendAsync(request);
    }

    private static Task<int> ExecuteAsync(TestHost host, string sql) => host.InScopeAsync(Guid.Empty, services =>
#pragma warning disable EF1002 // The statements are this file's own.
        services.GetRequiredService<HouseDbContext>().Database.ExecuteSqlRawAsync(sql));
#pragma warning restore EF1002

    private sealed class Hanging : PatientCheck
    {
        public int Asked { get; private set; }

        protected override Task<bool> IsWellAsync()
        {
            Asked++;
            return new TaskCompletionSource<bool>().Task;
        }
    }
}
