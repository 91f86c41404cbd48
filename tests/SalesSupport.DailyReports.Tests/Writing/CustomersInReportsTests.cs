using System.Net;
using AngleSharp.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SalesSupport.Abstractions;
using SalesSupport.Customers.Contracts;

namespace SalesSupport.DailyReports.Tests.Writing;

[Requirement("R20")]
[Trait("Bar", "main-job")]
public sealed class CustomersInReportsTests(WritingHost fixture) : IClassFixture<WritingHost>
{
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
    public async Task A_save_reads_its_report_with_what_is_being_typed_its_customers_and_its_persons_once_each()
    {
        using var browser = await fixture.SatoAsync();
        var day = WritingHost.NewDay();
        (string, string)[] Two(string text, int revision, int version = 0) => [.. fixture.Visit(text, revision, version), ("Activities[1].Kind", "Call"), ("Activities[1].CustomerId", $"{fixture.Member.MadeCustomers[1].Id}"), ("Activities[1].Text", "電話")];
        await SaveAsync(Two("はじめ", 0));
        await WritingHost.DraftAsync(browser, day, Two("書きかけ", 1));
        var sent = await SaveAsync(Two("書き足した", 1, 1));
        Assert.Equal(3, sent.Count(s => s.TrimStart().StartsWith("SELECT", StringComparison.Ordinal)));
        Assert.Contains(sent, s => s.Contains("DELETE FROM \"DailyReports_Drafts\"", StringComparison.Ordinal));
        var report = (await fixture.ReportAsync(day))!;
        Assert.Equal((2, 2, "書き足した"), (report.CustomerCount, report.Revision, report.Activities[0].Text));

        async Task<IReadOnlyList<string>> SaveAsync((string, string)[] fields)
        {
            var token = await browser.TokenAsync();
            fixture.Host.Statements.Clear();
            using var answer = await browser.SendFormAsync(WritingHost.Edit(day), fields.Append(("__RequestVerificationToken", token)));
            Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
            Assert.Empty(QueryPlans.Scans(fixture.Host, fixture.Host.Statements.All));
            return fixture.Host.Statements.All;
        }
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
        await WritingHost.DraftAsync(browser, WritingHost.Today, [("Revision", "0"), ("Activities[0].CustomerId", $"{first.Id}"), ("Activities[0].CustomerName", first.Name), ("Activities[0].Text", "打ちかけの文章")]);
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
}
