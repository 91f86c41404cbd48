using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using SalesSupport.Notices.Alerts;
using SalesSupport.Notices.Data;

namespace SalesSupport.Notices.Tests;

/// <summary>What is wrong reaches the operator by mail and web hook, once, and once more when it is over (R54).</summary>
[Trait("Bar", "engines")]
[Requirement("R54")]
public sealed class AlertTests
{
    private const string Operator = "operator@example.jp";

    [Fact]
    public async Task A_wave_of_refused_sign_ons_is_told_once_and_once_when_it_is_over()
    {
        await using var notices = await NoticesHost.StartAsync(more: new() { ["Alerts:RefusedSignOns"] = "3" });
        using var stranger = notices.Host.NewBrowser();
        for (var time = 0; time < 3; time++)
        {
            await MinuteAsync(notices);
            Assert.Empty(Mails(notices));
            await stranger.PostAsync("/portal/sign-on", ("MemberId", "hinata"), ("Login", "sato"), ("Password", "machigai"));
        }

        await MinuteAsync(notices, until: () => Mails(notices).Length == 1 && Posts(notices).Length == 1);
        for (var minute = 0; minute < 12; minute++)
        {
            await MinuteAsync(notices);
        }

        await MinuteAsync(notices, until: () => Mails(notices).Length == 2 && Posts(notices).Length == 2);
        await MinuteAsync(notices);
        Assert.Equal(["【警報】サインオンの失敗が続いています", "【解消】サインオンの失敗が続いています"], Mails(notices));
        Assert.Equal(["【警報】サインオンの失敗が続いています", "【解消】サインオンの失敗が続いています"], Posts(notices).Select(p => p.Split('\n')[0]));
        Assert.Equal(2, notices.Mail.To(Operator).Select(m => m.Message.MessageId).Distinct().Count());
        Assert.Empty(await AlertsAsync(notices.Host));
    }

    [Fact]
    public async Task A_web_hook_that_fails_is_tried_again_and_the_mail_is_not_sent_a_second_time()
    {
        await using var notices = await NoticesHost.StartAsync(more: new() { ["Alerts:FreeMegabytes"] = "999999999", ["Operator:Language"] = "en" });
        var failing = 2;
        notices.Chat.Answer = http =>
        {
            http.Response.StatusCode = failing-- > 0 ? (int)HttpStatusCode.BadGateway : 200;
            return Task.CompletedTask;
        };
        await MinuteAsync(notices, until: () => Posts(notices).Length == 1);
        await MinuteAsync(notices, until: () => Posts(notices).Length == 2);
        await MinuteAsync(notices, until: () => Posts(notices).Length == 3);
        await MinuteAsync(notices);
        await MinuteAsync(notices);
        Assert.Equal(3, Posts(notices).Length);
        Assert.Equal(["[Alert] The disk is nearly full"], Mails(notices));
    }

    [Fact]
    public async Task What_was_told_before_a_restart_is_not_told_again_and_its_end_is()
    {
        await using var notices = await NoticesHost.StartAsync(more: new() { ["Alerts:FreeMegabytes"] = "999999999" });
        await MinuteAsync(notices, until: () => Mails(notices).Length == 1);
        await Eventually.IsAsync(async () => (await AlertsAsync(notices.Host)).Contains("Begun Begun"), "to be written down");
        await RestartAsync(notices, "999999999");
        await MinuteAsync(notices);
        await MinuteAsync(notices);
        Assert.Single(Mails(notices));
        await RestartAsync(notices, "1");
        await MinuteAsync(notices, until: () => Mails(notices).Length == 2);
        Assert.Equal("【解消】ディスクの空きが少なくなっています", Mails(notices)[1]);
    }

    [Fact]
    public async Task What_cannot_be_written_down_is_told_once_all_the_same()
    {
        await using var notices = await NoticesHost.StartAsync(more: new() { ["Alerts:FreeMegabytes"] = "999999999" });
        await notices.DbAsync(db => db.Database.ExecuteSqlRawAsync("ALTER TABLE \"Notices_Alerts\" RENAME TO \"Elsewhere\""));
        await MinuteAsync(notices, until: () => Mails(notices).Length == 1);
        await MinuteAsync(notices);
        await notices.DbAsync(db => db.Database.ExecuteSqlRawAsync("ALTER TABLE \"Elsewhere\" RENAME TO \"Notices_Alerts\""));
        await MinuteAsync(notices);
        await Eventually.IsAsync(async () => (await AlertsAsync(notices.Host)).Contains("Begun Begun"), "to be written down");
        Assert.Single(Mails(notices));
    }

    [Fact]
    public async Task An_outbox_that_is_stuck_is_told_by_one_host_of_several()
    {
        await using var notices = await NoticesHost.StartAsync();
        using (var browser = await notices.Host.SignOnAsync("hinata", "sato"))
        {
            await NoticesHost.SetChatAsync(browser, "Slack", hook: $"{notices.Chat.Address}/gone");
        }

        notices.Chat.Answer = http =>
        {
            http.Response.StatusCode = http.Request.Path == "/gone" ? (int)HttpStatusCode.Gone : 200;
            return Task.CompletedTask;
        };
        await notices.HappensAsync(notices.Returned("sato", "okabe"));
        await Eventually.IsAsync(() => notices.Chat.Taken.Any(t => t.Path == "/gone"), "the chat server to refuse");
        // As on three hosts.
        var watches = Enumerable.Range(0, 3).Select(_ => ActivatorUtilities.CreateInstance<Watch>(notices.Host.Services)).ToArray();
        await Eventually.IsAsync(
            async () =>
            {
                await Task.WhenAll(watches.Select(w => Task.Run(() => w.LookAsync(default))));
                return Mails(notices).Length > 0;
            },
            "the operator's mail");
        await Task.WhenAll(watches.Select(w => Task.Run(() => w.LookAsync(default))));
        Assert.Equal(["【警報】外部への送信が滞っています"], Mails(notices));
        Assert.Single(Posts(notices));
    }

