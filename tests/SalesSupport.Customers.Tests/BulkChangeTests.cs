using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SalesSupport.Customers.Companies;
using SalesSupport.Customers.Contracts;
using SalesSupport.Customers.Data;

namespace SalesSupport.Customers.Tests;

[Requirement("R21")]
public sealed class BulkChangeTests(CustomersHost fixture) : IClassFixture<CustomersHost>
{
    [Theory]
    [Requirement("R26")]
    [InlineData("Form.Owner", "PERSON", "PERSON C 展示会,重点")]
    [InlineData("Form.Owner", "none", "none C 展示会,重点")]
    [InlineData("Form.Rank", "A", "sato A 展示会,重点")]
    [InlineData("Form.Rank", "None", "sato None 展示会,重点")]
    [InlineData("Form.Tags", "紹介、重点", "sato C 展示会,紹介,重点")]
    [InlineData("Form.Tags", "重点", "sato C 展示会", true)]
    public async Task What_is_chosen_is_set_on_the_customers_that_are_ticked_and_nothing_else_changes(string field, string value, string expected, bool remove = false)
    {
        var person = fixture.Member.People[0].Id;
        string Named(string text) => text.Replace("PERSON", person.ToString(), StringComparison.Ordinal).Replace("sato", fixture.Sato.Id.ToString(), StringComparison.Ordinal);
        var details = new CompanyDetails("まとめて直す会社", "マトメ", CompanyRank.C, "製造", fixture.Sato.Id, Note: "残るメモ", Phone: "03-0000-0000", Tags: "重点、展示会");
        var (one, two, left) = (await fixture.AddAsync(details), await fixture.AddAsync(details), await fixture.AddAsync(details));
        using var browser = fixture.SignOn();
        var page = await ChangeAsync(browser, [one, two], (field, Named(value)), ("Form.RemoveTags", remove ? "true" : "false"), ("Form.List", "?q=まとめて直す会社"));
        Assert.Equal((HttpStatusCode.OK, "/customers"), (page.Status, page.Address.AbsolutePath));
        Assert.Contains("2件の顧客を変更しました", Toast(page), StringComparison.Ordinal);
        Assert.NotNull(page.Document.QuerySelector($"tr[data-href='/customers/{left}']"));       // the list as it was filtered
        foreach (var id in new[] { one, two })
        {
            var company = await CompanyAsync(id);
            Assert.Equal(Named(expected), $"{company.OwnerId?.ToString() ?? "none"} {company.Rank} {Tags(company)}");
            Assert.Equal((details.Name, details.Kana, details.Industry, details.Note, details.Phone, 1), (company.Name, company.Kana, company.Industry, company.Note, company.Phone, company.Version));
        }

        Assert.Equal(0, (await CompanyAsync(left)).Version);
    }

