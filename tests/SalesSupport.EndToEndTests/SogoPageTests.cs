using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using SalesSupport.GroupwareSync.CalDav;
using SalesSupport.GroupwareSync.Events;
using SalesSupport.Schedules.Contracts;
using SalesSupport.Testing.Groupware;
using static Microsoft.Playwright.Assertions;

namespace SalesSupport.EndToEndTests;

/// <summary>What a person sees who looks into the groupware itself: SOGo's own web page.</summary>
[Collection("Chromium")]
[Trait("Bar", "groupware")]
[Requirement("R30")]
public sealed class SogoPageTests(Chromium chromium)
{
    [Fact]
    public async Task A_reservation_stands_in_the_month_that_SOGo_shows()
    {
        await using var sogo = await Sogo.StartAsync();
        await sogo.AddAccountAsync("hanako", "password");
        await using var host = await TestHost.StartAsync(settings: new Dictionary<string, string> { ["Outgoing:Networks:0"] = "127.0.0.0/8" });
        var client = DavClient.Of(host.Services.GetRequiredService<IHttpClientFactory>(), sogo.Address, "hanako", "password");
        var calendar = new DavCalendar(client, (await Discovery.FindAsync(client, "hanako", default)).Address);
        var (single, series, days) = (Entry("見積の打ち合わせ 😀", 10, 10), Entry("毎週の会議", 14, 14) with { Rule = "FREQ=WEEKLY;COUNT=3", Exceptions = [new(new DateTime(2026, 12, 21, 14, 0, 0), null)] }, Entry("展示会", 15, 16, allDay: true));
        foreach (var (entry, uid) in new[] { (single, "a"), (series, "b"), (days, "c") })
        {
            Assert.Equal(DavOutcome.Done, await calendar.PutAsync(calendar.EventAddress(uid), EventText.Write(entry, uid, "ref", 1, DateTimeOffset.UnixEpoch), DavCondition.Absent, default));
        }

        var page = await chromium.PageAsync(address: sogo.Address.ToString());
        await page.GotoAsync("/SOGo/");
        await page.Locator("input[ng-model='app.creds.username']").FillAsync("hanako");
        await page.Locator("input[type=password]").FillAsync("password");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByText("個人用カレンダー").First).ToBeVisibleAsync();
        await page.GotoAsync("/SOGo/so/hanako/Calendar/view#!/calendar/month/20261201");
        ILocator Day(int day) => page.Locator($"#day202612{day} .sg-draggable-calendar-block");
        await Expect(Day(10)).ToContainTextAsync("見積の打ち合わせ 😀");
        await Expect(Day(10)).ToContainTextAsync("10:00");
        await Expect(Day(14)).ToContainTextAsync("毎週の会議");
        await Expect(Day(28)).ToContainTextAsync("毎週の会議");
        await Expect(Day(21)).ToHaveCountAsync(0);       // cancelled
        await Expect(Day(15)).ToContainTextAsync("展示会");
        await Expect(Day(16)).ToHaveCountAsync(1);
        await Expect(Day(17)).ToHaveCountAsync(0);

        // And what it shows of one.
        await Day(10).ClickAsync();
        await Expect(page.GetByText("本社 3階").First).ToBeVisibleAsync();
        await Expect(page.GetByText("株式会社ひなた").First).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    // A day of December 2026 from one hour to the next, or whole days.
    private static EntrySnapshot Entry(string title, int day, int last, bool allDay = false) =>
        new(Guid.CreateVersion7(), 1, EntryKind.Reservation, Guid.CreateVersion7(), [], new EntryText(title, "株式会社ひなた", null, "本社 3階", null, null, false), new EntryTime(allDay, new DateTime(2026, 12, day).AddHours(allDay ? 0 : day), new DateTime(2026, 12, last).AddHours(allDay ? 24 : last + 1)), null, []);
}
