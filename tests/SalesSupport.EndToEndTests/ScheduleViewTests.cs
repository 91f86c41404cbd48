using Microsoft.Playwright;
using SalesSupport.Abstractions;
using static Microsoft.Playwright.Assertions;
using static SalesSupport.EndToEndTests.ScheduleSteps;

namespace SalesSupport.EndToEndTests;

/// <summary>What the calendar shows in each of its views.</summary>
[Collection("Chromium")]
[Trait("Bar", "groupware")]
public sealed class ScheduleViewTests(Chromium chromium)
{
    // Monday 11 January 2027 is 成人の日.
    private const string Holiday = "2027-01-11";

    [Theory]
    [InlineData("month", "2027年1月")]
    [InlineData("week", "2027年 1/11(月) – 1/17(日)")]
    [InlineData("day", "2027年1月11日(月)")]
    [InlineData("list", "2027年 1/11(月) – 1/24(日)")]
    [InlineData("team", "2027年 1/11(月) – 1/17(日)")]
    [Requirement("R22")]
    public async Task Each_view_shows_an_entry_with_its_time_and_names_the_holiday(string view, string heading)
    {
        var title = Title("新年のご挨拶");
        await AddAsync(chromium, "kobayashi", title, Holiday, "10:00", "11:30");
        var page = await chromium.SignedOnAsync("kobayashi");
        await OpenAsync(page, view, Holiday);
        await Expect(page.Locator("[data-schedule-title]")).ToHaveTextAsync(heading);
        var entry = page.Locator(".entry", new PageLocatorOptions { HasText = title }).First;
        if (view == "month")
        {
            // So full a day may fold; its own page does not.
            await Expect(page.Locator(".fc-daygrid-day.is-holiday", new PageLocatorOptions { HasText = "成人の日" })).ToHaveAttributeAsync("data-date", Holiday);
        }
        else
        {
            await Expect(entry).ToContainTextAsync("10:00–11:30");
            await Expect(page.Locator(".holiday-name").First).ToHaveTextAsync("成人の日");
        }

        await page.Context.CloseAsync();
    }

    [Fact]
    [Requirement("R22")]
    public async Task A_plan_is_outlined_a_reservation_solid_and_who_hears_the_page_hears_the_word()
    {
        var (plan, booked) = (Title("仮の訪問"), Title("決まった訪問"));
        await AddAsync(chromium, "kobayashi", plan, "2027-01-19", "10:00", "11:00", ("Kind", "Plan"));
        await AddAsync(chromium, "kobayashi", booked, "2027-01-19", "13:00", "14:00", ("Kind", "Reservation"));
        var page = await chromium.SignedOnAsync("kobayashi");
        await OpenAsync(page, "week", "2027-01-19");
        async Task<string> GroundAsync(string title) => await Entry(page, title).EvaluateAsync<string>("e => getComputedStyle(e).backgroundColor");
        await Expect(Entry(page, plan).Locator(".visually-hidden")).ToHaveTextAsync(["1/19(火) ", "予定 "]);
        await Expect(Entry(page, booked).Locator(".visually-hidden")).ToHaveTextAsync(["1/19(火) ", "予約 "]);
        Assert.Equal("rgb(255, 255, 255)", await GroundAsync(plan));
        Assert.Equal("rgb(58, 76, 176)", await GroundAsync(booked));
        await page.Context.CloseAsync();
    }

    [Fact]
    [Requirement("R25")]
    public async Task Of_somebody_elses_private_entry_one_sees_only_that_they_are_busy()
    {
        var title = Title("通院");
        await AddAsync(chromium, "sato", title, "2027-01-20", "10:00", "11:00", ("Private", "true"));
        var page = await chromium.SignedOnAsync("kobayashi");
        var sato = await ScheduleMouseTests.PersonAsync(page, "佐藤");
        foreach (var view in new[] { "month", "week", "day", "list", "team" })
        {
            await OpenAsync(page, view, "2027-01-20", $"&people={sato}");
            await Expect(page.Locator(".entry.is-masked").First).ToContainTextAsync("予定あり");
            Assert.DoesNotContain(title, await page.ContentAsync(), StringComparison.Ordinal);
        }

        await page.Context.CloseAsync();
    }

