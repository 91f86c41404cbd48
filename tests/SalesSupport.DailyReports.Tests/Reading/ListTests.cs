using System.Net;
using AngleSharp.Dom;

namespace SalesSupport.DailyReports.Tests.Reading;

/// <summary>Lists, the board and the month: what they show, by how many statements.</summary>
[Requirement("R20")]
public sealed class ListTests(ReadingHost house) : IClassFixture<ReadingHost>
{
    private static readonly string[] Writers = ["sato", "takahashi", "ito", "watanabe", "kobayashi", "nakamura", "kato", "yoshida", "yamada"];

    [Fact]
    [Requirement("R25")]
    public async Task Paging_through_the_list_shows_each_report_once_newest_first()
    {
        await FillAsync();
        var okabe = await house.AsAsync("okabe");
        foreach (var filter in new[] { "since=2026-05-01&until=2026-05-31", $"since=2026-05-01&until=2026-05-31&department={await DepartmentAsync(okabe)}" })
        {
            var seen = new List<string>();
            var dates = new List<string>();
            for (var next = $"/reports?{filter}"; next is not null;)
            {
                var page = await okabe.GetAsync(next);
                seen.AddRange(page.Document.QuerySelectorAll("table.list tbody tr").Select(r => r.GetAttribute("data-href")!.Split('?')[0]));
                dates.AddRange(page.Document.QuerySelectorAll("table.list tbody tr .at").Select(d => d.TextContent.Split('(')[0].Split('/')[1].PadLeft(2, '0')));
                next = page.Document.QuerySelector(".pager a")?.GetAttribute("href");
            }

            Assert.Equal(filter.Contains("department", StringComparison.Ordinal) ? 75 : 135, seen.Count);
            Assert.Equal(seen.Count, seen.Distinct().Count());
            Assert.Equal(dates.OrderDescending(), dates);
        }
    }

    [Fact]
    [Requirement("R51")]
    public async Task The_list_that_is_read_by_a_query_translated_once_is_the_same_as_the_one_built_each_time()
    {
        await FillAsync();
        await house.DraftAsync("ito", new DateOnly(2026, 11, 20));
        foreach (var login in new[] { "okabe", "ito" })
        {
            var browser = await house.AsAsync(login);
            var once = Addresses(await browser.GetAsync("/reports"), "table.list tbody tr", "data-href");
            var each = Addresses(await browser.GetAsync("/reports?since=2000-01-01"), "table.list tbody tr", "data-href");        // any filter is built each time
            Assert.NotEmpty(once);
            Assert.Equal(each, once);
            Assert.Equal(login == "ito", once.Any(a => a.EndsWith("/edit", StringComparison.Ordinal)));
            foreach (var address in once.Where(a => !a.EndsWith("/edit", StringComparison.Ordinal)).Take(12))
            {
                Assert.Equal(
                    Addresses(await browser.GetAsync($"{address}?since=2000-01-01"), "a.split-item", "href"),
                    Addresses(await browser.GetAsync(address), "a.split-item", "href"));
            }
        }

        static string[] Addresses(Page page, string rows, string attribute) => [.. page.Document.QuerySelectorAll(rows).Select(r => r.GetAttribute(attribute)!.Split('?')[0])];
    }

