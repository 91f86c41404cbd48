using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using SalesSupport.Abstractions;
using SalesSupport.Infrastructure;

namespace SalesSupport.House.Tests;

/// <summary>Jobs do what is due and not yet done: twice, late, or by a clock that is set back and forth, it comes to the same.</summary>
[Trait("Bar", "engines")]
public sealed class JobTests
{
    private const string Once = "JobsOfTests.OnceADay";
    private const string Count = "JobsOfTests.Counted";
    private static readonly DateTimeOffset Night = new(2031, 11, 24, 3, 0, 0, TimeSpan.FromHours(9));
    private static readonly string[] Real = ["Portal.PruneTokens", "IdentityBridge.EndOldSessions"];

    /// <summary>Those that have an effect outside, or go on with what was begun, are tried beside that: DigestTests, ImportStepTests, CompareTests, ReminderTests.</summary>
    private static readonly string[] All = [.. Real, "Notices.SendDigests", "DailyReports.FinishImports", "GroupwareSync.CompareCopies", "Schedules.SendReminders"];
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task Each_job_run_twice_late_and_by_a_clock_that_jumps_leaves_what_one_run_in_time_leaves()
    {
        var (inTime, begun) = await AfterAsync(host => RunAllAsync(host));
        var (jumped, _) = await AfterAsync(async host =>
        {
            var clock = host.Clock!;
            foreach (var set in new[] { Hour, -Hour, -Hour, Hour })
            {
                clock.AdjustTime(clock.GetUtcNow() + set);
                await RunAllAsync(host);
                await RunAllAsync(host);
            }
        });
        var (late, _) = await AfterAsync(async host =>
        {
            host.Clock!.Advance(TimeSpan.FromHours(6));
            await Task.WhenAll(RunAllAsync(host), RunAllAsync(host));
        });
        Assert.Equal(inTime, jumped);
        Assert.Equal(inTime, late);
        // Each has something to do, and something to leave.
        Assert.All(begun.Keys, table => Assert.InRange(inTime[table], 1, begun[table] - 1));
    }

    [Fact]
    public async Task Every_job_there_is_is_tried_above_or_beside_what_it_sends()
    {
        await using var host = await TestHost.StartAsync();
        Assert.Equal(All.Order(), host.Services.GetRequiredService<ModuleCatalog>().Jobs.Select(j => j.Name).Order());
    }

    [Fact]
    public async Task A_clock_that_is_set_back_and_forth_by_an_hour_has_a_job_fire_once_and_what_it_does_happen_once_a_day()
    {
        var seen = new Seen();
        // On a server Quartz itself lags behind a clock that is pushed on by the minute.
        await using var host = await TestHost.StartAsync(now: Night, services: s => Daily(typeof(Counted), typeof(OnceADay)).AddTo(s, seen), embedded: true);
        var clock = host.Clock!;
        await host.RunNowAsync(Count);
        await host.RunNowAsync(Once);
        await PassAsync(TimeSpan.FromMinutes(21));
        await JobWork.UntilAsync(async () => (await host.RunsAsync(Count)).Count == 2);

        Jump(-Hour);
        await PassAsync(TimeSpan.FromMinutes(61));     // past 3:20 again
        Jump(Hour);
        await PassAsync(TimeSpan.FromMinutes(1));
        Jump(-Hour);
        await PassAsync(Hour);
        Assert.Equal(2, (await host.RunsAsync(Count)).Count);
        await host.RunNowAsync(Once);
        Assert.Equal(1, await host.EffectsAsync());

        // Ahead on the next day, so that it fires an hour early, and back.
        await PassAsync(TimeSpan.FromHours(22));
        Assert.Equal(2, (await host.RunsAsync(Count)).Count);
        Jump(Hour);
        await JobWork.UntilAsync(async () => (await host.RunsAsync(Count)).Count == 3 && await host.EffectsAsync() == 2, () => clock.Advance(TimeSpan.FromSeconds(1)));
        Jump(-Hour);
        await PassAsync(2 * Hour);
        Assert.Equal(3, (await host.RunsAsync(Count)).Count);
        await host.RunNowAsync(Once);
        Assert.Equal(2, await host.EffectsAsync());

        void Jump(TimeSpan by) => clock.AdjustTime(clock.GetUtcNow() + by);
        async Task PassAsync(TimeSpan time)
        {
            for (var passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromMinutes(1))
            {
                clock.Advance(TimeSpan.FromMinutes(1));
                await Task.Yield();
            }

            await Task.Delay(200);      // whatever was due has begun
        }
    }

