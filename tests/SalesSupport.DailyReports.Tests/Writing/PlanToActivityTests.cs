using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Reports;

namespace SalesSupport.DailyReports.Tests.Writing;

/// <summary>An appointment becomes an activity of the day's report by one press (R20, R95).</summary>
[Requirement("R20")]
[Requirement("R95")]
[Trait("Bar", "groupware")]
public sealed class PlanToActivityTests(WritingHost fixture) : IClassFixture<WritingHost>
{
    [Fact]
    public async Task An_appointment_of_the_day_becomes_an_activity_by_one_press_and_nothing_typed_is_lost()
    {
        using var browser = await fixture.SatoAsync();
        var day = WritingHost.NewDay();
        var contact = fixture.Customer.Contacts[0].Id;
        await MakeAsync(browser, "新商品の提案", day, "9:30", "10:30", ("CustomerId", $"{fixture.Customer.Id}"), ("CustomerName", fixture.Customer.Name), ("ContactId", $"{contact}"), ("Place", "本社3階"));
        await MakeAsync(browser, "画面ごしの相談", day, "13:00", "13:30", ("MeetingUrl", "https://meet.example.jp/abc"));
        await MakeAsync(browser, "部内の打ち合わせ", day, "15:00", "16:00");
        var page = await browser.GetAsync(WritingHost.Edit(day));
        Assert.Equal(["9:30–10:30 新商品の提案", "13:00–13:30 画面ごしの相談", "15:00–16:00 部内の打ち合わせ"], Offered(page).Select(o => string.Join(' ', o.QuerySelector("span")!.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Take(2))));
        Assert.All(Offered(page), o => Assert.Equal($"/reports/{day:yyyy-MM-dd}/entries", o.QuerySelector("button[form=report-form]")!.GetAttribute("formaction")));

        foreach (var (title, n) in new[] { ("新商品の提案", 1), ("画面ごしの相談", 2), ("部内の打ち合わせ", 3) })
        {
            page = await AddAsync(browser, page, title, day, ("Note", "打ちかけの所感"));
            Assert.Equal("打ちかけの所感", page.Document.QuerySelector<IHtmlTextAreaElement>("[name=Note]")!.Value);
            Assert.Equal(n, page.Document.QuerySelectorAll("[data-repeat-rows] [data-repeat-row]").Length);
            Assert.Equal(n, Offered(page).Count(o => o.TextContent.Contains("入っています", StringComparison.Ordinal) && o.QuerySelector("button") is null));
        }

        page = await browser.SubmitAsync(page, page.MainForm);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        var activities = (await fixture.ReportAsync(day))!.Activities;
        Assert.Equal((ActivityKind.Visit, fixture.Customer.Id, contact, new TimeOnly(9, 30), new TimeOnly(10, 30), "新商品の提案\n場所: 本社3階"), (activities[0].Kind, activities[0].CustomerId!.Value, activities[0].ContactId!.Value, activities[0].Start!.Value, activities[0].End!.Value, activities[0].Text));
        Assert.Equal([ActivityKind.Visit, ActivityKind.OnlineMeeting, ActivityKind.InOffice], activities.Select(a => a.Kind));

        // Known also by what is stored, and pressed twice it is there once.
        Assert.All(Offered(page), o => Assert.Contains("入っています", o.TextContent, StringComparison.Ordinal));
        var key = EntryKey.Of(activities[0].EntryId, activities[0].EntryOriginalAt)!.Value.ToString();
        page = await browser.PostAsync($"/reports/{day:yyyy-MM-dd}/entries", [.. Browser.Fields(page.MainForm).Where(f => f.Name != "__RequestVerificationToken"), ("Entry", key)]);
        Assert.Equal(3, page.Document.QuerySelectorAll("[data-repeat-rows] [data-repeat-row]").Length);

        // Copied to another day it is another activity, which was not made of the appointment.
        var copy = await browser.PostAsync($"/reports/{WritingHost.Today.AddDays(3):yyyy-MM-dd}/copies");
        Assert.All(copy.Document.QuerySelectorAll<IHtmlInputElement>("[data-repeat-rows] [name$='.Entry']"), e => Assert.Equal("", e.Value));
    }

    [Fact]
    public async Task From_an_appointments_page_the_report_of_its_day_is_written_with_the_activity_added()
    {
        using var browser = await fixture.SatoAsync();
        var day = WritingHost.NewDay();
        var entry = await MakeAsync(browser, "毎日の朝礼", day, "9:00", "9:15", ("Repeat", "Daily"), ("Ends", "Count"), ("Count", "2"));
        var page = await browser.GetAsync($"{entry}?at={day:yyyy-MM-dd}T09:00:00");
        var button = page.Document.QuerySelectorAll("main .actions a").Single(a => a.TextContent.Contains("日報に書く", StringComparison.Ordinal));
        page = await browser.GetAsync(button.GetAttribute("href")!);
        Assert.Equal(WritingHost.Edit(day), page.Address.AbsolutePath);
        Assert.Equal("毎日の朝礼", page.Document.QuerySelector<IHtmlTextAreaElement>("[name='Activities[0].Text']")!.Value);
        Assert.Equal("9:00", page.Document.QuerySelector<IHtmlInputElement>("[name='Activities[0].Start']")!.Value);
        Assert.Null(await fixture.ReportAsync(day));        // kept once something is typed
        page = await browser.SubmitAsync(page, page.Form($"/reports/{day:yyyy-MM-dd}/edit"));
        var activity = Assert.Single((await fixture.ReportAsync(day))!.Activities);
        Assert.Equal(day.At(new TimeOnly(9, 0)), activity.EntryOriginalAt);

        // The other instance of the series is another appointment. Somebody else's page of it leads nowhere.
        if (day < WritingHost.Today)
        {
            Assert.Contains("日報に入れる", Offered(await browser.GetAsync(WritingHost.Edit(day.AddDays(1)))).Single(o => o.TextContent.Contains("毎日の朝礼", StringComparison.Ordinal)).TextContent, StringComparison.Ordinal);
        }

        using var colleague = await fixture.Host.SignOnAsync("mita", "okabe");
        Assert.DoesNotContain("日報に書く", (await colleague.GetAsync($"{entry}?at={day:yyyy-MM-dd}T09:00:00")).Text, StringComparison.Ordinal);
    }

