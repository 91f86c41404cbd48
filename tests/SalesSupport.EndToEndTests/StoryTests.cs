using System.Text.RegularExpressions;
using Microsoft.Playwright;
using SalesSupport.Abstractions;
using static Microsoft.Playwright.Assertions;

namespace SalesSupport.EndToEndTests;

/// <summary>
/// The main job, word for word: runs the program, opens the address it prints, logs in as a salesperson, finds a customer, writes today's report on a visit there, logs in as the manager, reads it,
/// comments, returns it, gets it again and approves it. From the first page on by links and keys only, as people come there.
/// </summary>
[Collection("Chromium")]
[Trait("Bar", "main-job")]
public sealed class StoryTests(Chromium chromium)
{
    private const string Visit = "見積の二案を説明。納期が合えば本体二台で進めたいとのこと。";
    private const string Again = "次回は立会検査の日程を決めます。";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    [Requirement("R20")]
    [Requirement("R21")]
    [Requirement("R27")]
    public async Task A_salesperson_writes_and_the_manager_returns_and_approves()
    {
        // A newcomer runs the program, on no data yet, and opens the address that it prints.
        var data = Directory.CreateTempSubdirectory("salessupport-story-").FullName;
        await using var host = HostProcess.StartHost(Repository.HostDll, data, HostProcess.FreePort());
        await host.WaitUntilAnswersAsync(Patience);
        var address = await PrintedAsync(host, new Regex(@"http://127\.0\.0\.1:[0-9]+"));
        await PrintedAsync(host, new Regex($"sato.*{Regex.Escape(TestHost.Password)}"));

        // The salesperson finds a customer …
        var sales = await SignedOnAsync(address, "sato");
        await GoAsync(sales, "/customers");
        var customer = (await sales.Locator("table.list tbody tr a").Nth(6).InnerTextAsync()).Trim();
        await sales.Locator("main input[type=search][name=q]").FillAsync(customer);
        await Expect(sales.Locator("table.list tbody tr")).ToHaveCountAsync(1);
        await sales.Locator("table.list tbody tr a").First.ClickAsync();
        await Expect(sales.Locator("h1")).ToHaveTextAsync(customer);

        // … and writes today's report on a visit there.
        await sales.Locator(".actions a.btn-primary").ClickAsync();
        await Chromium.ArriveAsync(sales, p => p.EndsWith("/edit", StringComparison.Ordinal));
        var activity = sales.Locator("[data-repeat-row]").Last;
        await Expect(activity.Locator("[name$='.CustomerName']")).ToHaveValueAsync(customer);
        await activity.Locator("[name$='.Kind']").SelectOptionAsync("Visit");
        await activity.Locator("[name$='.Text']").FillAsync(Visit);
        await SubmitAsync(sales);

        // The manager reads it, comments …
        var manager = await SignedOnAsync(address, "okabe");
        await OpenFromInboxAsync(manager, "ToApprove", "佐藤 美咲");
        await Expect(manager.Locator("main article", new PageLocatorOptions { HasText = Visit }).First).ToContainTextAsync(customer);
        await manager.Locator("#comment-text").FillAsync("納期の根拠も書いてください。");
        await manager.Locator("[data-submit-main]").ClickAsync();
        await Expect(manager.Locator("#comments")).ToContainTextAsync("納期の根拠も書いてください。");

        // … returns it,
        await manager.Locator("[data-key=r]").First.ClickAsync();
        await manager.Locator("dialog[open] [name=Reason]").FillAsync("次回の予定を足してください。");
        await SendAsync(manager, () => manager.Locator("dialog[open] .dialog-end button.btn-primary").First.ClickAsync());

        // so that the salesperson finds it there with the reason, adds to it and sends it once more;
        await OpenFromInboxAsync(sales, "Returned", "次回の予定を足してください。");
        await sales.Locator("main [data-key=e]").ClickAsync();
        await Chromium.ArriveAsync(sales, p => p.EndsWith("/edit", StringComparison.Ordinal));
        await sales.Locator("[name$='.Text']").Last.FillAsync(Visit + Again);
        await SubmitAsync(sales);

        // gets it again and approves it.
        await OpenFromInboxAsync(manager, "ToApprove", "佐藤 美咲");
        await Expect(manager.Locator("main")).ToContainTextAsync(Again);
        var report = manager.Url;
        await SendAsync(manager, () => manager.Locator("[data-key=a]").First.ClickAsync());
        await manager.GotoAsync(report);
        await Expect(manager.Locator("article .chip-ok, main .chip-ok").First).ToContainTextAsync("承認済");

        await sales.Context.CloseAsync();
        await manager.Context.CloseAsync();
        await host.StopAsync();
        Directory.Delete(data, recursive: true);
    }

    // It answers a moment before it has written where.
    private static async Task<string> PrintedAsync(HostProcess host, Regex words)
    {
        for (var tries = 0; tries < 100 && !words.IsMatch(host.Output); tries++)
        {
            await Task.Delay(100);
        }

        Assert.Matches(words, host.Output);
        return words.Match(host.Output).Value;
    }

    private async Task<IPage> SignedOnAsync(string address, string login)
    {
        var page = await chromium.PageAsync(address: address);
        await Chromium.SignOnAsync(page, "demo", login);
        return page;
    }

    /// <summary>By the menu.</summary>
    private static async Task GoAsync(IPage page, string path)
    {
        await page.Locator($"nav a[href='{path}']:visible").First.ClickAsync();
        await Chromium.ArriveAsync(page, p => p == path);
    }

    private static async Task OpenFromInboxAsync(IPage page, string tab, string words)
    {
        var today = TimeProvider.System.Today();
        await GoAsync(page, "/inbox");
        await page.Locator($"nav.tabs a[href$='tab={tab}']").ClickAsync();
        await Expect(page.Locator($"nav.tabs a[href$='tab={tab}'][aria-current=page]")).ToBeVisibleAsync();      // asks again and again; a wait for the navigation's events never ends when they came first
        await page.Locator("table.list tbody tr, ul.rows li", new PageLocatorOptions { HasText = words }).Filter(new LocatorFilterOptions { HasText = $"{today.Month}/{today.Day}(" }).Locator("a").First.ClickAsync();
        await Chromium.ArriveAsync(page, p => p.StartsWith("/reports/", StringComparison.Ordinal));
    }

    // Until the server has answered: whoever looks sooner, or leaves the page, comes before the save.
    private static Task SendAsync(IPage page, Func<Task> click) => page.RunAndWaitForResponseAsync(click, r => r.Request.Method == "POST");

    private static async Task SubmitAsync(IPage page)
    {
        await page.Keyboard.PressAsync("Control+Enter");
        await Chromium.ArriveAsync(page, p => Guid.TryParse(p.Split('/')[^1], out _));
    }
}
