using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace SalesSupport.EndToEndTests;

/// <summary>Many customers are ticked in the list and changed at once, in a real window, by pointer and by keyboard.</summary>
[Collection("Chromium")]
[Requirement("R21")]
public sealed class BulkChangeTests(Chromium chromium)
{
    [Fact]
    public async Task Rows_are_ticked_changed_and_put_back()
    {
        var page = await chromium.SignedOnAsync("yoshida");
        await page.GotoAsync("/customers?rank=C");
        var (bar, rows, boxes) = (page.Locator(".bulk"), page.Locator("table.list tbody tr[data-href]"), page.Locator("tbody .pick input"));
        var first = page.Locator($"tr[data-href='{await rows.Nth(0).GetAttributeAsync("data-href")}']");
        await Expect(bar).ToBeHiddenAsync();

        // Beside the box, but in its cell: the row is ticked and not opened. x ticks the row one has gone to.
        await rows.Nth(0).Locator("td.pick").ClickAsync(new LocatorClickOptions { Position = new Position { X = 2, Y = 2 } });
        await Expect(boxes.Nth(0)).ToBeCheckedAsync();
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("x");
        await Expect(boxes.Nth(1)).ToBeCheckedAsync();
        await Expect(bar.Locator("[data-bulk-count]")).ToHaveTextAsync("2件を選択中");
        Assert.EndsWith("/customers?rank=C", page.Url, StringComparison.Ordinal);

        // All of the page and none.
        await page.Locator("th.pick input").CheckAsync();
        await Expect(bar.Locator("[data-bulk-count]")).ToHaveTextAsync($"{await boxes.CountAsync()}件を選択中");
        await bar.Locator("[data-check-none]").ClickAsync();
        await Expect(bar).ToBeHiddenAsync();

        // Nothing chosen: it says so beside the bar, the row is ticked still and the list filtered as it was.
        await boxes.Nth(0).FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await bar.Locator("button.btn:not([type=button])").ClickAsync();
        await Expect(bar.Locator(".field-error")).ToBeVisibleAsync();
        await Expect(page.Locator("tbody .pick input:checked")).ToHaveCountAsync(1);
        await Expect(page.Locator("select[name=rank]")).ToHaveValueAsync("C");
        await Expect(bar.Locator("[name='Form.Owner']")).ToBeFocusedAsync();

        await bar.Locator("[name='Form.Rank']").SelectOptionAsync("D");
        await bar.Locator("[name='Form.Tags']").FillAsync("火曜便");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".toast")).ToContainTextAsync("1件の顧客を変更しました");
        Assert.Equal("/customers", new Uri(page.Url).AbsolutePath);
        await Expect(page.Locator("select[name=rank]")).ToHaveValueAsync("C");
        await Expect(first).ToHaveCountAsync(0);
        await page.Locator(".toast form button").ClickAsync();
        await Expect(page.Locator(".toast")).ToContainTextAsync("1件の顧客を元に戻しました");
        await Expect(first).ToHaveCountAsync(1);
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData(1440, "ja", false)]
    [InlineData(360, "en", true)]
    public async Task The_bar_and_what_it_refuses_are_accessible(int width, string language, bool dark)
    {
        var page = await chromium.SignedOnAsync("kobayashi", width, language, dark);
        await page.GotoAsync("/customers?rank=B");
        if (width < 700)
        {
            await Expect(page.Locator("tbody .pick").First).ToBeHiddenAsync();
            await page.Locator("[data-pick-mode]").CheckAsync();
        }

        await page.Locator("tbody .pick input").Nth(0).CheckAsync();
        await page.Locator("tbody .pick input").Nth(1).CheckAsync();
        var check = new PageCheck(page, width);
        await check.LookAsync("the list with ticked rows", "[data-bulk-count]:visible");
        await page.Locator(".bulk button.btn:not([type=button])").ClickAsync();
        await Expect(page.Locator(".bulk .field-error")).ToBeVisibleAsync();
        await Expect(page.Locator("tbody .pick input:checked").First).ToBeVisibleAsync();
        await check.LookAsync("the list with a refused change", "#bulk-faults:visible");
        check.AssertNothingWrong(actions: 2, dialogs: 2);
        await page.Context.CloseAsync();
    }
}
