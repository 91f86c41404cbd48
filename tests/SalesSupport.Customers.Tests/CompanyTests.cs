using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SalesSupport.Abstractions;
using SalesSupport.Customers.Companies;
using SalesSupport.Customers.Contracts;
using SalesSupport.DailyReports.Contracts;

namespace SalesSupport.Customers.Tests;

[Requirement("R21")]
public sealed class CompanyTests(CustomersHost fixture) : IClassFixture<CustomersHost>
{
    [Fact]
    [Requirement("R26")]
    public async Task A_customer_is_registered_and_changed_by_a_general_user()
    {
        using var browser = fixture.SignOn();
        var page = await browser.GetAsync("/customers/new");
        Assert.Equal(fixture.Sato.Id.ToString(), page.Document.QuerySelector("select[name='Form.OwnerId'] option[selected]")!.GetAttribute("value"));
        page = await browser.SubmitAsync(page, page.MainForm, ("Form.Name", "あけび工芸㈱"), ("Form.Kana", "あけびこうげい"), ("Form.Phone", "０３－００００－１１１１"), ("Form.Tags", "重点、 紹介"), ("Form.Website", "www.akebi.example"), ("Form.Rank", "B"));
        Assert.Matches("^/customers/[0-9a-f-]{36}$", page.Address.AbsolutePath);
        Assert.Equal("あけび工芸㈱", page.Document.QuerySelector("h1")!.TextContent);
        Assert.Equal("tel:0300001111", page.Document.QuerySelector("a[href^='tel:']")!.GetAttribute("href"));
        Assert.NotNull(page.Document.QuerySelector("a[href='https://www.akebi.example']"));
        var id = Guid.Parse(page.Address.Segments[^1]);
        page = await browser.GetAsync($"/customers/{id}/edit");
        page = await browser.SubmitAsync(page, page.MainForm, ("Form.Name", "あけび工房㈱"), ("Form.OwnerId", ""), ("Form.Tags", "紹介"));
        Assert.Equal("あけび工房㈱", page.Document.QuerySelector("h1")!.TextContent);
        var stored = await fixture.DbAsync(db => db.Companies.Include(c => c.Tags).SingleAsync(c => c.Id == id));
        Assert.Equal(("アケビコウゲイ", CompanyRank.B, (Guid?)null, "紹介", 1), (stored.Kana, stored.Rank, stored.OwnerId, stored.Tags.Single().Name, stored.Version));
        Assert.Contains(fixture.Heard.All, f => f is CustomerRegistered r && r.CustomerId == id && r.OwnerId == fixture.Sato.Id);
        Assert.Contains(fixture.Heard.All, f => f is CustomerRenamed r && r.CustomerId == id && r.Name == "あけび工房㈱");
        Assert.Contains(fixture.Heard.All, f => f is CustomerOwnerChanged r && r.CustomerId == id && r.OwnerId is null);
    }

    [Fact]
    public async Task A_change_of_tags_alone_is_audited()
    {
        var id = await fixture.AddAsync(new CompanyDetails("札を替える会社", Tags: "重点、展示会"));
        using var browser = fixture.SignOn();
        async Task<int> RowsAsync() => (await browser.GetAsync("/settings/audit")).Document.QuerySelectorAll("table.audit tbody tr")
            .Count(r => r.TextContent.Contains("顧客のタグを変更", StringComparison.Ordinal) && r.TextContent.Contains("札を替える会社", StringComparison.Ordinal));
        async Task ChangeAsync(string tags)
        {
            var page = await browser.GetAsync($"/customers/{id}/edit");
            await browser.SubmitAsync(page, page.MainForm, ("Form.Tags", tags));
        }

        await ChangeAsync("展示会、重点");        // tags have no order
        Assert.Equal(0, await RowsAsync());
        await ChangeAsync("重点");
        Assert.Equal(1, await RowsAsync());
    }

