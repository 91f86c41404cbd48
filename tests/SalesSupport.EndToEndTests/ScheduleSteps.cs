using System.Text.Json;
using Microsoft.Playwright;

namespace SalesSupport.EndToEndTests;

/// <summary>Makes entries by the form as their owner does, asks what the server says of them, and moves the mouse as a hand does.</summary>
internal static class ScheduleSteps
{
    /// <summary>A title that no other test has.</summary>
    public static string Title(string words) => $"{words} {Guid.CreateVersion7().ToString()[^6..]}";

    /// <summary>Writes an entry. Times such as <c>10:00</c>; without them it fills the day.</summary>
    public static async Task AddAsync(Chromium chromium, string login, string title, string day, string? start, string? end, params (string Name, string Value)[] more)
    {
        using var browser = await BrowserAsync(chromium, login);
        var form = await browser.GetAsync("/schedule/new");
        (string, string)[] time = start is null ? [("AllDay", "true")] : [("StartTime", start), ("EndTime", end!)];
        var saved = await browser.SubmitAsync(form, form.MainForm, [("Title", title), ("StartDate", day), ("EndDate", day), .. time, .. more]);
        Assert.True((int)saved.Status < 400, saved.Text);
    }

    /// <summary>Somebody changes the words of an entry.</summary>
    public static async Task RenameAsync(Chromium chromium, string login, string url, string title)
    {
        using var browser = await BrowserAsync(chromium, login);
        var form = await browser.GetAsync($"{url}/edit");
        var saved = await browser.SubmitAsync(form, form.MainForm, [("Title", title)]);
        Assert.True((int)saved.Status < 400, saved.Text);
    }

    /// <summary>Begin and end of each instance with this title in two weeks, as the server says.</summary>
    public static async Task<IReadOnlyList<string>> TimesAsync(IPage page, string title, string from, string to)
    {
        var answer = await page.APIRequest.GetAsync($"/schedule/entries?from={from}&to={to}", new APIRequestContextOptions { Headers = new Dictionary<string, string> { ["Accept"] = "application/json" } });
        using var json = JsonDocument.Parse(await answer.TextAsync());
        return [.. json.RootElement.GetProperty("entries").EnumerateArray().Where(e => e.GetProperty("title").GetString() == title)
            .Select(e => $"{e.GetProperty("start").GetString()![..16]}/{e.GetProperty("end").GetString()![..16]}").Order(StringComparer.Ordinal)];
    }

    /// <summary>Opens the calendar, and waits until the days and what is in them stand.</summary>
    public static async Task OpenAsync(IPage page, string view, string day, string more = "")
    {
        page.SetDefaultTimeout(15_000);
        await page.GotoAsync($"/schedule?view={view}&date={day}{more}");
        await page.Locator("[data-schedule][aria-busy=false]").WaitForAsync();
    }

    public static ILocator Entry(IPage page, string title) => page.Locator(".fc-event", new PageLocatorOptions { HasText = title }).First;

    /// <summary>Where it stands. The calendar draws its entries anew when it has read them, and one that is just gone stands nowhere.</summary>
    public static async Task<LocatorBoundingBoxResult> BoxAsync(ILocator what)
    {
        for (var tries = 0; ; tries++)
        {
            if (await what.BoundingBoxAsync() is { } box)
            {
                return box;
            }

            Assert.True(tries < 100, $"{what} stands nowhere");
            await Task.Delay(50);
        }
    }

    /// <summary>Pulls an entry by so many pixels; at its lower edge when it is to become longer.</summary>
    public static async Task PullAsync(IPage page, string title, float right, float down, bool edge = false)
    {
        var entry = Entry(page, title);
        await entry.HoverAsync();
        var box = await BoxAsync(entry);
        var (x, y) = (box.X + 24, edge ? box.Y + box.Height - 2 : box.Y + 12);
        await page.Mouse.MoveAsync(x, y);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(x + (right / 2), y + (down / 2), new MouseMoveOptions { Steps = 4 });
        await page.Mouse.MoveAsync(x + right, y + down, new MouseMoveOptions { Steps = 4 });
        await page.Mouse.UpAsync();
    }

    /// <summary>How wide a day of the week is, and how high an hour.</summary>
    public static async Task<(float Day, float Hour)> SizesAsync(IPage page)
    {
        var day = await BoxAsync(page.Locator(".fc-timegrid-col[data-date]").First);
        var half = await BoxAsync(page.Locator(".fc-timegrid-slot-lane").First);
        return (day.Width, half.Height * 2);
    }

    private static async Task<Browser> BrowserAsync(Chromium chromium, string login)
    {
        var browser = new Browser(chromium.Host.Address);
        await browser.SignOnAsync("demo", login, TestHost.Password);
        return browser;
    }
}
