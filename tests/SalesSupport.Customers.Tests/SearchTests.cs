using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SalesSupport.Abstractions;
using SalesSupport.Customers.Companies;
using SalesSupport.Customers.Contacts;

namespace SalesSupport.Customers.Tests;

[Requirement("R21")]
public sealed class SearchTests(CustomersHost fixture) : IClassFixture<CustomersHost>
{
    [Theory]
    [InlineData("㈱こだち光学")]
    [InlineData("（株）こだち光学")]
    [InlineData("こだち光学株式会社")]
    [InlineData("株式会社こだち")]
    [InlineData("コダチコ")]
    [InlineData("ｺﾀﾞﾁ")]
    [InlineData("こだち　こうがく")]
    [InlineData("光学")]
    [InlineData("03-9876")]
    [InlineData("０３９８７６５４")]
    [InlineData("０３ー９８７６ー５４３２")]
    [InlineData("こだち 轟")]
    [InlineData("とどろき")]
    [InlineData("045-777")]
    [InlineData("０９０８８８８")]
    [InlineData("todoroki@kodachi.example")]
    [InlineData("www.kodachi")]
    public async Task A_company_is_found_by_what_people_type(string typed)
    {
        await KodachiAsync();
        Assert.Contains("株式会社こだち光学", await fixture.PickAsync(typed));
    }

    [Theory]
    [InlineData("こだち光線")]
    [InlineData("光学こだち")]
    [InlineData("こだち 光線")]
    [InlineData("03-9877")]
    public async Task A_company_is_not_found_by_what_it_is_not(string typed)
    {
        await KodachiAsync();
        Assert.DoesNotContain("株式会社こだち光学", await fixture.PickAsync(typed));
    }

    [Fact]
    public async Task One_character_finds_what_begins_with_it()
    {
        await fixture.AddAsync(new CompanyDetails("株式会社轍運送", "ワダチウンソウ"));
        Assert.Equal(["株式会社轍運送"], await fixture.PickAsync("轍"));
        Assert.Contains("株式会社轍運送", await fixture.PickAsync("ワ"));
        Assert.DoesNotContain("株式会社轍運送", await fixture.PickAsync("送"));
    }

    [Fact]
    public async Task A_short_word_beside_a_long_one_is_looked_for_too()
    {
        await fixture.AddAsync(new CompanyDetails("雁木インターナショナル東京"));
        await fixture.AddAsync(new CompanyDetails("雁木インターナショナル大阪"));
        Assert.Equal(["雁木インターナショナル東京"], await fixture.PickAsync("雁木インターナショナル 東京"));
    }

    [Fact]
    public async Task A_character_outside_the_basic_plane_is_found()
    {
        await fixture.AddAsync(new CompanyDetails("𠮷𠮷堂"));
        Assert.Equal(["𠮷𠮷堂"], await fixture.PickAsync("𠮷"));
        Assert.Equal(["𠮷𠮷堂"], await fixture.PickAsync("𠮷堂"));
    }

    [Fact]
    public async Task The_index_follows_every_change()
    {
        var id = await fixture.AddAsync(new CompanyDetails("鏑木製作所"));
        var person = Contact.Register(Guid.CreateVersion7(), id, new ContactDetails("鷲尾 透"));
        await fixture.DbAsync(db =>
        {
            db.Contacts.Add(person);
            return db.SaveChangesAsync();
        });
        Assert.Equal(["鏑木製作所"], await fixture.PickAsync("鷲尾"));
        await fixture.DbAsync(async db =>
        {
            (await db.Companies.SingleAsync(c => c.Id == id)).Change(new CompanyDetails("鏡石製作所"), DateTimeOffset.UnixEpoch);
            return await db.SaveChangesAsync();
        });
        Assert.Empty(await fixture.PickAsync("鏑木"));
        Assert.Equal(["鏡石製作所"], await fixture.PickAsync("鏡石"));
        Assert.Equal(["鏡石製作所"], await fixture.PickAsync("鷲尾"));
        await fixture.DbAsync(async db =>
        {
            db.Contacts.Remove(await db.Contacts.SingleAsync(c => c.Id == person.Id));
            return await db.SaveChangesAsync();
        });
        Assert.Empty(await fixture.PickAsync("鷲尾"));
    }

