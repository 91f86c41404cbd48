using System.Net;
using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Reports;

namespace SalesSupport.DailyReports.Tests.Reading;

/// <summary>Reports about a customer: as a filter of the list, and by name in the search box.</summary>
[Requirement("R20")]
public sealed class CustomerReportTests(ReadingHost house) : IClassFixture<ReadingHost>
{
    private static readonly string[] Writers = ["sato", "takahashi", "ito", "watanabe"];
    private static readonly DateTimeOffset At = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    [Requirement("R25")]
    public async Task The_list_of_one_customer_pages_through_each_report_once_newest_first_and_the_chip_takes_it_off()
    {
        var customer = house.Member.MadeCustomers[0];
        var expected = new List<(DateOnly Date, Guid Id)>();
        for (var i = 0; i < 100; i++)
        {
            // Several activities on it in one report, before and after one on another.
            var date = new DateOnly(2026, 3, 1).AddDays(i / Writers.Length);
            expected.Add((date, await WriteAsync(Writers[i % Writers.Length], date, submit: true, customer, house.Member.MadeCustomers[1], customer)));
        }

        await WriteAsync("okabe", new(2026, 3, 1), submit: true, house.Member.MadeCustomers[1]);
        await WriteAsync("okabe", new(2026, 3, 2), submit: false, customer);
        await WriteAsync("nakamura", new(2026, 3, 3), submit: false, customer);
        expected.Reverse();

        var okabe = await house.AsAsync("okabe");
        var ofCustomer = await okabe.GetAsync($"/customers/{customer.Id}");
        var list = ofCustomer.Document.QuerySelectorAll(".actions a").Single(a => a.TextContent.Contains("日報を見る", StringComparison.Ordinal)).GetAttribute("href")!;
        var seen = new List<string>();
        Page page;
        for (var next = list; next is not null; next = page.Document.QuerySelector(".pager a")?.GetAttribute("href"))
        {
            house.Host.Statements.Clear();
            page = await okabe.GetAsync(next);
            Assert.Empty(QueryPlans.Scans(house.Host, house.Host.Statements.All));
            seen.AddRange(page.Document.QuerySelectorAll("table.list tbody tr").Select(r => r.GetAttribute("data-href")!));
        }

        // One's own draft too, nobody else's.
        Assert.Equal(101, seen.Count);
        Assert.Single(seen, s => s.StartsWith("/reports/2026-03-02/edit", StringComparison.Ordinal));
        Assert.Equal(expected.Select(e => e.Id).Order(), seen.Where(s => s.Length > 30).Select(s => Guid.Parse(s.Split('/', '?')[2])).Order());
        var dates = seen.Where(s => s.Length > 30).Select(s => expected.Find(e => e.Id == Guid.Parse(s.Split('/', '?')[2])).Date).ToArray();
        Assert.Equal(dates.OrderDescending(), dates);

        // Beside an open one stand its neighbours of the same list.
        var walked = new List<string>();
        for (var next = seen[10]; next is not null && walked.Count < 30; next = page.Document.QuerySelector("a[data-key=j]")?.GetAttribute("href"))
        {
            walked.Add(next);
            page = await okabe.GetAsync(next);
        }

        Assert.Equal(seen.Skip(10).Take(30), walked);
        Assert.Equal(seen[9], (await okabe.GetAsync(seen[10])).Document.QuerySelector("a[data-key=k]")!.GetAttribute("href"));

        // With other filters, and off again.
        page = await okabe.GetAsync($"{list}&author={house.IdOf("ito")}&since=2026-03-05&until=2026-03-08");
        Assert.Equal(4, page.Document.QuerySelectorAll("table.list tbody tr").Length);
        var chip = page.Document.QuerySelectorAll("a.filter").Single(a => a.TextContent.Contains(customer.Name, StringComparison.Ordinal));
        Assert.DoesNotContain("customer", chip.GetAttribute("href")!, StringComparison.Ordinal);
        Assert.Equal(customer.Id.ToString("N"), page.Document.QuerySelector("form[data-live] [name=customer]")!.GetAttribute("value"));
        Assert.All(page.Document.QuerySelectorAll("#list nav a.filter"), a => Assert.Contains($"customer={customer.Id:N}", a.GetAttribute("href")!, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_page_of_one_customer_takes_no_more_steps_with_ten_times_the_reports_about_it()
    {
        Assert.SkipWhen(TestDatabase.IsServer, "SQLite counts its steps; on a server the query plans are asked.");
        var customer = house.Member.MadeCustomers[4];
        var yoshida = await house.AsAsync("yoshida");      // to whom none of them is sent, or her unread ones would be counted
        string[] addresses = [$"/reports?customer={customer.Id}", $"/search?q={customer.Name}"];
        await WriteManyAsync(customer, new(2025, 12, 31), days: 30);
        var few = await StepsAsync();
        await WriteManyAsync(customer, new(2025, 12, 1), days: 300);
        var many = await StepsAsync();
        Assert.All(few.Zip(many), s => Assert.True(s.First > 500 && s.Second < s.First * 1.5, $"{s.First} steps, {s.Second} with more reports"));

        async Task<long[]> StepsAsync()
        {
            var taken = new List<long>();
            var steps = SqlSteps.Of(house.Host);
            foreach (var address in addresses)
            {
                taken.Add(await steps.LeastAsync(() => yoshida.GetAsync(address)));
            }

            return [.. taken];
        }
    }

    [Fact]
    [Requirement("R51")]
    public async Task A_customer_of_another_member_is_not_found()
    {
        var okabe = await house.AsAsync("okabe");
        var report = await house.SubmitAsync("kato", new(2026, 4, 1));
        foreach (var address in new[] { "/reports", $"/reports/{report}" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await okabe.GetAsync($"{address}?customer={house.Other.MadeCustomers[0].Id}")).Status);
            Assert.Equal(HttpStatusCode.OK, (await okabe.GetAsync($"{address}?customer={house.Member.MadeCustomers[0].Id}")).Status);
        }
    }

    [Fact]
    [Requirement("R25")]
    public async Task The_search_box_finds_reports_by_customer_beside_author_and_day_without_a_table_scan()
    {
        var customer = house.Member.MadeCustomers[2];
        var word = customer.Name.Replace("株式会社", "", StringComparison.Ordinal).Replace("有限会社", "", StringComparison.Ordinal).Trim();
        var ito = await WriteAsync("ito", new(2026, 6, 11), submit: true, house.Member.MadeCustomers[1], customer);
        var kato = await WriteAsync("kato", new(2026, 6, 12), submit: true, customer);
        var draft = await WriteAsync("yoshida", new(2026, 6, 13), submit: false, customer);
        var elsewhere = await WriteAsync("ito", new(2026, 6, 15), submit: true, house.Member.MadeCustomers[3]);
        var okabe = await house.AsAsync("okabe");
        await okabe.GetAsync($"/search?q={word}");
        house.Host.Statements.Clear();
        var page = await okabe.GetAsync($"/search?q={word}");
        Assert.Empty(QueryPlans.Scans(house.Host, house.Host.Statements.All));
        Assert.InRange(house.Host.Statements.All.Count, 1, 8);
        Assert.Equal([kato, ito], Reports(page));
        var hit = page.Document.QuerySelectorAll("main .hits a").First(a => a.GetAttribute("href")!.StartsWith("/reports/", StringComparison.Ordinal));
        Assert.Contains(customer.Name, hit.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await okabe.GetAsync(hit.GetAttribute("href")!)).Status);

        // Nobody sees another's draft; its author does.
        Assert.Equal([draft, kato, ito], Reports(await (await house.AsAsync("yoshida")).GetAsync($"/search?q={word}")));
        foreach (var (typed, expected) in new[] { ($"伊藤 {word}", new[] { ito }), ($"{word} 伊藤", [ito]), ($"{word} 2026-06-12", [kato]), ($"伊藤 {word} 2026-06-12", []) })
        {
            house.Host.Statements.Clear();
            Assert.Equal((typed, string.Join(',', expected)), (typed, string.Join(',', Reports(await okabe.GetAsync($"/search?q={Uri.EscapeDataString(typed)}")))));
            Assert.Empty(QueryPlans.Scans(house.Host, house.Host.Statements.All));
        }

        Assert.DoesNotContain(elsewhere, Reports(page));
        Assert.Contains(elsewhere, Reports(await okabe.GetAsync("/search?q=%E4%BC%8A%E8%97%A4")));
    }

    private static Guid[] Reports(Page page) =>
        [.. page.Document.QuerySelectorAll("main .hits a").Select(a => a.GetAttribute("href")!.Split('/', '?')).Where(p => p.Length > 2 && p[1] == "reports").Select(p => Guid.TryParse(p[2], out var id) ? id : Guid.Empty).Where(id => id != Guid.Empty)];

    private Task<int> WriteManyAsync(SampleCustomer customer, DateOnly until, int days) => house.DbAsync(db =>
    {
        db.Reports.AddRange(Enumerable.Range(0, days).SelectMany(d => Writers.Select(w => DailyReport.AsItStood(house.IdOf(w), until.AddDays(-d), Written([customer]), new Standing(ReportState.Submitted, At, At)))));
        return db.SaveChangesAsync();
    });

    private Task<Guid> WriteAsync(string author, DateOnly date, bool submit, params SampleCustomer[] customers) => house.DbAsync(async db =>
    {
        var report = DailyReport.Begin(house.IdOf(author), date);
        report.Write(Written(customers), At);
        if (submit)
        {
            report.Submit(new Approver(null, Missing: false), approvalEnabled: true, At);
        }

        db.Reports.Add(report);
        await db.SaveChangesAsync();
        return report.Id;
    });

    private static WrittenReport Written(SampleCustomer[] customers) => new(null, [], [.. customers.Select(c => new WrittenActivity(null, ActivityKind.Visit, c.Id, c.Name, Text: "訪問しました"))]);
}
