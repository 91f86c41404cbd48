using static Microsoft.Playwright.Assertions;

namespace SalesSupport.EndToEndTests;

/// <summary>A salesperson's own lists of customers, in a real window and by keyboard.</summary>
[Collection("Chromium")]
[Requirement("R21")]
public sealed class ViewTests(Chromium chromium)
{
    [Theory]
    [InlineData("yoshida", 1440)]
    [InlineData("yamada", 360)]
    public async Task A_list_is_saved_changed_and_deleted_without_leaving_the_list(string login, int width)
    {
        var page = await chromium.SignedOnAsync(login, width);
        await page.GotoAsync("/customers");
        var tabs = page.Locator(".tabs");

        // What is filtered while typing can be saved under a name, by keyboard.
        await page.Locator("select[name=rank]").SelectOptionAsync("A");
        var save = page.Locator("[data-open-url^='/customers/views/new']");
        await save.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("dialog[open] [name='Form.Name']")).ToBeFocusedAsync();
        await page.Keyboard.InsertTextAsync("火曜に回る先");
        await page.Keyboard.PressAsync("Enter");
        await Expect(tabs.Locator("[aria-current]")).ToHaveTextAsync("火曜に回る先");
        await Expect(page.Locator("select[name=rank]")).ToHaveValueAsync("A");
        await Expect(save).ToHaveCountAsync(0);

        // Its columns, by keyboard too. The focus comes back when nothing is saved.
        var columns = page.Locator("[data-open-url*='/columns']");
        await columns.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("dialog[open] [value=Phone]").FocusAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(columns).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("dialog[open] [value=Phone]").FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("dialog[open]")).ToHaveCountAsync(0);
        await Expect(page.Locator("table.list tbody a[href^='tel:']").First).ToBeVisibleAsync();

        // Filtering on offers to save it over; a customer and back shows the same.
        await page.Locator("select[name=sort]").SelectOptionAsync("Activity");
        var over = page.Locator(".list-tools form button");
        await over.ClickAsync();
        await Expect(over).ToHaveCountAsync(0);
        await Expect(tabs.Locator("[aria-current]")).ToHaveTextAsync("火曜に回る先");
        await Expect(page.Locator("select[name=sort]")).ToHaveValueAsync("Activity");
        await page.Locator("table.list tbody .main a").First.ClickAsync();
        await page.Locator("h1").WaitForAsync();
        await page.GoBackAsync();
        await Expect(tabs.Locator("[aria-current]")).ToHaveTextAsync("火曜に回る先");
        await Expect(page.Locator("select[name=sort]")).ToHaveValueAsync("Activity");

        // First from now on, and all customers with one press.
        await page.Locator(".tab-tool").ClickAsync();
        await page.Locator("dialog[open] [name='Form.First'][type=checkbox]").CheckAsync();
        await page.Locator("dialog[open] .btn-primary").ClickAsync();
        await Expect(tabs.Locator("[aria-current] .icon")).ToHaveCountAsync(1);
        await page.GotoAsync("/customers");
        await Expect(page.Locator("select[name=rank]")).ToHaveValueAsync("A");
        await tabs.Locator("a").First.ClickAsync();
        await Expect(page.Locator("select[name=rank]")).ToHaveValueAsync("");

        // Deleted, and back by the toast.
        await page.GotoAsync("/customers");
        await page.Locator(".tab-tool").ClickAsync();
        await page.Locator("dialog[open] .btn-danger").ClickAsync();
        await Expect(tabs).Not.ToContainTextAsync("火曜に回る先");
        await page.Locator(".toast form button").ClickAsync();
        await Expect(tabs.Locator("[aria-current]")).ToContainTextAsync("火曜に回る先");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_name_that_is_refused_stays_in_its_field()
    {
        var page = await chromium.SignedOnAsync("kobayashi");
        await page.GotoAsync("/customers?rank=B");
        await page.Locator("[data-open-url^='/customers/views/new']").ClickAsync();
        await page.Locator("dialog[open] [name='Form.Name']").FillAsync("重点顧客");
        await page.Locator("dialog[open] .btn-primary").ClickAsync();
        await Expect(page.Locator(".field-error:visible")).ToContainTextAsync("同じ名前の一覧");
        await Expect(page.Locator("[name='Form.Name']")).ToHaveValueAsync("重点顧客");
        await page.Locator("[name='Form.Name']").FillAsync("Bの顧客");
        await page.Keyboard.PressAsync("Control+Enter");
        await Expect(page.Locator(".tabs [aria-current]")).ToHaveTextAsync("Bの顧客");
        await page.Context.CloseAsync();
    }
}