    [Fact]
    public async Task A_change_of_what_nobody_searches_for_leaves_the_index_alone()
    {
        var id = await fixture.AddAsync(new CompanyDetails("蔦谷金物"));
        fixture.Host.Statements.Clear();
        await fixture.DbAsync(async db =>
        {
            var company = await db.Companies.SingleAsync(c => c.Id == id);
            company.Change(new CompanyDetails("蔦谷金物", Note: "駐車場は裏手"), DateTimeOffset.UnixEpoch);
            return await db.SaveChangesAsync();
        });
        Assert.Contains(fixture.Host.Statements.All, s => s.Contains("UPDATE", StringComparison.Ordinal));
        Assert.DoesNotContain(fixture.Host.Statements.All, s => s.Contains("Search", StringComparison.Ordinal));
        Assert.Equal(["蔦谷金物"], await fixture.PickAsync("蔦谷"));
    }

    [Fact]
    public async Task People_who_are_added_at_the_same_time_are_all_found()
    {
        var id = await fixture.AddAsync(new CompanyDetails("漣設備"));
        string[] names = ["樫村", "楢崎", "椋木", "榊原", "槙野", "樋渡"];
        await Task.WhenAll(names.Select(n => Task.Run(() => fixture.DbAsync(db =>
        {
            db.Contacts.Add(Contact.Register(Guid.CreateVersion7(), id, new ContactDetails($"{n}三四郎")));
            return db.SaveChangesAsync();
        }))));
        foreach (var name in names)
        {
            Assert.Equal(["漣設備"], await fixture.PickAsync($"{name}三四郎"));
        }
    }

    [Fact]
    public async Task The_search_box_finds_companies_and_people()
    {
        await KodachiAsync();
        foreach (var typed in new[] { "轟", "090-8888", "todoroki@kodachi" })
        {
            var hits = await fixture.Host.InScopeAsync(fixture.Member.TenantId, sp => FindAsync(sp, typed));
            Assert.Contains(hits, h => h.Title == "株式会社こだち光学");
            Assert.Contains(hits, h => h.Title == "轟 一郎" && h.Detail == "株式会社こだち光学");
        }
    }

    [Fact]
    public async Task Another_members_customers_are_not_found()
    {
        var theirs = fixture.Other.MadeCustomers[0].Name;
        var mine = fixture.Member.MadeCustomers[0].Name;
        Assert.Equal(theirs, mine);     // the same sample in both members, so that only the wall keeps them apart
        using var browser = fixture.SignOn();
        var page = await browser.GetAsync($"/customers?q={Uri.EscapeDataString(theirs)}");
        Assert.DoesNotContain(fixture.Other.MadeCustomers[0].Id.ToString(), page.Html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(fixture.Member.MadeCustomers[0].Id.ToString(), page.Html, StringComparison.OrdinalIgnoreCase);
    }

    private static async Task<IReadOnlyList<SearchHit>> FindAsync(IServiceProvider services, string text)
    {
        var hits = new List<SearchHit>();
        foreach (var source in services.GetServices<ISearchSource>())
        {
            hits.AddRange(await source.FindAsync(text, 10, CancellationToken.None));
        }

        return hits;
    }

    private async Task KodachiAsync()
    {
        if (await fixture.DbAsync(db => db.Companies.AnyAsync(c => c.Name == "株式会社こだち光学")))
        {
            return;
        }

        var id = await fixture.AddAsync(new CompanyDetails("株式会社こだち光学", "コダチコウガク", Phone: "03-9876-5432", Website: "https://www.kodachi.example"));
        await fixture.DbAsync(db =>
        {
            db.Contacts.Add(Contact.Register(Guid.CreateVersion7(), id, new ContactDetails("轟 一郎", "トドロキ イチロウ", Phone: "045-777-1111", Mobile: "090-8888-1111", Email: "Todoroki@kodachi.example")));
            return db.SaveChangesAsync();
        });
    }
}

public sealed class ManyCustomersTests
{
    [Fact]
    [Requirement("R21")]
    public async Task More_than_a_thousand_are_counted_as_more_than_a_thousand()
    {
        await using var host = await CustomersHost.StartAsync();
        var member = await host.AddMemberAsync("mita", customers: 1300);
        Assert.InRange(member.MadeCustomers.Count, 1200, 1300);
        using var browser = CustomersHost.SignOn(host, member);
        Assert.Contains("1,000件以上", (await browser.GetAsync("/customers")).Text, StringComparison.Ordinal);
        Assert.Contains("1,000件以上", (await browser.GetAsync($"/customers?q={Uri.EscapeDataString("㈱")}")).Text, StringComparison.Ordinal);
        var found = await host.InScopeAsync(member.TenantId, sp => sp.GetRequiredService<Data.CustomersDbContext>().Companies.CountAsync(c => c.Name.Contains("つばめ")));
        Assert.Contains($"{found}件", (await browser.GetAsync($"/customers?q={Uri.EscapeDataString("つばめ")}")).Text, StringComparison.Ordinal);
    }
}
