using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;

namespace SalesSupport.DailyReports.Tests.Writing;

[Requirement("R20")]
[Trait("Bar", "main-job")]
public sealed class BadInputTests(WritingHost fixture) : IClassFixture<WritingHost>
{
    [Theory]
    [InlineData("Note", "LONG4001")]
    [InlineData("Note", "ベル\u0007")]
    [InlineData("Activities[0].Text", "LONG4001")]
    [InlineData("Activities[0].Text", "制御\u0001文字")]
    [InlineData("Activities[0].NextAction", "LONG201")]
    [InlineData("Activities[0].NextAction", "二行の\n行動")]
    [InlineData("Activities[0].NextActionOn", "2037-02-30")]
    [InlineData("Activities[0].NextActionOn", "2020-01-01")]
    [InlineData("Activities[0].NextActionOn", "来週")]
    [InlineData("Activities[0].Start", "25:00")]
    [InlineData("Activities[0].Start", "朝いち")]
    [InlineData("Activities[0].End", "8:00")]
    [InlineData("Activities[0].Kind", "Party")]
    [InlineData("Activities[0].Kind", "3")]
    [InlineData("Activities[0].Purpose", "Visit,Proposal")]
    [InlineData("Activities[0].Result", "won")]
    [InlineData("Activities[0].Prospect", "E")]
    public async Task Bad_input_is_said_beside_its_field_and_nothing_typed_is_lost(string field, string value)
    {
        value = value.StartsWith("LONG", StringComparison.Ordinal) ? new string('長', int.Parse(value[4..], System.Globalization.CultureInfo.InvariantCulture)) : value;
        using var browser = await fixture.SatoAsync();
        var day = WritingHost.NewDay();
        var page = await browser.PostAsync(WritingHost.Submission(day), WritingHost.Replace(fixture.Visit("消えてはいけない文章"), field, value));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.NotEqual("", page.Document.QuerySelector($"[data-valmsg-for='{field}']")!.TextContent);
        var shown = page.Document.QuerySelector($"[name='{field}']");
        if (shown is IHtmlTextAreaElement area)
        {
            Assert.Equal(value, area.Value);
        }
        else if (shown is IHtmlInputElement input)
        {
            Assert.Equal(value, input.Value);
        }

        if (field != "Activities[0].Text")
        {
            Assert.Equal("消えてはいけない文章", page.Document.QuerySelector<IHtmlTextAreaElement>("[name='Activities[0].Text']")!.Value);
        }

        Assert.Null(await fixture.ReportAsync(day));
    }

