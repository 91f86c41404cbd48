using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;
using static SalesSupport.EndToEndTests.ScheduleSteps;

namespace SalesSupport.EndToEndTests;

/// <summary>Drawing, moving and stretching in the calendar, by the mouse and by a finger.</summary>
[Collection("Chromium")]
[Trait("Bar", "groupware")]
public sealed class ScheduleMouseTests(Chromium chromium)
{
    private const string Monday = "2027-02-01";
    private const string Next = "2027-02-15";

    [Fact]
    [Requirement("R22")]
    public async Task An_entry_is_moved_by_drawing_it_and_put_back_by_one_press()
    {
        var title = Title("見積のご説明");
        await AddAsync(chromium, "nishino", title, Monday, "10:00", "11:00");
        var page = await OpenedAsync();
        var (day, hour) = await SizesAsync(page);
        await PullAsync(page, title, day, hour * 2);
        var toast = page.Locator(".toast", new PageLocatorOptions { HasText = title });
        await Expect(toast).ToContainTextAsync("2/2(火) 12:00–13:00");
        Assert.Equal(["2027-02-02T12:00/2027-02-02T13:00"], await TimesAsync(page, title, Monday, Next));
        await toast.Locator("button").First.ClickAsync();
        await Expect(page.Locator($".fc-timegrid-col[data-date='{Monday}'] .fc-event", new PageLocatorOptions { HasText = title })).ToBeVisibleAsync();
        Assert.Equal(["2027-02-01T10:00/2027-02-01T11:00"], await TimesAsync(page, title, Monday, Next));
        await page.Context.CloseAsync();
    }

    [Fact]
    [Requirement("R22")]
    public async Task An_entry_becomes_longer_by_drawing_its_edge()
    {
        var title = Title("現地調査");
        await AddAsync(chromium, "nishino", title, "2027-02-03", "13:00", "14:00");
        var page = await OpenedAsync();
        await PullAsync(page, title, 0, (await SizesAsync(page)).Hour, edge: true);
        await Expect(page.Locator(".toast", new PageLocatorOptions { HasText = title })).ToContainTextAsync("13:00–15:00");
        Assert.Equal(["2027-02-03T13:00/2027-02-03T15:00"], await TimesAsync(page, title, Monday, Next));
        await page.Context.CloseAsync();
    }

    [Fact]
    [Requirement("R22")]
    public async Task Drawing_on_an_empty_place_opens_the_form_with_its_times()
    {
        var page = await OpenedAsync();
        var column = await BoxAsync(page.Locator(".fc-timegrid-col[data-date='2027-02-05']"));
        var ten = await BoxAsync(page.Locator(".fc-timegrid-slot-lane[data-time='10:00:00']"));
        var hour = ten.Height * 2;
        await page.Mouse.MoveAsync(column.X + 40, ten.Y + 4);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(column.X + 40, ten.Y + (hour * 1.5f) - 4, new MouseMoveOptions { Steps = 6 });
        await page.Mouse.UpAsync();
        await Chromium.ArriveAsync(page, p => p == "/schedule/new");
        await Expect(page.Locator("[name=StartDate]")).ToHaveValueAsync("2027-02-05");
        await Expect(page.Locator("[name=StartTime]")).ToHaveValueAsync("10:00");
        await Expect(page.Locator("[name=EndTime]")).ToHaveValueAsync("11:30");
        await page.Context.CloseAsync();
    }

