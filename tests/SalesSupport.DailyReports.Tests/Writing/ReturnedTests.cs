using System.Globalization;
using Microsoft.EntityFrameworkCore;
using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Reports;

namespace SalesSupport.DailyReports.Tests.Writing;

/// <summary>A report that was returned, while its author corrects it.</summary>
[Requirement("R20")]
[Trait("Bar", "main-job")]
public sealed class ReturnedTests(WritingHost fixture) : IClassFixture<WritingHost>
{
    [Fact]
    public async Task A_correction_saved_as_a_draft_is_seen_by_its_author_only_until_it_is_submitted()
    {
        var day = WritingHost.NewDay();
        using var sato = await fixture.SatoAsync();
        using var okabe = await fixture.Host.SignOnAsync("mita", "okabe");
        await sato.PostAsync(WritingHost.Submission(day), fixture.Visit("はじめの文章"));
        var report = (await fixture.ReportAsync(day))!;
        await okabe.PostAsync($"/reports/{report.Id}/return", ("Revision", report.Revision.ToString(CultureInfo.InvariantCulture)), ("Reason", "金額を入れてください"));

        var saved = await sato.PostAsync(WritingHost.Edit(day), fixture.Visit("書きかけの訂正", report.Revision));
        Assert.Contains("書きかけの訂正", saved.Html, StringComparison.Ordinal);
        Assert.Contains("下書きを保存しました", saved.Text, StringComparison.Ordinal);
        Assert.Contains("書きかけの訂正", (await sato.GetAsync(WritingHost.Edit(day))).Html, StringComparison.Ordinal);
        var seen = await okabe.GetAsync($"/reports/{report.Id}");
        Assert.Contains("はじめの文章", seen.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("書きかけの訂正", seen.Text, StringComparison.Ordinal);

        // Once more, from the page as it now is, and then for all to see.
        var page = await sato.GetAsync(WritingHost.Edit(day));
        var form = page.Document.Forms.Single(f => f.Id == "report-form");
        page = await sato.SubmitAsync(page, form, ("Activities[0].Text", "二度目の訂正"));
        using var submitted = await sato.SendFormAsync(WritingHost.Submission(day), Browser.Fields(page.Document.Forms.Single(f => f.Id == "report-form")), WritingHost.Edit(day));
        report = (await fixture.ReportAsync(day))!;
        Assert.Equal((ReportState.Submitted, "二度目の訂正"), (report.State, report.Activities.Single().Text));
        Assert.Contains("二度目の訂正", (await okabe.GetAsync($"/reports/{report.Id}")).Text, StringComparison.Ordinal);
        Assert.Equal(0, await fixture.DbAsync(db => db.Drafts.CountAsync(d => d.Date == day)));
    }

    [Fact]
    public async Task The_reason_stands_beside_the_form_again_after_it_was_submitted_again_and_withdrawn()
    {
        var day = WritingHost.NewDay();
        using var sato = await fixture.SatoAsync();
        using var okabe = await fixture.Host.SignOnAsync("mita", "okabe");
        await sato.PostAsync(WritingHost.Submission(day), fixture.Visit("はじめの文章"));
        var report = (await fixture.ReportAsync(day))!;
        await okabe.PostAsync($"/reports/{report.Id}/return", ("Revision", report.Revision.ToString(CultureInfo.InvariantCulture)), ("Reason", "数量も書いてください"));
        await sato.PostAsync(WritingHost.Submission(day), fixture.Visit("直した文章", report.Revision));
        await sato.PostAsync($"/reports/{report.Id}/withdrawal");
        Assert.Equal(ReportState.Draft, (await fixture.ReportAsync(day))!.State);
        Assert.Contains("数量も書いてください", (await sato.GetAsync(WritingHost.Edit(day))).Text, StringComparison.Ordinal);
    }

    [Fact]
    [Requirement("R21")]
    public async Task A_customer_named_by_mistake_and_corrected_has_no_last_activity_of_it()
    {
        var day = WritingHost.NewDay();
        using var sato = await fixture.SatoAsync();
        using var okabe = await fixture.Host.SignOnAsync("mita", "okabe");
        var (wrong, right) = (fixture.Member.MadeCustomers[3], fixture.Member.MadeCustomers[4]);
        await sato.PostAsync(WritingHost.Submission(day), Visit(wrong, 0));
        Assert.DoesNotContain("最後の活動まだありません", await FactsAsync(wrong), StringComparison.Ordinal);
        var report = (await fixture.ReportAsync(day))!;
        await okabe.PostAsync($"/reports/{report.Id}/return", ("Revision", report.Revision.ToString(CultureInfo.InvariantCulture)), ("Reason", "別の会社です"));
        await sato.PostAsync(WritingHost.Submission(day), Visit(right, report.Revision));
        Assert.Contains("最後の活動まだありません", await FactsAsync(wrong), StringComparison.Ordinal);
        Assert.DoesNotContain("最後の活動まだありません", await FactsAsync(right), StringComparison.Ordinal);

        async Task<string> FactsAsync(SampleCustomer customer) => string.Concat((await sato.GetAsync($"/customers/{customer.Id}")).Document.QuerySelector("dl.facts")!.TextContent.Where(c => !char.IsWhiteSpace(c)));
        (string, string)[] Visit(SampleCustomer customer, int revision) =>
            [("Revision", $"{revision}"), ("Version", "0"), ("Activities[0].Kind", "Visit"), ("Activities[0].CustomerId", $"{customer.Id}"), ("Activities[0].CustomerName", customer.Name), ("Activities[0].Text", "訪問")];
    }
}
