using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using SalesSupport.Notices.Chat;
using SalesSupport.Notices.Letters;

namespace SalesSupport.Notices.Tests;

/// <summary>Notices in chat services, over real HTTP.</summary>
[Trait("Bar", "engines")]
public sealed class ChatTests
{
    [Theory]
    [InlineData("Slack")]
    [InlineData("Teams")]
    [InlineData("Chatwork")]
    public async Task A_notice_is_posted_in_the_form_of_the_service_and_its_secret_is_nowhere_to_be_read(string service)
    {
        await using var house = await NoticesHost.StartAsync();
        using var sato = await house.Host.SignOnAsync("hinata", "sato");
        var page = service == "Chatwork"
            ? await NoticesHost.SetChatAsync(sato, service, room: "123456", token: "secret-2718")
            : await NoticesHost.SetChatAsync(sato, service, hook: $"{house.Chat.Address}/hook/secret-2718");
        Assert.Equal(200, (int)page.Status);
        Assert.DoesNotContain("secret-2718", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-2718", (await house.DbAsync(db => db.Destinations.SingleAsync())).Secret, StringComparison.Ordinal);

        var fact = house.Returned("sato", "okabe");
        await house.HappensAsync(fact);
        await Eventually.IsAsync(() => !house.Chat.Taken.IsEmpty, "the message");
        var posted = house.Chat.Taken.Single();
        var words = $"{house.NameOf("okabe")}さんが11/25(水)の日報を差し戻しました";
        var url = $"{house.Host.Address}reports/{fact.ReportId}";
        if (service == "Chatwork")
        {
            Assert.Equal(("/v2/rooms/123456/messages", "secret-2718"), (posted.Path, posted.Token));
            var body = Uri.UnescapeDataString(posted.Body.Replace('+', ' '));
            Assert.StartsWith("body=[info][title]【営業支援】", body, StringComparison.Ordinal);
            Assert.Contains($"{words}\n{url}[/info]", body, StringComparison.Ordinal);
            return;
        }

        Assert.Equal("/hook/secret-2718", posted.Path);
        Assert.StartsWith("application/json", posted.ContentType, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(posted.Body);
        if (service == "Slack")
        {
            Assert.EndsWith($"<{url}|{words}>", json.RootElement.GetProperty("text").GetString(), StringComparison.Ordinal);
        }
        else
        {
            var card = json.RootElement.GetProperty("attachments")[0];
            Assert.Equal("application/vnd.microsoft.card.adaptive", card.GetProperty("contentType").GetString());
            Assert.Contains($"]({url})", card.GetProperty("content").GetProperty("body")[1].GetProperty("text").GetString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_test_can_be_sent_and_a_hook_that_is_gone_is_told_and_called_no_more_until_it_is_saved_anew()
    {
        await using var house = await NoticesHost.StartAsync();
        house.Chat.Answer = context =>
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return context.Response.WriteAsync("no_service");
        };
        using var sato = await house.Host.SignOnAsync("hinata", "sato");
        var page = await NoticesHost.SetChatAsync(sato, "Slack", hook: $"{house.Chat.Address}/hook");
        await sato.SubmitAsync(page, NoticesHost.Form(page, "/chat/test"));
        await Eventually.IsAsync(async () => (await sato.GetAsync("/me/notices")).Text.Contains("もうありません", StringComparison.Ordinal), "the fault");
        await house.HappensAsync(house.Returned("sato", "okabe"));
        house.Chat.Answer = _ => Task.CompletedTask;
        await NoticesHost.SetChatAsync(sato, "Slack");       // the stored hook is kept
        await house.HappensAsync(house.Returned("sato", "okabe"));
        await Eventually.IsAsync(() => house.Chat.Taken.Count == 2, "the notice");
        await Task.Delay(100);
        Assert.Equal(2, house.Chat.Taken.Count);
    }

    [Fact]
    public async Task A_test_that_arrives_ends_a_fault_that_was_mended_on_the_other_side()
    {
        await using var house = await NoticesHost.StartAsync();
        house.Chat.Answer = context =>
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        };
        using var sato = await house.Host.SignOnAsync("hinata", "sato");
        var page = await NoticesHost.SetChatAsync(sato, "Slack", hook: $"{house.Chat.Address}/hook");
        await sato.SubmitAsync(page, NoticesHost.Form(page, "/chat/test"));
        await Eventually.IsAsync(async () => (await sato.GetAsync("/me/notices")).Text.Contains("届いていません", StringComparison.Ordinal), "the fault");
        house.Chat.Answer = _ => Task.CompletedTask;
        page = await sato.GetAsync("/me/notices");
        await sato.SubmitAsync(page, NoticesHost.Form(page, "/chat/test"));
        await Eventually.IsAsync(async () => !(await sato.GetAsync("/me/notices")).Text.Contains("届いていません", StringComparison.Ordinal), "its end");      // the help has the other words too
        await house.HappensAsync(house.Returned("sato", "okabe"));
        await Eventually.IsAsync(() => house.Chat.Taken.Count == 3, "the notice");
    }

    [Fact]
    public async Task A_service_that_is_busy_is_left_alone_as_long_as_it_asks_and_a_redirect_is_not_followed()
    {
        await using var house = await NoticesHost.StartAsync();
        var (calls, other) = (0, 0);
        house.Chat.Answer = context =>
        {
            if (context.Request.Path == "/other")
            {
                other++;
            }
            else if (++calls == 1)
            {
                context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
                context.Response.Headers.RetryAfter = "600";
            }
            else
            {
                context.Response.Redirect("/other");
            }

            return Task.CompletedTask;
        };
        using var sato = await house.Host.SignOnAsync("hinata", "sato");
        await NoticesHost.SetChatAsync(sato, "Teams", hook: $"{house.Chat.Address}/hook");
        await house.HappensAsync(house.Returned("sato", "okabe"));
        await Eventually.IsAsync(() => calls == 1, "the first call");
        using var morita = await house.Host.SignOnAsync("hinata", "morita");
        await Eventually.IsAsync(async () => (await morita.GetAsync("/settings/outbox")).Text.Contains("10:10", StringComparison.Ordinal), "when it is tried again");
        for (var i = 0; i < 9; i++)
        {
            house.Host.Clock!.Advance(TimeSpan.FromMinutes(1));
            await Task.Delay(20);
        }

        Assert.Equal(1, calls);
        house.Host.Clock!.Advance(TimeSpan.FromMinutes(2));
        await Eventually.IsAsync(() => calls == 2, "the second call");
        await Eventually.IsAsync(async () => (await morita.GetAsync("/settings/outbox")).Text.Contains("この形の通知を受け付けません", StringComparison.Ordinal), "given up");
        Assert.Equal(0, other);
    }

    [Theory]
    [InlineData("http://hooks.slack.com/services/T/B/x")]
    [InlineData("https://hooks.slack.com.evil.example/x")]
    [InlineData("https://evil.example/hooks.slack.com")]
    [InlineData("https://user:pass@hooks.slack.com/x")]
    [InlineData("https://webhook.office.com.evil.example/x")]
    [InlineData("https://evilwebhook.office.com/x")]
    [InlineData("https://x.webhook.office.com:8443/x")]
    [InlineData("http://127.0.0.1/x")]
    [InlineData("https://①②⑦.0.0.1/x")]
    [InlineData("https://localhost./x")]
    [InlineData("file:///etc/passwd")]
    [InlineData("gopher://hooks.slack.com/")]
    [InlineData("hooks.slack.com/x")]
    [InlineData("")]
    public void Only_the_services_own_addresses_can_be_named(string address) => Assert.False(Settings().Allows(address));

    [Theory]
    [InlineData("https://hooks.slack.com/services/T/B/x")]
    [InlineData("https://tenant.webhook.office.com/webhookb2/x")]
    [InlineData("https://prod-1.japaneast.logic.azure.com/workflows/x")]
    public void They_can(string address) => Assert.True(Settings().Allows(address));

    [Fact]
    public void Names_mean_nothing_to_the_services()
    {
        var message = new Message("件名", [new MessageLine("<!channel> [toall] *太字* [x](http://evil) a|b & c", new Uri("https://own.example/reports/1"))], new MessageLine("", null));
        var slack = JsonSerializer.SerializeToElement(ChatForms.Slack(message)).GetProperty("text").GetString()!;
        Assert.Contains("<https://own.example/reports/1|&lt;!channel&gt; [toall] *太字* [x](http://evil) a｜b &amp; c>", slack, StringComparison.Ordinal);
        Assert.DoesNotContain("[toall]", ChatForms.Chatwork(message), StringComparison.Ordinal);
        Assert.Contains(@"\[x\]\(http://evil\)", JsonSerializer.SerializeToElement(ChatForms.Teams(message)).GetProperty("attachments")[0].GetProperty("content").GetProperty("body")[1].GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_missing_or_not_allowed_is_said_beside_its_field_and_what_was_typed_stays()
    {
        await using var house = await NoticesHost.StartAsync();
        using var sato = await house.Host.SignOnAsync("hinata", "sato");
        var page = await NoticesHost.SetChatAsync(sato, "Slack", hook: "https://evil.example/x");
        Assert.Equal(422, (int)page.Status);
        Assert.Equal("https://evil.example/x", page.Document.QuerySelector("[name='ChatForm.Hook']")!.GetAttribute("value"));
        Assert.Contains("送れません", page.Document.QuerySelector("#ChatForm_Hook-error, [id$=Hook-error]")!.TextContent, StringComparison.Ordinal);
        page = await NoticesHost.SetChatAsync(sato, "Chatwork", room: "12a", token: "t");
        Assert.Equal(422, (int)page.Status);
        page = await NoticesHost.SetChatAsync(sato, "Chatwork", room: "12");
        Assert.Equal(422, (int)page.Status);
        Assert.Empty(await house.DbAsync(db => db.Destinations.ToListAsync()));
    }

    private static ChatSettings Settings() => ChatSettings.From(new Microsoft.Extensions.Configuration.ConfigurationBuilder().Build());
}
