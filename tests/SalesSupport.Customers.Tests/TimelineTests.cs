using System.Net;
using SalesSupport.Abstractions;
using SalesSupport.Customers.Companies;
using SalesSupport.Customers.Contracts;

namespace SalesSupport.Customers.Tests;

[Requirement("R21")]
public sealed class TimelineTests(CustomersHost fixture) : IClassFixture<CustomersHost>
{
    [Fact]
    public async Task The_timeline_pages_through_all_entries_once()
    {
        var id = await fixture.AddAsync(new CompanyDetails("年表のある会社"));
        for (var i = 0; i < 53; i++)
        {
            fixture.Timeline.Entries.Add((id, new TimelineEntry(new PageKey(new DateOnly(2026, 11, 1).AddDays(i / 3), Guid.CreateVersion7()), null, "file-text", "訪問", $"出来事{i:00}。", null, fixture.Sato.Id, "/reports/1")));
        }

        using var browser = fixture.SignOn();
        var page = await browser.GetAsync($"/customers/{id}");
        var seen = System.Text.RegularExpressions.Regex.Matches(page.Text, "出来事(\\d\\d)。").Select(m => m.Value).ToList();
        while (page.Document.QuerySelector("#timeline-more a") is { } more)
        {
            page = await browser.GetAsync(more.GetAttribute("hx-get")!);
            seen.AddRange(System.Text.RegularExpressions.Regex.Matches(page.Text, "出来事(\\d\\d)。").Select(m => m.Value));
        }

        Assert.Equal(53, seen.Count);
        Assert.Equal(53, seen.Distinct().Count());
        Assert.Equal("出来事52。", seen.Order(StringComparer.Ordinal).Last());
        Assert.StartsWith("出来事5", seen[0], StringComparison.Ordinal);
    }
}

/// <summary>Alone, since a timeline that fails would fail for the other tests too.</summary>
[Requirement("R21")]
public sealed class TimelineFaultTests(CustomersHost fixture) : IClassFixture<CustomersHost>
{
    [Fact]
    public async Task A_fault_of_another_module_leaves_the_page_standing()
    {
        fixture.Timeline.Fails = true;
        var customer = fixture.Member.MadeCustomers[0];
        using var browser = fixture.SignOn();
        var page = await browser.GetAsync($"/customers/{customer.Id}");
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains(customer.Name, page.Text, StringComparison.Ordinal);
        Assert.Contains("一部の記録を読み込めませんでした", page.Text, StringComparison.Ordinal);
        Assert.Contains(customer.Contacts[0].Name, page.Text, StringComparison.Ordinal);
    }
}
