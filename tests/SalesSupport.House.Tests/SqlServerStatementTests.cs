using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SalesSupport.Infrastructure;

namespace SalesSupport.House.Tests;

/// <summary>What EF Core makes for SQL Server of all that the pages ask and save can be translated, and is T-SQL. That it finds the same rows is not shown by that.</summary>
[Trait("Bar", "engines")]
[Trait("Engine", "Sqlite")]
public sealed class SqlServerStatementTests
{
    // As tests/SalesSupport.EndToEndTests/StatementTests.cs counts them; REPORT and CUSTOMER are a row's own address.
    private static readonly string[] MainPages =
    [
        "/", "/reports", "/reports?unread=true", "/reports?state=Returned", "REPORT", "REPORT?list=Unread", "REPORT?list=ToApprove", "/customers", "/customers?sort=Activity", "/customers?owner=me",
        "CUSTOMER", "/reports?customer=CUSTOMERID", "REPORT?customer=CUSTOMERID", "/search?q=株式会社", "/inbox", "/inbox?tab=ToApprove", "/inbox?tab=Commented", "/inbox?tab=Returned", "/reports/board", "/reports/month", "/reports/today",
        "/customers?q=商事", "/reports?q=訪問", "/settings", "/settings/audit",
    ];

    [Fact]
    public async Task Every_statement_of_the_pages_and_of_their_forms_can_be_said_to_SQL_Server()
    {
        var said = new SqlServerStatements();
        await using var host = await TestHost.StartAsync(embedded: true, sample: true, reports: 200, services: said.Watch);
        var forms = new Dictionary<string, (Browser Browser, Page Page, IHtmlFormElement Form)>(StringComparer.Ordinal);
        var browsers = new List<Browser>();
        foreach (var login in new[] { "sato", "okabe", "morita" })
        {
            var browser = await host.SignOnAsync("demo", login);
            browsers.Add(browser);
            var report = (await browser.GetAsync("/reports")).Document.QuerySelectorAll("table.list tbody tr[data-href]").Select(r => r.GetAttribute("data-href")!.Split('?')[0]).First(h => Guid.TryParse(h.Split('/')[2], out _));
            var customer = (await browser.GetAsync("/customers")).Document.QuerySelector("table.list tbody a[href^='/customers/']")!.GetAttribute("href")!;
            foreach (var address in MainPages)
            {
                var page = await browser.GetAsync(address.Replace("CUSTOMERID", customer.Split('/')[2], StringComparison.Ordinal).Replace("REPORT", report, StringComparison.Ordinal).Replace("CUSTOMER", customer, StringComparison.Ordinal));
                Assert.True((int)page.Status is 200 or 403, $"{login} {address}: {page.Status}");
            }

            await foreach (var (address, page) in LinkWalk.VisitAsync(browser, "/", "/settings", "/portal"))
            {
                foreach (var form in page.Document.Forms.Where(f => f.Method == "post" && f.GetAttribute("action")?.Contains("sign-out", StringComparison.Ordinal) != true))
                {
                    forms.TryAdd($"{form.GetAttribute("action") ?? address}", (browser, page, form));
                }
            }
        }

        // Each form once as somebody might send it. What is refused has asked and saved nothing less for that.
        foreach (var (browser, page, form) in forms.Values)
        {
            await browser.SubmitAsync(page, form, form.Elements.Where(e => e is IHtmlInputElement { Type: "text", Name.Length: > 0, Value: "" } or IHtmlTextAreaElement { Name.Length: > 0 }).Select(e => (e.GetAttribute("name")!, "変更しました")));
        }

        browsers.ForEach(b => b.Dispose());
        Assert.Empty(said.Faults);
        string[] texts = [.. said.Texts.Distinct()];
        Assert.Empty(texts.SelectMany(SqlServerTextTests.Faults));
        // Some fewer than there are today: that they are caught at all, bulk statements too.
        var asked = texts.Count(t => t.StartsWith("SELECT", StringComparison.Ordinal));
        Assert.InRange(asked, 120, 1000);
        foreach (var (words, least) in new[] { ("INSERT INTO [", 25), ("UPDATE [", 20), ("UPDATE [d]", 5), ("DELETE FROM [", 10), ("DELETE FROM [d]", 3) })
        {
            Assert.InRange(texts.Count(t => !t.StartsWith("SELECT", StringComparison.Ordinal) && t.Contains(words, StringComparison.Ordinal)), least, 1000);
        }
    }

    [Fact]
    public async Task A_query_that_only_SQLite_understands_is_noticed()
    {
        var said = new SqlServerStatements();
        await using var host = await TestHost.StartAsync(embedded: true, services: said.Watch);
        await host.InScopeAsync(Guid.CreateVersion7(), services => services.GetRequiredService<HouseDbContext>().Audit.Where(a => EF.Functions.Glob(a.Actor, "s*")).ToListAsync());
        Assert.Contains("Glob", Assert.Single(said.Faults.Distinct()), StringComparison.Ordinal);
    }
}
