using Microsoft.EntityFrameworkCore;
using SalesSupport.Customers.Companies;

namespace SalesSupport.Customers.Tests;

[Requirement("R21")]
[Trait("Bar", "main-job")]
public sealed class ListTests(CustomersHost fixture) : IClassFixture<CustomersHost>
{
    [Theory]
    [InlineData("Kana")]
    [InlineData("Activity")]
    [InlineData("Rank")]
    [InlineData("Updated")]
    public async Task Paging_shows_every_row_once_while_others_add_rows(string sort)
    {
        var before = await fixture.DbAsync(db => db.Companies.Select(c => c.Id).ToListAsync());
        var seen = new List<Guid>();
        var order = Enum.Parse<CompanySort>(sort);
        string? after = null;
        var page = 0;
        do
        {
            var rows = await fixture.DbAsync(db => CompanyList.LoadAsync(db, new CompanyFilter { Sort = order, After = after }, fixture.Sato.Id, new DateOnly(2026, 11, 24), CancellationToken.None, size: 7));
            seen.AddRange(rows.Rows.Select(r => r.Id));
            after = rows.Next;
            if (++page % 3 == 0)
            {
                await fixture.AddAsync(new CompanyDetails($"途中{sort}{page}", "アイダ", CompanyRank.A));
                await fixture.AddAsync(new CompanyDetails($"末尾{sort}{page}", "ンン"));
            }
        }
        while (after is not null);
        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.Empty(before.Except(seen));
    }

    [Theory]
    [InlineData("Kana")]
    [InlineData("Activity")]
    [InlineData("Rank")]
    [InlineData("Updated")]
    public async Task Rows_come_in_the_order_asked_for(string sort)
    {
        var rows = (await fixture.DbAsync(db => CompanyList.LoadAsync(db, new CompanyFilter { Sort = Enum.Parse<CompanySort>(sort) }, fixture.Sato.Id, new DateOnly(2026, 11, 24), CancellationToken.None, size: 500))).Rows;
        var sorted = sort switch
        {
            "Activity" => rows.OrderByDescending(r => r.LastActivityOn).ToArray(),
            "Rank" => rows.OrderBy(r => r.Rank).ThenBy(r => r.SortKey, StringComparer.Ordinal).ToArray(),
            "Updated" => [.. rows.OrderByDescending(r => r.UpdatedAt)],
            _ => [.. rows.OrderBy(r => r.SortKey, StringComparer.Ordinal)],
        };
        Assert.True(rows.Count >= 60);
        Assert.Equal(sorted.Select(r => r.Id), rows.Select(r => r.Id));
    }

    [Theory]
    [InlineData("")]
    [InlineData("?sort=Activity")]
    [InlineData("?sort=Rank")]
    [InlineData("?sort=Updated")]
    [InlineData("?owner=me")]
    [InlineData("?owner=none&sort=Rank")]
    [InlineData("?rank=A&rank=B")]
    [InlineData("?industry=製造")]
    [InlineData("?tag=重点")]
    [InlineData("?quiet=30")]
    [InlineData("?q=つばめ精機")]
    [InlineData("?q=つ")]
    [InlineData("?q=つばめ&owner=me&rank=A&industry=製造&tag=重点&quiet=30&sort=Updated")]
    public async Task The_list_takes_few_statements_and_reads_no_table_through(string query)
    {
        using var browser = fixture.SignOn();
        fixture.Host.Statements.Clear();
        var page = await browser.GetAsync($"/customers{query}");
        Assert.Equal(200, (int)page.Status);
        // Saved views with columns (one for both), rows and count, and once a minute industries and tags.
        Assert.InRange(fixture.Host.Statements.All.Count(s => s.Contains("Customers_", StringComparison.Ordinal)), 3, 5);
        Assert.Single(fixture.Host.Statements.All, s => s.Contains("Customers_Views", StringComparison.Ordinal));
        Assert.Empty(fixture.Scans());
    }

