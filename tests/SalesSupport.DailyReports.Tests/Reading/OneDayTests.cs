using System.Net;
using AngleSharp.Dom;

namespace SalesSupport.DailyReports.Tests.Reading;

/// <summary>Home, form, board, month and inbox say the same of one day. Thursday 2026-11-26.</summary>
[Trait("Bar", "main-job")]
public sealed class OneDayTests(ReadingHost house) : IClassFixture<ReadingHost>
{
    private const string Missing = "未提出";
    private const string NotWritten = "まだ書いていません";

    [Fact]
    public async Task Today_is_not_missing_anywhere_while_it_can_still_be_written()
    {
        var takahashi = await house.AsAsync("takahashi");
        var chip = (await takahashi.GetAsync("/")).Document.QuerySelector("#today-report ~ .chip")!;
        Assert.Contains(NotWritten, chip.TextContent, StringComparison.Ordinal);
        Assert.Contains("chip-draft", chip.ClassName!, StringComparison.Ordinal);
        Assert.Contains(NotWritten, (await takahashi.GetAsync("/reports/2026-11-26/edit")).Document.QuerySelector(".page-head .chip")!.TextContent, StringComparison.Ordinal);
        var today = Row(await takahashi.GetAsync("/reports/board"), "高橋 健")[3];
        Assert.Contains(NotWritten, today.TextContent, StringComparison.Ordinal);
        Assert.Equal("/reports/2026-11-26/edit", today.QuerySelector("a")!.GetAttribute("href"));
        Assert.Contains(NotWritten, Day(await takahashi.GetAsync("/reports/month"), 26).TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Yesterday_is_missing_everywhere_and_its_cell_leads_to_the_form()
    {
        var watanabe = await house.AsAsync("watanabe");
        Assert.Contains("11/25(水)の日報がまだ提出されていません", (await watanabe.GetAsync("/")).Text, StringComparison.Ordinal);
        Assert.Contains("11/25(水)の日報がまだ提出されていません", (await watanabe.GetAsync("/reports/2026-11-26/edit")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("11/26(木)の日報がまだ", (await watanabe.GetAsync("/reports/2026-11-27/edit")).Text, StringComparison.Ordinal);
        var cell = Row(await watanabe.GetAsync("/reports/board"), "渡辺 大輔")[2];
        Assert.Contains(Missing, cell.TextContent, StringComparison.Ordinal);
        Assert.Equal("/reports/2026-11-25/edit", cell.QuerySelector("a")!.GetAttribute("href"));
        Assert.Contains(Missing, Day(await watanabe.GetAsync("/reports/month"), 25).TextContent, StringComparison.Ordinal);
        Assert.Contains(Missing, (await watanabe.GetAsync("/reports/board?day=2026-11-25")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_manager_who_writes_none_is_reminded_nowhere()
    {
        var okabe = await house.AsAsync("okabe");
        Assert.DoesNotContain("まだ提出されていません", (await okabe.GetAsync("/")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("まだ提出されていません", (await okabe.GetAsync("/reports/2026-11-26/edit")).Text, StringComparison.Ordinal);
        Assert.All(Row(await okabe.GetAsync("/reports/board"), "岡部 正樹"), cell => Assert.DoesNotContain(Missing, cell.TextContent, StringComparison.Ordinal));
        Assert.DoesNotContain(Missing, (await okabe.GetAsync("/reports/month")).Document.QuerySelector(".month")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_returned_report_is_told_as_returned_and_the_inbox_opens_at_it_with_who_and_why()
    {
        var id = await house.SubmitAsync("kobayashi", new(2026, 11, 24));
        await house.ReturnAsync("okabe", id, "品名を書き足してください");
        var kobayashi = await house.AsAsync("kobayashi");
        var home = await kobayashi.GetAsync("/");
        Assert.Contains("11/24(火)の日報が差し戻されています", home.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("11/24(火)の日報がまだ提出されていません", home.Text, StringComparison.Ordinal);
        Assert.Contains(home.Document.QuerySelectorAll("a[href='/reports/2026-11-24/edit']"), a => a.TextContent.StartsWith("直す", StringComparison.Ordinal));

        var inbox = await kobayashi.GetAsync("/inbox");
        Assert.Equal("/inbox?tab=Returned", inbox.Document.QuerySelector(".tabs [aria-current]")!.GetAttribute("href"));
        var line = inbox.Document.QuerySelectorAll("main [data-row]").Single(a => a.GetAttribute("href")!.Contains(id.ToString(), StringComparison.Ordinal));
        Assert.Contains("岡部 正樹", line.TextContent, StringComparison.Ordinal);
        Assert.Contains("品名を書き足してください", line.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("小林 直人", line.TextContent, StringComparison.Ordinal);
        Assert.Equal("/inbox?tab=Unread", (await kobayashi.GetAsync("/inbox?tab=Unread")).Document.QuerySelector(".tabs [aria-current]")!.GetAttribute("href"));
    }

    [Fact]
    [Requirement("R96")]
    public async Task An_unread_cell_is_seen_and_rows_can_be_walked_by_keys()
    {
        var id = await house.SubmitAsync("ito", new(2026, 11, 24), recipients: "okabe");
        var okabe = await house.AsAsync("okabe");
        var page = await okabe.GetAsync("/reports/board?week=2026-W48");
        var cell = Row(page, "伊藤 あゆみ")[1];
        Assert.NotNull(cell.QuerySelector(".unread-dot"));
        Assert.Contains("未読", cell.TextContent, StringComparison.Ordinal);
        Assert.Equal($"/reports/{id}?author={house.IdOf("ito"):N}", cell.QuerySelector("a")!.GetAttribute("href"));
        Assert.All(page.Document.QuerySelectorAll(".board tbody tr"), row => Assert.True(row.HasAttribute("data-row")));
    }

    [Fact]
    [Requirement("R96")]
    public async Task Unread_is_what_was_submitted_and_not_a_comment_in_list_filter_and_board_alike()
    {
        var id = await house.SubmitAsync("ito", new(2026, 11, 17));
        await house.PostStatusAsync("takahashi", $"/reports/{id}/comments", ("text", "先に書いたひとこと"));
        await house.PostStatusAsync("sato", $"/reports/{id}/comments", ("text", "高橋さんにも届く返事"));
        foreach (var (login, unread) in new[] { ("takahashi", false), ("okabe", true) })
        {
            var browser = await house.AsAsync(login);
            foreach (var list in new[] { "/reports", "/reports?since=2026-11-17&until=2026-11-17" })
            {
                var row = (await browser.GetAsync(list)).Document.QuerySelectorAll("table.list tbody tr").Single(r => r.GetAttribute("data-href")!.Contains(id.ToString(), StringComparison.Ordinal));
                Assert.Equal(unread, row.TextContent.Contains("未読", StringComparison.Ordinal));
            }

            Assert.Equal(unread, (await browser.GetAsync("/reports?unread=true")).Html.Contains(id.ToString(), StringComparison.Ordinal));
            Assert.Equal(unread, Row(await browser.GetAsync("/reports/board?week=2026-W47&department=all"), "伊藤 あゆみ")[1].QuerySelector(".unread-dot") is not null);
            Assert.Equal(unread, (await browser.GetAsync("/reports/board?day=2026-11-17&department=all")).Document.QuerySelectorAll("main .chip").Any(c => c.TextContent.Contains("未読", StringComparison.Ordinal)));
        }
    }

    [Theory]
    [InlineData("/reports/board?day=9999-12-31")]
    [InlineData("/reports/board?day=0001-01-01")]
    [InlineData("/reports/board?day=2000-01-01")]
    [InlineData("/reports/board?day=2100-12-31")]
    [InlineData("/reports/board?day=2026-02-30")]
    [InlineData("/reports/board?week=9999-W52")]
    [InlineData("/reports/board?week=2100-W52")]
    [InlineData("/reports/board?week=2000-W01")]
    [InlineData("/reports/month?month=2100-12")]
    [InlineData("/reports/month?month=9999-12")]
    [InlineData("/reports/9999-12-31/edit")]
    [InlineData("/reports/0001-01-01/edit")]
    public async Task The_ends_of_time_are_pages_like_others(string address)
    {
        var page = await (await house.AsAsync("sato")).GetAsync(address);
        Assert.True(page.Status is HttpStatusCode.OK or HttpStatusCode.NotFound, $"{page.Status}");
        foreach (var link in page.Document.QuerySelectorAll("main .page-head a[rel]").Select(a => a.GetAttribute("href")!))
        {
            Assert.Equal(HttpStatusCode.OK, (await (await house.AsAsync("sato")).GetAsync(link)).Status);
        }
    }

    [Fact]
    public async Task The_search_box_finds_people_and_their_reports_by_name_and_day_without_a_table_scan()
    {
        var id = await house.SubmitAsync("yoshida", new(2026, 11, 19));
        var other = await house.SubmitAsync("yoshida", new(2026, 11, 18));
        var okabe = await house.AsAsync("okabe");
        await okabe.GetAsync("/search?q=%E5%90%89%E7%94%B0");
        house.Host.Statements.Clear();
        var byName = await okabe.GetAsync($"/search?q={Uri.EscapeDataString("よしだ")}");
        var statements = house.Host.Statements.All;
        Assert.Empty(QueryPlans.Scans(house.Host, statements));
        Assert.Contains($"/reports?author={house.IdOf("yoshida"):N}", Links(byName));
        Assert.Contains(Links(byName), l => l.StartsWith($"/reports/{id}", StringComparison.Ordinal));
        foreach (var words in new[] { "11/19", "11月19日", "2026-11-19", "吉田　１１／１９" })
        {
            house.Host.Statements.Clear();
            var byDay = await okabe.GetAsync($"/search?q={Uri.EscapeDataString(words)}");
            Assert.Empty(QueryPlans.Scans(house.Host, house.Host.Statements.All));
            Assert.Contains(Links(byDay), l => l.StartsWith($"/reports/{id}", StringComparison.Ordinal));
            Assert.DoesNotContain(Links(byDay), l => l.StartsWith($"/reports/{other}", StringComparison.Ordinal));
        }

        Assert.Equal(HttpStatusCode.OK, (await okabe.GetAsync("/search?q=%ED%A0%80")).Status);
    }

    private static string[] Links(Page page) => [.. page.Document.QuerySelectorAll("main .hits a").Select(a => a.GetAttribute("href")!)];

    private static IElement Day(Page page, int number) => page.Document.QuerySelectorAll(".month-day:not(.is-other)").Single(d => d.Children[0].TextContent.Trim() == number.ToString(System.Globalization.CultureInfo.InvariantCulture));

    private static IReadOnlyList<IElement> Row(Page page, string person) => [.. page.Document.QuerySelectorAll(".board tbody tr").Single(r => r.QuerySelector("th")!.TextContent.Contains(person, StringComparison.Ordinal)).QuerySelectorAll("td")];
}
