using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SalesSupport.Customers.Companies;
using SalesSupport.Customers.CompanyViews;

namespace SalesSupport.Customers.Tests;

/// <summary>Saved views of the list and its columns. Each test is another user's, so that they do not see each other's.</summary>
[Requirement("R21")]
public sealed class ViewTests(CustomersHost fixture) : IClassFixture<CustomersHost>
{
    [Fact]
    public async Task What_the_list_shows_is_saved_under_a_name_and_opens_again_everywhere()
    {
        using var browser = As("takahashi");
        await ChooseColumnsAsync(browser, "/customers?sort=Kana", "Rank", "Phone");
        var mine = fixture.Member.MadeCustomers.First(c => c.OwnerId == Id("takahashi"));
        var list = await browser.GetAsync($"/customers?rank=A&rank=B&rank=C&rank=D&rank=None&owner=me&sort=Activity&q={mine.Name}");
        Assert.NotEmpty(Rows(list));
        var page = await SaveAsync(browser, list, "火曜に回る先");
        Assert.Equal("火曜に回る先", Current(page));
        Assert.Contains("「火曜に回る先」を保存しました", page.Text, StringComparison.Ordinal);

        using var phone = As("takahashi");
        var opened = await phone.GetAsync(Tab(await phone.GetAsync("/customers"), "火曜に回る先"));
        Assert.Equal(Rows(list), Rows(opened));
        Assert.Equal(["会社名", "ランク", "電話番号"], Columns(opened));
        Assert.Equal(mine.Name, opened.Document.QuerySelector("form[data-live] [name=q]")!.GetAttribute("value"));
        Assert.Null(opened.Document.QuerySelector(".list-tools a[href*='views/new']"));

        // Saving it a second time under that name is refused beside the field, and what was typed stays.
        var again = await SaveAsync(browser, await browser.GetAsync("/customers?rank=C"), "火曜に回る先");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, again.Status);
        Assert.NotEqual("", again.Document.QuerySelector("[data-valmsg-for='Form.Name']")!.TextContent);
        Assert.Equal("火曜に回る先", again.Document.QuerySelector("[name='Form.Name']")!.GetAttribute("value"));
        Assert.Contains("ランク: C", again.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_first_view_opens_with_the_bare_address_only_and_all_is_one_press_away()
    {
        using var browser = As("ito");
        var page = await SaveAsync(browser, await browser.GetAsync("/customers?rank=A&sort=Rank"), "最初の一覧", ("Form.First", "true"));
        var all = await browser.GetAsync("/customers?sort=Kana");
        Assert.Equal("すべて", Current(all));
        Assert.True(Rows(all).Count > Rows(page).Count);
        Assert.Equal(Rows(page), Rows(await browser.GetAsync("/customers")));
        Assert.Equal("最初の一覧", Current(await browser.GetAsync("/customers")));
        Assert.Equal(Rows(all), Rows(await browser.GetAsync(Tab(await browser.GetAsync("/customers"), "すべて"))));
        Assert.Equal(Rows(all), Rows(await browser.GetAsync((await browser.GetAsync("/customers")).Document.QuerySelectorAll("#customers .filter").Single(f => f.TextContent.Contains("条件を消す", StringComparison.Ordinal)).GetAttribute("href")!)));
        // A filter form that was emptied is an address too.
        Assert.Equal(Rows(all), Rows(await browser.GetAsync("/customers?q=&quiet=&rank=&owner=&industry=&tag=&sort=Kana")));

        // Another takes its place.
        page = await SaveAsync(browser, await browser.GetAsync("/customers?rank=C"), "次の一覧", ("Form.First", "true"));
        Assert.Equal(Rows(page), Rows(await browser.GetAsync("/customers")));
        Assert.Equal(1, await fixture.DbAsync(db => db.Views.CountAsync(v => v.UserId == Id("ito") && v.IsFirst)));

        // And no longer.
        await EditAsync(browser, "ito", "次の一覧", ("Form.First", "false"));
        Assert.Equal("すべて", Current(await browser.GetAsync("/customers")));
    }

    [Fact]
    public async Task A_view_is_renamed_and_brought_to_what_the_list_shows_now()
    {
        using var browser = As("watanabe");
        await SaveAsync(browser, await browser.GetAsync("/customers?rank=A"), "もとの名前");
        var page = await EditAsync(browser, "watanabe", "もとの名前", ("Form.Name", "あとの名前"));
        Assert.Equal("あとの名前", Current(page));
        Assert.Contains("rank=A", page.Address.Query, StringComparison.Ordinal);

        var changed = await browser.GetAsync("/customers?rank=B&sort=Updated&view=あとの名前");
        Assert.NotNull(changed.Document.QuerySelector(".list-tools a[href*='views/new']"));
        page = await browser.SubmitAsync(changed, changed.Form("/customers/views/"));
        Assert.Null(page.Document.QuerySelector(".list-tools form"));
        Assert.Equal("?sort=Updated&rank=B", (await ViewAsync("watanabe", "あとの名前")).Filter);

        // From a window that was open before: both versions, and saving again decides.
        var conflict = await browser.SubmitAsync(changed, changed.Form("/customers/views/"), ("Form.Name", "古い窓の名前"), ("Form.Filter", "?rank=D"));
        Assert.Equal(HttpStatusCode.Conflict, conflict.Status);
        var shown = conflict.Document.QuerySelector(".conflict")!.TextContent;
        Assert.All(new[] { "古い窓の名前", "あとの名前", "ランク: D", "ランク: B" }, words => Assert.Contains(words, shown, StringComparison.Ordinal));
        page = await browser.SubmitAsync(conflict, Form(conflict));
        Assert.Equal("古い窓の名前", Current(page));
        Assert.Equal("?rank=D", (await ViewAsync("watanabe", "古い窓の名前")).Filter);
    }

    [Fact]
    public async Task A_deleted_view_comes_back_as_it_was_unless_its_name_was_taken()
    {
        using var browser = As("kobayashi");
        await SaveAsync(browser, await browser.GetAsync("/customers?rank=A"), "消す一覧", ("Form.First", "true"));
        var view = await ViewAsync("kobayashi", "消す一覧");
        var page = await browser.PostAsync($"/customers/views/{view.Id}/removal");
        Assert.Equal("すべて", Current(page));
        Assert.Equal("すべて", Current(await browser.GetAsync("/customers")));
        var undo = (IHtmlFormElement)page.Document.QuerySelector("[data-toast] form")!;
        Assert.Equal("消す一覧", Current(await browser.SubmitAsync(page, undo)));
        Assert.Equal("消す一覧", Current(await browser.GetAsync("/customers")));
        Assert.Equal(HttpStatusCode.NotFound, (await browser.SubmitAsync(page, undo)).Status);

        await browser.PostAsync($"/customers/views/{view.Id}/removal");
        await SaveAsync(browser, await browser.GetAsync("/customers?rank=B"), "消す一覧");
        var taken = await browser.PostAsync($"/customers/views/{view.Id}/restoration");
        Assert.Equal(HttpStatusCode.Conflict, taken.Status);
        Assert.Contains("同じ名前の一覧", taken.Text, StringComparison.Ordinal);
        Assert.Equal("?rank=B", (await ViewAsync("kobayashi", "消す一覧")).Filter);

        // Refused is not used up: it comes back once its name is free.
        await EditAsync(browser, "kobayashi", "消す一覧", ("Form.Name", "譲った一覧"));
        Assert.Equal("消す一覧", Current(await browser.PostAsync($"/customers/views/{view.Id}/restoration")));
        Assert.Equal((view.Id, view.Filter), ((await ViewAsync("kobayashi", "消す一覧")).Id, (await ViewAsync("kobayashi", "消す一覧")).Filter));
    }

    [Fact]
    [Requirement("R51")]
    public async Task Views_of_another_user_or_member_are_not_there()
    {
        await SaveAsync(As("okabe"), await As("okabe").GetAsync("/customers?rank=A"), "岡部の一覧");
        var colleagues = await ViewAsync("okabe", "岡部の一覧");
        var theirs = await fixture.Host.InScopeAsync(fixture.Other.TenantId, sp => sp.GetRequiredService<Data.CustomersDbContext>().Views.AsNoTracking().FirstAsync());
        using var browser = As("nishino");
        foreach (var id in new[] { colleagues.Id, theirs.Id })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/customers/views/{id}/edit")).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/customers/views/{id}/columns")).Status);
            foreach (var verb in new[] { "edit", "columns", "removal", "restoration" })
            {
                Assert.Equal((verb, HttpStatusCode.NotFound), (verb, (await browser.PostAsync($"/customers/views/{id}/{verb}", ("Form.Name", "乗っ取り"), ("Form.Version", "0"), ("Columns", "Rank"))).Status));
            }
        }

        Assert.Equal(HttpStatusCode.NotFound, (await browser.PostAsync("/customers/views/new", ("Form.FormId", colleagues.Id.ToString()), ("Form.Name", "乗っ取り"))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.PostAsync("/customers/views/new", ("Form.Name", "人の担当"), ("Form.Filter", $"?owner={fixture.Other.People[0].Id}"))).Status);
        Assert.Equal(("岡部の一覧", "?rank=A", 0), ((await ViewAsync("okabe", "岡部の一覧")).Name, colleagues.Filter, (await ViewAsync("okabe", "岡部の一覧")).Version));

        // The address that a colleague sends shows the same customers, without the name of their view.
        var sent = await browser.GetAsync("/customers?rank=A&view=岡部の一覧");
        Assert.Equal(Rows(await As("okabe").GetAsync("/customers?rank=A")), Rows(sent));
        Assert.Equal("すべて", Current(sent));
        Assert.DoesNotContain("岡部の一覧", sent.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Form.Name", "")]
    [InlineData("Form.Name", "あああああああああああああああああああああああああああああああああああああああああ")]
    [InlineData("Form.Name", "ベル\u0007")]
    [InlineData("Form.Filter", "?q=%07")]
    [InlineData("Form.Filter", "LONG")]
    public async Task Bad_input_is_said_beside_its_field_and_nothing_typed_is_lost(string field, string value)
    {
        using var browser = As("kato");
        var form = await browser.GetAsync("/customers/views/new?list=%3Frank%3DA");
        var page = await browser.SubmitAsync(form, Form(form), ("Form.Name", "打った名前"), (field, value == "LONG" ? "?q=" + new string('長', 1000) : value));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.NotEqual("", page.Document.QuerySelector($"[data-valmsg-for='{field}']")!.TextContent);
        Assert.Equal(field == "Form.Name" ? value : "打った名前", page.Document.QuerySelector("[name='Form.Name']")!.GetAttribute("value"));
        Assert.Empty(await fixture.DbAsync(db => db.Views.Where(v => v.UserId == Id("kato") && v.Version == 0 && v.Name == "打った名前").ToListAsync()));
    }

    [Fact]
    public async Task One_user_has_at_most_twenty_and_a_form_sent_twice_makes_one()
    {
        using var browser = As("sato");
        var form = await browser.GetAsync("/customers/views/new?list=%3Frank%3DA");
        var both = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => browser.SubmitAsync(form, Form(form), ("Form.Name", "二度押し"))));
        Assert.All(both, p => Assert.Equal("二度押し", Current(p)));
        var count = await fixture.DbAsync(db => db.Views.CountAsync(v => v.UserId == Id("sato")));
        var answers = await Task.WhenAll(Enumerable.Range(count, CompanyView.MostOfOneUser + 3 - count).Select(i => browser.PostAsync("/customers/views/new", ("Form.Name", $"一覧{i}"), ("Form.Filter", "?rank=A"))));
        Assert.Equal(CompanyView.MostOfOneUser, await fixture.DbAsync(db => db.Views.CountAsync(v => v.UserId == Id("sato"))));
        Assert.Equal(3, answers.Count(a => a.Status == HttpStatusCode.UnprocessableEntity && a.Text.Contains("20個まで", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task More_live_filtering_and_coming_back_stay_in_the_view()
    {
        for (var i = 0; i < 60; i++)
        {
            await fixture.AddAsync(new CompanyDetails($"続きの商会{i:00}", "ツヅキ", CompanyRank.D));
        }

        using var browser = As("morita");
        var page = await SaveAsync(browser, await browser.GetAsync("/customers?rank=D"), "Dの一覧", ("Form.First", "true"));
        page = await browser.GetAsync("/customers");
        Assert.Equal("Dの一覧", page.Document.QuerySelector("form[data-live] [name=view]")!.GetAttribute("value"));
        var (piece, address) = await PieceAsync(browser, "more", page.Document.QuerySelector("#more a")!.GetAttribute("hx-get")!);
        var back = await browser.GetAsync(address!);
        Assert.Equal("Dの一覧", Current(back));
        Assert.Equal(Rows(page).Count + piece.QuerySelectorAll("tr[data-href]").Length, Rows(back).Count);

        var (live, _) = await PieceAsync(browser, "customers", "/customers?q=続き&quiet=&rank=D&owner=&sort=Kana&view=Dの一覧");
        Assert.Contains("&view=", live.QuerySelector("#more a")!.GetAttribute("href"), StringComparison.Ordinal);
        Assert.NotNull(live.QuerySelector(".list-tools form[action^='/customers/views/']"));
    }

    [Fact]
    public async Task Someone_deleted_who_stands_in_a_view_does_not_lock_it()
    {
        var gone = Guid.CreateVersion7();
        await fixture.DbAsync(db =>
        {
            db.Views.Add(CompanyView.Save(Guid.CreateVersion7(), Id("yoshida"), [], "前任の担当先", new CompanyFilter { Owner = gone.ToString() }, ColumnSets.Default));
            return db.SaveChangesAsync();
        });
        await fixture.AddAsync(new CompanyDetails("前任が残した商会", OwnerId: gone));
        using var browser = As("yoshida");
        var page = await browser.GetAsync(Tab(await browser.GetAsync("/customers"), "前任の担当先"));
        Assert.Equal("前任が残した商会", page.Document.QuerySelector("tr[data-href] a")!.TextContent);
        Assert.Equal(gone.ToString(), page.Document.QuerySelector("select[name=owner] option[selected]")!.GetAttribute("value"));
        Assert.Equal(HttpStatusCode.OK, (await EditAsync(browser, "yoshida", "前任の担当先", ("Form.Name", "前任の残した先"))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/customers?owner={gone}")).Status);
    }

    [Fact]
    public async Task Every_change_is_audited_and_none_is_made_without_a_token()
    {
        using var browser = As("okabe");
        await SaveAsync(browser, await browser.GetAsync("/customers?rank=A"), "監査の一覧");
        var view = await ViewAsync("okabe", "監査の一覧");
        await EditAsync(browser, "okabe", "監査の一覧", ("Form.Name", "監査した一覧"));
        await browser.PostAsync($"/customers/views/{view.Id}/removal");
        await browser.PostAsync($"/customers/views/{view.Id}/restoration");
        await ChooseColumnsAsync(browser, "/customers?sort=Kana", "Rank");
        var rows = (await browser.GetAsync("/settings/audit")).Document.QuerySelectorAll("table.audit tbody tr").Take(5).Select(r => System.Text.RegularExpressions.Regex.Replace(r.TextContent, @"\s+", " ").Trim()).ToArray();
        Assert.Contains("顧客一覧の列を登録", rows[0], StringComparison.Ordinal);
        Assert.Contains("岡部 正樹", rows[0], StringComparison.Ordinal);
        Assert.Equal(["登録", "削除", "変更", "登録"], rows[1..].Select(r => System.Text.RegularExpressions.Regex.Match(r, "保存した顧客一覧を(..)").Groups[1].Value));
        Assert.All(rows[1..], r => Assert.Contains("監査した一覧", r, StringComparison.Ordinal));

        foreach (var address in new[] { "/customers/columns", "/customers/views/new", $"/customers/views/{view.Id}/edit", $"/customers/views/{view.Id}/columns", $"/customers/views/{view.Id}/removal", $"/customers/views/{view.Id}/restoration" })
        {
            using var answer = await browser.SendFormAsync(address, [("Form.Name", "印なし")]);
            Assert.Equal((address, HttpStatusCode.BadRequest), (address, answer.StatusCode));
        }
    }

    private static IHtmlFormElement Form(Page page) => page.Document.Forms.Single(f => f.HasAttribute("data-main"));

    internal static string? Current(Page page) => page.Document.QuerySelector(".tabs [aria-current]")?.TextContent.Replace("最初に表示:", "", StringComparison.Ordinal).Trim();

    private static string Tab(Page page, string name) => page.Document.QuerySelectorAll(".tabs a").Single(a => a.TextContent.Trim() == name).GetAttribute("href")!;

    private static IReadOnlyList<string?> Rows(Page page) => [.. page.Document.QuerySelectorAll("tr[data-href]").Select(r => r.GetAttribute("data-href"))];

    internal static IReadOnlyList<string> Columns(Page page) => [.. page.Document.QuerySelectorAll("table.list thead th:not(.pick)").Select(h => h.TextContent)];

    internal static Task<Page> SendColumnsAsync(Browser browser, Page form, params string[] columns) =>
        browser.PostAsync(Form(form).GetAttribute("action")!, [.. Browser.Fields(Form(form)).Where(f => f.Name is "Version" or "List"), .. columns.Select(c => ("Columns", c))]);

    internal static async Task<Page> ChooseColumnsAsync(Browser browser, string list, params string[] columns)
    {
        var button = (await browser.GetAsync(list)).Document.QuerySelector(".list-tools a[href*='columns']")!.GetAttribute("href")!;
        return await SendColumnsAsync(browser, await browser.GetAsync(button), columns);
    }

    internal static async Task<Page> SaveAsync(Browser browser, Page list, string name, params (string, string)[] set)
    {
        var form = await browser.GetAsync(list.Document.QuerySelector(".list-tools a[href*='views/new']")!.GetAttribute("href")!);
        return await browser.SubmitAsync(form, Form(form), [("Form.Name", name), .. set]);
    }

    private static async Task<(IDocument Piece, string? Address)> PieceAsync(Browser browser, string target, string url)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Add("HX-Request", "true");
        request.Headers.Add("HX-Target", target);
        using var answer = await browser.SendAsync(request);
        var html = await answer.Content.ReadAsStringAsync();
        return (new AngleSharp.Html.Parser.HtmlParser().ParseDocument(target == "more" ? $"<table>{html}</table>" : html), answer.Headers.TryGetValues("HX-Replace-Url", out var replaced) ? replaced.Single() : null);
    }

    private async Task<Page> EditAsync(Browser browser, string login, string name, params (string, string)[] set)
    {
        var form = await browser.GetAsync($"/customers/views/{(await ViewAsync(login, name)).Id}/edit");
        return await browser.SubmitAsync(form, Form(form), set);
    }

    private Browser As(string login) => CustomersHost.SignOn(fixture.Host, fixture.Member, login);

    private Guid Id(string login) => fixture.Member.People.Single(p => p.Login == login).Id;

    private Task<CompanyView> ViewAsync(string login, string name)
    {
        var user = Id(login);
        return fixture.DbAsync(db => db.Views.AsNoTracking().SingleAsync(v => v.UserId == user && v.Name == name));
    }
}
