using System.Net;
using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SalesSupport.Abstractions;
using SalesSupport.Customers.Contracts;
using SalesSupport.DailyReports.Reports;

namespace SalesSupport.DailyReports.Tests.Writing;

[Requirement("R20")]
[Trait("Bar", "main-job")]
public sealed class WritingTests(WritingHost fixture) : IClassFixture<WritingHost>
{
    [Fact]
    public async Task A_report_is_written_saved_and_submitted_from_its_page()
    {
        using var browser = await fixture.SatoAsync();
        var day = WritingHost.NewDay();
        var page = await browser.GetAsync(WritingHost.Edit(day));
        Assert.Contains(fixture.Okabe.ToString(), page.Document.QuerySelectorAll("input[name=Recipients][checked]").Select(e => e.GetAttribute("value")));
        page = await browser.SubmitAsync(page, page.Form($"/reports/{day:yyyy-MM-dd}/edit"), fixture.Visit("二案を説明した。")[3..]);
        Assert.Equal(WritingHost.Edit(day), page.Address.AbsolutePath);
        var report = await fixture.ReportAsync(day);
        var activity = Assert.Single(report!.Activities);
        Assert.Equal((ReportState.Draft, 1, fixture.Customer.Name), (report.State, report.Revision, report.LeadCustomer));
        Assert.Equal((new TimeOnly(9, 30), new TimeOnly(10, 30), VisitPurpose.Proposal, TalkResult.Advanced, ProspectLevel.B, new DateOnly(2037, 12, 1), "二案を説明した。"), (activity.Start, activity.End, activity.Purpose, activity.Result, activity.Prospect, activity.NextActionOn, activity.Text));
        Assert.Equal((fixture.Customer.Id, fixture.Customer.Contacts[0].Id), (activity.CustomerId, activity.ContactId));

        var form = page.Form($"/reports/{day:yyyy-MM-dd}/edit");
        form.SetAttribute("action", WritingHost.Submission(day));
        page = await browser.SubmitAsync(page, form);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal($"/reports/{report.Id}", page.Address.AbsolutePath);
        report = await fixture.ReportAsync(day);
        Assert.Equal((ReportState.Submitted, activity.Id, true), (report!.State, report.Activities[0].Id, report.AwaitsApproval));
    }

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
        var page = await browser.PostAsync(WritingHost.Submission(day), Replace(fixture.Visit("消えてはいけない文章"), field, value));
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
                var fields = Replace(fixture.Visit("消えてはいけない文章"), field, id.ToString());
                foreach (var address in new[] { WritingHost.Submission(day), WritingHost.Edit(day), $"/reports/{day:yyyy-MM-dd}/copies" })
                {
                    var page = await browser.PostAsync(address, fields);
                    Assert.Equal((HttpStatusCode.NotFound, address, field), (page.Status, address, field));
                    Assert.Contains("消えてはいけない文章", page.Html, StringComparison.Ordinal);       // to copy from, also without script
                    Assert.DoesNotContain(fixture.Other.MadeCustomers[0].Contacts[0].Name, page.Html, StringComparison.Ordinal);
                }

