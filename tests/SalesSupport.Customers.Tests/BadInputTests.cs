using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;

namespace SalesSupport.Customers.Tests;

[Requirement("R21")]
[Trait("Bar", "main-job")]
public sealed class BadInputTests(CustomersHost fixture) : IClassFixture<CustomersHost>
{
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
        page = await browser.SubmitAsync(page, page.MainForm, ("Form.Name", "入力を失わない商店"), ("Form.Address", "東京都見本町1-1"), (field, value));
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
        page = await browser.SubmitAsync(page, page.MainForm, ("Form.Name", ""), ("Form.PostalCode", "12"), ("Form.Phone", "abc"), ("Form.Website", "javascript:1"), ("Form.Tags", new string('長', 31)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        string Error(string field) => page.Document.QuerySelector($"[data-valmsg-for='Form.{field}']")!.TextContent;
        Assert.Equal("会社名を入力してください", Error("Name"));
        Assert.All(new[] { "PostalCode", "Phone", "Website", "Tags" }, f => Assert.NotEqual("", Error(f)));

        var id = fixture.Member.MadeCustomers[0].Id;
        page = await browser.GetAsync($"/customers/{id}/contacts/new");
        page = await browser.SubmitAsync(page, page.MainForm, ("Form.Name", ""), ("Form.Mobile", "abc"), ("Form.Email", "まちがい"));
        Assert.Equal("氏名を入力してください", Error("Name"));
        Assert.All(new[] { "Mobile", "Email" }, f => Assert.NotEqual("", Error(f)));
        page = await browser.GetAsync($"/customers/{id}/sites/new");
        page = await browser.SubmitAsync(page, page.MainForm, ("Form.Name", ""), ("Form.PostalCode", "12"), ("Form.Phone", "abc"));
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

    [Theory]
    [MemberData(nameof(BrokenText.All), MemberType = typeof(BrokenText))]
    public async Task Half_a_character_is_refused_beside_its_field_and_nothing_typed_is_lost(string sentAs, string bytes)
    {
        using var browser = fixture.SignOn();
        var page = await browser.GetAsync("/customers/new");
        var before = await fixture.DbAsync(db => db.Companies.CountAsync());
        var name = $"直した{sentAs}{bytes}";
        page = await browser.PostAsync("/customers/new", BrokenText.Form(sentAs, bytes, Browser.Fields(page.MainForm, ("Form.Name", $"壊れた{BrokenText.Mark}文字"), ("Form.Address", "東京都見本町1-1"), ("Form.Note", $"一行目\n二行目{BrokenText.Mark}"))));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.All(new[] { "Name", "Note" }, f => Assert.Equal("壊れた文字が含まれています。入力し直してください", page.Document.QuerySelector($"[data-valmsg-for='Form.{f}']")!.TextContent));
        Assert.Matches("^壊れた\ufffd+文字$", page.Document.QuerySelector("input[name='Form.Name']")!.GetAttribute("value"));
        Assert.Equal("東京都見本町1-1", page.Document.QuerySelector("input[name='Form.Address']")!.GetAttribute("value"));
        Assert.Matches("^一行目\n二行目\ufffd+$", page.Document.QuerySelector<IHtmlTextAreaElement>("textarea[name='Form.Note']")!.Value);
        Assert.Equal(before, await fixture.DbAsync(db => db.Companies.CountAsync()));

        page = await browser.SubmitAsync(page, page.MainForm, ("Form.Name", name), ("Form.Note", "一行目\n二行目"));
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal(("東京都見本町1-1", "一行目\n二行目"), await fixture.DbAsync(async db => await db.Companies.Where(c => c.Name == name).Select(c => ValueTuple.Create(c.Address, c.Note)).SingleAsync()));
    }

    [Fact]
    public async Task Percent_signs_that_somebody_typed_are_percent_signs()
    {
        using var browser = fixture.SignOn();
        var page = await browser.GetAsync("/customers/new");
        page = await browser.SubmitAsync(page, page.MainForm, ("Form.Name", "100%EFFECT+商店 & %FF"), ("Form.Note", "%E3%81"));
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal("%E3%81", await fixture.DbAsync(db => db.Companies.Where(c => c.Name == "100%EFFECT+商店 & %FF").Select(c => c.Note).SingleAsync()));
    }
}
