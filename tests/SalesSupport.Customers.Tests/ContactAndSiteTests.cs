using System.Net;
using Microsoft.EntityFrameworkCore;
using SalesSupport.Customers.Companies;
using SalesSupport.Customers.Contracts;

namespace SalesSupport.Customers.Tests;

[Requirement("R21")]
public sealed class ContactAndSiteTests(CustomersHost fixture) : IClassFixture<CustomersHost>
{
    [Fact]
    public async Task Contacts_are_added_changed_and_removed()
    {
        var id = await fixture.AddAsync(new CompanyDetails("担当者のいる会社"));
        using var browser = fixture.SignOn();
        var form = await browser.GetAsync($"/customers/{id}/contacts/new");
        var page = await browser.SubmitAsync(form, form.MainForm, ("Form.Name", "坂上 透"), ("Form.Title", "課長"), ("Form.Email", "sakagami@example.jp"));
        await browser.SubmitAsync(form, form.MainForm, ("Form.Name", "坂上 透"));
        Assert.NotNull(page.Document.QuerySelector("a[href='mailto:sakagami@example.jp']"));
        var contact = await fixture.DbAsync(db => db.Contacts.SingleAsync(c => c.CompanyId == id));
        form = await browser.GetAsync($"/customers/{id}/contacts/{contact.Id}/edit");
        var bad = await browser.SubmitAsync(form, form.MainForm, ("Form.Email", "まちがい"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, bad.Status);
        Assert.NotEqual("", bad.Document.QuerySelector("[data-valmsg-for='Form.Email']")!.TextContent);
        await browser.SubmitAsync(form, form.MainForm, ("Form.Name", "坂下 透"), ("Form.Left", "true"));
        Assert.Equal(HttpStatusCode.Conflict, (await browser.SubmitAsync(form, form.MainForm, ("Form.Name", "坂中 透"))).Status);
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
        var page = await browser.SubmitAsync(form, form.MainForm, ("Form.Name", "北工場"), ("Form.PostalCode", "〒０００１２３４"));
        await browser.SubmitAsync(form, form.MainForm, ("Form.Name", "北工場"));
        Assert.Contains("000-1234", page.Text, StringComparison.Ordinal);
        var site = await fixture.DbAsync(db => db.Sites.SingleAsync(s => s.CompanyId == id));
        form = await browser.GetAsync($"/customers/{id}/sites/{site.Id}/edit");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.SubmitAsync(form, form.MainForm, ("Form.Name", ""))).Status);
        await browser.SubmitAsync(form, form.MainForm, ("Form.Name", "南工場"));
        Assert.Equal(HttpStatusCode.Conflict, (await browser.SubmitAsync(form, form.MainForm, ("Form.Name", "東工場"))).Status);
        Assert.Equal("南工場", await fixture.DbAsync(db => db.Sites.Where(s => s.Id == site.Id).Select(s => s.Name).SingleAsync()));
        var gone = await browser.PostAsync($"/customers/{id}/sites/{site.Id}/removal");
        Assert.False(await fixture.DbAsync(db => db.Sites.AnyAsync(s => s.Id == site.Id)));

        // Undone once, by whoever deleted it.
        var undo = (AngleSharp.Html.Dom.IHtmlFormElement)gone.Document.QuerySelector("[data-toast] form")!;
        await browser.SubmitAsync(gone, undo);
        var restored = await fixture.DbAsync(db => db.Sites.SingleAsync(s => s.Id == site.Id));
        Assert.Equal(("南工場", "000-1234"), (restored.Name, restored.PostalCode));
        Assert.Equal(HttpStatusCode.NotFound, (await browser.PostAsync($"/customers/{id}/sites/{site.Id}/restoration")).Status);
    }

    [Fact]
    public async Task What_could_not_be_brought_back_comes_back_at_the_next_try_and_is_said_once()
    {
        var id = await fixture.AddAsync(new CompanyDetails("戻しそこねる会社"));
        using var browser = fixture.SignOn();
        foreach (var things in new[] { "contacts", "sites" })
        {
            // Another one has the id meanwhile, so that the save fails.
            var thing = Guid.CreateVersion7();
            await browser.PostAsync($"/customers/{id}/{things}/new", ("Form.FormId", thing.ToString()), ("Form.Name", "戻るもの"));
            await browser.PostAsync($"/customers/{id}/{things}/{thing}/removal");
            await browser.PostAsync($"/customers/{id}/{things}/new", ("Form.FormId", thing.ToString()), ("Form.Name", "邪魔なもの"));
            Assert.Equal((things, HttpStatusCode.InternalServerError), (things, (await browser.PostAsync($"/customers/{id}/{things}/{thing}/restoration")).Status));
            await fixture.DbAsync(async db =>
            {
                db.RemoveRange(await db.Contacts.Where(c => c.Id == thing).ToListAsync());
                db.RemoveRange(await db.Sites.Where(s => s.Id == thing).ToListAsync());
                return await db.SaveChangesAsync();
            });
            Assert.Equal((things, HttpStatusCode.OK), (things, (await browser.PostAsync($"/customers/{id}/{things}/{thing}/restoration")).Status));
        }

        Assert.Equal(["戻るもの"], await fixture.DbAsync(db => db.Contacts.Where(c => c.CompanyId == id).Select(c => c.Name).ToListAsync()));
        Assert.Equal(["戻るもの"], await fixture.DbAsync(db => db.Sites.Where(s => s.CompanyId == id).Select(s => s.Name).ToListAsync()));
        Assert.Single(fixture.Heard.All, f => f is ContactRestored r && r.CustomerId == id);
    }
}