    [Fact]
    public async Task The_first_page_that_is_read_by_a_query_translated_once_is_the_same_as_the_one_built_each_time()
    {
        var once = await fixture.DbAsync(db => new CompanyQueries().FirstPageAsync(db, CancellationToken.None));
        var each = await fixture.DbAsync(db => CompanyList.LoadAsync(db, new CompanyFilter(), fixture.Sato.Id, new DateOnly(2026, 11, 24), CancellationToken.None));
        Assert.NotEmpty(once.Rows);
        Assert.Equal(each.Rows, once.Rows);
        Assert.Equal((each.Next, each.Count), (once.Next, once.Count));
    }

    [Fact]
    public async Task Further_pages_and_everything_else_read_no_table_through()
    {
        var id = fixture.Member.MadeCustomers[0].Id;
        using var browser = fixture.SignOn();
        foreach (var sort in new[] { "Kana", "Activity", "Rank", "Updated" })
        {
            var first = await browser.GetAsync($"/customers?sort={sort}");
            var more = first.Document.QuerySelector("#more a")!.GetAttribute("href")!;
            fixture.Host.Statements.Clear();
            Assert.Contains("data-href", (await browser.GetAsync(more)).Html, StringComparison.Ordinal);
            Assert.Empty(fixture.Scans());
        }

        foreach (var url in new[] { $"/customers/{id}", $"/customers/{id}/edit", "/customers/new", "/customers/picker", "/customers/picker?q=つばめ", "/customers/same-names?Form.Name=つばめ精機", "/" })
        {
            fixture.Host.Statements.Clear();
            Assert.Equal(200, (int)(await browser.GetAsync(url)).Status);
            Assert.InRange(fixture.Host.Statements.All.Count(s => s.Contains("Customers_", StringComparison.Ordinal)), 0, 6);
            Assert.Empty(fixture.Scans());
        }
    }

    [Fact]
    public void A_statement_that_reads_a_table_through_is_noticed()
    {
        Assert.Single(QueryPlans.Scans(fixture.Host, ["SELECT c.\"Name\" FROM \"Customers_Companies\" AS c WHERE c.\"Name\" LIKE '%a%'"]));
        Assert.Single(QueryPlans.Scans(fixture.Host, ["SELECT COUNT(*) FROM (SELECT c.\"Name\" FROM \"Customers_Companies\" AS c WHERE c.\"Name\" LIKE '%a%' LIMIT 5) AS c0"]));
    }

    [Fact]
    public async Task Rows_that_were_shown_by_more_are_there_again_when_one_comes_back()
    {
        for (var i = 0; i < 60; i++)
        {
            await fixture.AddAsync(new CompanyDetails($"続き{i:00}商店", "ツヅキ"));
        }

        using var browser = fixture.SignOn();
        var first = await browser.GetAsync("/customers?sort=Kana");
        using var request = new HttpRequestMessage(HttpMethod.Get, first.Document.QuerySelector("#more a")!.GetAttribute("hx-get")!);
        request.Headers.Add("HX-Request", "true");
        request.Headers.Add("HX-Target", "more");
        using var answer = await browser.SendAsync(request);
        var piece = await answer.Content.ReadAsStringAsync();
        var address = answer.Headers.GetValues("HX-Replace-Url").Single();
        var seen = Addresses(first.Document).Concat(Addresses(new AngleSharp.Html.Parser.HtmlParser().ParseDocument($"<table>{piece}</table>"))).ToArray();

        var back = await browser.GetAsync(address);
        Assert.True(seen.Length > CompanyList.PageSize, $"{seen.Length}");
        Assert.Equal(seen, Addresses(back.Document));
        Assert.DoesNotContain("shown", back.Document.QuerySelector("#customers .filter")!.GetAttribute("href")!, StringComparison.Ordinal);
        Assert.InRange(Addresses((await browser.GetAsync("/customers?shown=99999999")).Document).Count, 100, 500);
        Assert.Equal(CompanyList.PageSize, Addresses((await browser.GetAsync("/customers?shown=-5")).Document).Count);

        static IReadOnlyList<string?> Addresses(AngleSharp.Dom.IParentNode page) => [.. page.QuerySelectorAll("tr[data-href]").Select(r => r.GetAttribute("data-href"))];
    }