    [Fact]
    [Requirement("R22")]
    public async Task What_somebody_else_has_changed_meanwhile_is_put_back_and_says_why()
    {
        var title = Title("打合せ");
        await AddAsync(chromium, "nishino", title, "2027-02-04", "9:00", "10:00");
        var page = await OpenedAsync();
        var url = (await Entry(page, title).GetAttributeAsync("href"))!;
        await RenameAsync(chromium, "nishino", url, title + "(第2回)");
        await PullAsync(page, title, 0, (await SizesAsync(page)).Hour * 3);
        await Expect(page.Locator(".toast.is-error")).ToBeVisibleAsync();

        // It stands where it was, and says what it says by now.
        await Expect(Entry(page, title + "(第2回)")).ToContainTextAsync("9:00–10:00");
        Assert.Equal(["2027-02-04T09:00/2027-02-04T10:00"], await TimesAsync(page, title + "(第2回)", Monday, Next));
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData(422, "終了は開始より後にしてください。")]
    [InlineData(0, "つながらないため")]
    public async Task A_change_that_the_server_does_not_take_is_put_back_and_says_why(int status, string says)
    {
        var title = Title("下見");
        await AddAsync(chromium, "nishino", title, "2027-02-06", "9:00", "10:00");
        var page = await OpenedAsync();
        await page.RouteAsync("**/schedule/*/time", route => status == 0
            ? route.AbortAsync()
            : route.FulfillAsync(new RouteFulfillOptions { Status = status, ContentType = "application/problem+json", Body = $$"""{"status":{{status}},"detail":"{{says}}"}""" }));
        var before = await BoxAsync(Entry(page, title));
        await PullAsync(page, title, 0, (await SizesAsync(page)).Hour * 2);
        await Expect(page.Locator(".toast.is-error")).ToContainTextAsync(says);
        await Expect(Entry(page, title)).ToContainTextAsync("9:00–10:00");
        Assert.Equal(before.Y, (await BoxAsync(Entry(page, title))).Y, 2f);

        // It can be tried again.
        await page.UnrouteAsync("**/schedule/*/time");
        await PullAsync(page, title, 0, (await SizesAsync(page)).Hour * 2);
        await Expect(page.Locator(".toast:not(.is-error)", new PageLocatorOptions { HasText = title })).ToContainTextAsync("11:00–12:00");
        await page.Context.CloseAsync();
    }

    [Fact]
    [Requirement("R26")]
    public async Task Somebody_elses_entry_does_not_move()
    {
        var title = Title("佐藤の訪問");
        await AddAsync(chromium, "sato", title, "2027-02-02", "15:00", "16:00");
        var page = await chromium.SignedOnAsync("nishino");
        await OpenAsync(page, "week", Monday, $"&people={await PersonAsync(page, "佐藤")}");
        var sent = 0;
        page.Request += (_, request) => sent += request.Method == "POST" ? 1 : 0;
        await PullAsync(page, title, 0, (await SizesAsync(page)).Hour * 2);
        await Expect(Entry(page, title)).ToContainTextAsync("15:00–16:00");
        Assert.Equal(0, sent);
        await page.Context.CloseAsync();
    }

    [Fact]
    [Requirement("R22")]
    public async Task A_finger_that_rests_draws_a_new_entry_and_one_that_sweeps_only_scrolls()
    {
        var page = await chromium.SignedOnAsync("nishino", width: 360);
        await OpenAsync(page, "day", "2027-02-09");
        var touch = await page.Context.NewCDPSessionAsync(page);
        async Task TouchAsync(string type, float? x = null, float? y = null) =>
            await touch.SendAsync("Input.dispatchTouchEvent", new Dictionary<string, object> { ["type"] = type, ["touchPoints"] = x is null ? Array.Empty<object>() : new object[] { new { x, y } } });
        var ten = await BoxAsync(page.Locator(".fc-timegrid-slot-lane[data-time='10:00:00']"));
        var (x, y, half) = (ten.X + 60, ten.Y + 5, ten.Height);

        await TouchAsync("touchStart", x, y);
        await TouchAsync("touchMove", x, y + half);
        await TouchAsync("touchMove", x, y + (2 * half));
        await TouchAsync("touchEnd");
        Assert.Equal("/schedule", new Uri(page.Url).AbsolutePath);

        await OpenAsync(page, "day", "2027-02-09");
        ten = await BoxAsync(page.Locator(".fc-timegrid-slot-lane[data-time='10:00:00']"));
        y = ten.Y + 5;
        await TouchAsync("touchStart", x, y);
        await page.Locator(".fc-event-mirror").WaitForAsync();
        await TouchAsync("touchMove", x, y + half);
        await TouchAsync("touchMove", x, y + (3 * half));
        await TouchAsync("touchEnd");
        await Chromium.ArriveAsync(page, p => p == "/schedule/new");
        await Expect(page.Locator("[name=StartDate]")).ToHaveValueAsync("2027-02-09");
        await Expect(page.Locator("[name=StartTime]")).ToHaveValueAsync("10:00");
        await page.Context.CloseAsync();
    }

    private async Task<IPage> OpenedAsync()
    {
        var page = await chromium.SignedOnAsync("nishino");
        await OpenAsync(page, "week", Monday);
        return page;
    }

    /// <summary>The id of a person, as the boxes of the page have it.</summary>
    internal static async Task<string> PersonAsync(IPage page, string name)
    {
        await page.GotoAsync("/schedule");
        return (await page.Locator($"[data-schedule-person][data-name*='{name}']").First.GetAttributeAsync("value"))!;
    }
}
