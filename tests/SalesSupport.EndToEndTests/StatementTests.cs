namespace SalesSupport.EndToEndTests;

/// <summary>The main pages send a fixed small number of statements whatever the size, and none of them reads a whole table.</summary>
[Collection("Chromium")]
[Trait("Bar", "main-job")]
public sealed class StatementTests
{
    [Fact]
    public async Task Main_pages_send_few_statements_and_scan_no_table()
    {
        var small = await CountAsync(reports: 60);
        var large = await CountAsync(reports: 900);
        Assert.Equal(small, large);
        Assert.All(small, page => Assert.True(page.Value <= 10, $"{page.Key}: {page.Value} statements"));
    }

    private static async Task<Dictionary<string, int>> CountAsync(int reports)
    {
        await using var host = await TestHost.StartAsync(sample: true, reports: reports);
        using var browser = await host.SignOnAsync("demo", "okabe");
        var list = await browser.GetAsync("/reports");
        var report = list.Document.QuerySelector("table.list tbody tr[data-href]")?.GetAttribute("data-href") ?? list.Document.QuerySelectorAll("main a[href^='/reports/']").Select(a => a.GetAttribute("href")!).First(h => Guid.TryParse(h.Split('/', '?')[2], out _));
        var customers = await browser.GetAsync("/customers");
        var customer = customers.Document.QuerySelector("table.list tbody a[href^='/customers/']")!.GetAttribute("href")!;
        var counts = new Dictionary<string, int>();
        foreach (var (name, address) in new[] { ("home", "/"), ("report list", "/reports"), ("report page", report), ("customer list", "/customers"), ("customer page", customer), ("inbox", "/inbox"), ("board", "/reports/board"), ("month", "/reports/month") })
        {
            await browser.GetAsync(address);        // warm: sessions and people are in memory
            host.Statements.Clear();
            var page = await browser.GetAsync(address);
            Assert.Equal(200, (int)page.Status);
            var statements = host.Statements.All;
            counts[name] = statements.Count;
            Assert.Empty(QueryPlans.Scans(host, statements));
        }

        return counts;
    }
}
