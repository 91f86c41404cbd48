using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using SalesSupport.DailyReports.Reports;

namespace SalesSupport.DailyReports.Tests.Writing;

[Requirement("R20")]
[Trait("Bar", "main-job")]
public sealed class KeptTypingTests(WritingHost fixture) : IClassFixture<WritingHost>
{
    [Fact]
    public async Task When_two_write_at_once_the_later_one_sees_both_versions_and_decides()
    {
        using var browser = await fixture.SatoAsync();
        var day = WritingHost.NewDay();
        await browser.PostAsync(WritingHost.Edit(day), fixture.Visit("会社の机から"));
        var page = await browser.PostAsync(WritingHost.Edit(day), fixture.Visit("電車の中から"));
        Assert.Equal(HttpStatusCode.Conflict, page.Status);
        var sides = page.Document.QuerySelectorAll(".conflict-side").Select(s => s.TextContent).ToArray();
        Assert.Contains(sides, s => s.Contains("会社の机から", StringComparison.Ordinal));
        Assert.Contains(sides, s => s.Contains("電車の中から", StringComparison.Ordinal));
        Assert.Equal("会社の机から", (await fixture.ReportAsync(day))!.Activities[0].Text);

        page = await browser.SubmitAsync(page, page.Form($"/reports/{day:yyyy-MM-dd}/edit"));
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal("電車の中から", (await fixture.ReportAsync(day))!.Activities[0].Text);
    }

    [Fact]
    public async Task A_submitted_report_is_not_overwritten_by_a_form_that_was_still_open()
    {
        using var browser = await fixture.SatoAsync();
        var day = WritingHost.NewDay();
        await browser.PostAsync(WritingHost.Submission(day), fixture.Visit("出した"));
        var page = await browser.PostAsync(WritingHost.Edit(day), fixture.Visit("あとから", revision: 1));
        Assert.Equal(HttpStatusCode.Conflict, page.Status);
        Assert.Contains("すでに提出されています", page.Text, StringComparison.Ordinal);
        Assert.Contains("あとから", page.Text, StringComparison.Ordinal);
        Assert.Equal("出した", (await fixture.ReportAsync(day))!.Activities[0].Text);
    }

    [Fact]
    public async Task What_is_being_typed_is_kept_as_it_is_and_comes_back()
    {
        using var browser = await fixture.SatoAsync();
        var day = WritingHost.NewDay();
        var answer = await WritingHost.DraftAsync(browser, day, WritingHost.Replace(fixture.Visit("書きかけ\u0007の文"), "Activities[0].Start", "25:99"));
        Assert.Equal((HttpStatusCode.OK, 1), (answer.Status, answer.Body.GetProperty("version").GetInt32()));
        Assert.Equal(ReportState.Draft, (await fixture.ReportAsync(day))!.State);

        var page = await browser.GetAsync(WritingHost.Edit(day));
        Assert.Equal("25:99", page.Document.QuerySelector("[name='Activities[0].Start']")!.GetAttribute("value"));
        Assert.Contains("書きかけ", page.Document.QuerySelector<IHtmlTextAreaElement>("[name='Activities[0].Text']")!.Value, StringComparison.Ordinal);
        Assert.Equal("1", page.Document.QuerySelector("[name=Version]")!.GetAttribute("value"));

        page = await browser.SubmitAsync(page, page.Form($"/reports/{day:yyyy-MM-dd}/edit"), ("Activities[0].Start", "9:00"), ("Activities[0].Text", "書き終えた"));
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal("書き終えた", (await fixture.ReportAsync(day))!.Activities[0].Text);
        Assert.False(await fixture.DbAsync(db => db.Drafts.AnyAsync(d => d.Date == day)));
    }

    [Fact]
    public async Task Two_tabs_do_not_overwrite_what_the_other_keeps()
    {
        using var browser = await fixture.SatoAsync();
        var day = WritingHost.NewDay();
        Assert.Equal(HttpStatusCode.OK, (await WritingHost.DraftAsync(browser, day, fixture.Visit("一つ目の画面"))).Status);
        var second = await WritingHost.DraftAsync(browser, day, fixture.Visit("二つ目の画面"));
        Assert.Equal((HttpStatusCode.Conflict, WritingHost.Edit(day)), (second.Status, second.Body.GetProperty("url").GetString()));
        Assert.Equal(HttpStatusCode.OK, (await WritingHost.DraftAsync(browser, day, fixture.Visit("一つ目の画面"))).Status);        // sent again, its answer had got lost

        var page = await browser.PostAsync(WritingHost.Submission(day), fixture.Visit("二つ目の画面"));
        Assert.Equal(HttpStatusCode.Conflict, page.Status);
        Assert.Contains("一つ目の画面", page.Text, StringComparison.Ordinal);
        Assert.Contains("二つ目の画面", page.Text, StringComparison.Ordinal);
        Assert.Equal(ReportState.Draft, (await fixture.ReportAsync(day))!.State);
    }

    [Fact]
    public async Task What_one_page_kept_itself_is_no_conflict_although_its_answer_has_not_come_yet()
    {
        using var browser = await fixture.SatoAsync();
        var day = WritingHost.NewDay();
        var page = await browser.GetAsync(WritingHost.Edit(day));
        var tab = page.Document.QuerySelector<IHtmlInputElement>("[name=Tab]")!.Value;
        Assert.NotEqual(tab, (await browser.GetAsync(WritingHost.Edit(day))).Document.QuerySelector<IHtmlInputElement>("[name=Tab]")!.Value);
        Assert.Equal(HttpStatusCode.OK, (await WritingHost.DraftAsync(browser, day, [.. fixture.Visit("打っている途"), ("Tab", tab)])).Status);
        page = await browser.PostAsync(WritingHost.Submission(day), [.. fixture.Visit("打っている途中で提出した"), ("Tab", tab)]);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal((ReportState.Submitted, "打っている途中で提出した"), ((await fixture.ReportAsync(day))!.State, (await fixture.ReportAsync(day))!.Activities[0].Text));
    }

    [Fact]
    public async Task After_the_session_has_ended_what_was_typed_is_on_the_page()
    {
        using var stranger = fixture.Host.NewBrowser();
        var page = await stranger.PostAsync(WritingHost.Submission(WritingHost.NewDay()), fixture.Visit("切れても残る文章"));
        Assert.Equal(HttpStatusCode.Unauthorized, page.Status);
        Assert.Contains("切れても残る文章", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_stale_token_nothing_is_saved_and_what_was_typed_is_on_the_page()
    {
        using var browser = await fixture.SatoAsync();
        var day = WritingHost.NewDay();
        using var request = new HttpRequestMessage(HttpMethod.Post, WritingHost.Submission(day)) { Content = new FormUrlEncodedContent(fixture.Visit("古い画面の文章").Select(f => KeyValuePair.Create(f.Item1, f.Item2)).Append(new("__RequestVerificationToken", "stale"))) };
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        using var response = await browser.SendAsync(request);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("古い画面の文章", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Null(await fixture.ReportAsync(day));
    }
}
