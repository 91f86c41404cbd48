using SalesSupport.Abstractions;

namespace SalesSupport.EndToEndTests;

/// <summary>The main pages send a fixed small number of statements whatever the size, none of them reads a whole table, and none walks through more rows the more reports there are.</summary>
[Collection("Chromium")]
[Trait("Bar", "main-job")]
[Trait("Engine", "Sqlite")]
public sealed class StatementTests
{
    /// <summary>What a row of a list takes, roughly, with its unread mark.</summary>
    private const int StepsOfRow = 100;

    /// <summary>What a customer takes that is found and counted, and one that is compared with the words of a search: two statements walk the customers.</summary>
    private const int StepsOfCounted = 10;
    private const int StepsOfSearched = 25;

    /// <summary>Lists of customers count no further than this.</summary>
    private const int MostCounted = 1000;

    private static readonly int Many = Environment.GetEnvironmentVariable("SALESSUPPORT_FULL") == "1" ? 100_000 : 5_000;

    [Fact]
    public async Task Main_pages_send_few_statements_and_take_no_more_steps_with_ten_times_the_reports()
    {
        var small = await CountAsync(reports: 500);
        var large = await CountAsync(reports: Many);
        Assert.Equal(small.Keys.Order(), large.Keys.Order());
        var faults = new List<string>();
        foreach (var (page, (statements, steps, rows)) in small)
        {
            var (moreStatements, moreSteps, moreRows) = large[page];
            if (statements != moreStatements || statements > 10)
            {
                faults.Add($"{page}: {statements} statements, {moreStatements} with more reports");
            }

            // Deeper index trees and other rows on the page make some difference, and where there are few reports (about one customer) the page is not full yet; walking through the reports would make tenfold.
            if (moreSteps > (steps * 2) + 2000 + (Math.Max(0, moreRows - rows) * StepsOfRow) + OfMoreCustomers(page))
            {
                faults.Add($"{page}: {steps} steps, {moreSteps} with more reports");
            }
        }

        Assert.True(faults.Count == 0, string.Join("\n", faults));
    }

    // With a hundred thousand reports the member has 5,000 customers in place of 300.
    private static int OfMoreCustomers(string page) =>
        Many < 100_000 ? 0
        : page.Contains(" /search", StringComparison.Ordinal) ? (5000 - 300) * StepsOfSearched
        : page.EndsWith(" /customers", StringComparison.Ordinal) || page.Contains(" /customers?", StringComparison.Ordinal) ? (MostCounted - 300) * StepsOfCounted
        : 0;

    [Fact]
    public async Task The_count_of_steps_shows_a_walk_through_all_reports_of_a_member()
    {
        await using var host = await TestHost.StartAsync(embedded: true, sample: true, reports: 600);
        var steps = SqlSteps.Of(host);
        SqlSteps.Run(host, $"SELECT COUNT(*) FROM DailyReports_Reports WHERE TenantId = '{TenantScope.IdOf("portal", "demo").ToString().ToUpperInvariant()}' AND Note = 'x'");
        Assert.True(steps.Taken > 600, $"{steps.Taken} steps");
    }

    // A saved view, which shows tags or telephone numbers that the list for everybody leaves out.
    private static string View(Page customers, int number) => customers.Document.QuerySelectorAll(".tabs a")[number].GetAttribute("href")!;

    private static string Feed() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"/schedule/entries?from={TimeProvider.System.Today().AddDays(-7):yyyy-MM-dd}&to={TimeProvider.System.Today().AddDays(7):yyyy-MM-dd}");

    private static async Task<Dictionary<string, (int Statements, long Steps, int Rows)>> CountAsync(int reports)
    {
        await using var host = await TestHost.StartAsync(embedded: true, sample: true, reports: reports);
        var counts = new Dictionary<string, (int, long, int)>();
        foreach (var login in new[] { "sato", "okabe", "morita" })
        {
            using var browser = await host.SignOnAsync("demo", login);
            var list = await browser.GetAsync("/reports");
            var report = list.Document.QuerySelectorAll("table.list tbody tr[data-href]").Select(r => r.GetAttribute("data-href")!).First(h => Guid.TryParse(h.Split('/', '?')[2], out _));
            var customers = await browser.GetAsync("/customers");
            var customer = customers.Document.QuerySelector("table.list tbody a[href^='/customers/']")!.GetAttribute("href")!;
            var name = customers.Document.QuerySelector("table.list tbody a[href^='/customers/']")!.TextContent.Trim();
            string[] addresses =
            [
                "/", "/reports", "/reports?unread=true", "/reports?state=Returned", report, $"{report}?list=Unread", $"{report}?list=ToApprove", "/customers", "/customers?sort=Activity", "/customers?owner=me", View(customers, 1), View(customers, 2),
                customer, $"/reports?customer={customer.Split('/')[2]}", $"{report}?customer={customer.Split('/')[2]}", $"/search?q={name}", "/inbox", "/inbox?tab=ToApprove", "/inbox?tab=Commented", "/inbox?tab=Returned", "/reports/board", "/reports/month", "/reports/today", "/schedule", Feed(), "/schedule/new", "/schedule/free",
            ];
            var steps = SqlSteps.Of(host);
            foreach (var address in addresses)
            {
                await browser.GetAsync(address);        // warm: sessions and people are in memory
                // Which customer stands first differs with the size.
                var kind = address.Replace(report, "/reports/ID", StringComparison.Ordinal).Replace(customer, "/customers/ID", StringComparison.Ordinal).Replace(customer.Split('/')[2], "ID", StringComparison.Ordinal).Replace(name, "NAME", StringComparison.Ordinal);
                counts[$"{login} {kind}"] = await MeasureAsync(host, steps, browser, address);
            }
        }

        return counts;
    }

    private static async Task<(int Statements, long Steps, int Rows)> MeasureAsync(TestHost host, SqlSteps steps, Browser browser, string address)
    {
        var (statements, rows, all) = (int.MaxValue, 0, new HashSet<string>(StringComparer.Ordinal));
        var taken = await steps.LeastAsync(async () =>
        {
            host.Statements.Clear();
            var page = await browser.GetAsync(address);
            Assert.Equal(200, (int)page.Status);
            all.UnionWith(host.Statements.All);
            // Sessions and people are read anew once in a while, which is not the page's own.
            statements = Math.Min(statements, host.Statements.All.Count);
            // Rows of lists, and lines of the list beside a report.
            rows = page.Document.QuerySelectorAll("tr[data-href], a.split-item").Length;
        });
        Assert.Empty(QueryPlans.Scans(host, all));
        return (statements, taken, rows);
    }
}
