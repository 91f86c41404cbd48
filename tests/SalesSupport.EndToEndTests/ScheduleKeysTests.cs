using static Microsoft.Playwright.Assertions;
using static SalesSupport.EndToEndTests.ScheduleSteps;

namespace SalesSupport.EndToEndTests;

/// <summary>The calendar without a mouse.</summary>
[Collection("Chromium")]
[Trait("Bar", "groupware")]
public sealed class ScheduleKeysTests(Chromium chromium)
{
    [Fact]
    [Requirement("R22")]
    public async Task J_and_k_walk_through_the_entries_in_the_order_of_time_and_enter_opens_one()
    {
        var (first, second) = (Title("朝の電話"), Title("夕方の訪問"));
        await AddAsync(chromium, "watanabe", second, "2027-04-06", "16:00", "17:00");
        await AddAsync(chromium, "watanabe", first, "2027-04-05", "8:00", "8:30");        // before the weekly meeting of 9:00
        var page = await chromium.SignedOnAsync("watanabe");
        await OpenAsync(page, "week", "2027-04-05");
        await Expect(Entry(page, first)).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("j");
        await Expect(page.Locator(":focus")).ToContainTextAsync(first);
        await page.Keyboard.PressAsync("j");
        await Expect(page.Locator(":focus")).ToContainTextAsync("営業会議");
        await page.Keyboard.PressAsync("j");
        await Expect(page.Locator(":focus")).ToContainTextAsync(second);
        await page.Keyboard.PressAsync("k");
        await page.Keyboard.PressAsync("k");
        await Expect(page.Locator(":focus")).ToContainTextAsync(first);
        await page.Keyboard.PressAsync("Enter");
        await Chromium.ArriveAsync(page, p => p.StartsWith("/schedule/", StringComparison.Ordinal));
        await Expect(page.Locator("main")).ToContainTextAsync(first);
        await page.Context.CloseAsync();
    }

    [Fact]
    [Requirement("R22")]
    public async Task Letters_choose_the_view_and_arrows_the_period()
    {
        var page = await chromium.SignedOnAsync("watanabe");
        await OpenAsync(page, "week", "2027-04-14");
        var title = page.Locator("[data-schedule-title]");
        await page.Keyboard.PressAsync("ArrowRight");
        await Expect(title).ToHaveTextAsync("2027年 4/19(月) – 4/25(日)");
        await page.Keyboard.PressAsync("ArrowLeft");
        await Expect(title).ToHaveTextAsync("2027年 4/12(月) – 4/18(日)");
        foreach (var (key, view, says) in new[] { ("m", "month", "2027年4月"), ("d", "day", "2027年4月14日(水)"), ("i", "list", "2027年 4/14(水) – 4/27(火)"), ("p", "team", "2027年 4/12(月) – 4/18(日)"), ("w", "week", "2027年 4/12(月) – 4/18(日)") })
        {
            await page.Keyboard.PressAsync(key);
            await Expect(page.Locator($"[data-schedule-view={view}]")).ToHaveAttributeAsync("aria-current", "true");
            await Expect(title).ToHaveTextAsync(says);
        }

        await page.Keyboard.PressAsync("t");
        await Expect(page.Locator(".fc-day-today").First).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task What_is_typed_into_a_field_is_no_key()
    {
        var page = await chromium.SignedOnAsync("watanabe");
        await OpenAsync(page, "week", "2027-04-14");
        var address = page.Url;
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("mtd");
        await page.Keyboard.PressAsync("ArrowLeft");
        await Expect(page.Locator("[data-search]").First).ToHaveValueAsync("mtd");
        Assert.Equal(address, page.Url);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_sheet_of_keys_tells_them()
    {
        var page = await chromium.SignedOnAsync("watanabe");
        await OpenAsync(page, "month", "2027-04-14");
        var check = new PageCheck(page, 1440);
        await check.OpenOverAsync("keys of the schedule", "dialog#keys-sheet[open] section:has-text('予定の表')", () => page.Keyboard.PressAsync("?"));
        check.AssertNothingWrong(actions: 0, dialogs: 1);
        await page.Context.CloseAsync();
    }
}
