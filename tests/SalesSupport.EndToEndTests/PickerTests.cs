using Microsoft.Playwright;
using SalesSupport.Abstractions;
using static Microsoft.Playwright.Assertions;

namespace SalesSupport.EndToEndTests;

/// <summary>Choosing a customer in a report by what is typed.</summary>
[Collection("Chromium")]
[Trait("Bar", "main-job")]
public sealed class PickerTests(Chromium chromium)
{
    [Fact]
    [Requirement("R20")]
    public async Task A_list_of_fewer_letters_chooses_nobody()
    {
        var page = await chromium.SignedOnAsync("nishino");
        var picker = await OpenAsync(page, -5);
        await picker.PressSequentiallyAsync("つ");
        await Expect(page.Locator(".combobox-option").First).ToBeVisibleAsync();

        // The list for what is typed on does not come any more.
        await page.RouteAsync("**/customers/picker**", route => route.AbortAsync());
        await picker.PressSequentiallyAsync("ばめでない会社");
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.Locator("input[type=hidden][name='Activities[0].CustomerId']")).ToHaveValueAsync("");
        await Expect(picker).ToHaveValueAsync("つばめでない会社");
        Assert.EndsWith("/edit", new Uri(page.Url).AbsolutePath, StringComparison.Ordinal);
        await page.Context.CloseAsync();
    }

    [Fact]
    [Requirement("R20")]
    public async Task Control_enter_in_the_dialog_adds_the_customer_and_does_not_send_the_report_behind_it()
    {
        var page = await chromium.SignedOnAsync("nishino");
        var picker = await OpenAsync(page, -6);
        await picker.FillAsync("株式会社はじめまして");
        await page.Locator(".combobox-option.is-create").ClickAsync();
        await Expect(page.Locator("dialog[open] [name=Name]")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Control+Enter");
        await Expect(page.Locator("dialog[open]")).ToHaveCountAsync(0);
        await Expect(page.Locator("input[type=hidden][name='Activities[0].CustomerId']")).Not.ToHaveValueAsync("");
        Assert.EndsWith("/edit", new Uri(page.Url).AbsolutePath, StringComparison.Ordinal);
        await page.Context.CloseAsync();
    }

    private static async Task<ILocator> OpenAsync(IPage page, int days)
    {
        await page.GotoAsync($"/reports/{TimeProvider.System.Today().AddDays(days):yyyy-MM-dd}/edit");
        var picker = page.Locator("[name='Activities[0].CustomerName']");
        if (await picker.CountAsync() == 0)
        {
            await page.Locator("[data-repeat-add]").First.ClickAsync();
        }

        return picker;
    }
}
