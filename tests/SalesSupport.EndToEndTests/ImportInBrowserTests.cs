using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace SalesSupport.EndToEndTests;

/// <summary>A file of another system is imported and taken out again in a real window.</summary>
[Collection("Chromium")]
[Trait("Bar", "groupware")]
public sealed class ImportInBrowserTests(Chromium chromium)
{
    [Theory]
    [InlineData(1440, "ja", false)]
    [InlineData(360, "en", true)]
    public async Task A_file_is_looked_at_imported_with_its_progress_shown_and_taken_out_again(int width, string language, bool dark)
    {
        var page = await chromium.SignedOnAsync("morita", width, language, dark);
        var check = new PageCheck(page, width);
        await check.OpenAsync("/reports/imports");
        var first = new DateOnly(width == 360 ? 2011 : 2014, 4, 1);
        var rows = Enumerable.Range(0, 300).Select(i => $"{first.AddDays(i):yyyy/M/d},森田,株式会社まだない,訪問,9:30,{i}日目の内容");
        var text = string.Join("\r\n", ["日付,氏名,顧客名,種別,開始,内容", .. rows, "2011/2/30,森田,,,,存在しない日", ""]);
        await page.Locator("input[name=File]").SetInputFilesAsync(new FilePayload { Name = "日報.csv", MimeType = "text/csv", Buffer = System.Text.CodePagesEncodingProvider.Instance.GetEncoding(932)!.GetBytes(text) });
        await page.Locator("form[data-main] button.btn-primary").ClickAsync();

        // Read as Shift_JIS; who 森田 is, is said by hand.
        await Expect(page.Locator("#Encoding")).ToHaveValueAsync("shift_jis");
        await Expect(page.Locator("[name='Columns.Text']")).ToHaveValueAsync("5");
        await Expect(page.Locator("#planned")).ToHaveCountAsync(0);
        var me = await page.Locator("[name='Authors[0].Id'] option", new PageLocatorOptions { HasText = "森田" }).GetAttributeAsync("value");
        await page.Locator("[name='Authors[0].Id']").SelectOptionAsync(me!);
        await page.Locator("form[data-main] button:not(.btn-primary)").ClickAsync();
        await Expect(page.Locator("#planned tbody tr")).ToHaveCountAsync(20);
        await Expect(page.Locator("#faults tbody tr")).ToHaveCountAsync(1);
        await check.LookAsync("what becomes of the file", "#planned");

        // It goes on by itself until the figures stand there.
        await page.Locator("form[data-main] button.btn-primary").ClickAsync();
        await Expect(page.Locator("dl.facts")).ToContainTextAsync("300", new LocatorAssertionsToContainTextOptions { Timeout = 60_000 });
        await check.LookAsync("what was imported", "dl.facts");
        await page.Locator("a[href$='/undo']").ClickAsync();
        await Expect(page.Locator("form[data-main]")).ToContainTextAsync("300");
        await check.LookAsync("what would be taken out", "button.btn-danger");
        await page.Locator("button.btn-danger").ClickAsync();
        await Expect(page.Locator("dl.facts dt")).ToHaveCountAsync(7, new LocatorAssertionsToHaveCountOptions { Timeout = 60_000 });
        check.AssertNothingWrong(actions: 3, dialogs: 0);
        await page.Context.CloseAsync();
    }
}
