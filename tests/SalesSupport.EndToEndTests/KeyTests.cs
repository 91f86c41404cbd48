using static Microsoft.Playwright.Assertions;

namespace SalesSupport.EndToEndTests;

/// <summary>The keys of the daily things.</summary>
[Collection("Chromium")]
[Trait("Bar", "main-job")]
public sealed class KeyTests(Chromium chromium)
{
    [Fact]
    public async Task A_key_that_is_pressed_as_the_page_appears_goes_nowhere()
    {
        var page = await chromium.SignedOnAsync("sato");
        await page.AddInitScriptAsync("addEventListener('DOMContentLoaded', () => document.dispatchEvent(new KeyboardEvent('keydown', { key: 'i', bubbles: true })))");
        await page.GotoAsync("/customers");
        await page.WaitForTimeoutAsync(300);
        Assert.EndsWith("/customers", page.Url, StringComparison.Ordinal);

        // g and the letter do go there.
        await page.Keyboard.PressAsync("g");
        await page.Keyboard.PressAsync("i");
        await Chromium.ArriveAsync(page, p => p == "/inbox");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task O_opens_the_row_that_was_chosen()
    {
        var page = await chromium.SignedOnAsync("okabe");
        await page.GotoAsync("/inbox?tab=ToApprove");
        var second = await page.Locator("table.list tbody tr").Nth(1).GetAttributeAsync("data-href");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("o");
        await Chromium.ArriveAsync(page, p => p.StartsWith("/reports/", StringComparison.Ordinal));
        Assert.EndsWith(second!, page.Url, StringComparison.Ordinal);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task After_sending_a_comment_the_keys_are_keys_again()
    {
        var page = await chromium.SignedOnAsync("okabe");
        await page.GotoAsync("/inbox?tab=ToApprove");
        await page.Keyboard.PressAsync("o");
        await Chromium.ArriveAsync(page, p => p.StartsWith("/reports/", StringComparison.Ordinal));
        await page.Keyboard.PressAsync("c");
        await page.Keyboard.InsertTextAsync("助かりました。");
        await page.Keyboard.PressAsync("Control+Enter");
        await Expect(page.Locator(".comments > .comment:last-child")).ToContainTextAsync("助かりました。");
        await Expect(page.Locator(".comments > .comment:last-child")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("l");
        await Expect(page.Locator("#like button")).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(page.Locator("#comment-text")).ToHaveValueAsync("");
        await page.Context.CloseAsync();
    }
}