    [Fact]
    [Requirement("R51")]
    public async Task Only_ones_own_appointments_of_the_day_are_taken()
    {
        using var browser = await fixture.SatoAsync();
        using var colleague = await fixture.Host.SignOnAsync("mita", "okabe");
        using var foreign = await fixture.Host.SignOnAsync("umeda", "sato");
        var day = WritingHost.NewDay();
        var theirs = (await MakeAsync(colleague, "岡部だけの予定", day, "10:00", "11:00")).Split('/')[^1];
        var others = (await MakeAsync(foreign, "よその予定", day, "10:00", "11:00")).Split('/')[^1];
        var otherDay = (await MakeAsync(browser, "別の日の予定", day.AddDays(1), "10:00", "11:00")).Split('/')[^1];
        foreach (var id in new[] { theirs, others, otherDay, $"{Guid.CreateVersion7()}", "x" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/reports/today?date={day:yyyy-MM-dd}&entry={id}")).Status);
            var kept = await browser.PostAsync($"/reports/{day:yyyy-MM-dd}/entries", ("Revision", "0"), ("Note", "消えてはいけない所感"), ("Entry", id));
            Assert.Contains("消えてはいけない所感", kept.Html, StringComparison.Ordinal);
            Assert.DoesNotContain("だけの予定", kept.Html, StringComparison.Ordinal);
            Assert.DoesNotContain("よその予定", kept.Html, StringComparison.Ordinal);
            await browser.PostAsync(WritingHost.Edit(day), ("Revision", "0"), ("Note", ""));
        }

        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/reports/today?entry={otherDay}")).Status);
        Assert.Empty((await fixture.ReportAsync(day))?.Activities ?? []);
    }

    [Fact]
    public async Task However_many_appointments_a_day_has_the_form_sends_as_many_statements()
    {
        using var browser = await fixture.SatoAsync();
        var day = WritingHost.NewDay();
        var few = await CountAsync();
        for (var i = 0; i < 5; i++)
        {
            await MakeAsync(browser, $"予定{i}", day, $"{10 + i}:00", $"{10 + i}:30");
        }

        Assert.Equal(few, await CountAsync());
        await using var without = await TestHost.StartAsync(now: WritingHost.Today.At(new TimeOnly(9, 0)), settings: new Dictionary<string, string> { ["Modules:Disabled:0"] = "Schedules" });
        await without.AddMemberAsync("mita");
        using var alone = await without.SignOnAsync("mita", "sato");
        await alone.GetAsync(WritingHost.Edit(day));
        without.Statements.Clear();
        var page = await alone.GetAsync(WritingHost.Edit(day));
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Empty(Offered(page));
        Assert.InRange(few - without.Statements.All.Count, 0, 2);

        async Task<int> CountAsync()
        {
            await browser.GetAsync(WritingHost.Edit(day));
            fixture.Host.Statements.Clear();
            await browser.GetAsync(WritingHost.Edit(day));
            return fixture.Host.Statements.All.Count;
        }
    }

    private static List<IElement> Offered(Page page) => [.. page.Document.QuerySelectorAll("section[aria-labelledby=day-entries] li")];

    /// <summary>Presses the button beside an appointment, without script.</summary>
    private static Task<Page> AddAsync(Browser browser, Page page, string title, DateOnly day, params (string, string)[] set)
    {
        var button = Offered(page).Single(o => o.TextContent.Contains(title, StringComparison.Ordinal)).QuerySelector("button")!;
        return browser.PostAsync($"/reports/{day:yyyy-MM-dd}/entries", [.. Browser.Fields(page.MainForm, set).Where(f => f.Name != "__RequestVerificationToken"), ("Entry", button.GetAttribute("value")!)]);
    }

    /// <summary>Makes an appointment as a person does.</summary>
    /// <returns>The path of its page.</returns>
    private static async Task<string> MakeAsync(Browser browser, string title, DateOnly day, string start, string end, params (string, string)[] more)
    {
        var page = await browser.GetAsync("/schedule/new");
        page = await browser.SubmitAsync(page, page.MainForm, [("Title", title), ("StartDate", $"{day:yyyy-MM-dd}"), ("StartTime", start), ("EndDate", $"{day:yyyy-MM-dd}"), ("EndTime", end), .. more]);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        return string.Concat(page.Address.Segments.Take(3)).TrimEnd('/');
    }
}
