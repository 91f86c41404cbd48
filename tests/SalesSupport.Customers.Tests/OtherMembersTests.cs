using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SalesSupport.Customers.Data;

namespace SalesSupport.Customers.Tests;

[Requirement("R21")]
[Trait("Bar", "main-job")]
public sealed class OtherMembersTests(CustomersHost fixture) : IClassFixture<CustomersHost>
{
    [Fact]
    [Requirement("R51")]
    public async Task Another_members_ids_are_not_found_and_nothing_changes()
    {
        var theirs = fixture.Other.MadeCustomers[0];
        var mine = fixture.Member.MadeCustomers[0];
        var site = await fixture.Host.InScopeAsync(fixture.Other.TenantId, sp => sp.GetRequiredService<CustomersDbContext>().Sites.Select(s => new { s.Id, s.CompanyId }).FirstAsync());
        var (contact, version) = (theirs.Contacts[0].Id, await SnapshotAsync());
        using var browser = fixture.SignOn();
        foreach (var url in new[]
        {
            $"/customers/{theirs.Id}", $"/customers/{theirs.Id}/edit", $"/customers/{theirs.Id}/timeline", $"/customers/{theirs.Id}/contacts/new", $"/customers/{theirs.Id}/sites/new",
            $"/customers/{theirs.Id}/contacts/{contact}/edit", $"/customers/{mine.Id}/contacts/{contact}/edit", $"/customers/{site.CompanyId}/sites/{site.Id}/edit", $"/customers/{mine.Id}/sites/{site.Id}/edit",
            $"/customers?owner={fixture.Other.People[0].Id}",
        })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(url)).Status);
        }

        foreach (var url in new[]
        {
            $"/customers/{theirs.Id}/edit", $"/customers/{theirs.Id}/contacts/new", $"/customers/{theirs.Id}/sites/new", $"/customers/{theirs.Id}/contacts/{contact}/edit", $"/customers/{mine.Id}/contacts/{contact}/edit",
            $"/customers/{theirs.Id}/contacts/{contact}/removal", $"/customers/{mine.Id}/contacts/{contact}/removal", $"/customers/{mine.Id}/sites/{site.Id}/edit", $"/customers/{mine.Id}/sites/{site.Id}/removal",
        })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await browser.PostAsync(url, ("Form.Name", "乗っ取り"))).Status);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await browser.PostAsync("/customers/new", ("Form.Name", "乗っ取り"), ("Form.OwnerId", fixture.Other.People[0].Id.ToString()))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.PostAsync($"/customers/{mine.Id}/edit", ("Form.Name", "乗っ取り"), ("Form.OwnerId", fixture.Other.People[0].Id.ToString()))).Status);
        Assert.Equal(version, await SnapshotAsync());

        // The id of a form is mine to choose, theirs or not: it makes a row of mine beside theirs.
        await browser.PostAsync("/customers/new", ("Form.FormId", theirs.Id.ToString()), ("Form.Name", "同じ番号商会"));
        Assert.Equal("同じ番号商会", await fixture.DbAsync(db => db.Companies.Where(c => c.Id == theirs.Id).Select(c => c.Name).SingleAsync()));
        Assert.Equal(version, await SnapshotAsync());
    }

    [Fact]
    public async Task Whoever_is_not_signed_on_sees_nothing()
    {
        using var browser = fixture.Host.NewBrowser();
        foreach (var url in new[] { "/customers", "/customers/picker", $"/customers/{fixture.Member.MadeCustomers[0].Id}" })
        {
            Assert.DoesNotContain(fixture.Member.MadeCustomers[0].Name, (await browser.GetAsync(url)).Html, StringComparison.Ordinal);
        }
    }

    private Task<string> SnapshotAsync() => fixture.Host.InScopeAsync(fixture.Other.TenantId, async sp =>
    {
        var db = sp.GetRequiredService<CustomersDbContext>();
        var companies = await db.Companies.OrderBy(c => c.Id).Select(c => c.Name + c.Version).ToListAsync();
        var contacts = await db.Contacts.OrderBy(c => c.Id).Select(c => c.Name + c.Version).ToListAsync();
        return string.Join('|', [.. companies, .. contacts, .. await db.Sites.OrderBy(s => s.Id).Select(s => s.Name + s.Version).ToListAsync()]);
    });
}