    [Fact]
    public async Task Every_row_has_a_box_with_a_name_in_one_form_with_what_to_change()
    {
        var id = await fixture.AddAsync(new CompanyDetails("しるしの商会"));
        var gone = fixture.Member.People[^1];
        fixture.Suspended.Ids[gone.Id] = true;
        using var browser = fixture.SignOn();
        var page = await browser.GetAsync("/customers?q=しるしの商会");
        var form = page.Form("/customers/changes");
        Assert.Equal("しるしの商会 を選ぶ", form.QuerySelector($"td.pick input[name='Form.Ids'][value='{id}']")!.GetAttribute("aria-label"));
        Assert.NotNull(form.QuerySelector("th.pick [data-check-all][aria-label]"));
        Assert.NotNull(form.QuerySelector($"select[name='Form.Owner'] option[value='{fixture.Sato.Id}']"));
        Assert.Null(form.QuerySelector($"select[name='Form.Owner'] option[value='{gone.Id}']"));
        fixture.Suspended.Ids.Clear();

        // As it stands it changes nothing, whatever was there before.
        var sent = await browser.SubmitAsync(page, form, ("Form.Ids", id.ToString()));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, sent.Status);
        Assert.Contains("どれかを選んでください", sent.Document.QuerySelector(".bulk .field-error")!.TextContent, StringComparison.Ordinal);
        var further = await browser.GetAsync("/customers?sort=Kana");
        Assert.Equal(further.Document.QuerySelectorAll("table.list thead th").Length.ToString(System.Globalization.CultureInfo.InvariantCulture), further.Document.QuerySelector("#more td")!.GetAttribute("colspan"));
    }

    [Theory]
    [InlineData("Form.Rank", "Z", "ランク")]
    [InlineData("Form.Owner", "SUSPENDED", "利用停止中")]
    [InlineData("Form.Tags", "LONG31", "30文字以内")]
    [InlineData("Form.Tags", "一つ目、二つ目", "10個を超えます")]
    [InlineData("Form.Tags", "1,2,3,4,5,6,7,8,9,10,11", "10個以内")]
    public async Task What_is_refused_says_why_and_keeps_what_was_ticked_and_chosen(string field, string value, string words)
    {
        var suspended = fixture.Member.People[^1];
        fixture.Suspended.Ids[suspended.Id] = true;
        value = value.Replace("SUSPENDED", suspended.Id.ToString(), StringComparison.Ordinal).Replace("LONG31", new string('長', 31), StringComparison.Ordinal);
        var first = await fixture.AddAsync(new CompanyDetails("断られる商会", "アアア"));
        var full = await fixture.AddAsync(new CompanyDetails("断られる満杯商会", "アアイ", Tags: "a,b,c,d,e,f,g,h,i"));
        var other = await fixture.AddAsync(new CompanyDetails("断られる隣の商会", "アアウ"));
        using var browser = fixture.SignOn();
        var page = await ChangeAsync(browser, [first, full], ("Form.Rank", "B"), (field, value), ("Form.List", "?q=断られる&sort=Activity"));
        fixture.Suspended.Ids.Clear();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Contains(words, string.Concat(page.Document.QuerySelectorAll(".bulk .field-error").Select(e => e.TextContent)), StringComparison.Ordinal);
        Assert.NotNull(page.Document.QuerySelector($"[name='{field}'].is-invalid[aria-describedby='bulk-faults']"));
        Assert.Equal(new[] { first, full }.Order(), page.Document.QuerySelectorAll("[name='Form.Ids'][checked]").Select(b => Guid.Parse(b.GetAttribute("value")!)).Order());
        Assert.NotNull(page.Document.QuerySelector($"[name='Form.Ids'][value='{other}']:not([checked])"));
        Assert.NotNull(page.Document.QuerySelector("select[name=sort] option[value=Activity][selected]"));
        if (field == "Form.Tags")
        {
            Assert.Equal(value, page.Document.QuerySelector("[name='Form.Tags']")!.GetAttribute("value"));
            Assert.NotNull(page.Document.QuerySelector("[name='Form.Rank'] option[value=B][selected]"));
        }

        Assert.All(new[] { await CompanyAsync(first), await CompanyAsync(full) }, c => Assert.Equal((CompanyRank.None, 0), (c.Rank, c.Version)));
    }

    [Fact]
    public async Task Nobody_ticked_or_too_many_at_once_is_refused()
    {
        using var browser = fixture.SignOn();
        var none = await ChangeAsync(browser, [], ("Form.Rank", "A"));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, true), (none.Status, none.Text.Contains("変更する顧客を選んでください", StringComparison.Ordinal)));
        var before = await fixture.DbAsync(db => db.Companies.SumAsync(c => c.Version));
        var many = await ChangeAsync(browser, [.. Enumerable.Range(0, 101).Select(_ => Guid.CreateVersion7())], ("Form.Rank", "A"));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, true), (many.Status, many.Text.Contains("100件まで", StringComparison.Ordinal)));
        Assert.Equal(before, await fixture.DbAsync(db => db.Companies.SumAsync(c => c.Version)));
    }

    [Fact]
    [Requirement("R51")]
    public async Task An_id_that_is_not_ones_own_is_not_found_and_nothing_changes()
    {
        var mine = await fixture.AddAsync(new CompanyDetails("うちの商会"));
        var theirs = fixture.Other.MadeCustomers[0].Id;
        using var browser = fixture.SignOn();
        foreach (var id in new[] { theirs.ToString(), Guid.CreateVersion7().ToString(), "9-9" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await browser.PostAsync("/customers/changes", ("Form.Ids", mine.ToString()), ("Form.Ids", id), ("Form.Rank", "A"))).Status);
        }

        foreach (var owner in new[] { fixture.Other.People[0].Id.ToString(), Guid.CreateVersion7().ToString(), "somebody" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await ChangeAsync(browser, [mine], ("Form.Owner", owner))).Status);
        }

        Assert.Equal(0, (await CompanyAsync(mine)).Version);
        Assert.Equal(0, await fixture.Host.InScopeAsync(fixture.Other.TenantId, sp => sp.GetRequiredService<CustomersDbContext>().Companies.Where(c => c.Id == theirs).Select(c => c.Version).SingleAsync()));
    }

    [Fact]
    public async Task It_is_audited_and_told_to_others_for_each_customer_that_changes()
    {
        var was = await fixture.AddAsync(new CompanyDetails("もう済んだ会社", OwnerId: fixture.Sato.Id, Tags: "重点"));
        Guid[] changed = [await fixture.AddAsync(new CompanyDetails("監査される会社1")), await fixture.AddAsync(new CompanyDetails("監査される会社2", Tags: "重点"))];
        using var browser = fixture.SignOn();
        var page = await ChangeAsync(browser, [was, .. changed], ("Form.Owner", fixture.Sato.Id.ToString()), ("Form.Tags", "重点"));
        Assert.Contains("2件の顧客を変更しました。1件は", Toast(page), StringComparison.Ordinal);
        Assert.Equal(changed.Order(), fixture.Heard.All.OfType<CustomerOwnerChanged>().Where(f => f.OwnerId == fixture.Sato.Id && (f.CustomerId == was || changed.Contains(f.CustomerId))).Select(f => f.CustomerId).Order());
        var rows = (await browser.GetAsync("/settings/audit")).Document.QuerySelectorAll("table.audit tbody tr").Select(r => r.TextContent).Where(r => r.Contains("佐藤", StringComparison.Ordinal)).ToArray();
        Assert.Single(rows, r => r.Contains("監査される会社1", StringComparison.Ordinal) && r.Contains("自社担当", StringComparison.Ordinal));
        Assert.Single(rows, r => r.Contains("監査される会社2", StringComparison.Ordinal) && r.Contains("自社担当", StringComparison.Ordinal));
        Assert.Single(rows, r => r.Contains("監査される会社1", StringComparison.Ordinal) && r.Contains("顧客のタグを変更", StringComparison.Ordinal));
        Assert.DoesNotContain(rows, r => r.Contains("監査される会社2", StringComparison.Ordinal) && r.Contains("顧客のタグを変更", StringComparison.Ordinal));
        Assert.DoesNotContain(rows, r => r.Contains("もう済んだ会社", StringComparison.Ordinal));
        Assert.Equal(0, (await CompanyAsync(was)).Version);

        // Again: all is so already, and there is nothing to undo.
        var again = await ChangeAsync(browser, changed, ("Form.Owner", fixture.Sato.Id.ToString()));
        Assert.Contains("すでにその内容", Toast(again), StringComparison.Ordinal);
        Assert.Null(again.Document.QuerySelector("[data-toast] form"));
    }

    [Fact]
    public async Task Undo_sets_each_customer_as_it_was_but_for_those_that_somebody_has_changed_since()
    {
        var one = await fixture.AddAsync(new CompanyDetails("戻る会社1", Rank: CompanyRank.B, OwnerId: fixture.Sato.Id, Tags: "重点"));
        var two = await fixture.AddAsync(new CompanyDetails("戻る会社2", Rank: CompanyRank.C, Tags: "古い"));
        using var browser = fixture.SignOn();
        var page = await ChangeAsync(browser, [one, two], ("Form.Owner", "none"), ("Form.Rank", "A"), ("Form.Tags", "重点、今期"), ("Form.List", "?q=戻る会社&shown=50"));
        await fixture.DbAsync(async db =>
        {
            // A colleague sets it again: what it is not, and what it is, by which nobody could tell that it was set.
            var company = await db.Companies.Include(c => c.Tags).SingleAsync(c => c.Id == two);
            company.Change(new CompanyChange { SetsOwner = true, OwnerId = fixture.Member.People[1].Id, AddTags = ["今期"] }, DateTimeOffset.UnixEpoch);
            return await db.SaveChangesAsync();
        });
        var back = await browser.SubmitAsync(page, UndoOf(page));
        Assert.Equal((HttpStatusCode.OK, "/customers"), (back.Status, back.Address.AbsolutePath));
        Assert.NotNull(back.Document.QuerySelector("input[name=q][value=戻る会社]"));
        Assert.Contains("1件の顧客を元に戻しました。1件は", Toast(back), StringComparison.Ordinal);
        var (first, second) = (await CompanyAsync(one), await CompanyAsync(two));
        Assert.Equal((fixture.Sato.Id, CompanyRank.B, "重点"), (first.OwnerId, first.Rank, Tags(first)));
        Assert.Equal((fixture.Member.People[1].Id, CompanyRank.A, 3), (second.OwnerId, second.Rank, second.Tags.Count));
        Assert.Equal(HttpStatusCode.NotFound, (await browser.SubmitAsync(page, UndoOf(page))).Status);        // once
    }

    [Fact]
    public async Task Of_two_changes_each_is_taken_back_from_the_last_to_the_first_and_never_out_of_order()
    {
        var id = await fixture.AddAsync(new CompanyDetails("二度変わる会社", Rank: CompanyRank.C));
        using var browser = fixture.SignOn();
        var first = await ChangeAsync(browser, [id], ("Form.Rank", "A"), ("Form.Tags", "二度"));
        var second = await ChangeAsync(browser, [id], ("Form.Rank", "D"));
        Assert.Contains("元に戻しませんでした", Toast(await browser.SubmitAsync(first, UndoOf(first))), StringComparison.Ordinal);
        Assert.Equal((CompanyRank.D, "二度"), ((await CompanyAsync(id)).Rank, Tags(await CompanyAsync(id))));
        Assert.Contains("1件の顧客を元に戻しました", Toast(await browser.SubmitAsync(second, UndoOf(second))), StringComparison.Ordinal);
        Assert.Equal((CompanyRank.A, "二度"), ((await CompanyAsync(id)).Rank, Tags(await CompanyAsync(id))));
    }

    [Fact]
    public async Task A_customer_that_has_as_many_tags_as_it_can_does_not_stop_the_undo_of_the_others()
    {
        var tags = Enumerable.Range(0, Company.MostTags).Select(i => $"札{i}").ToArray();
        Guid[] ids = [await fixture.AddAsync(new CompanyDetails("札の多い会社", Tags: string.Join(',', tags))), await fixture.AddAsync(new CompanyDetails("札の少ない会社", Tags: tags[0]))];
        using var browser = fixture.SignOn();
        var page = await ChangeAsync(browser, ids, ("Form.Tags", tags[0]), ("Form.RemoveTags", "true"));
        await ChangeAsync(browser, ids.Take(1), ("Form.Tags", "代わり"));
        var back = await browser.SubmitAsync(page, UndoOf(page));
        Assert.Equal(HttpStatusCode.OK, back.Status);
        Assert.Contains("1件の顧客を元に戻しました。1件は", Toast(back), StringComparison.Ordinal);
        Assert.Equal(tags[0], Tags(await CompanyAsync(ids[1])));
        Assert.Equal(Company.MostTags, (await CompanyAsync(ids[0])).Tags.Count);
    }

    [Fact]
    public async Task The_undo_of_one_user_is_nobody_elses()
    {
        var id = await fixture.AddAsync(new CompanyDetails("ひとの取り消し商会"));
        using var browser = fixture.SignOn();
        var undo = (await ChangeAsync(browser, [id], ("Form.Rank", "A"))).Form("/customers/changes/").GetAttribute("action")!;
        using var colleague = CustomersHost.SignOn(fixture.Host, fixture.Member, "okabe");
        using var stranger = fixture.SignOn(fixture.Other);
        Assert.Equal(HttpStatusCode.NotFound, (await colleague.PostAsync(undo)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostAsync(undo)).Status);
        Assert.Equal(CompanyRank.A, (await CompanyAsync(id)).Rank);
        Assert.Equal(HttpStatusCode.OK, (await browser.PostAsync(undo)).Status);
        Assert.Equal(CompanyRank.None, (await CompanyAsync(id)).Rank);
    }

    [Fact]
    public async Task Whoever_has_the_form_of_a_customer_open_meanwhile_sees_both_versions_and_what_others_saved_stays()
    {
        var id = await fixture.AddAsync(new CompanyDetails("同時に直す会社", OwnerId: fixture.Sato.Id));
        using var browser = fixture.SignOn();
        var (first, open) = (await browser.GetAsync($"/customers/{id}/edit"), await browser.GetAsync($"/customers/{id}/edit"));
        await browser.SubmitAsync(first, first.MainForm, ("Form.Note", "間に保存したメモ"));
        Assert.Contains("1件の顧客を変更しました", Toast(await ChangeAsync(browser, [id], ("Form.Rank", "A"))), StringComparison.Ordinal);
        Assert.Equal(("間に保存したメモ", CompanyRank.A), ((await CompanyAsync(id)).Note, (await CompanyAsync(id)).Rank));
        var conflict = await browser.SubmitAsync(open, open.MainForm, ("Form.Note", "古い画面のメモ"));
        Assert.Equal(HttpStatusCode.Conflict, conflict.Status);
    }

    [Fact]
    public async Task Those_who_change_the_same_customers_at_once_all_have_their_way()
    {
        var ids = new List<Guid>();
        for (var i = 0; i < 10; i++)
        {
            ids.Add(await fixture.AddAsync(new CompanyDetails($"取り合う会社{i}")));
        }

        using var browser = fixture.SignOn();
        using var colleague = CustomersHost.SignOn(fixture.Host, fixture.Member, "okabe");
        using var third = CustomersHost.SignOn(fixture.Host, fixture.Member, "morita");
        for (var round = 0; round < 3; round++)
        {
            var (rank, owner) = ((CompanyRank)round, fixture.Member.People[round].Id);
            var pages = await Task.WhenAll(ChangeAsync(browser, ids, ("Form.Rank", rank.ToString())), ChangeAsync(colleague, ids, ("Form.Owner", owner.ToString())), ChangeAsync(third, ids, ("Form.Tags", $"札{round}")));
            Assert.All(pages, p => Assert.Equal(HttpStatusCode.OK, p.Status));
            Assert.All(await Task.WhenAll(ids.Select(CompanyAsync)), c => Assert.Equal((rank, owner, true, 3 * (round + 1)), (c.Rank, c.OwnerId, c.Tags.Any(t => t.Name == $"札{round}"), c.Version)));
        }
    }

    [Fact]
    public async Task It_reads_as_few_statements_for_many_customers_as_for_one()
    {
        var ids = new List<Guid>();
        for (var i = 0; i < 100; i++)
        {
            ids.Add(await fixture.AddAsync(new CompanyDetails($"数える会社{i}", Rank: CompanyRank.C, Tags: "古い")));
        }

        using var browser = fixture.SignOn();
        async Task<string[]> ReadsAsync(IEnumerable<Guid> some, string rank, string tag)
        {
            var fields = some.Select(id => ("Form.Ids", id.ToString())).Append(("Form.Rank", rank)).Append(("Form.Tags", tag)).Append(("Form.Owner", fixture.Sato.Id.ToString())).Append(("__RequestVerificationToken", await browser.TokenAsync()));
            fixture.Host.Statements.Clear();
            using var answer = await browser.SendFormAsync("/customers/changes", fields);
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
            Assert.Empty(fixture.Scans());
            return [.. fixture.Host.Statements.All.Where(s => s.StartsWith("SELECT", StringComparison.Ordinal) && s.Contains("Customers_", StringComparison.Ordinal))];
        }

        Assert.Equal(2, (await ReadsAsync(ids.Take(1), "A", "一つ")).Length);        // whether they are all one's own, and what they are now
        Assert.Equal(2, (await ReadsAsync(ids, "B", "多く")).Length);
        Assert.Equal(100, await fixture.DbAsync(db => db.Companies.CountAsync(c => ids.Contains(c.Id) && c.Rank == CompanyRank.B)));
    }

    private static AngleSharp.Html.Dom.IHtmlFormElement UndoOf(Page page) => page.Form("/customers/changes/");

    private static Task<Page> ChangeAsync(Browser browser, IEnumerable<Guid> ids, params (string Name, string Value)[] fields) =>
        browser.PostAsync("/customers/changes", [.. ids.Select(id => ("Form.Ids", id.ToString())), .. fields.GroupBy(f => f.Name).Select(g => g.Last())]);

    private static string Toast(Page page) => page.Document.QuerySelector("[data-toast]")!.TextContent;

    private static string Tags(Company company) => string.Join(',', company.Tags.Select(t => t.Name).Order(StringComparer.Ordinal));

    private Task<Company> CompanyAsync(Guid id) => fixture.DbAsync(db => db.Companies.Include(c => c.Tags).SingleAsync(c => c.Id == id));
}