    [Fact]
    public async Task What_was_missed_while_no_host_was_there_is_done_after_the_start_and_only_then()
    {
        var first = await TestHost.StartAsync(now: Night.AddHours(6), services: s => Daily(typeof(Counted)).AddTo(s));
        var folder = first.DataFolder;
        await JobWork.UntilAsync(async () => (await first.RunsAsync(Count)).Count == 1, () => first.Clock!.Advance(TimeSpan.FromMinutes(1)));      // never run yet
        first.Clock!.Advance(Hour);
        await first.StopAsync();

        // The machine was off at night.
        await using var second = await TestHost.StartAsync(now: Night.AddDays(1).AddHours(6), services: s => Daily(typeof(Counted)).AddTo(s), folder: folder);
        await JobWork.UntilAsync(async () => (await second.RunsAsync(Count)) is [{ Outcome: JobOutcome.Done }, _], () => second.Clock!.Advance(TimeSpan.FromMinutes(1)));
        for (var i = 0; i < 4; i++)
        {
            second.Clock!.Advance(TimeSpan.FromMinutes(16));
            await Task.Delay(100);
        }

        Assert.Equal(2, (await second.RunsAsync(Count)).Count);
    }

    [Fact]
    public async Task A_start_takes_out_the_jobs_of_a_module_that_is_gone_and_a_changed_hour_replaces_the_old_one()
    {
        var first = await TestHost.StartAsync(now: Night, services: s => Daily(typeof(Counted), typeof(OnceADay)).AddTo(s));
        var folder = first.DataFolder;
        Assert.Contains(Count, (await NextAsync(first)).Keys);
        await first.StopAsync();

        var second = await TestHost.StartAsync(now: Night, folder: folder);
        Assert.Equal(All.Order(), (await NextAsync(second)).Keys.Order());
        await second.StopAsync();

        var third = await TestHost.StartAsync(now: Night, services: s => Daily(typeof(Counted)).AddTo(s), folder: folder);
        Assert.Equal(Night.AddMinutes(20), (await NextAsync(third))[Count]);
        await third.StopAsync();

        await using var fourth = await TestHost.StartAsync(now: Night, services: s => new JobsOfTests(new ScheduledJob(typeof(Counted), "0 40 5 * * ?")).AddTo(s), folder: folder);
        Assert.Equal(Night.AddMinutes(160), (await NextAsync(fourth))[Count]);
        await fourth.RunNowAsync(Count);
    }

    [Fact]
    public async Task A_plan_made_by_a_clock_that_was_a_year_ahead_is_made_anew()
    {
        Assert.SkipUnless(TestDatabase.IsServer, "no server");
        var first = await TestHost.StartAsync(now: Night.AddYears(1), services: s => Daily(typeof(Counted)).AddTo(s));
        var folder = first.DataFolder;
        Assert.Equal(Night.AddYears(1).AddMinutes(20), (await NextAsync(first))[Count]);
        await first.StopAsync();
        await using var second = await TestHost.StartAsync(now: Night, services: s => Daily(typeof(Counted)).AddTo(s), folder: folder);
        Assert.Equal(Night.AddMinutes(20), (await NextAsync(second))[Count]);
    }

