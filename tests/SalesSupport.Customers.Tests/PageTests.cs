using System.Net;
using Microsoft.EntityFrameworkCore;
using SalesSupport.Abstractions;
using SalesSupport.Customers.Companies;
using SalesSupport.Customers.Contacts;
using SalesSupport.Customers.Contracts;
using SalesSupport.Customers.Sites;

namespace SalesSupport.Customers.Tests;

[Requirement("R21")]
public sealed class PageTests(CustomersHost fixture) : IClassFixture<CustomersHost>
{
    [Fact]
    public async Task What_people_wrote_is_text_on_every_page()
    {
        const string Marker = "<script>alert('x')</script>\"'&";
        var id = await fixture.AddAsync(new CompanyDetails(Marker, Marker, Industry: "<b>\"業", Address: Marker, Phone: "03-1<i>\"", Note: Marker, Tags: "<u>\"'"));
        await fixture.DbAsync(db =>
        {
            db.Contacts.Add(Contact.Register(Guid.CreateVersion7(), id, new ContactDetails(Marker, Marker, Marker, Marker, Note: Marker)));
            db.Sites.Add(Site.Register(Guid.CreateVersion7(), id, new SiteDetails(Marker, Address: Marker)));
            return db.SaveChangesAsync();
        });
        fixture.Timeline.Entries.Add((id, new TimelineEntry(new PageKey(new DateOnly(2026, 11, 1), Guid.CreateVersion7()), null, "x\"><script>", Marker, Marker, Marker, null, "/\"><script>alert('x')</script>")));
        using var browser = fixture.SignOn();
        var contact = await fixture.DbAsync(db => db.Contacts.Where(c => c.CompanyId == id).Select(c => c.Id).SingleAsync());
        foreach (var url in new[] { $"/customers/{id}", $"/customers/{id}/edit", "/customers?sort=Updated", $"/customers?q={Uri.EscapeDataString(Marker)}", $"/customers/{id}/contacts/{contact}/edit", $"/customers/new?name={Uri.EscapeDataString(Marker)}", $"/customers/{id}/timeline", $"/customers?tag={Uri.EscapeDataString("<u>\"'")}" })
        {
            var page = await browser.GetAsync(url);
            Assert.Equal(HttpStatusCode.OK, page.Status);
            Assert.DoesNotContain("<script>alert", page.Html, StringComparison.Ordinal);
            Assert.Empty(page.Document.QuerySelectorAll("main b:not(:empty), main u, main i"));
        }
    }

    [Fact]
    public async Task Every_page_has_its_own_title_and_one_heading()
    {
        var id = fixture.Member.MadeCustomers[0].Id;
        using var browser = fixture.SignOn();
        var titles = new List<string>();
        foreach (var url in new[] { "/customers", "/customers/new", $"/customers/{id}", $"/customers/{id}/edit", $"/customers/{id}/contacts/new", $"/customers/{id}/contacts/{fixture.Member.MadeCustomers[0].Contacts[0].Id}/edit", $"/customers/{id}/sites/new" })
        {
            var page = await browser.GetAsync(url);
            Assert.Single(page.Document.QuerySelectorAll("h1"));
            Assert.NotNull(page.Document.QuerySelector("details.help"));
            titles.Add(page.Document.Title!);
        }

        Assert.Equal(titles.Count, titles.Distinct().Count());
    }
}