    [Fact]
    public async Task Filters_narrow_by_author_and_state_and_a_date_that_does_not_exist_is_told()
    {
        await FillAsync();
        var okabe = await house.AsAsync("okabe");
        var page = await okabe.GetAsync($"/reports?author={house.IdOf("sato")}&state=Submitted&since=2026-05-01&until=2026-05-10");
        Assert.Equal(10, page.Document.QuerySelectorAll("table.list tbody tr").Length);
        Assert.All(page.Document.QuerySelectorAll("table.list tbody th"), th => Assert.Contains("佐藤 美咲", th.TextContent, StringComparison.Ordinal));
        Assert.Empty((await okabe.GetAsync("/reports?state=Approved&since=2026-05-01&until=2026-05-31")).Document.QuerySelectorAll("table.list"));
        var department = await DepartmentAsync(okabe);
        Assert.NotEmpty((await okabe.GetAsync($"/reports?author={house.IdOf("sato")}&department={department}&since=2026-05-01&until=2026-05-10")).Document.QuerySelectorAll("table.list"));
        Assert.Empty((await okabe.GetAsync($"/reports?author={house.IdOf("nakamura")}&department={department}&since=2026-05-01&until=2026-05-10")).Document.QuerySelectorAll("table.list"));      // of another one
        var wrong = await okabe.GetAsync("/reports?since=2026-02-30");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.NotEqual("", wrong.Document.GetElementById("since-error")!.TextContent);
        var upsideDown = await okabe.GetAsync("/reports?since=2026-05-10&until=2026-05-09");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, upsideDown.Status);
        Assert.Equal("終了日は開始日以降にしてください", upsideDown.Document.GetElementById("since-error")!.TextContent);
    }

    [Fact]
    public async Task An_open_report_has_the_list_beside_it_and_leads_on_to_the_next()
    {
        await FillAsync();
        var okabe = await house.AsAsync("okabe");
        var list = await okabe.GetAsync($"/reports?author={house.IdOf("sato")}&since=2026-05-01&until=2026-05-31");
        var addresses = list.Document.QuerySelectorAll("table.list tbody tr").Select(r => r.GetAttribute("data-href")!).ToArray();
        var walked = new List<string>();
        for (var next = addresses[0]; next is not null;)
        {
            walked.Add(next);
            next = (await okabe.GetAsync(next)).Document.QuerySelector("a[data-key=j]")?.GetAttribute("href");
        }

        Assert.Equal(addresses, walked);
        var page = await okabe.GetAsync(addresses[3]);
        Assert.Equal(addresses[2], page.Document.QuerySelector("a[data-key=k]")!.GetAttribute("href"));
        Assert.Single(page.Document.QuerySelectorAll(".split-item[aria-current]"));
    }

    [Fact]
    [Requirement("R28")]
    [Requirement("R96")]
    public async Task The_board_names_holidays_shows_working_saturdays_and_who_is_missing()
    {
        var morita = await house.AsAsync("morita");
        await morita.PostAsync("/settings/calendar/periods", ("Period.From", "2026-11-21"), ("Period.Until", "2026-11-21"), ("Period.Working", "true"), ("Period.Name", "展示会"));
        var submitted = await house.SubmitAsync("sato", new(2026, 11, 24));
        await house.DraftAsync("ito", new(2026, 11, 24));

        var okabe = await house.AsAsync("okabe");
        var page = await okabe.GetAsync("/reports/board?week=2026-W48");
        var head = page.Document.QuerySelectorAll(".board thead th").Select(h => h.TextContent.Trim()).ToArray();
        Assert.Equal(8, head.Length);       // name, Monday to Friday, two figures
        Assert.StartsWith("23(月)", head[1], StringComparison.Ordinal);
        Assert.Contains("勤労感謝の日", page.Text, StringComparison.Ordinal);
        var sato = Row(page, "佐藤 美咲");
        Assert.Contains("休", sato[0].TextContent, StringComparison.Ordinal);
        Assert.Equal($"/reports/{submitted}?author={house.IdOf("sato"):N}", sato[1].QuerySelector("a")!.GetAttribute("href"));
        Assert.Contains("未提出", sato[2].TextContent, StringComparison.Ordinal);      // yesterday
        Assert.DoesNotContain("未提出", sato[3].TextContent, StringComparison.Ordinal);    // today
        Assert.Contains("未提出", Row(page, "伊藤 あゆみ")[1].TextContent, StringComparison.Ordinal);     // another's draft is private
        Assert.Equal("1", sato[5].TextContent.Trim());

        var before = await okabe.GetAsync("/reports/board?week=2026-W47");
        Assert.Contains("21(土)", before.Document.QuerySelector(".board thead")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("未提出", Row(before, "佐藤 美咲")[5].TextContent, StringComparison.Ordinal);
        Assert.Contains("下書き", Row(await (await house.AsAsync("ito")).GetAsync("/reports/board?week=2026-W48"), "伊藤 あゆみ")[1].TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("中村 恵", page.Text, StringComparison.Ordinal);      // another department
        Assert.Contains("中村 恵", (await okabe.GetAsync("/reports/board?week=2026-W48&department=all")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await okabe.GetAsync($"/reports/board?department={Guid.CreateVersion7()}")).Status);
        Assert.Contains("佐藤 美咲", (await okabe.GetAsync("/reports/board?day=2026-11-24")).Text, StringComparison.Ordinal);
    }

    [Fact]
    [Requirement("R28")]
    public async Task My_month_shows_where_each_day_stands_and_leads_to_writing()
    {
        var id = await house.SubmitAsync("watanabe", new(2026, 11, 4));
        var watanabe = await house.AsAsync("watanabe");
        var page = await watanabe.GetAsync("/reports/month");
        IElement Day(int number) => page.Document.QuerySelectorAll(".month-day:not(.is-other)").Single(d => d.Children[0].TextContent.Trim() == number.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(30, page.Document.QuerySelectorAll(".month-day:not(.is-other)").Length);
        Assert.Equal($"/reports/{id}", Day(4).QuerySelector("a")!.GetAttribute("href"));
        Assert.Contains("提出済", Day(4).TextContent, StringComparison.Ordinal);
        Assert.Contains("文化の日", Day(3).TextContent, StringComparison.Ordinal);
        Assert.Contains("未提出", Day(5).TextContent, StringComparison.Ordinal);
        Assert.Equal("/reports/2026-11-05/edit", Day(5).QuerySelector("a")!.GetAttribute("href"));
        Assert.DoesNotContain("未提出", Day(26).TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await watanabe.GetAsync("/reports/month?month=2026-02")).Status);
        Assert.Equal(HttpStatusCode.OK, (await watanabe.GetAsync("/reports/month?month=nonsense")).Status);
    }

    [Fact]
    [Trait("Bar", "main-job")]
    public async Task Each_page_is_a_fixed_small_number_of_statements_without_a_table_scan()
    {
        await FillAsync();
        var okabe = await house.AsAsync("okabe");
        var report = (await okabe.GetAsync("/reports?since=2026-05-01&until=2026-05-31")).Document.QuerySelector("table.list tbody tr")!.GetAttribute("data-href")!;
        var department = await DepartmentAsync(okabe);
        foreach (var (address, most) in new[]
        {
            ("/reports", 3), ($"/reports?author={house.IdOf("sato")}", 3), ($"/reports?department={department}", 3), ("/reports?state=Returned", 3), ("/reports?unread=true", 3), ("/reports?since=2026-05-01&until=2026-05-31", 3),
            (report, 6), (report + "&list=ToApprove", 6), (report + "&list=Unread", 6),
            ("/inbox", 4), ("/inbox?tab=ToApprove", 4), ("/inbox?tab=Commented", 4), ("/inbox?tab=Returned", 4),
            ("/reports/board", 3), ("/reports/board?department=all", 3), ("/reports/board?day=2026-05-11&department=all", 3), ("/reports/month", 3),
        })
        {
            await okabe.GetAsync(address);
            house.Host.Statements.Clear();
            Assert.Equal(HttpStatusCode.OK, (await okabe.GetAsync(address)).Status);
            var statements = house.Host.Statements.All;
            Assert.True(statements.Count <= most, $"{address}: {statements.Count} statements\n{string.Join("\n\n", statements)}");
            Assert.Empty(QueryPlans.Scans(house.Host, statements));
        }
    }

    private static IReadOnlyList<IElement> Row(Page page, string person) => [.. page.Document.QuerySelectorAll(".board tbody tr").Single(r => r.QuerySelector("th")!.TextContent.Contains(person, StringComparison.Ordinal)).QuerySelectorAll("td")];

    private static async Task<string> DepartmentAsync(Browser browser) => (await browser.GetAsync("/reports")).Document.QuerySelectorAll("select[name=department] option").Single(o => o.TextContent == "東日本営業部").GetAttribute("value")!;

    // Fifteen days of nine people in May; once, whichever test comes first.
    private async Task FillAsync()
    {
        if ((await (await house.AsAsync("okabe")).GetAsync("/reports?until=2026-05-31")).Document.QuerySelector("table.list") is not null)
        {
            return;
        }

        for (var day = 1; day <= 15; day++)
        {
            foreach (var writer in Writers)
            {
                await house.SubmitAsync(writer, new DateOnly(2026, 5, day));
            }
        }
    }
}
