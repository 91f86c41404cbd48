using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SalesSupport.Abstractions;
using SalesSupport.Customers.Companies;
using SalesSupport.Customers.Contacts;
using SalesSupport.Customers.Contracts;
using SalesSupport.Customers.Data;
using SalesSupport.Customers.Sites;
using SalesSupport.DailyReports.Contracts;

namespace SalesSupport.Customers.Tests;

[Requirement("R21")]
public sealed class PageTests(CustomersHost fixture) : IClassFixture<CustomersHost>
{
    [Fact]
    [Requirement("R26")]
    public async Task A_customer_is_registered_and_changed_by_a_general_user()
    {
        using var browser = fixture.SignOn();
        var page = await browser.GetAsync("/customers/new");
        Assert.Equal(fixture.Sato.Id.ToString(), page.Document.QuerySelector("select[name='Form.OwnerId'] option[selected]")!.GetAttribute("value"));
        page = await browser.SubmitAsync(page, Form(page), ("Form.Name", "あけび工芸㈱"), ("Form.Kana", "あけびこうげい"), ("Form.Phone", "０３－００００－１１１１"), ("Form.Tags", "重点、 紹介"), ("Form.Website", "www.akebi.example"), ("Form.Rank", "B"));
        Assert.Matches("^/customers/[0-9a-f-]{36}$", page.Address.AbsolutePath);
        Assert.Equal("あけび工芸㈱", page.Document.QuerySelector("h1")!.TextContent);
        Assert.Equal("tel:0300001111", page.Document.QuerySelector("a[href^='tel:']")!.GetAttribute("href"));
        Assert.NotNull(page.Document.QuerySelector("a[href='https://www.akebi.example']"));
        var id = Guid.Parse(page.Address.Segments[^1]);
        page = await browser.GetAsync($"/customers/{id}/edit");
        page = await browser.SubmitAsync(page, Form(page), ("Form.Name", "あけび工房㈱"), ("Form.OwnerId", ""), ("Form.Tags", "紹介"));
        Assert.Equal("あけび工房㈱", page.Document.QuerySelector("h1")!.TextContent);
        var stored = await fixture.DbAsync(db => db.Companies.Include(c => c.Tags).SingleAsync(c => c.Id == id));
        Assert.Equal(("アケビコウゲイ", CompanyRank.B, (Guid?)null, "紹介", 1), (stored.Kana, stored.Rank, stored.OwnerId, stored.Tags.Single().Name, stored.Version));
        Assert.Contains(fixture.Heard.All, f => f is CustomerRegistered r && r.CustomerId == id && r.OwnerId == fixture.Sato.Id);
        Assert.Contains(fixture.Heard.All, f => f is CustomerRenamed r && r.CustomerId == id && r.Name == "あけび工房㈱");
        Assert.Contains(fixture.Heard.All, f => f is CustomerOwnerChanged r && r.CustomerId == id && r.OwnerId is null);
    }

    [Theory]
    [InlineData("Form.Name", "")]
    [InlineData("Form.Name", "LONG121")]
    [InlineData("Form.Name", "二行の\r\n名前")]
    [InlineData("Form.Name", "ベル\u0007")]
    [InlineData("Form.Kana", "LONG121")]
    [InlineData("Form.Industry", "LONG41")]
    [InlineData("Form.PostalCode", "LONG11")]
    [InlineData("Form.Address", "LONG201")]
    [InlineData("Form.Phone", "LONG31")]
    [InlineData("Form.Phone", "なし")]
    [InlineData("Form.Website", "javascript:alert(1)")]
    [InlineData("Form.Website", "LONG201")]
    [InlineData("Form.Tags", "LONG31")]
    [InlineData("Form.Tags", "1,2,3,4,5,6,7,8,9,10,11")]
    [InlineData("Form.Note", "LONG4001")]
    [InlineData("Form.Rank", "Z")]
    [InlineData("Form.Rank", "99")]
    [InlineData("Form.OwnerId", "nobody")]
    public async Task Bad_input_is_said_beside_its_field_and_nothing_typed_is_lost(string field, string value)
    {
        value = value.StartsWith("LONG", StringComparison.Ordinal) ? new string('長', int.Parse(value[4..], System.Globalization.CultureInfo.InvariantCulture)) : value;
        using var browser = fixture.SignOn();
        var page = await browser.GetAsync("/customers/new");
        var before = await fixture.DbAsync(db => db.Companies.CountAsync());
        page = await browser.SubmitAsync(page, Form(page), ("Form.Name", "入力を失わない商店"), ("Form.Address", "東京都見本町1-1"), (field, value));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.NotEqual("", page.Document.QuerySelector($"[data-valmsg-for='{field}']")!.TextContent);
        if (field != "Form.Address")
        {
            Assert.Equal("東京都見本町1-1", page.Document.QuerySelector("input[name='Form.Address']")!.GetAttribute("value"));
        }

        Assert.Equal(before, await fixture.DbAsync(db => db.Companies.CountAsync()));
    }

