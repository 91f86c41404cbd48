using Microsoft.Playwright;
using SalesSupport.Abstractions;
using static Microsoft.Playwright.Assertions;

namespace SalesSupport.EndToEndTests;

/// <summary>
/// The main job, word for word: opens the address, logs in as a salesperson, finds a customer, writes today's report on a visit there, logs in as the manager, reads it, comments,
/// returns it, gets it again and approves it.
/// </summary>
[Collection("Chromium")]
[Trait("Bar", "main-job")]
public sealed class StoryTests(Chromium chromium)
{
    private const string Visit = "見積の二案を説明。納期が合えば本体二台で進めたいとのこと。";
    private const string Again = "次回は立会検査の日程を決めます。";

    [Fact]
    [Requirement("R20")]
    [Requirement("R21")]
    [Requirement("R27")]
    public async Task A_salesperson_writes_and_the_manager_returns_and_approves()
    {
        var today = TimeProvider.System.Today().ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

        // The salesperson finds a customer …
        var sales = await chromium.SignedOnAsync("kato");
        await sales.GotoAsync("/customers");
        var customer = (await sales.Locator("table.list tbody tr a").First.InnerTextAsync()).Trim();
        await sales.Locator("input[type=search][name=q]").Last.FillAsync(customer);
        await Expect(sales.Locator("table.list tbody tr").First).ToContainTextAsync(customer);
        await sales.Locator("table.list tbody tr a").First.ClickAsync();
        await Expect(sales.Locator("h1")).ToContainTextAsync(customer);

        // … and writes today's report on a visit there.
        await sales.GotoAsync($"/reports/{today}/edit");
        await WriteVisitAsync(sales, customer, Visit);
        await SubmitAsync(sales);

        // The manager reads it, comments …
        var manager = await chromium.SignedOnAsync("nishino");
        await OpenReportAsync(manager, "加藤 翔太");
        await Expect(manager.Locator("main")).ToContainTextAsync(Visit);
        await manager.Locator("#comment-text").FillAsync("納期の根拠も書いてください。");
        await manager.Locator("[data-submit-main]").ClickAsync();
        await Expect(manager.Locator("main")).ToContainTextAsync("納期の根拠も書いてください。");

        // … returns it,
        await manager.Locator("[data-key=r]").First.ClickAsync();
        await manager.Locator("dialog[open] [name=Reason]").FillAsync("次回の予定を足してください。");
        await SendAsync(manager, () => manager.Locator("dialog[open] .dialog-end button.btn-primary").First.ClickAsync());

        // gets it again
        await sales.GotoAsync($"/reports/{today}/edit");
        await Expect(sales.Locator("main")).ToContainTextAsync("次回の予定を足してください。");
        await sales.Locator("textarea[name$='.Text']").First.FillAsync(Visit + Again);
        await SubmitAsync(sales);

        // and approves it.
        await OpenReportAsync(manager, "加藤 翔太");
        await Expect(manager.Locator("main")).ToContainTextAsync(Again);
        var address = manager.Url;
        await SendAsync(manager, () => manager.Locator("[data-key=a]").First.ClickAsync());
        await manager.GotoAsync(address);
        await Expect(manager.Locator("article .chip-ok, main .chip-ok").First).ToContainTextAsync("承認済");

        await sales.Context.CloseAsync();
        await manager.Context.CloseAsync();
    }

    private static async Task WriteVisitAsync(IPage page, string customer, string text)
    {
        if (await page.Locator("textarea[name$='.Text']").CountAsync() == 0)
        {
            await page.Locator("[data-repeat-add]").First.ClickAsync();
        }

        var picker = page.Locator("[data-combobox] input[role=combobox], [data-combobox] input[type=text]").First;
        await picker.FillAsync(customer);
        await page.Locator("[role=option]").First.ClickAsync();
        await page.Locator("textarea[name$='.Text']").First.FillAsync(text);
    }

    // Until the server has answered: whoever looks sooner, or leaves the page, comes before the save.
    private static Task SendAsync(IPage page, Func<Task> click) => page.RunAndWaitForResponseAsync(click, r => r.Request.Method == "POST");

    private static async Task SubmitAsync(IPage page)
    {
        await page.Keyboard.PressAsync("Control+Enter");
        await Chromium.ArriveAsync(page, p => Guid.TryParse(p.Split('/')[^1], out _));
    }

    private static async Task OpenReportAsync(IPage page, string author)
    {
        var today = TimeProvider.System.Today();
        await page.GotoAsync("/inbox?tab=ToApprove");
        await page.Locator("table.list tbody tr", new PageLocatorOptions { HasText = author }).Filter(new LocatorFilterOptions { HasText = $"{today.Month}/{today.Day}(" }).Locator("a").First.ClickAsync();
        await Chromium.ArriveAsync(page, p => p.StartsWith("/reports/", StringComparison.Ordinal));
    }
}