    [Fact]
    [Requirement("R22")]
    public async Task In_English_the_dates_and_words_are_English()
    {
        var title = Title("Fair");
        await AddAsync(chromium, "kobayashi", title, "2027-01-21", null, null);
        var page = await chromium.SignedOnAsync("kobayashi", language: "en");
        await OpenAsync(page, "week", "2027-01-21");
        await Expect(page.Locator("[data-schedule-title]")).ToHaveTextAsync("Mon 18 Jan – Sun 24 Jan 2027");
        await Expect(page.Locator(".fc-col-header-cell").Nth(3)).ToHaveTextAsync("Thu 21 Jan");
        await Expect(page.Locator(".fc-timegrid-axis-cushion", new PageLocatorOptions { HasText = "All day" })).ToBeVisibleAsync();
        await Expect(Entry(page, title).Locator(".visually-hidden")).ToHaveTextAsync(["Thu 21 Jan ", "Plan "]);
        await page.Context.CloseAsync();
    }

    [Fact]
    [Requirement("R22")]
    public async Task A_browser_in_another_zone_shows_the_times_of_Japan()
    {
        var title = Title("早朝の便");
        await AddAsync(chromium, "kobayashi", title, "2027-01-22", "6:30", "8:00");
        var context = await chromium.Browser.NewContextAsync(new BrowserNewContextOptions { BaseURL = chromium.Host.Address.ToString(), TimezoneId = "America/New_York", Locale = "ja", ViewportSize = new ViewportSize { Width = 1440, Height = 900 } });
        var page = await context.NewPageAsync();
        await Chromium.SignOnAsync(page, "demo", "kobayashi");
        await OpenAsync(page, "week", "2027-01-22");
        await Expect(page.Locator(".fc-timegrid-col[data-date='2027-01-22'] .fc-event", new PageLocatorOptions { HasText = title })).ToContainTextAsync("6:30–8:00");
        await page.Keyboard.PressAsync("t");
        await Expect(page.Locator(".fc-timegrid-col.fc-day-today")).ToHaveAttributeAsync("data-date", TimeProvider.System.Today().ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        var now = TimeProvider.System.GetUtcNow().ToJapan();
        var line = await page.Locator(".fc-timegrid-now-indicator-line").EvaluateAsync<double>("e => e.offsetTop / e.closest('.fc-timegrid-cols').offsetHeight * 24");
        Assert.InRange(Math.Abs(line - now.TimeOfDay.TotalHours), 0, 0.1);
        await context.CloseAsync();
    }

    [Theory]
    [InlineData(1440, "ja", false, "2027-05-12")]
    [InlineData(1440, "en", true, "2027-05-19")]
    [InlineData(360, "ja", true, "2027-05-26")]
    [InlineData(360, "en", false, "2027-06-02")]
    public async Task Every_view_is_accessible_with_entries_and_without(int width, string language, bool dark, string day)
    {
        await AddAsync(chromium, "kobayashi", Title("見える予定"), day, "9:00", "9:15", ("Kind", "Reservation"), ("Place", "大阪支社 会議室A"));
        await AddAsync(chromium, "kobayashi", Title("並ぶ予定"), day, "9:00", "11:00", ("Repeat", "Daily"), ("Ends", "Count"), ("Count", "2"), ("Private", "true"));
        await AddAsync(chromium, "kobayashi", Title("展示会"), day, null, null);
        for (var i = 0; i < 4; i++)
        {
            await AddAsync(chromium, "kobayashi", Title("重なる予定"), day, "10:00", "10:30");
        }

        var page = await chromium.SignedOnAsync("kobayashi", width, language, dark);
        var check = new PageCheck(page, width);
        foreach (var view in new[] { "month", "week", "day", "list", "team" })
        {
            foreach (var shown in view is "week" or "list" ? new[] { day, "2031-06-11" } : [day])
            {
                await OpenAsync(page, view, shown);
                await check.LookAsync($"{view} of {shown}", "[data-schedule-title]:not(:empty)");
            }
        }

        check.AssertNothingWrong(actions: 7, dialogs: 1);
        await page.Context.CloseAsync();
    }

    [Fact]
    [Requirement("R22")]
    public async Task The_view_stays_chosen_and_the_browsers_back_goes_back()
    {
        var page = await chromium.SignedOnAsync("kobayashi");
        await OpenAsync(page, "week", "2027-01-27");
        await page.Locator("[data-schedule-view=month]").ClickAsync();
        await page.Locator("[data-schedule-go=next]").ClickAsync();
        await Expect(page.Locator("[data-schedule-title]")).ToHaveTextAsync("2027年2月");
        await page.GoBackAsync();
        await Expect(page.Locator("[data-schedule-title]")).ToHaveTextAsync("2027年1月");
        await page.GoBackAsync();
        await Expect(page.Locator("[data-schedule-title]")).ToHaveTextAsync("2027年 1/25(月) – 1/31(日)");
        await page.Locator("[data-schedule-view=month]").ClickAsync();

        // Another visit begins with the view that was chosen, and with today.
        await page.GotoAsync("/schedule");
        await Expect(page.Locator(".fc-dayGridMonth-view .fc-day-today")).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    [Requirement("R22")]
    public async Task Colleagues_are_chosen_and_stay_chosen()
    {
        var title = Title("佐藤の商談");
        await AddAsync(chromium, "sato", title, "2027-01-30", "10:00", "11:00");
        var page = await chromium.SignedOnAsync("kobayashi");
        await OpenAsync(page, "week", "2027-01-30");
        await Expect(Entry(page, title)).ToHaveCountAsync(0);
        await page.Locator("[data-schedule-people] > summary").ClickAsync();
        await page.Locator("[data-schedule-person][data-name*='佐藤']").First.CheckAsync();
        await Expect(Entry(page, title)).ToContainTextAsync("佐藤");
        await OpenAsync(page, "list", "2027-01-30");
        await Expect(Entry(page, title)).ToContainTextAsync("佐藤");
        await page.Locator("[data-schedule-people] > summary").ClickAsync();
        await page.Locator("[data-schedule-pick]").First.ClickAsync();
        await Expect(Entry(page, title)).ToHaveCountAsync(0);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_phone_begins_with_the_list_and_a_desk_with_the_week()
    {
        foreach (var (width, shown) in new[] { (360, ".fc-list"), (1440, ".fc-timeGridWeek-view") })
        {
            var page = await chromium.SignedOnAsync("watanabe", width);
            await page.GotoAsync("/schedule");
            await Expect(page.Locator(shown).First).ToBeVisibleAsync();
            await page.Context.CloseAsync();
        }
    }

    [Fact]
    public async Task Without_script_the_servers_list_stays()
    {
        var title = Title("一覧の予定");
        await AddAsync(chromium, "kobayashi", title, "2027-01-23", "10:00", "11:00");
        var page = await chromium.SignedOnAsync("kobayashi");
        var context = await chromium.Browser.NewContextAsync(new BrowserNewContextOptions { BaseURL = chromium.Host.Address.ToString(), JavaScriptEnabled = false, Locale = "ja", StorageState = await page.Context.StorageStateAsync() });
        var plain = await context.NewPageAsync();
        await plain.GotoAsync("/schedule?date=2027-01-23");
        await Expect(plain.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = title })).ToBeVisibleAsync();
        await plain.Locator("[data-schedule-go=next]").ClickAsync();
        await Expect(plain.Locator("[data-schedule-title]")).ToContainTextAsync("1/25(月)");
        await Expect(plain.Locator("[data-views]")).ToBeHiddenAsync();
        await context.CloseAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task What_could_not_be_loaded_is_asked_for_again_by_one_press()
    {
        var title = Title("遅れて届く");
        await AddAsync(chromium, "kobayashi", title, "2027-01-31", "10:00", "11:00");
        var page = await chromium.SignedOnAsync("kobayashi");
        await page.RouteAsync("**/schedule/entries?**", route => route.AbortAsync());
        await page.GotoAsync("/schedule?view=week&date=2027-01-31");
        var toast = page.Locator(".toast.is-error");
        await Expect(toast).ToContainTextAsync("予定を読み込めませんでした");
        await page.UnrouteAsync("**/schedule/entries?**");
        await toast.Locator("button").First.ClickAsync();
        await Expect(Entry(page, title)).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }
}