                Assert.Equal(HttpStatusCode.NotFound, (await DraftAsync(browser, day, fields)).Status);
            }

            var mistyped = await browser.PostAsync(WritingHost.Submission(day), Replace(fixture.Visit("文章"), field, "x"));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, mistyped.Status);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/reports/customer-contacts?customerId={fixture.Other.MadeCustomers[0].Id}")).Status);
        var contact = await browser.PostAsync(WritingHost.Submission(day), Replace(fixture.Visit("文章"), "Activities[0].ContactId", $"{fixture.Member.MadeCustomers[1].Contacts[0].Id}"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, contact.Status);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/reports/customer-history?customerId={fixture.Other.MadeCustomers[0].Id}")).Status);
        Assert.Null(await fixture.ReportAsync(day));
        Assert.False(await fixture.DbAsync(db => db.Drafts.AnyAsync(d => d.Date == day && d.AuthorId == fixture.Sato)));
    }

    [Fact]
    public async Task A_recipient_who_is_gone_may_stay_in_a_report_that_names_them()
    {
        using var browser = await fixture.SatoAsync();
        var day = WritingHost.NewDay();
        var gone = Guid.CreateVersion7();
        await browser.PostAsync(WritingHost.Edit(day), fixture.Visit("まだ下書き"));
        await fixture.DbAsync(async db =>
        {
            var report = await db.Reports.Include(r => r.Activities).SingleAsync(r => r.AuthorId == fixture.Sato && r.Date == day);
            report.Write(report.Read() with { Recipients = [gone] }, DateTimeOffset.UnixEpoch);
            return await db.SaveChangesAsync();
        });
        var page = await browser.PostAsync(WritingHost.Submission(day), Replace(fixture.Visit("まだ下書き、もう一度", revision: 2), "Recipients", $"{gone}"));
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal((ReportState.Submitted, gone), ((await fixture.ReportAsync(day))!.State, (await fixture.ReportAsync(day))!.Recipients.Single()));
    }

    [Fact]
    public async Task Two_identical_posts_make_one_report_and_the_second_is_led_to_it()
    {
        using var browser = await fixture.SatoAsync();
        var day = WritingHost.NewDay();
        var fields = fixture.Visit("二度押した");
        var pages = await Task.WhenAll(browser.PostAsync(WritingHost.Submission(day), fields), browser.PostAsync(WritingHost.Submission(day), fields), browser.PostAsync(WritingHost.Submission(day), fields));
        var report = await fixture.ReportAsync(day);
        Assert.All(pages, p => Assert.Equal((HttpStatusCode.OK, $"/reports/{report!.Id}"), (p.Status, p.Address.AbsolutePath)));
        Assert.Equal((ReportState.Submitted, 1), (report!.State, report.Activities.Count));
        Assert.Equal(1, await fixture.DbAsync(db => db.Inbox.CountAsync(i => i.ReportId == report.Id && i.UserId == fixture.Okabe)));
    }

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
        var answer = await DraftAsync(browser, day, Replace(fixture.Visit("書きかけ\u0007の文"), "Activities[0].Start", "25:99"));
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
        Assert.Equal(HttpStatusCode.OK, (await DraftAsync(browser, day, fixture.Visit("一つ目の画面"))).Status);
        var second = await DraftAsync(browser, day, fixture.Visit("二つ目の画面"));
        Assert.Equal((HttpStatusCode.Conflict, WritingHost.Edit(day)), (second.Status, second.Body.GetProperty("url").GetString()));
        Assert.Equal(HttpStatusCode.OK, (await DraftAsync(browser, day, fixture.Visit("一つ目の画面"))).Status);        // sent again, its answer had got lost

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
        Assert.Equal(HttpStatusCode.OK, (await DraftAsync(browser, day, [.. fixture.Visit("打っている途"), ("Tab", tab)])).Status);
        page = await browser.PostAsync(WritingHost.Submission(day), [.. fixture.Visit("打っている途中で提出した"), ("Tab", tab)]);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal((ReportState.Submitted, "打っている途中で提出した"), ((await fixture.ReportAsync(day))!.State, (await fixture.ReportAsync(day))!.Activities[0].Text));
    }

    [Fact]
    public async Task The_history_and_the_contacts_of_a_customer_come_as_parts_of_the_page()
    {
        using var browser = await fixture.SatoAsync();
        var day = WritingHost.NewDay();
        await browser.PostAsync(WritingHost.Submission(day), fixture.Visit("履歴に出る内容"));
        var row = $"Activities%5B3%5D.CustomerId={fixture.Customer.Id}";
        Assert.Contains("履歴に出る内容", (await browser.GetAsync($"/reports/customer-history?before={day.AddDays(1):yyyy-MM-dd}&{row}")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("履歴に出る内容", (await browser.GetAsync($"/reports/customer-history?before={day:yyyy-MM-dd}&{row}")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/reports/customer-history?Activities%5B3%5D.CustomerId=")).Status);
        Assert.Contains(fixture.Customer.Contacts[0].Name, (await browser.GetAsync($"/reports/customer-contacts?{row}")).Html, StringComparison.Ordinal);
        Assert.DoesNotContain(fixture.Other.MadeCustomers[0].Contacts[0].Name, (await browser.GetAsync($"/reports/customer-contacts?customerId={fixture.Other.MadeCustomers[0].Id}")).Html, StringComparison.Ordinal);
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
        Assert.Equal(HttpStatusCode.OK, (await DraftAsync(browser, day, fields)).Status);
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

    [Theory]
    [InlineData(10_000)]
    [InlineData(3_000)]
    public async Task Thousands_of_activities_are_answered_clearly_and_never_as_a_fault_of_ours(int count)
    {
        using var browser = await fixture.SatoAsync();
        var day = WritingHost.NewDay();
        var page = await browser.PostAsync(WritingHost.Submission(day), Many(count));
        Assert.InRange((int)page.Status, 400, 499);
        Assert.NotEqual("", page.Document.QuerySelector("h1")!.TextContent);
        Assert.InRange((int)(await DraftAsync(browser, day, Many(count))).Status, 200, 499);
        Assert.Null((await fixture.ReportAsync(day))?.SubmittedAt);
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

    [Fact]
    public async Task Copying_takes_customers_and_words_along_but_no_times_and_results_and_keeps_what_was_typed()
    {
        using var browser = await fixture.Host.SignOnAsync("mita", "kato");
        await browser.PostAsync(WritingHost.Submission(WritingHost.Today.AddDays(-1)), fixture.Visit("前の日の内容"));
        var page = await browser.PostAsync($"/reports/{WritingHost.Today:yyyy-MM-dd}/copies", ("Revision", "0"), ("Version", "0"), ("Activities[0].Kind", "Call"), ("Activities[0].Text", "今日すでに書いた電話"));
        Assert.Equal(WritingHost.Edit(WritingHost.Today), page.Address.AbsolutePath);
        Assert.Equal(["今日すでに書いた電話", "前の日の内容"], page.Document.QuerySelectorAll<IHtmlTextAreaElement>("[data-repeat-rows] textarea").Select(t => t.Value));
        Assert.Equal(fixture.Customer.Id.ToString(), page.Document.QuerySelector("[name='Activities[1].CustomerId']")!.GetAttribute("value"));
        Assert.All(new[] { "Start", "End", "NextActionOn" }, f => Assert.Equal("", page.Document.QuerySelector<IHtmlInputElement>($"[name='Activities[1].{f}']")!.Value));
        Assert.Equal(("", "Proposal"), (page.Document.QuerySelector<IHtmlSelectElement>("[name='Activities[1].Result']")!.Value, page.Document.QuerySelector<IHtmlSelectElement>("[name='Activities[1].Purpose']")!.Value));
    }

    [Fact]
    public async Task The_author_withdraws_and_nobody_else_even_sees_a_draft()
    {
        using var browser = await fixture.SatoAsync();
        using var manager = await fixture.Host.SignOnAsync("mita", "okabe");
        using var stranger = await fixture.Host.SignOnAsync("umeda", "morita");
        var day = WritingHost.NewDay();
        await browser.PostAsync(WritingHost.Submission(day), fixture.Visit("取り下げる"));
        var id = (await fixture.ReportAsync(day))!.Id;
        Assert.Equal(HttpStatusCode.Conflict, (await manager.PostAsync($"/reports/{id}/withdrawal")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostAsync($"/reports/{id}/withdrawal")).Status);
        Assert.Equal(ReportState.Submitted, (await fixture.ReportAsync(day))!.State);

        var page = await browser.PostAsync($"/reports/{id}/withdrawal");
        Assert.Equal(WritingHost.Edit(day), page.Address.AbsolutePath);
        Assert.Equal(ReportState.Draft, (await fixture.ReportAsync(day))!.State);
        Assert.Equal(HttpStatusCode.NotFound, (await manager.PostAsync($"/reports/{id}/withdrawal")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await manager.GetAsync($"/reports/{id}")).Status);
    }

    [Fact]
    public async Task Another_persons_activity_id_in_a_form_makes_a_new_activity()
    {
        using var browser = await fixture.SatoAsync();
        using var other = await fixture.Host.SignOnAsync("mita", "takahashi");
        var (day, theirs) = (WritingHost.NewDay(), WritingHost.NewDay());
        await browser.PostAsync(WritingHost.Edit(day), fixture.Visit("わたしの活動"));
        var id = (await fixture.ReportAsync(day))!.Activities[0].Id;
        await other.PostAsync(WritingHost.Edit(theirs), [.. fixture.Visit("奪えない"), ("Activities[0].Id", $"{id}")]);
        Assert.Equal("わたしの活動", (await fixture.ReportAsync(day))!.Activities[0].Text);
        Assert.Equal(1, await fixture.DbAsync(db => db.Activities.CountAsync(a => a.Text == "奪えない" && a.Id != id)));
    }

    [Fact]
    [Requirement("R28")]
    public async Task Business_days_without_a_report_are_named_and_holidays_are_not()
    {
        using var browser = await fixture.Host.SignOnAsync("mita", "ito");
        // 11/23 is a holiday (勤労感謝の日), 11/21 and 22 a weekend. The last three are named.
        await browser.PostAsync(WritingHost.Submission(new DateOnly(2037, 11, 18)), fixture.Visit("水曜"));
        await browser.PostAsync(WritingHost.Submission(new DateOnly(2037, 11, 19)), fixture.Visit("木曜"));
        var page = await browser.GetAsync(WritingHost.Edit(WritingHost.Today));
        Assert.Equal(["/reports/2037-11-16/edit", "/reports/2037-11-17/edit", "/reports/2037-11-20/edit"], page.Document.QuerySelectorAll(".page-note a").Select(a => a.GetAttribute("href")));
        page = await browser.GetAsync("/");
        Assert.Equal(["/reports/2037-11-16/edit", "/reports/2037-11-17/edit", "/reports/2037-11-20/edit"], page.Document.QuerySelectorAll("section[aria-labelledby=today-report] .page-note a").Select(a => a.GetAttribute("href")));
    }

    [Fact]
    [Requirement("R21")]
    public async Task Submitted_activities_stand_on_the_customers_timeline_and_in_the_history_and_drafts_of_others_do_not()
    {
        using var browser = await fixture.SatoAsync();
        using var manager = await fixture.Host.SignOnAsync("mita", "okabe");
        var day = WritingHost.NewDay();
        await browser.PostAsync(WritingHost.Edit(day), fixture.Visit("下書きの内容はまだ秘密"));
        Assert.DoesNotContain("下書きの内容はまだ秘密", (await manager.GetAsync($"/customers/{fixture.Customer.Id}")).Html, StringComparison.Ordinal);
        Assert.DoesNotContain("下書きの内容はまだ秘密", (await manager.GetAsync($"/reports/customer-history?customerId={fixture.Customer.Id}")).Html, StringComparison.Ordinal);

        await browser.PostAsync(WritingHost.Submission(day), fixture.Visit("公開された内容", revision: 1));
        Assert.Contains("公開された内容", await TimelineTextAsync(day), StringComparison.Ordinal);

        Task<string> TimelineTextAsync(DateOnly on) => fixture.Host.InScopeAsync(fixture.Member.TenantId, async sp =>
        {
            var source = sp.GetServices<ICustomerTimelineSource>().Single(s => s.GetType().Name == "ReportsOnCustomerTimeline");
            var all = new List<TimelineEntry>();
            for (PageKey? before = null; ;)
            {
                var page = await source.GetAsync(fixture.Customer.Id, before, 2, CancellationToken.None);
                if (page.Count == 0)
                {
                    break;
                }

                all.AddRange(page);
                before = page[^1].Key;
            }

            Assert.Equal(all.Count, all.Select(e => e.Key).Distinct().Count());
            Assert.Equal(all.Select(e => e.Key.Date).OrderDescending(), all.Select(e => e.Key.Date));
            return string.Join('\n', all.Where(e => e.Key.Date == on).Select(e => e.Text));
        });
    }

    [Fact]
    [Requirement("R21")]
    public async Task A_withdrawn_report_is_no_longer_the_last_activity_of_its_customer()
    {
        using var browser = await fixture.SatoAsync();
        var (earlier, later, customer) = (new DateOnly(2037, 11, 29), new DateOnly(2037, 11, 30), fixture.Member.MadeCustomers[3]);
        (string, string)[] fields = [("Revision", "0"), ("Activities[0].CustomerId", $"{customer.Id}"), ("Activities[0].Text", "訪問")];
        foreach (var day in new[] { earlier, later })
        {
            await browser.PostAsync(WritingHost.Submission(day), fields);
        }

        Assert.Contains("11/30(月)", await LastAsync(), StringComparison.Ordinal);
        await WithdrawAsync(later);
        Assert.Contains("11/29(日)", await LastAsync(), StringComparison.Ordinal);
        await WithdrawAsync(earlier);
        Assert.Contains("まだありません", await LastAsync(), StringComparison.Ordinal);

        async Task WithdrawAsync(DateOnly day) => await browser.PostAsync($"/reports/{(await fixture.ReportAsync(day))!.Id}/withdrawal");
        async Task<string> LastAsync() => (await browser.GetAsync($"/customers/{customer.Id}")).Document.QuerySelectorAll("dl.facts dt").Single(d => d.TextContent == "最後の活動").NextElementSibling!.TextContent;
    }

    [Fact]
    [Requirement("R21")]
    public async Task From_a_customers_page_todays_report_is_written_with_the_customer_filled_in()
    {
        using var browser = await fixture.Host.SignOnAsync("mita", "watanabe");
        var (first, second) = (fixture.Member.MadeCustomers[0], fixture.Member.MadeCustomers[1]);
        var page = await browser.GetAsync($"/customers/{first.Id}");
        var button = page.Document.QuerySelectorAll("main .actions a.btn-primary").Single(a => a.TextContent.Contains("日報を書く", StringComparison.Ordinal));
        page = await browser.GetAsync(button.GetAttribute("href")!);
        Assert.Equal(WritingHost.Edit(WritingHost.Today), page.Address.AbsolutePath);
        Assert.Equal([(first.Id.ToString(), first.Name)], Rows(page));
        var author = fixture.Member.People.Single(p => p.Login == "watanabe").Id;
        Assert.False(await fixture.DbAsync(db => db.Drafts.AnyAsync(d => d.AuthorId == author)));

        // What is kept stays; another customer is appended to it, the same one only once.
        await DraftAsync(browser, WritingHost.Today, [("Revision", "0"), ("Activities[0].CustomerId", $"{first.Id}"), ("Activities[0].CustomerName", first.Name), ("Activities[0].Text", "打ちかけの文章")]);
        Assert.Equal([(first.Id.ToString(), first.Name), (second.Id.ToString(), second.Name)], Rows(page = await browser.GetAsync($"/reports/today?customer={second.Id}")));
        Assert.Contains("打ちかけの文章", page.Html, StringComparison.Ordinal);
        Assert.Equal([(first.Id.ToString(), first.Name)], Rows(await browser.GetAsync($"/reports/today?customer={first.Id}")));
        foreach (var address in new[] { "/reports/today", WritingHost.Edit(WritingHost.Today) })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"{address}?customer={fixture.Other.MadeCustomers[0].Id}")).Status);
        }

        // Their names lead to their pages from home.
        Assert.NotNull((await browser.GetAsync("/")).Document.QuerySelector($"[aria-labelledby=today-report] h3 a[href='/customers/{first.Id}']"));

        static IEnumerable<(string?, string?)> Rows(Page page) => page.Document.QuerySelectorAll("[data-repeat-rows] [data-repeat-row]")
            .Select(r => (r.QuerySelector("[name$='.CustomerId']")!.GetAttribute("value"), r.QuerySelector("[name$='.CustomerName']")!.GetAttribute("value")));
    }

    [Fact]
    [Requirement("R21")]
    public async Task Next_actions_stand_on_the_customers_page_until_something_later_is_reported_on_or_after_their_day()
    {
        using var browser = await fixture.Host.SignOnAsync("mita", "kobayashi");
        var customer = fixture.Member.MadeCustomers[4];
        await WriteAsync(new(2037, 11, 2), "期日を過ぎた約束", "2037-11-10");
        await WriteAsync(new(2037, 11, 3), "まだ先の約束", "2037-12-20");
        Assert.Equal(["期日を過ぎた約束", "まだ先の約束"], (await ActionsAsync()).Select(l => l.QuerySelector("a")!.TextContent));
        Assert.Contains("期日を過ぎています", (await ActionsAsync())[0].TextContent, StringComparison.Ordinal);
        await WriteAsync(new(2037, 11, 11), null, null);
        fixture.Host.Statements.Clear();
        Assert.Equal(["まだ先の約束"], (await ActionsAsync()).Select(l => l.QuerySelector("a")!.TextContent));
        var statements = fixture.Host.Statements.All.Where(s => s.Contains("DailyReports_Activities", StringComparison.Ordinal)).ToArray();
        Assert.Equal(2, statements.Length);     // this and the timeline
        Assert.Empty(QueryPlans.Scans(fixture.Host, statements));

        async Task WriteAsync(DateOnly day, string? action, string? on) => Assert.Equal(HttpStatusCode.OK, (await browser.PostAsync(
            WritingHost.Submission(day), ("Revision", "0"), ("Activities[0].CustomerId", $"{customer.Id}"), ("Activities[0].Start", "10:45"), ("Activities[0].Text", "話した"), ("Activities[0].NextAction", action ?? ""), ("Activities[0].NextActionOn", on ?? ""))).Status);
        async Task<IReadOnlyList<IElement>> ActionsAsync()
        {
            var page = await browser.GetAsync($"/customers/{customer.Id}");
            Assert.All(page.Document.QuerySelectorAll(".timeline-head"), h => Assert.Matches(@"^\s*2037年11月\d+日\(.\)\s+訪問\s+\S+ \S+\s+10:45\s*$", h.TextContent));      // the date once
            return [.. page.Document.QuerySelectorAll("#next-actions li")];
        }
    }

    [Fact]
    public async Task A_contact_person_whose_removal_was_taken_back_is_offered_again()
    {
        using var browser = await fixture.SatoAsync();
        var customer = fixture.Member.MadeCustomers[1];
        var (id, name) = customer.Contacts[0];
        await browser.PostAsync($"/customers/{customer.Id}/contacts/{id}/removal");
        Assert.DoesNotContain(name, await OfferedAsync(), StringComparison.Ordinal);
        await browser.PostAsync($"/customers/{customer.Id}/contacts/{id}/restoration");
        Assert.Contains(name, await OfferedAsync(), StringComparison.Ordinal);

        async Task<string> OfferedAsync() => (await browser.GetAsync($"/reports/customer-contacts?customerId={customer.Id}")).Html;
    }

    [Fact]
    public async Task A_renamed_customer_has_its_new_name_in_the_lists_of_reports()
    {
        using var browser = await fixture.SatoAsync();
        var day = WritingHost.NewDay();
        var customer = fixture.Member.MadeCustomers[2];
        (string, string)[] fields = [("Revision", "0"), ("Activities[0].Kind", "Visit"), ("Activities[0].CustomerId", $"{customer.Id}"), ("Activities[0].Text", "改名前")];
        await browser.PostAsync(WritingHost.Submission(day), fields);
        Assert.Equal(customer.Name, (await fixture.ReportAsync(day))!.LeadCustomer);

        var page = await browser.GetAsync($"/customers/{customer.Id}/edit");
        page = await browser.SubmitAsync(page, page.Document.Forms.Single(f => f.QuerySelector("[name='Form.Name']") is not null), ("Form.Name", "改名後の商店"));
        Assert.Equal(HttpStatusCode.OK, page.Status);
        var report = await fixture.ReportAsync(day);
        Assert.Equal(("改名後の商店", 0), (report!.LeadCustomer, report.Version));
    }

    [Fact]
    [Requirement("R27")]
    public async Task Administrators_switch_approval_off_and_general_users_may_not()
    {
        using var browser = await fixture.SatoAsync();
        using var admin = await fixture.Host.SignOnAsync("mita", "morita");
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.PostAsync("/settings/approval", ("Enabled", "false"))).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await admin.PostAsync("/settings/approval", ("Enabled", "perhaps"))).Status);
        try
        {
            Assert.Equal(HttpStatusCode.OK, (await admin.PostAsync("/settings/approval", ("Enabled", "false"))).Status);
            var day = WritingHost.NewDay();
            await browser.PostAsync(WritingHost.Submission(day), fixture.Visit("承認なし"));
            Assert.False((await fixture.ReportAsync(day))!.AwaitsApproval);
        }
        finally
        {
            await admin.PostAsync("/settings/approval", ("Enabled", "true"));
        }
    }

    [Fact]
    public async Task The_page_and_the_save_are_a_few_statements_none_of_which_reads_a_whole_table()
    {
        using var browser = await fixture.SatoAsync();
        var day = WritingHost.NewDay();
        await browser.PostAsync(WritingHost.Edit(day), fixture.Visit("一件目"));
        fixture.Host.Statements.Clear();
        await browser.GetAsync(WritingHost.Edit(day));
        var page = Own();
        fixture.Host.Statements.Clear();
        using (await browser.SendFormAsync(WritingHost.Submission(day), [.. fixture.Visit("二件目", revision: 1), ("__RequestVerificationToken", await browser.TokenAsync())]))
        {
            var save = Own();
            Assert.Empty(QueryPlans.Scans(fixture.Host, page.Concat(save)));
            Assert.InRange(page.Count, 5, 8);
            Assert.InRange(save.Count, 5, 12);
        }

        Assert.Equal(ReportState.Submitted, (await fixture.ReportAsync(day))!.State);

        // Without the number beside 受信, which every page has.
        IReadOnlyList<string> Own() => [.. fixture.Host.Statements.All.Where(s => !s.Contains("COUNT(*)", StringComparison.Ordinal))];
    }

    private static (string, string)[] Replace((string, string)[] fields, string name, string value) => [.. fields.Where(f => f.Item1 != name), (name, value)];

    private static IEnumerable<(string, string)> Many(int count) =>
        Enumerable.Range(0, count).SelectMany(i => new[] { ($"Activities[{i}].Kind", "Visit"), ($"Activities[{i}].Text", $"活動その{i}。") }).Take(count == 3_000 ? 3_900 : int.MaxValue).Prepend(("Revision", "0"));

    private static async Task<(HttpStatusCode Status, JsonElement Body)> DraftAsync(Browser browser, DateOnly day, IEnumerable<(string Name, string Value)> fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, WritingHost.Draft(day)) { Content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))) };
        request.Headers.Accept.ParseAdd("application/json");
        request.Headers.Add("RequestVerificationToken", await browser.TokenAsync());
        using var response = await browser.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, text.StartsWith('{') ? JsonDocument.Parse(text).RootElement : default);
    }
}