    [Fact]
    public async Task Of_two_hosts_on_one_server_each_firing_runs_on_one()
    {
        Assert.SkipUnless(TestDatabase.IsServer, "no server");
        var seen = new Seen();
        await using var one = await TestHost.StartAsync(services: EverySecond, role: "app");
        var two = await TestHost.StartAsync(services: EverySecond, folder: one.DataFolder, role: "app");
        await JobWork.UntilAsync(() => Task.FromResult(seen.Runs.Count >= 6));
        await two.StopAsync();
        var runs = seen.Runs.ToArray();
        Assert.Equal(runs.Length, runs.Select(r => r.Scheduled).Distinct().Count());
        // The other goes on alone.
        await JobWork.UntilAsync(() => Task.FromResult(seen.Runs.Count >= runs.Length + 2));
        Assert.All(await one.RunsAsync(Count), r => Assert.NotEqual(JobOutcome.Failed, r.Outcome));

        void EverySecond(IServiceCollection services) => new JobsOfTests(new ScheduledJob(typeof(Counted), "* * * * * ?")).AddTo(services, seen);
    }

    [Fact]
    public async Task A_host_killed_in_the_middle_of_a_job_is_followed_by_another_and_everything_is_done_once()
    {
        Assert.SkipUnless(TestDatabase.IsServer, "no server");
        var folder = Directory.CreateTempSubdirectory("salessupport-jobs-").FullName;
        var patience = TimeSpan.FromMinutes(1);
        await using var first = HostProcess.StartHost(Repository.HostDll, folder, HostProcess.FreePort(), "--empty");
        await first.WaitUntilAnswersAsync(patience);
        var password = Regex.Match(first.Output, "operator / ([a-z0-9]+)").Groups[1].Value;
        await TestDatabase.RunAsync(folder, """
            INSERT INTO "Portal_OpenIddictTokens" ("Id", "CreationDate", "Status", "Type", "Subject") SELECT gen_random_uuid(), now() - interval '2 days' + n * interval '1 second', 'valid', 'access_token', n::text FROM generate_series(1, 2500) n;
            INSERT INTO "Portal_OpenIddictTokens" ("Id", "CreationDate", "Status", "Type", "Subject") SELECT gen_random_uuid(), now(), 'valid', 'access_token', 'fresh' FROM generate_series(1, 5) n;
            CREATE TABLE "Test_Deleted" ("Subject" text);
            CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO "Test_Deleted" VALUES (OLD."Subject"); RETURN OLD; END';
            CREATE TRIGGER note AFTER DELETE ON "Portal_OpenIddictTokens" FOR EACH ROW EXECUTE FUNCTION note();
            """);
        await using var holder = new NpgsqlConnection($"{TestDatabase.Settings(folder)["Database:ConnectionString"]};Pooling=false");
        await holder.OpenAsync();
        var held = await holder.BeginTransactionAsync();
        await AskAsync("SELECT 1 FROM \"Portal_OpenIddictTokens\" WHERE \"Subject\" = '1500' FOR UPDATE");      // in its second batch

        using var browser = new Browser(first.Address);
        await browser.PostAsync("/operator/sign-on", ("Login", "operator"), ("Password", password));
        await browser.PostAsync("/operator/jobs/Portal/PruneTokens/runs");
        await JobWork.UntilAsync(async () => await AskAsync("SELECT count(*) FROM \"Test_Deleted\"") is 1000L);
        await using var second = HostProcess.StartHost(Repository.HostDll, folder, HostProcess.FreePort());
        await second.WaitUntilAnswersAsync(patience);
        Assert.Equal(["実行中"], await OutcomesAsync());
        await first.KillAsync();
        await held.RollbackAsync();

        await JobWork.UntilAsync(async () => await AskAsync("SELECT count(*) FROM \"Portal_OpenIddictTokens\"") is 5L);
        await JobWork.UntilAsync(async () => await OutcomesAsync() is ["完了", "中断"]);
        Assert.Equal(2500L, await AskAsync("SELECT count(*) FROM \"Test_Deleted\""));
        Assert.Equal(2500L, await AskAsync("SELECT count(DISTINCT \"Subject\") FROM \"Test_Deleted\" WHERE \"Subject\" <> 'fresh'"));
        await second.StopAsync();
        await holder.CloseAsync();
        await TestDatabase.DropAsync(folder);
        Directory.Delete(folder, recursive: true);

        // By the same cookie: a sign-on would wait for the turn that the job holds.
        async Task<string[]> OutcomesAsync()
        {
            using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false });
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(second.Address, "/operator/jobs")) { Headers = { { "Cookie", browser.CookieHeader }, { "Accept-Language", "ja" } } };
            using var answer = await client.SendAsync(request);
            var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
            return [.. page.QuerySelectorAll("tbody tr:has([action*=PruneTokens]) li .chip").Select(c => c.TextContent.Trim())];
        }

        async Task<object?> AskAsync(string sql)
        {
#pragma warning disable CA2100 // The test's own text.
            await using var command = new NpgsqlCommand(sql, holder);
#pragma warning restore CA2100
            return await command.ExecuteScalarAsync();
        }
    }

    private static JobsOfTests Daily(params Type[] jobs) => new([.. jobs.Select(j => new ScheduledJob(j, "0 20 3 * * ?"))]);

    private static Task RunAllAsync(TestHost host) => Task.WhenAll(Real.Select(host.RunNowAsync));

    private static async Task<Dictionary<string, DateTimeOffset?>> NextAsync(TestHost host) =>
        (await host.Services.GetRequiredService<Schedule>().LookAsync(CancellationToken.None)).Next.ToDictionary(n => $"{n.Key.Group}.{n.Key.Name}", n => n.Value);

    /// <summary>How many rows each table of sign-ons has, after old ones and fresh ones and then whatever is to be tried; and before it.</summary>
    private static async Task<(Dictionary<string, int> After, Dictionary<string, int> Before)> AfterAsync(Func<TestHost, Task> work)
    {
        await using var host = await TestHost.StartAsync(now: new DateTimeOffset(2031, 10, 1, 12, 0, 0, TimeSpan.FromHours(9)));
        var tenant = (await host.AddMemberAsync("akane")).TenantId;
        await SignOnsAsync();
        host.Clock!.AdjustTime(host.Clock.GetUtcNow().AddDays(40));       // and nothing has fired
        await SignOnsAsync();
        var before = await RowsAsync();
        await work(host);
        return (await RowsAsync(), before);

        async Task SignOnsAsync()
        {
            using var person = await host.SignOnAsync("akane", "sato");
            using var wrong = host.NewBrowser();
            await Assert.ThrowsAsync<InvalidOperationException>(() => wrong.SignOnAsync("akane", $"nobody-{host.Clock!.GetUtcNow().Month}", "wrong"));
        }

        Task<Dictionary<string, int>> RowsAsync() => host.InScopeAsync(tenant, async services =>
        {
            var rows = new Dictionary<string, int>();
            foreach (var context in services.GetServices<ModuleDbContext>())
            {
                foreach (var table in context.Model.GetEntityTypes().Select(e => e.GetTableName()!).Where(t => t is "Portal_OpenIddictTokens" or "Portal_OpenIddictAuthorizations" or "Portal_Sessions" or "Portal_Tries" or "IdentityBridge_Sessions"))
                {
#pragma warning disable EF1002 // A table's own name.
                    rows[table] = await context.Database.SqlQueryRaw<int>($"SELECT CAST(count(*) AS int) AS \"Value\" FROM \"{table}\"").SingleAsync();
#pragma warning restore EF1002
                }
            }

            Assert.Equal(5, rows.Count);
            return rows;
        });
    }
}
