using System.Globalization;
using Microsoft.Playwright;
using SalesSupport.Abstractions;
using static Microsoft.Playwright.Assertions;

namespace SalesSupport.EndToEndTests;

/// <summary>What begins soon is told on whatever page is open (R22).</summary>
[Collection("Chromium")]
[Trait("Bar", "groupware")]
public sealed class ReminderInBrowserTests(Chromium chromium)
{
    [Fact]
    [Requirement("R22")]
    public async Task An_open_page_tells_once_what_begins_soon_and_leads_to_it()
    {
        var start = TimeProvider.System.GetUtcNow().ToJapan().AddMinutes(9);
        var end = start.AddHours(1);
        var title = ScheduleSteps.Title("まもなくの商談");
        await ScheduleSteps.AddAsync(chromium, "nishino", title, Day(start), Clock(start), Clock(end), ("EndDate", Day(end)), ("Remind", "10"));
        var page = await chromium.SignedOnAsync("nishino");
        var toast = page.Locator(".toast", new PageLocatorOptions { HasText = title });
        await Expect(toast).ToContainTextAsync($"{Clock(start)} から「{title}」があります。");
        await toast.Locator("button", new LocatorLocatorOptions { HasText = "開く" }).ClickAsync();
        await Chromium.ArriveAsync(page, p => p.StartsWith("/schedule/", StringComparison.Ordinal));
        await Expect(page.Locator("h1")).ToContainTextAsync(title);

        var asked = page.WaitForResponseAsync("**/schedule/reminders");
        await page.GotoAsync("/customers");
        await asked;
        await Task.Delay(300);
        Assert.Equal(0, await toast.CountAsync());
        await page.Context.CloseAsync();
    }

    private static string Day(DateTimeOffset at) => at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Clock(DateTimeOffset at) => at.ToString("HH:mm", CultureInfo.InvariantCulture);
}
