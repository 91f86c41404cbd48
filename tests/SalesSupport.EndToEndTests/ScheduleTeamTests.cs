using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;
using static SalesSupport.EndToEndTests.ScheduleSteps;

namespace SalesSupport.EndToEndTests;

/// <summary>People side by side: an entry is pulled to another day of its row.</summary>
[Collection("Chromium")]
[Trait("Bar", "groupware")]
public sealed class ScheduleTeamTests(Chromium chromium)
{
    private const string Monday = "2027-04-05";
    private const string Next = "2027-04-12";

    [Fact]
    [Requirement("R22")]
    public async Task An_entry_is_pulled_to_another_day_and_put_back_by_one_press()
    {
        var (page, title, entry) = await OpenedAsync("2027-04-06");
        await PullToAsync(page, entry, "2027-04-08");
        var toast = page.Locator(".toast", new PageLocatorOptions { HasText = title });
        await Expect(toast).ToContainTextAsync("4/8(木) 10:00–11:00");
        Assert.Equal(["2027-04-08T10:00/2027-04-08T11:00"], await TimesAsync(page, title, Monday, Next));
        Assert.Equal("/schedule", new Uri(page.Url).AbsolutePath);        // letting go did not open it
        await toast.Locator("button").First.ClickAsync();
        await Expect(On(page, "2027-04-06", title)).ToBeVisibleAsync();
        Assert.Equal(["2027-04-06T10:00/2027-04-06T11:00"], await TimesAsync(page, title, Monday, Next));

        // A press that pulls nothing opens it, as ever.
        await entry.ClickAsync();
        await page.WaitForURLAsync("**/schedule/*-*");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Escape_and_a_refusal_leave_it_where_it_was()
    {
        var (page, title, entry) = await OpenedAsync("2027-04-07");
        var sent = 0;
        page.Request += (_, request) => sent += request.Method == "POST" ? 1 : 0;
        await PullToAsync(page, entry, "2027-04-09", letGo: false);
        await Expect(page.Locator("td.is-target")).ToHaveAttributeAsync("data-day", "2027-04-09");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator("td.is-target")).ToHaveCountAsync(0);
        await page.Mouse.UpAsync();
        Assert.Equal(0, sent);
        Assert.Equal("/schedule", new Uri(page.Url).AbsolutePath);

        // What the keyboard presses is no end of a pulling, and opens it.
        Assert.False(await entry.EvaluateAsync<bool>("e => { let was; addEventListener('click', c => { was = c.defaultPrevented; c.preventDefault(); }, { once: true }); e.click(); return was; }"));

        await page.RouteAsync("**/schedule/*/time", route => route.AbortAsync());
        await PullToAsync(page, entry, "2027-04-09");
        await Expect(page.Locator(".toast.is-error")).ToContainTextAsync("つながらないため");
        await Expect(On(page, "2027-04-07", title)).ToBeVisibleAsync();

        // It can be tried again.
        await page.UnrouteAsync("**/schedule/*/time");
        await PullToAsync(page, entry, "2027-04-09");
        await Expect(page.Locator(".toast", new PageLocatorOptions { HasText = title })).ToContainTextAsync("4/9(金)");
        await page.Context.CloseAsync();
    }

    [Fact]
    [Requirement("R26")]
    public async Task What_is_somebody_elses_stays()
    {
        var (page, title, entry) = await OpenedAsync("2027-04-08", owner: "nakamura");
        var sent = 0;
        page.Request += (_, request) => sent += request.Method == "POST" ? 1 : 0;
        await PullToAsync(page, entry, "2027-04-05");
        await Expect(On(page, "2027-04-08", title)).ToBeVisibleAsync();
        Assert.Equal(0, sent);
        await page.Context.CloseAsync();
    }

    /// <summary>The team's week as one of them sees it, with a new entry of nishino's or of somebody else.</summary>
    private async Task<(IPage Page, string Title, ILocator Entry)> OpenedAsync(string day, string owner = "nishino")
    {
        var title = Title("納品の立ち会い");
        await AddAsync(chromium, owner, title, day, "10:00", "11:00");
        var page = await chromium.SignedOnAsync("nishino");
        await OpenAsync(page, "team", Monday);
        var entry = page.Locator(".schedule-team .entry", new PageLocatorOptions { HasText = title });
        await Expect(entry).ToBeVisibleAsync();
        return (page, title, entry);
    }

    private static ILocator On(IPage page, string day, string title) => page.Locator($".schedule-team td[data-day='{day}'] .entry", new PageLocatorOptions { HasText = title });

    private static async Task PullToAsync(IPage page, ILocator entry, string day, bool letGo = true)
    {
        await entry.HoverAsync();
        var from = await BoxAsync(entry);
        var to = await BoxAsync(page.Locator($".schedule-team td[data-day='{day}']").First);
        var (x, y) = (from.X + 24, from.Y + 10);
        await page.Mouse.MoveAsync(x, y);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(to.X + (to.Width / 2), y + 3, new MouseMoveOptions { Steps = 6 });
        if (letGo)
        {
            await page.Mouse.UpAsync();
        }
    }
}