    [Fact]
    public async Task The_count_is_exact_and_the_filter_stays_in_the_address()
    {
        var mine = await fixture.DbAsync(db => db.Companies.CountAsync(c => c.OwnerId == fixture.Sato.Id));
        using var browser = fixture.SignOn();
        var page = await browser.GetAsync("/customers?owner=me&sort=Rank");
        Assert.Contains($"{mine}件", page.Text, StringComparison.Ordinal);
        Assert.NotNull(page.Document.QuerySelector("select[name=owner] option[value=me][selected]"));
        Assert.NotNull(page.Document.QuerySelector(".filter[aria-current]"));
        Assert.Equal("/customers?owner=me&sort=Updated&rank=A", new CompanyFilter { Owner = "me", Sort = CompanySort.Updated, Rank = [CompanyRank.A] }.Url);
    }

    [Theory]
    [InlineData("rank=A", "A", false)]
    [InlineData("rank=A&rank=B", "A,B", true)]
    [InlineData("rank=&q=&quiet=", "", false)]
    [InlineData("rank=&rank=D", "D", false)]
    public async Task Ranks_in_the_address_narrow_the_list_and_light_their_chip(string query, string named, bool both)
    {
        CompanyRank[] ranks = [.. named.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<CompanyRank>)];
        foreach (var rank in Enum.GetValues<CompanyRank>())
        {
            await fixture.AddAsync(new CompanyDetails($"ランク{rank}の会社", Rank: rank));
        }

        var expected = await fixture.DbAsync(db => db.Companies.CountAsync(c => ranks.Length == 0 || ranks.Contains(c.Rank)));
        using var browser = fixture.SignOn();
        var page = await browser.GetAsync($"/customers?{query}");
        Assert.Contains($"{expected}件", page.Document.QuerySelector("#customers [role=status]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(both, page.Document.QuerySelector("#customers .filter[aria-current]")?.TextContent == "A・Bランク");
        Assert.Equal(ranks.Length == 1 ? ranks[0].ToString() : null, page.Document.QuerySelector("select[name=rank] option[selected]")?.GetAttribute("value"));
    }

    [Fact]
    public async Task A_mangled_owner_filters_nothing()
    {
        using var browser = fixture.SignOn();
        async Task<string> CountAsync(string query) => (await browser.GetAsync($"/customers{query}")).Document.QuerySelector("#customers [role=status]")!.TextContent;
        Assert.Equal(await CountAsync(""), await CountAsync("?owner=xyz"));
        Assert.NotEqual(await CountAsync(""), await CountAsync("?owner=none"));
    }

    [Fact]
    public async Task A_mangled_address_shows_the_list()
    {
        using var browser = fixture.SignOn();
        foreach (var query in new[] { "after=x", "after=_k_", $"after={Guid.CreateVersion7():N}_t_99999999999999999999", "rank=Z", "rank=9", "sort=Nonsense", "quiet=abc", "quiet=-99999999", "owner=nobody-known", "q=%ED%A0%80", $"q={new string('あ', 600)}" })
        {
            Assert.Equal(200, (int)(await browser.GetAsync($"/customers?{query}")).Status);
        }
    }

    [Fact]
    public async Task The_list_answers_pieces_to_the_script_of_the_page()
    {
        using var browser = fixture.SignOn();
        async Task<string> PieceAsync(string target, string url)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            request.Headers.Add("HX-Request", "true");
            request.Headers.Add("HX-Target", target);
            return await (await browser.SendAsync(request)).Content.ReadAsStringAsync();
        }

        Assert.StartsWith("<div id=\"customers\">", (await PieceAsync("customers", "/customers?q=つばめ")).Trim(), StringComparison.Ordinal);
        Assert.StartsWith("<tr", (await PieceAsync("more", "/customers")).Trim(), StringComparison.Ordinal);
    }
}