    [Fact]
    public async Task A_form_sent_twice_makes_one_customer()
    {
        using var browser = fixture.SignOn();
        var empty = await browser.GetAsync("/customers/new");
        var first = await browser.SubmitAsync(empty, empty.MainForm, ("Form.Name", "二度押し商会"));
        var second = await browser.SubmitAsync(empty, empty.MainForm, ("Form.Name", "二度押し商会"));
        Assert.Equal(first.Address, second.Address);
        var atOnce = await browser.GetAsync("/customers/new");
        var pages = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => browser.SubmitAsync(atOnce, atOnce.MainForm, ("Form.Name", "連打商会"))));
        Assert.Single(pages.Select(p => p.Address.AbsolutePath).Distinct());
        Assert.Equal(1, await fixture.DbAsync(db => db.Companies.CountAsync(c => c.Name == "二度押し商会")));
        Assert.Equal(1, await fixture.DbAsync(db => db.Companies.CountAsync(c => c.Name == "連打商会")));
        var form = Guid.CreateVersion7().ToString();
        var quick = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => browser.PostAsync("/customers/quick", ("FormId", form), ("Name", "小窓商会"))));
        Assert.Single(quick.Select(p => p.Html).Distinct());
        Assert.Equal(1, await fixture.DbAsync(db => db.Companies.CountAsync(c => c.Name == "小窓商会")));
    }

    [Fact]
    public async Task Whoever_goes_back_and_types_another_name_into_the_same_form_loses_nothing()
    {
        var id = await fixture.AddAsync(new CompanyDetails("もどる商会"));
        using var browser = fixture.SignOn();
        foreach (var address in new[] { "/customers/new", $"/customers/{id}/contacts/new", $"/customers/{id}/sites/new" })
        {
            var form = await browser.GetAsync(address);
            foreach (var name in new[] { "一つ目の名", "二つ目の名" })
            {
                Assert.Equal(HttpStatusCode.OK, (await browser.SubmitAsync(form, form.MainForm, ("Form.Name", name))).Status);
            }
        }

        var quick = Guid.CreateVersion7().ToString();
        await browser.PostAsync("/customers/quick", ("FormId", quick), ("Name", "三つ目の名"));
        await browser.PostAsync("/customers/quick", ("FormId", quick), ("Name", "四つ目の名"));
        Assert.Equal(4, await fixture.DbAsync(db => db.Companies.CountAsync(c => c.Name.EndsWith("つ目の名"))));
        Assert.Equal(["一つ目の名", "二つ目の名"], await fixture.DbAsync(db => db.Contacts.Where(c => c.CompanyId == id).Select(c => c.Name).Order().ToListAsync()));
        Assert.Equal(["一つ目の名", "二つ目の名"], await fixture.DbAsync(db => db.Sites.Where(c => c.CompanyId == id).Select(c => c.Name).Order().ToListAsync()));
    }

    [Fact]
    public async Task Two_editors_see_both_versions()
    {
        var id = await fixture.AddAsync(new CompanyDetails("両者編集株式会社", OwnerId: fixture.Sato.Id));
        using var browser = fixture.SignOn();
        var one = await browser.GetAsync($"/customers/{id}/edit");
        var two = await browser.GetAsync($"/customers/{id}/edit");
        await browser.SubmitAsync(one, one.MainForm, ("Form.Note", "先に保存したメモ"), ("Form.OwnerId", fixture.Member.People[0].Id.ToString()));
        var conflict = await browser.SubmitAsync(two, two.MainForm, ("Form.Note", "あとから書いたメモ"));
        Assert.Equal(HttpStatusCode.Conflict, conflict.Status);
        var shown = conflict.Document.QuerySelector(".conflict")!.TextContent;
        Assert.Contains("先に保存したメモ", shown, StringComparison.Ordinal);
        Assert.Contains("あとから書いたメモ", shown, StringComparison.Ordinal);
        Assert.Contains(fixture.Member.People[0].Name, shown, StringComparison.Ordinal);
        Assert.Equal("先に保存したメモ", await fixture.DbAsync(db => db.Companies.Where(c => c.Id == id).Select(c => c.Note).SingleAsync()));
        var decided = await browser.SubmitAsync(conflict, conflict.MainForm);
        Assert.Equal(HttpStatusCode.OK, decided.Status);
        Assert.Equal("あとから書いたメモ", await fixture.DbAsync(db => db.Companies.Where(c => c.Id == id).Select(c => c.Note).SingleAsync()));
    }

    [Fact]
    public async Task Changing_a_company_says_only_what_has_changed()
    {
        var id = await fixture.AddAsync(new CompanyDetails("控えめな会社", "ひかえめ"));
        async Task<int> ChangeAsync(CompanyDetails details)
        {
            var before = fixture.Heard.All.Count(f => f is CustomerRenamed r ? r.CustomerId == id : f is CustomerOwnerChanged o && o.CustomerId == id);
            await fixture.DbAsync(async db =>
            {
                (await db.Companies.SingleAsync(c => c.Id == id)).Change(details, DateTimeOffset.UnixEpoch);
                return await db.SaveChangesAsync();
            });
            return fixture.Heard.All.Count(f => f is CustomerRenamed r ? r.CustomerId == id : f is CustomerOwnerChanged o && o.CustomerId == id) - before;
        }

        Assert.Equal(0, await ChangeAsync(new CompanyDetails("控えめな会社", "ヒカエメ", Note: "メモ")));
        Assert.Equal(1, await ChangeAsync(new CompanyDetails("控えめな会社", "ヒカエメナ", Note: "メモ")));
        Assert.Equal(2, await ChangeAsync(new CompanyDetails("目立つ会社", OwnerId: fixture.Sato.Id)));
    }

    [Fact]
    public async Task A_customer_of_the_same_name_is_pointed_out_not_refused()
    {
        var first = await fixture.AddAsync(new CompanyDetails("株式会社ふたご堂"));
        using var browser = fixture.SignOn();
        var hint = await browser.GetAsync($"/customers/same-names?Form.Name={Uri.EscapeDataString("ふたご堂㈱")}");
        Assert.NotNull(hint.Document.QuerySelector($"a[href='/customers/{first}']"));
        Assert.Null((await browser.GetAsync($"/customers/same-names?except={first}&Form.Name={Uri.EscapeDataString("ふたご堂㈱")}")).Document.QuerySelector("a"));
        var form = await browser.GetAsync("/customers/new");
        var page = await browser.SubmitAsync(form, form.MainForm, ("Form.Name", "ふたご堂㈱"));
        Assert.NotNull(page.Document.QuerySelector($".notice a[href='/customers/{first}']"));
    }

    [Fact]
    [Requirement("R20")]
    public async Task A_customer_is_made_by_name_from_another_form()
    {
        using var browser = fixture.SignOn();
        var form = Guid.CreateVersion7().ToString();
        var answer = JsonDocument.Parse((await browser.PostAsync("/customers/quick", ("FormId", form), ("Name", "すぐに作る商会"), ("Kana", "スグニ"))).Html).RootElement;
        var again = JsonDocument.Parse((await browser.PostAsync("/customers/quick", ("FormId", form), ("Name", "すぐに作る商会"))).Html).RootElement;
        Assert.Equal("すぐに作る商会", answer.GetProperty("title").GetString());
        Assert.Equal(answer.GetProperty("id").GetGuid(), again.GetProperty("id").GetGuid());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.PostAsync("/customers/quick", ("Name", ""))).Status);
        Assert.Equal(["すぐに作る商会"], await fixture.PickAsync("すぐに作る"));
    }

    [Fact]
    public async Task A_dialog_that_makes_a_customer_tells_the_box_that_asked()
    {
        using var browser = fixture.SignOn();
        var dialog = await browser.GetAsync($"/customers/quick?name={Uri.EscapeDataString("対話で作る商会")}");
        Assert.Equal("対話で作る商会", dialog.Document.QuerySelector("input[name=Name]")!.GetAttribute("value"));
        async Task<HttpResponseMessage> SendAsync(string name)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/customers/quick")
            {
                Content = new FormUrlEncodedContent([new("Name", name), new("FormId", dialog.Document.QuerySelector("input[name=FormId]")!.GetAttribute("value")!), new("__RequestVerificationToken", await browser.TokenAsync())]),
            };
            request.Headers.Add("HX-Request", "true");
            return await browser.SendAsync(request);
        }

        var refused = await SendAsync("");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("data-valmsg-for=\"Name\"", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var made = await SendAsync("対話で作る商会");
        Assert.Equal(HttpStatusCode.NoContent, made.StatusCode);
        var picked = JsonDocument.Parse(made.Headers.GetValues("HX-Trigger").Single()).RootElement.GetProperty("picked");
        Assert.Equal("対話で作る商会", picked.GetProperty("title").GetString());
    }

    [Fact]
    public async Task Somebody_suspended_stays_in_charge_but_cannot_be_put_in_charge()
    {
        var suspended = fixture.Member.People[^1];
        var (theirs, other) = (await fixture.AddAsync(new CompanyDetails("停止前からの会社", OwnerId: suspended.Id)), await fixture.AddAsync(new CompanyDetails("停止後の会社")));
        using var browser = fixture.SignOn();
        var (mine, open) = (await browser.GetAsync($"/customers/{theirs}/edit"), await browser.GetAsync($"/customers/{other}/edit"));
        fixture.Suspended.Ids[suspended.Id] = true;
        var refused = await browser.SubmitAsync(open, open.MainForm, ("Form.OwnerId", suspended.Id.ToString()), ("Form.Note", "消えないメモ"));
        var kept = await browser.SubmitAsync(mine, mine.MainForm, ("Form.Note", "担当はそのまま"));
        fixture.Suspended.Ids.Clear();
        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.OK), (refused.Status, kept.Status));
        Assert.Contains("利用停止中", refused.Document.QuerySelector("[name='Form.OwnerId']")!.ParentElement!.TextContent, StringComparison.Ordinal);
        Assert.Contains("消えないメモ", refused.Document.QuerySelector("[name='Form.Note']")!.TextContent, StringComparison.Ordinal);
        var owners = await fixture.DbAsync(db => db.Companies.Where(c => c.Id == theirs || c.Id == other).ToDictionaryAsync(c => c.Id, c => c.OwnerId));
        Assert.Equal((suspended.Id, (Guid?)null), (owners[theirs], owners[other]));
    }

    [Fact]
    public async Task A_submitted_report_is_the_last_activity_and_no_edit()
    {
        var id = await fixture.AddAsync(new CompanyDetails("活動のある会社"));
        foreach (var day in new[] { 20, 24, 22 })
        {
            await fixture.Host.InScopeAsync(fixture.Member.TenantId, async sp =>
            {
                await sp.GetRequiredService<IUnitOfWork>().RunAsync(c => sp.GetRequiredService<MediatR.IMediator>().Publish(new ReportSubmitted(Guid.CreateVersion7(), fixture.Sato.Id, new DateOnly(2026, 11, day), [id]), c), CancellationToken.None);
                return 0;
            });
        }

        var company = await fixture.DbAsync(db => db.Companies.SingleAsync(c => c.Id == id));
        Assert.Equal((new DateOnly(2026, 11, 24), 0), (company.LastActivityOn, company.Version));
    }
}