    [Fact]
    public async Task A_host_that_had_looked_before_does_not_say_that_it_is_over()
    {
        await using var notices = await NoticesHost.StartAsync();
        using (var browser = await notices.Host.SignOnAsync("hinata", "sato"))
        {
            await NoticesHost.SetChatAsync(browser, "Slack", hook: $"{notices.Chat.Address}/gone");
        }

        var slow = new Slow(notices.Host.Services.GetRequiredService<HealthCheckService>());
        var early = ActivatorUtilities.CreateInstance<Watch>(notices.Host.Services, slow).LookAsync(default);
        await slow.Asked.Task;
        notices.Chat.Answer = http =>
        {
            http.Response.StatusCode = http.Request.Path == "/gone" ? (int)HttpStatusCode.Gone : 200;
            return Task.CompletedTask;
        };
        await notices.HappensAsync(notices.Returned("sato", "okabe"));
        var watch = ActivatorUtilities.CreateInstance<Watch>(notices.Host.Services);
        await Eventually.IsAsync(
            async () =>
            {
                await watch.LookAsync(default);
                return Mails(notices).Length > 0;
            },
            "the operator's mail");
        slow.Answers.SetResult();
        await early;
        await watch.LookAsync(default);
        Assert.Equal(["【警報】外部への送信が滞っています"], Mails(notices));
    }

    [Fact]
    public async Task A_job_that_fails_is_told_with_its_name_and_once_more_when_it_has_succeeded()
    {
        await using var notices = await NoticesHost.StartAsync();
        using var staff = notices.Host.NewBrowser();
        await notices.Host.AddOperatorAsync("staff", "asa-no-hikari");
        await staff.PostAsync("/operator/sign-on", ("Login", "staff"), ("Password", "asa-no-hikari"));
        await notices.DbAsync(db => db.Database.ExecuteSqlRawAsync("ALTER TABLE \"Notices_Letters\" RENAME TO \"Elsewhere\""));
        await RunAsync("失敗");
        await MinuteAsync(notices, until: () => Mails(notices).Length == 1 && Posts(notices).Length == 1);
        await MinuteAsync(notices);
        Assert.Equal(["【警報】定時処理が失敗しました"], Mails(notices));
        Assert.Contains("Notices.SendDigests", Posts(notices).Single(), StringComparison.Ordinal);

        await notices.DbAsync(db => db.Database.ExecuteSqlRawAsync("ALTER TABLE \"Elsewhere\" RENAME TO \"Notices_Letters\""));
        await RunAsync("完了");
        await MinuteAsync(notices, until: () => Mails(notices).Length == 2 && Posts(notices).Length == 2);
        Assert.Equal("【解消】定時処理が失敗しました", Mails(notices)[1]);

        async Task RunAsync(string outcome)
        {
            await staff.PostAsync("/operator/jobs/Notices/SendDigests/runs");
            await Eventually.IsAsync(
                async () => (await staff.GetAsync("/operator/jobs")).Document.QuerySelectorAll("tbody tr").Single(r => r.TextContent.Contains("1日1回の通知", StringComparison.Ordinal)).TextContent.Contains(outcome, StringComparison.Ordinal),
                $"the run to end as {outcome}");
        }
    }

    private static string[] Mails(NoticesHost notices) => [.. notices.Mail.To(Operator).Select(m => m.Message.Subject ?? "")];

    private static string[] Posts(NoticesHost notices) => [.. notices.Chat.Taken.Where(t => t.Path == "/operator").Select(t => System.Text.Json.JsonDocument.Parse(t.Body).RootElement.GetProperty("text").GetString()!)];

    private static async Task MinuteAsync(NoticesHost notices, Func<bool>? until = null)
    {
        notices.Host.Clock!.Advance(TimeSpan.FromMinutes(1));
        await (until is null ? Task.Delay(300) : Eventually.IsAsync(until, "the operator to be told"));
    }

    private static Task<string[]> AlertsAsync(TestHost host) => host.InScopeAsync(Guid.Empty, async services =>
        (await services.GetRequiredService<NoticesDbContext>().Alerts.AsNoTracking().ToListAsync()).Select(a => $"{a.Mail} {a.Hook}").ToArray());

    /// <summary>Asks at once, and answers when it is let.</summary>
    private sealed class Slow(HealthCheckService inner) : HealthCheckService
    {
        public TaskCompletionSource Asked { get; } = new();

        public TaskCompletionSource Answers { get; } = new();

        public override async Task<HealthReport> CheckHealthAsync(Func<HealthCheckRegistration, bool>? predicate, CancellationToken cancellationToken = default)
        {
            var report = await inner.CheckHealthAsync(predicate, cancellationToken);
            Asked.SetResult();
            await Answers.Task;
            return report;
        }
    }

    private static Task RestartAsync(NoticesHost notices, string free) => notices.RestartAsync(new() { ["Alerts:FreeMegabytes"] = free });
}