    [Fact]
    public async Task All_that_is_wrong_is_said_at_once_and_by_name()
    {
        using var browser = fixture.SignOn();
        var page = await browser.GetAsync("/customers/new");
        page = await browser.SubmitAsync(page, Form(page), ("Form.Name", ""), ("Form.PostalCode", "12"), ("Form.Phone", "abc"), ("Form.Website", "javascript:1"), ("Form.Tags", new string('長', 31)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        string Error(string field) => page.Document.QuerySelector($"[data-valmsg-for='Form.{field}']")!.TextContent;
        Assert.Equal("会社名を入力してください", Error("Name"));
        Assert.All(new[] { "PostalCode", "Phone", "Website", "Tags" }, f => Assert.NotEqual("", Error(f)));

        var id = fixture.Member.MadeCustomers[0].Id;
        page = await browser.GetAsync($"/customers/{id}/contacts/new");
        page = await browser.SubmitAsync(page, Form(page), ("Form.Name", ""), ("Form.Mobile", "abc"), ("Form.Email", "まちがい"));
        Assert.Equal("氏名を入力してください", Error("Name"));
        Assert.All(new[] { "Mobile", "Email" }, f => Assert.NotEqual("", Error(f)));
        page = await browser.GetAsync($"/customers/{id}/sites/new");
        page = await browser.SubmitAsync(page, Form(page), ("Form.Name", ""), ("Form.PostalCode", "12"), ("Form.Phone", "abc"));
        Assert.All(new[] { "Name", "PostalCode", "Phone" }, f => Assert.NotEqual("", Error(f)));
    }

    [Fact]
    public async Task A_form_in_an_encoding_that_cannot_be_read_is_refused_and_not_stored_as_broken_characters()
    {
        using var browser = fixture.SignOn();
        foreach (var (charset, status) in new[] { ("Shift_JIS", HttpStatusCode.UnsupportedMediaType), ("utf-8", HttpStatusCode.OK) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/customers/quick") { Content = new StringContent($"Name={(charset == "utf-8" ? "%E6%96%87%E5%AD%97" : "%95%B6%8E%9A")}&__RequestVerificationToken={Uri.EscapeDataString(await browser.TokenAsync())}") };
            request.Content.Headers.ContentType = new("application/x-www-form-urlencoded") { CharSet = charset };
            using var answer = await browser.SendAsync(request);
            Assert.Equal((charset, status), (charset, answer.StatusCode));
        }

        var names = await fixture.DbAsync(db => db.Companies.Select(c => c.Name).ToListAsync());
        Assert.DoesNotContain(names, n => n.Contains('\ufffd', StringComparison.Ordinal));
        Assert.Contains("文字", names);
    }

    [Fact]
    public async Task Half_a_character_never_reaches_the_database()
    {
        // A browser cannot send one in UTF-8; an escaped one arrives as the mark for a broken character, which is a character.
        using var browser = fixture.SignOn();
        var page = await browser.PostAsync("/customers/quick", ("Name", "壊れた\ud800文字"));
        Assert.DoesNotContain('\ud800', page.Html);
        Assert.Equal("TextBrokenCharacter", PlainTextAttribute.Fault("壊れた\ud800文字", 120, lines: false));
    }

    [Fact]
    public async Task A_form_sent_twice_makes_one_customer()
    {
        using var browser = fixture.SignOn();
        var empty = await browser.GetAsync("/customers/new");
        var first = await browser.SubmitAsync(empty, Form(empty), ("Form.Name", "二度押し商会"));
        var second = await browser.SubmitAsync(empty, Form(empty), ("Form.Name", "二度押し商会"));
        Assert.Equal(first.Address, second.Address);
        var atOnce = await browser.GetAsync("/customers/new");
        var pages = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => browser.SubmitAsync(atOnce, Form(atOnce), ("Form.Name", "連打商会"))));
        Assert.Single(pages.Select(p => p.Address.AbsolutePath).Distinct());
        Assert.Equal(1, await fixture.DbAsync(db => db.Companies.CountAsync(c => c.Name == "二度押し商会")));
        Assert.Equal(1, await fixture.DbAsync(db => db.Companies.CountAsync(c => c.Name == "連打商会")));
    }

    [Fact]
    public async Task Two_editors_see_both_versions()
    {
        var id = await fixture.AddAsync(new CompanyDetails("両者編集株式会社", OwnerId: fixture.Sato.Id));
        using var browser = fixture.SignOn();
        var one = await browser.GetAsync($"/customers/{id}/edit");
        var two = await browser.GetAsync($"/customers/{id}/edit");
        await browser.SubmitAsync(one, Form(one), ("Form.Note", "先に保存したメモ"), ("Form.OwnerId", fixture.Member.People[0].Id.ToString()));
        var conflict = await browser.SubmitAsync(two, Form(two), ("Form.Note", "あとから書いたメモ"));
        Assert.Equal(HttpStatusCode.Conflict, conflict.Status);
        var shown = conflict.Document.QuerySelector(".conflict")!.TextContent;
        Assert.Contains("先に保存したメモ", shown, StringComparison.Ordinal);
        Assert.Contains("あとから書いたメモ", shown, StringComparison.Ordinal);
        Assert.Contains(fixture.Member.People[0].Name, shown, StringComparison.Ordinal);
        Assert.Equal("先に保存したメモ", await fixture.DbAsync(db => db.Companies.Where(c => c.Id == id).Select(c => c.Note).SingleAsync()));
        var decided = await browser.SubmitAsync(conflict, Form(conflict));
        Assert.Equal(HttpStatusCode.OK, decided.Status);
        Assert.Equal("あとから書いたメモ", await fixture.DbAsync(db => db.Companies.Where(c => c.Id == id).Select(c => c.Note).SingleAsync()));
    }

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
            $"/customers/{theirs.Id}", $"/customers/{theirs.Id}/edit", $"/customers/{theirs.Id}/timeline", $"/customers/{theirs.Id}/contacts/picker", $"/customers/{theirs.Id}/contacts/new", $"/customers/{theirs.Id}/sites/new",
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
    public async Task Contacts_are_added_changed_and_removed()
    {
        var id = await fixture.AddAsync(new CompanyDetails("担当者のいる会社"));
        using var browser = fixture.SignOn();
        var form = await browser.GetAsync($"/customers/{id}/contacts/new");
        var page = await browser.SubmitAsync(form, Form(form), ("Form.Name", "坂上 透"), ("Form.Title", "課長"), ("Form.Email", "sakagami@example.jp"));
        await browser.SubmitAsync(form, Form(form), ("Form.Name", "坂上 透"));
        Assert.NotNull(page.Document.QuerySelector("a[href='mailto:sakagami@example.jp']"));
        var contact = await fixture.DbAsync(db => db.Contacts.SingleAsync(c => c.CompanyId == id));
        Assert.Equal(["坂上 透"], await fixture.PickAsync("坂", $"/customers/{id}/contacts/picker"));
        Assert.Equal(["坂上 透"], await fixture.PickAsync("", $"/customers/{id}/contacts/picker"));
        form = await browser.GetAsync($"/customers/{id}/contacts/{contact.Id}/edit");
        var bad = await browser.SubmitAsync(form, Form(form), ("Form.Email", "まちがい"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, bad.Status);
        Assert.NotEqual("", bad.Document.QuerySelector("[data-valmsg-for='Form.Email']")!.TextContent);
        await browser.SubmitAsync(form, Form(form), ("Form.Name", "坂下 透"), ("Form.Left", "true"));
        Assert.Equal(HttpStatusCode.Conflict, (await browser.SubmitAsync(form, Form(form), ("Form.Name", "坂中 透"))).Status);
        Assert.Empty(await fixture.PickAsync("", $"/customers/{id}/contacts/picker"));
        form = await browser.GetAsync($"/customers/{id}/contacts/{contact.Id}/edit");
        page = await browser.SubmitAsync(form, form.Form($"/customers/{id}/contacts/{contact.Id}/removal"));
        Assert.False(await fixture.DbAsync(db => db.Contacts.AnyAsync(c => c.Id == contact.Id)));

        // Instead of "are you sure": undo.
        Assert.Null(form.Document.QuerySelector("dialog#remove"));
        var undo = (AngleSharp.Html.Dom.IHtmlFormElement)page.Document.QuerySelector("[data-toast] form")!;
        page = await browser.SubmitAsync(page, undo);
        Assert.Contains("sakagami@example.jp", page.Text, StringComparison.Ordinal);
        var restored = await fixture.DbAsync(db => db.Contacts.SingleAsync(c => c.Id == contact.Id));
        Assert.Equal(("坂下 透", "課長", true), (restored.Name, restored.Title, restored.Left));
        Assert.Contains(new ContactRestored(contact.Id, id, "坂下 透", "課長"), fixture.Heard.All);
        Assert.Equal(["担当者のいる会社"], await fixture.PickAsync("坂下"));
        await browser.SubmitAsync(form, form.Form($"/customers/{id}/contacts/{contact.Id}/removal"));
        Assert.False(await fixture.DbAsync(db => db.Contacts.AnyAsync(c => c.Id == contact.Id)));
        Assert.Contains(new ContactRegistered(contact.Id, id, "坂上 透", "課長"), fixture.Heard.All);
        Assert.Contains(new ContactRenamed(contact.Id, id, "坂下 透", "課長"), fixture.Heard.All);
        Assert.Contains(new ContactRemoved(contact.Id, id), fixture.Heard.All);
    }

    [Fact]
    public async Task Sites_are_added_changed_and_removed()
    {
        var id = await fixture.AddAsync(new CompanyDetails("拠点のある会社"));
        using var browser = fixture.SignOn();
        var form = await browser.GetAsync($"/customers/{id}/sites/new");
        var page = await browser.SubmitAsync(form, Form(form), ("Form.Name", "北工場"), ("Form.PostalCode", "〒０００１２３４"));
        await browser.SubmitAsync(form, Form(form), ("Form.Name", "北工場"));
        Assert.Contains("000-1234", page.Text, StringComparison.Ordinal);
        var site = await fixture.DbAsync(db => db.Sites.SingleAsync(s => s.CompanyId == id));
        form = await browser.GetAsync($"/customers/{id}/sites/{site.Id}/edit");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.SubmitAsync(form, Form(form), ("Form.Name", ""))).Status);
        await browser.SubmitAsync(form, Form(form), ("Form.Name", "南工場"));
        Assert.Equal(HttpStatusCode.Conflict, (await browser.SubmitAsync(form, Form(form), ("Form.Name", "東工場"))).Status);
        Assert.Equal("南工場", await fixture.DbAsync(db => db.Sites.Where(s => s.Id == site.Id).Select(s => s.Name).SingleAsync()));
        await browser.PostAsync($"/customers/{id}/sites/{site.Id}/removal");
        Assert.False(await fixture.DbAsync(db => db.Sites.AnyAsync(s => s.Id == site.Id)));
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
        var page = await browser.SubmitAsync(form, Form(form), ("Form.Name", "ふたご堂㈱"));
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

    [Fact]
    public async Task Whoever_is_not_signed_on_sees_nothing()
    {
        using var browser = fixture.Host.NewBrowser();
        foreach (var url in new[] { "/customers", "/customers/picker", $"/customers/{fixture.Member.MadeCustomers[0].Id}" })
        {
            Assert.DoesNotContain(fixture.Member.MadeCustomers[0].Name, (await browser.GetAsync(url)).Html, StringComparison.Ordinal);
        }
    }

    private static AngleSharp.Html.Dom.IHtmlFormElement Form(Page page) => page.Document.Forms.Single(f => f.HasAttribute("data-main"));

    private Task<string> SnapshotAsync() => fixture.Host.InScopeAsync(fixture.Other.TenantId, async sp =>
    {
        var db = sp.GetRequiredService<CustomersDbContext>();
        var companies = await db.Companies.OrderBy(c => c.Id).Select(c => c.Name + c.Version).ToListAsync();
        var contacts = await db.Contacts.OrderBy(c => c.Id).Select(c => c.Name + c.Version).ToListAsync();
        return string.Join('|', [.. companies, .. contacts, .. await db.Sites.OrderBy(s => s.Id).Select(s => s.Name + s.Version).ToListAsync()]);
    });
}

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