    [Theory]
    [MemberData(nameof(BrokenText.All), MemberType = typeof(BrokenText))]
    public async Task Half_a_character_is_kept_as_a_draft_refused_beside_its_field_and_never_saved(string sentAs, string bytes)
    {
        using var browser = await fixture.SatoAsync();
        var day = WritingHost.NewDay();
        (string, string)[] typed = [("Note", $"所感{BrokenText.Mark}"), ("Activities[0].Text", $"消えては{BrokenText.Mark}いけない文章"), ("Activities[0].NextAction", $"{BrokenText.Mark}を送る"), ("Activities[0].Start", $"9:{BrokenText.Mark}30")];
        var fields = typed.Aggregate(fixture.Visit(""), (all, f) => WritingHost.Replace(all, f.Item1, f.Item2));
        var page = await browser.PostAsync(WritingHost.Submission(day), BrokenText.Form(sentAs, bytes, [.. fields, ("__RequestVerificationToken", await browser.TokenAsync())]));
        AllIsSaid(page);
        Assert.Null(await fixture.ReportAsync(day));

        Assert.Equal(HttpStatusCode.OK, (await WritingHost.DraftAsync(browser, day, BrokenText.Form(sentAs, bytes, fields))).Status);
        page = await browser.GetAsync(WritingHost.Edit(day));
        AllIsThere(page);
        page = await browser.SubmitAsync(page, page.MainForm);
        AllIsSaid(page);
        var begun = (await fixture.ReportAsync(day))!;
        Assert.Equal((0, 0), (begun.Revision, begun.Activities.Count));
        page = await browser.SubmitAsync(page, page.MainForm, typed.Select(f => (f.Item1, f.Item2.Replace(BrokenText.Mark, "", StringComparison.Ordinal))));
        Assert.Equal(HttpStatusCode.OK, page.Status);
        var saved = (await fixture.ReportAsync(day))!;
        Assert.Equal(("所感", "消えてはいけない文章"), (saved.Note, saved.Activities[0].Text));

        void AllIsThere(Page shown) => Assert.All(typed, f =>
            Assert.Matches("^" + f.Item2.Replace(BrokenText.Mark, "\ufffd+", StringComparison.Ordinal) + "$", shown.Document.QuerySelector($"[name='{f.Item1}']") switch { IHtmlTextAreaElement area => area.Value, IHtmlInputElement input => input.Value, _ => "" }));
        void AllIsSaid(Page shown)
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, shown.Status);
            Assert.All(typed, f => Assert.NotEqual("", shown.Document.QuerySelector($"[data-valmsg-for='{f.Item1}']")!.TextContent));
            AllIsThere(shown);
        }
    }

    [Fact]
    [Requirement("R51")]
    public async Task Ids_that_this_member_does_not_have_are_not_found_wherever_the_form_is_sent()
    {
        using var browser = await fixture.SatoAsync();
        var day = WritingHost.NewDay();
        foreach (var (field, foreign) in new[] { ("Activities[0].CustomerId", fixture.Other.MadeCustomers[0].Id), ("Activities[0].ContactId", fixture.Other.MadeCustomers[0].Contacts[0].Id), ("Recipients", fixture.Other.People[0].Id) })
        {
            foreach (var id in new[] { foreign, Guid.CreateVersion7() })
            {
                var fields = WritingHost.Replace(fixture.Visit("消えてはいけない文章"), field, id.ToString());
                foreach (var address in new[] { WritingHost.Submission(day), WritingHost.Edit(day), $"/reports/{day:yyyy-MM-dd}/copies" })
                {
                    var page = await browser.PostAsync(address, fields);
                    Assert.Equal((HttpStatusCode.NotFound, address, field), (page.Status, address, field));
                    Assert.Contains("消えてはいけない文章", page.Html, StringComparison.Ordinal);       // to copy from, also without script
                    Assert.DoesNotContain(fixture.Other.MadeCustomers[0].Contacts[0].Name, page.Html, StringComparison.Ordinal);
                }

                Assert.Equal(HttpStatusCode.NotFound, (await WritingHost.DraftAsync(browser, day, fields)).Status);
            }

            var mistyped = await browser.PostAsync(WritingHost.Submission(day), WritingHost.Replace(fixture.Visit("文章"), field, "x"));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, mistyped.Status);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/reports/customer-contacts?customerId={fixture.Other.MadeCustomers[0].Id}")).Status);
        var contact = await browser.PostAsync(WritingHost.Submission(day), WritingHost.Replace(fixture.Visit("文章"), "Activities[0].ContactId", $"{fixture.Member.MadeCustomers[1].Contacts[0].Id}"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, contact.Status);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/reports/customer-history?customerId={fixture.Other.MadeCustomers[0].Id}")).Status);
        Assert.Null(await fixture.ReportAsync(day));
        Assert.False(await fixture.DbAsync(db => db.Drafts.AnyAsync(d => d.Date == day && d.AuthorId == fixture.Sato)));
    }

    [Theory]
    [InlineData(51)]
    [InlineData(300)]
    public async Task Too_many_activities_are_refused_and_all_come_back(int count)
    {
        using var browser = await fixture.SatoAsync();
        var day = WritingHost.NewDay();
        var page = await browser.PostAsync(WritingHost.Submission(day), Many(count));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Contains("50件以内", page.Document.QuerySelector("#Activities-error")!.TextContent, StringComparison.Ordinal);
        Assert.Contains($"活動その{count - 1}。", page.Html, StringComparison.Ordinal);
        Assert.Null(await fixture.ReportAsync(day));
    }

    [Fact]
    public async Task Thousands_of_small_activities_make_no_large_page_and_their_words_come_back()
    {
        using var browser = await fixture.SatoAsync();
        var day = WritingHost.NewDay();
        (string, string)[] fields = [("Revision", "0"), .. Enumerable.Range(0, 3_900).Select(i => ($"Activities[{i}].Text", $"x{i}"))];
        var page = await browser.PostAsync(WritingHost.Submission(day), fields);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.InRange(page.Html.Length, 1, 700_000);
        AllIsThere(page);

        // Kept as a draft it makes no large page either, every time it is opened.
        Assert.Equal(HttpStatusCode.OK, (await WritingHost.DraftAsync(browser, day, fields)).Status);
        page = await browser.GetAsync(WritingHost.Edit(day));
        Assert.InRange(page.Html.Length, 1, 700_000);
        AllIsThere(page);

        // Not saved as long as some of it would be lost.
        page = await browser.SubmitAsync(page, page.Form($"/reports/{day:yyyy-MM-dd}/edit"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        AllIsThere(page);
        page = await browser.SubmitAsync(page, page.Form($"/reports/{day:yyyy-MM-dd}/edit"), ("Rest", ""), ("Activities[50].Text", ""));
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal(50, (await fixture.ReportAsync(day))!.Activities.Count);

        static void AllIsThere(Page page)
        {
            Assert.Equal(51, page.Document.QuerySelectorAll("[data-repeat-rows] [data-repeat-row]").Length);
            var words = page.Document.QuerySelectorAll<IHtmlTextAreaElement>("textarea").SelectMany(t => t.Value.Split('\n')).ToHashSet();
            Assert.All(Enumerable.Range(0, 3_900), i => Assert.Contains($"x{i}", words));
        }
    }

    [Fact]
    public async Task Ten_thousand_activities_are_too_much_said_so_and_leave_what_was_kept_before()
    {
        using var browser = await fixture.SatoAsync();
        var day = WritingHost.NewDay();
        Assert.Equal(HttpStatusCode.OK, (await WritingHost.DraftAsync(browser, day, fixture.Visit("消えてはいけない文章"))).Status);
        foreach (var address in new[] { WritingHost.Submission(day), WritingHost.Edit(day) })
        {
            var page = await browser.PostAsync(address, Many(10_000));
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, page.Status);
            Assert.Equal("内容が大きすぎます", page.Document.QuerySelector("h1")!.TextContent.Trim());
            // The browser's own copy of what was typed is let go only when a page says that it was taken.
            Assert.Null(page.Document.QuerySelector("meta[name='kept-done']"));
        }

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await WritingHost.DraftAsync(browser, day, Many(10_000))).Status);
        var kept = await browser.GetAsync(WritingHost.Edit(day));
        Assert.Equal("消えてはいけない文章", kept.Document.QuerySelector<IHtmlTextAreaElement>("[name='Activities[0].Text']")!.Value);
        Assert.Equal(0, (await fixture.ReportAsync(day))!.Revision);
    }

    [Theory]
    [InlineData("2037-02-30")]
    [InlineData("2037-13-01")]
    [InlineData("yesterdays")]
    [InlineData("2037-09-01")]
    [InlineData("2037-12-24")]
    public async Task Days_that_do_not_exist_or_are_too_far_away_cannot_be_written(string day)
    {
        using var browser = await fixture.SatoAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/reports/{day}/edit")).Status);
        Assert.InRange((int)(await browser.PostAsync($"/reports/{day}/submission", fixture.Visit("x"))).Status, 404, 422);
        Assert.InRange((int)(await browser.PostAsync($"/reports/{day}/draft", fixture.Visit("x"))).Status, 404, 422);
        Assert.InRange((int)(await browser.PostAsync($"/reports/{day}/copies")).Status, 404, 422);
    }

    private static IEnumerable<(string, string)> Many(int count) =>
        Enumerable.Range(0, count).SelectMany(i => new[] { ($"Activities[{i}].Kind", "Visit"), ($"Activities[{i}].Text", $"活動その{i}。") }).Prepend(("Revision", "0"));
}
