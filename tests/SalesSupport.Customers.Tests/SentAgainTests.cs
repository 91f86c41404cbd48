using System.Net;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using SalesSupport.Customers.Companies;

namespace SalesSupport.Customers.Tests;

/// <summary>A form that is sent once more, since the page was slow or somebody went back: the same words make nothing new, further words are not lost.</summary>
[Requirement("R21")]
[Trait("Bar", "main-job")]
public sealed class SentAgainTests(CustomersHost fixture) : IClassFixture<CustomersHost>
{
    [Fact]
    public async Task What_was_added_to_a_customers_form_before_it_was_sent_again_becomes_a_change()
    {
        using var browser = fixture.SignOn();
        var empty = await browser.GetAsync("/customers/new");
        (string, string)[] words = [("Form.Name", "書き足し商会"), ("Form.Phone", "０３－００００－２２２２"), ("Form.Tags", "重点、紹介、冬、秋、夏、春")];
        var first = await browser.SubmitAsync(empty, Form(empty), words);
        var same = await browser.SubmitAsync(empty, Form(empty), words);
        Assert.Equal((HttpStatusCode.OK, first.Address), (same.Status, same.Address));

        var again = await browser.SubmitAsync(empty, Form(empty), [.. words, ("Form.Note", "あとで書き足した大事なメモ")]);
        Assert.Equal(HttpStatusCode.Conflict, again.Status);
        Assert.Contains("あとで書き足した大事なメモ", again.Document.QuerySelector(".conflict")!.TextContent, StringComparison.Ordinal);
        Assert.Equal($"{first.Address.AbsolutePath}/edit", again.Document.QuerySelector("[data-take-saved]")!.GetAttribute("href"));
        Assert.Equal("customer-new", again.Document.QuerySelector("meta[name=kept-done]")!.GetAttribute("content"));
        var saved = await browser.SubmitAsync(again, Form(again));
        Assert.Equal(first.Address, saved.Address);
        var company = await fixture.DbAsync(db => db.Companies.AsNoTracking().Include(c => c.Tags).SingleAsync(c => c.Name == "書き足し商会"));
        Assert.Equal(("あとで書き足した大事なメモ", 6), (company.Note, company.Tags.Count));
    }

    [Theory]
    [InlineData("contacts", "Form.Title", "部長")]
    [InlineData("sites", "Form.Address", "北区一丁目")]
    public async Task So_it_is_with_people_and_sites(string kind, string field, string value)
    {
        var id = await fixture.AddAsync(new CompanyDetails($"書き足しの会社 {kind}"));
        using var browser = fixture.SignOn();
        var empty = await browser.GetAsync($"/customers/{id}/{kind}/new");
        await browser.SubmitAsync(empty, Form(empty), ("Form.Name", "北の人"));
        Assert.Equal(HttpStatusCode.OK, (await browser.SubmitAsync(empty, Form(empty), ("Form.Name", "北の人"))).Status);
        var again = await browser.SubmitAsync(empty, Form(empty), ("Form.Name", "北の人"), (field, value));
        Assert.Equal(HttpStatusCode.Conflict, again.Status);
        var saved = await browser.SubmitAsync(again, Form(again));
        Assert.Equal($"/customers/{id}", saved.Address.AbsolutePath);
        Assert.Contains(value, saved.Text, StringComparison.Ordinal);
        Assert.Equal(1, await fixture.DbAsync(async db => await db.Contacts.CountAsync(c => c.CompanyId == id) + await db.Sites.CountAsync(s => s.CompanyId == id)));
    }

    [Fact]
    [Requirement("R20")]
    public async Task A_name_sent_from_the_dialog_several_times_at_once_makes_one_customer()
    {
        using var browser = fixture.SignOn();
        var token = await browser.TokenAsync();
        for (var round = 0; round < 5; round++)
        {
            var (id, name) = (Guid.CreateVersion7().ToString(), $"一度に商会{round}");
            var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => browser.SendFormAsync("/customers/quick", [("FormId", id), ("Name", name), ("__RequestVerificationToken", token)])));
            Assert.All(answers, a => Assert.Equal(HttpStatusCode.OK, a.StatusCode));
            Assert.Equal(1, await fixture.DbAsync(db => db.Companies.CountAsync(c => c.Name == name)));
        }
    }

    private static IHtmlFormElement Form(Page page) => page.Document.Forms.Single(f => f.HasAttribute("data-main"));
}
