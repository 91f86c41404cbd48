using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
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
        var page = await browser.PostAsync(WritingHost.Submission(day), WritingHost.Replace(fixture.Visit("まだ下書き、もう一度", revision: 2), "Recipients", $"{gone}"));
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
    public async Task Copying_takes_yesterday_also_when_it_is_only_being_typed()
    {
        using var browser = await fixture.Host.SignOnAsync("mita", "yoshida");
        await browser.PostAsync(WritingHost.Submission(WritingHost.Today.AddDays(-2)), fixture.Visit("おとといの内容"));
        Assert.Equal(HttpStatusCode.OK, (await WritingHost.DraftAsync(browser, WritingHost.Today.AddDays(-1), fixture.Visit("昨日の書きかけ"))).Status);
        var page = await browser.PostAsync($"/reports/{WritingHost.Today:yyyy-MM-dd}/copies", ("Revision", "0"), ("Version", "0"));
        Assert.Equal(["昨日の書きかけ"], page.Document.QuerySelectorAll<IHtmlTextAreaElement>("[data-repeat-rows] textarea").Select(t => t.Value));
        Assert.Equal("", page.Document.QuerySelector<IHtmlInputElement>("[name='Activities[0].Start']")!.Value);
    }

    [Fact]
    public async Task Copying_on_several_pages_at_once_is_done_or_told_as_a_conflict()
    {
        using var browser = await fixture.Host.SignOnAsync("mita", "nakamura");
        await browser.PostAsync(WritingHost.Submission(WritingHost.Today.AddDays(-10)), fixture.Visit("前の日の内容"));
        for (var back = 0; back < 5; back++)
        {
            var address = $"/reports/{WritingHost.Today.AddDays(-back):yyyy-MM-dd}/copies";
            var pages = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => browser.PostAsync(address)));
            Assert.All(pages, p => Assert.True(p.Status is HttpStatusCode.OK or HttpStatusCode.Conflict, $"{p.Status}"));
        }
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
            Assert.InRange(page.Count, 5, 9);       // two of them ask for the appointments of the day
            Assert.InRange(save.Count, 5, 12);
        }

        Assert.Equal(ReportState.Submitted, (await fixture.ReportAsync(day))!.State);

        // Without the number beside 受信, which every page has.
        IReadOnlyList<string> Own() => [.. fixture.Host.Statements.All.Where(s => !s.Contains("COUNT(*)", StringComparison.Ordinal))];
    }
}
