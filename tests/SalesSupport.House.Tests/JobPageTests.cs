using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SalesSupport.Infrastructure;

namespace SalesSupport.House.Tests;

/// <summary>The operator's page of jobs.</summary>
[Trait("Bar", "engines")]
public sealed class JobPageTests : IAsyncLifetime
{
    private const string Once = "JobsOfTests.OnceADay";
    private static readonly DateTimeOffset Morning = new(2031, 11, 24, 9, 0, 0, TimeSpan.FromHours(9));
    private readonly Seen seen = new();
    private TestHost host = null!;

    public async ValueTask InitializeAsync() => host = await TestHost.StartAsync(
        now: Morning, services: s => new JobsOfTests(new(typeof(OnceADay), "0 5 2 * * ?"), new(typeof(Waiting), "0 0/20 2 ? * MON")).AddTo(s, seen));

    public async ValueTask DisposeAsync()
    {
        seen.Gate.TrySetResult();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task The_operator_sees_what_each_job_is_and_when_it_runs()
    {
        using var browser = await SignOnAsync();
        var rows = await RowsAsync(browser);
        Assert.Equal(["日報の取り込みの続き", "グループウェアと照合", "古いセッションを削除", "1日1回の通知をまとめて送る", "古いサインオンの記録を削除", "まもなく始まる予定を知らせる", "OnceADay", "Waiting"], rows.Select(r => r.Name));
        Assert.Equal(["10分ごと", "毎日 2:30", "毎日 3:20", "毎日 8:00", "毎日 4:20", "1分ごと", "毎日 2:05", "0 0/20 2 ? * MON"], rows.Select(r => r.When));
        Assert.Equal(["11/24(月) 9:00", "11/25(火) 2:30", "11/25(火) 3:20", "11/25(火) 8:00", "11/25(火) 4:20", "11/24(月) 9:00", "11/25(火) 2:05", "12/1(月) 2:00"], rows.Select(r => r.Next));
        Assert.All(rows, r => Assert.Equal("まだありません", r.Last));
    }

    [Fact]
    public async Task Every_job_of_every_module_has_words_in_both_languages()
    {
        using var browser = await SignOnAsync();
        foreach (var language in new[] { "ja", "en" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/operator/jobs");
            request.Headers.AcceptLanguage.ParseAdd(language);
            using var answer = await browser.SendAsync(request);
            var page = await answer.Content.ReadAsStringAsync();
            var jobs = host.Services.GetRequiredService<ModuleCatalog>().Jobs.Where(j => j.Module.Name != "JobsOfTests").ToArray();
            Assert.NotEmpty(jobs);
            Assert.All(jobs, j => Assert.DoesNotContain($">{j.Key.Name}<small>", page, StringComparison.Ordinal));
            Assert.Contains(">OnceADay<small>", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Run_now_really_runs_it_shows_how_it_went_and_is_audited()
    {
        using var browser = await SignOnAsync();
        var answer = await browser.PostAsync("/operator/jobs/JobsOfTests/OnceADay/runs");
        Assert.Equal("/operator/jobs", answer.Address.AbsolutePath);
        Assert.Contains("「OnceADay」を実行します", answer.Text, StringComparison.Ordinal);
        await JobWork.UntilAsync(async () => (await host.RunsAsync(Once)) is [{ Outcome: JobOutcome.Done }]);
        Assert.Equal(1, await host.EffectsAsync());
        var row = (await RowsAsync(browser)).Single(r => r.Name == "OnceADay");
        Assert.StartsWith("11/24(月) 9:00", row.Last, StringComparison.Ordinal);
        Assert.Contains("完了", row.Outcome, StringComparison.Ordinal);
        Assert.Equal(["JobStarted JobsOfTests.OnceADay Operator:staff"], await host.InScopeAsync(Guid.Empty, s => s.GetRequiredService<HouseDbContext>().Audit.Where(a => a.Action == "JobStarted").Select(a => $"{a.Action} {a.Subject} {a.Actor}").ToListAsync()));
        var audit = await browser.GetAsync("/operator/audit");
        Assert.Contains("ジョブを実行", audit.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.PostAsync("/operator/jobs/JobsOfTests/Nothing/runs")).Status);
    }

    [Fact]
    public async Task A_job_that_fails_shows_its_error_without_anybodys_words_and_changes_nothing()
    {
        seen.Fault = new InvalidOperationException("Cannot send 見積書 to 'sato' (tel. 090)", new TimeoutException("No answer"));
        await host.RunNowAsync(Once);
        Assert.Equal(0, await host.EffectsAsync());
        using var browser = await SignOnAsync();
        var row = (await RowsAsync(browser)).Single(r => r.Name == "OnceADay");
        Assert.Contains("失敗", row.Outcome, StringComparison.Ordinal);
        Assert.Contains("InvalidOperationException: Cannot send … to … … ← TimeoutException: No answer", row.Outcome, StringComparison.Ordinal);

        seen.Fault = null;
        await host.RunNowAsync(Once);
        Assert.Equal(1, await host.EffectsAsync());
        Assert.Equal([JobOutcome.Done, JobOutcome.Failed], (await host.RunsAsync(Once)).Select(r => r.Outcome));
    }

    [Fact]
    public async Task A_job_that_runs_is_shown_as_running_and_one_whose_host_is_gone_as_broken_off()
    {
        using var browser = await SignOnAsync();
        await browser.PostAsync("/operator/jobs/JobsOfTests/Waiting/runs");
        await JobWork.UntilAsync(async () => (await RowsAsync(browser)).Single(r => r.Name == "Waiting").Outcome.Contains("実行中", StringComparison.Ordinal));
        seen.Gate.SetResult();
        await JobWork.UntilAsync(async () => (await RowsAsync(browser)).Single(r => r.Name == "Waiting").Outcome.Contains("完了", StringComparison.Ordinal));

        // As kill -9 would leave it.
        await host.InScopeAsync(Guid.Empty, async s =>
        {
            s.GetRequiredService<HouseDbContext>().JobRuns.Add(new JobRun { Job = Once, Number = 1, Host = "gone/1", StartedAt = Morning });
            return await s.GetRequiredService<HouseDbContext>().SaveChangesAsync();
        });
        Assert.Contains("中断", (await RowsAsync(browser)).Single(r => r.Name == "OnceADay").Outcome, StringComparison.Ordinal);
        await host.RunNowAsync(Once);
        Assert.Equal([JobOutcome.Done, JobOutcome.BrokenOff], (await host.RunsAsync(Once)).Select(r => r.Outcome));
    }

    [Fact]
    public async Task Only_the_newest_runs_are_kept()
    {
        for (var i = 0; i < JobRun.Kept + 3; i++)
        {
            await host.RunNowAsync(Once);
        }

        var numbers = (await host.RunsAsync(Once)).Select(r => r.Number).ToArray();
        Assert.Equal(Enumerable.Range(4, JobRun.Kept).Reverse(), numbers);
        using var browser = await SignOnAsync();
        Assert.Equal(10, (await browser.GetAsync("/operator/jobs")).Document.QuerySelectorAll("tbody li").Length);
    }

    [Fact]
    public async Task Nobody_but_the_operator_sees_or_runs_a_job()
    {
        await host.AddMemberAsync("akane");
        using var general = await host.SignOnAsync("akane", "sato");
        using var administrator = await host.SignOnAsync("akane", "morita");
        using var visitor = host.NewBrowser();
        foreach (var browser in new[] { general, administrator, visitor })
        {
            Assert.Equal("/operator/sign-on", (await browser.GetAsync("/operator/jobs")).Address.AbsolutePath);
            Assert.NotEqual("/operator/jobs", (await browser.PostAsync("/operator/jobs/JobsOfTests/OnceADay/runs")).Address.AbsolutePath);
        }

        using var staff = await SignOnAsync();
        using var forged = await staff.SendFormAsync("/operator/jobs/JobsOfTests/OnceADay/runs", []);
        Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode);
        await host.RunNowAsync("JobsOfTests.OnceADay");
        Assert.Single(await host.RunsAsync(Once));
    }

    private static async Task<Row[]> RowsAsync(Browser browser) =>
        [.. (await browser.GetAsync("/operator/jobs")).Document.QuerySelectorAll("tbody tr").Select(r => new Row(r.QuerySelector("th")!.FirstChild!.TextContent, Cell(r, 0), Cell(r, 1), Cell(r, 2), Cell(r, 3)))];

    private static string Cell(AngleSharp.Dom.IElement row, int number) => row.QuerySelectorAll("td")[number].TextContent.Trim();

    private async Task<Browser> SignOnAsync()
    {
        await host.AddOperatorAsync("staff", "asa-no-hikari");
        var browser = host.NewBrowser();
        await browser.PostAsync("/operator/sign-on", ("Login", "staff"), ("Password", "asa-no-hikari"));
        return browser;
    }

    private sealed record Row(string Name, string When, string Next, string Last, string Outcome);
}
