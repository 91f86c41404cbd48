using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;
using static SalesSupport.EndToEndTests.ScheduleSteps;

namespace SalesSupport.EndToEndTests;

/// <summary>Moving one of a series asks how much of it is meant. Each test has a person of its own: of more than five at one time the calendar shows five.</summary>
[Collection("Chromium")]
[Trait("Bar", "groupware")]
public sealed class ScheduleSeriesTests(Chromium chromium)
{
    private const string From = "2027-03-01";
    private const string To = "2027-03-22";

    [Fact]
    [Requirement("R22")]
    public async Task Only_the_one_that_was_drawn()
    {
        var (page, title) = await OpenedAsync("nishino", ["2027-03-01", "2027-03-08", "2027-03-15"]);
        await PullAsync(page, title, (await SizesAsync(page)).Day, 0);
        var question = page.Locator("dialog[open]");
        await Expect(question).ToContainTextAsync(title);
        await question.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "この回だけ" }).ClickAsync();
        await Expect(page.Locator(".toast", new PageLocatorOptions { HasText = title })).ToBeVisibleAsync();
        Assert.Equal(["2027-03-02T09:00/2027-03-02T10:00", "2027-03-08T09:00/2027-03-08T10:00", "2027-03-15T09:00/2027-03-15T10:00"], await TimesAsync(page, title, From, To));
        await page.Context.CloseAsync();
    }

    [Fact]
    [Requirement("R22")]
    public async Task All_of_them_and_back()
    {
        var (page, title) = await OpenedAsync("nakamura", ["2027-03-01", "2027-03-08", "2027-03-15"]);
        await PullAsync(page, title, 0, (await SizesAsync(page)).Hour);
        await page.Locator("dialog[open]").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "すべての回" }).ClickAsync();
        var toast = page.Locator(".toast", new PageLocatorOptions { HasText = title });
        await Expect(toast).ToBeVisibleAsync();
        Assert.Equal(["2027-03-01T10:00/2027-03-01T11:00", "2027-03-08T10:00/2027-03-08T11:00", "2027-03-15T10:00/2027-03-15T11:00"], await TimesAsync(page, title, From, To));
        await toast.Locator("button").First.ClickAsync();
        await Expect(Entry(page, title)).ToContainTextAsync("9:00–10:00");
        Assert.Equal(["2027-03-01T09:00/2027-03-01T10:00", "2027-03-08T09:00/2027-03-08T10:00", "2027-03-15T09:00/2027-03-15T10:00"], await TimesAsync(page, title, From, To));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Leaving_the_question_changes_nothing()
    {
        var (page, title) = await OpenedAsync("kato", ["2027-03-01", "2027-03-08", "2027-03-15"]);
        var sent = 0;
        page.Request += (_, request) => sent += request.Method == "POST" ? 1 : 0;
        await PullAsync(page, title, (await SizesAsync(page)).Day, 0);
        await Expect(page.Locator("dialog[open]")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator("dialog[open]")).ToHaveCountAsync(0);
        await Expect(page.Locator($".fc-timegrid-col[data-date='{From}'] .fc-event", new PageLocatorOptions { HasText = title })).ToBeVisibleAsync();
        Assert.Equal(0, sent);
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData("yoshida", "ja", false)]
    [InlineData("yamada", "en", true)]
    public async Task The_question_is_accessible(string login, string language, bool dark)
    {
        var title = await AddSeriesAsync(login);
        var page = await chromium.SignedOnAsync(login, language: language, dark: dark);
        await OpenAsync(page, "week", From);
        var check = new PageCheck(page, 1440);
        var day = (await SizesAsync(page)).Day;
        await check.OpenOverAsync("one of a series was drawn", "dialog[open]", () => PullAsync(page, title, day, 0));
        check.AssertNothingWrong(actions: 0, dialogs: 1);
        await page.Context.CloseAsync();
    }

    private async Task<(IPage Page, string Title)> OpenedAsync(string login, IReadOnlyList<string> days)
    {
        var title = await AddSeriesAsync(login);
        var page = await chromium.SignedOnAsync(login);
        await OpenAsync(page, "week", From);
        Assert.Equal(days.Select(d => $"{d}T09:00/{d}T10:00"), await TimesAsync(page, title, From, To));
        return (page, title);
    }

    private async Task<string> AddSeriesAsync(string login)
    {
        var title = Title("週次会議");
        await AddAsync(chromium, login, title, From, "9:00", "10:00", ("Repeat", "Weekly"), ("Ends", "Count"), ("Count", "3"));
        return title;
    }
}
