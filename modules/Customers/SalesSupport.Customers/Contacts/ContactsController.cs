using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.Customers.Companies;
using SalesSupport.Customers.Data;

namespace SalesSupport.Customers.Contacts;

/// <summary>The form of a contact person.</summary>
internal sealed class ContactForm
{
    /// <summary>Made with the empty form; the person's id, so that a form sent twice makes one.</summary>
    public Guid FormId { get; set; }

    public int Version { get; set; }

    [Required, PlainText(60)]
    public string? Name { get; set; }

    [PlainText(60)]
    public string? Kana { get; set; }

    [PlainText(60)]
    public string? Department { get; set; }

    [PlainText(60)]
    public string? Title { get; set; }

    [PlainText(30)]
    public string? Phone { get; set; }

    [PlainText(30)]
    public string? Mobile { get; set; }

    [PlainText(254)]
    public string? Email { get; set; }

    [PlainText(1000, Lines = true)]
    public string? Note { get; set; }

    public bool Left { get; set; }

    public static ContactForm Of(Contact contact) => new()
    {
        Version = contact.Version,
        Name = contact.Name,
        Kana = contact.Kana,
        Department = contact.Department,
        Title = contact.Title,
        Phone = contact.Phone,
        Mobile = contact.Mobile,
        Email = contact.Email,
        Note = contact.Note,
        Left = contact.Left,
    };

    public ContactDetails ToDetails() => new(Name!, Kana, Department, Title, Phone, Mobile, Email, Note, Left);
}

/// <summary>The page around the form.</summary>
internal sealed record ContactEdit(NamedCompany Company, Guid? ContactId, ContactForm Form);

/// <summary>Contact persons of a customer.</summary>
[Authorize(Policies.User)]
[Route("customers/{companyId:guid}/contacts")]
internal sealed class ContactsController(CustomersDbContext db, IUnitOfWork unitOfWork, JustDone<Contact> removed, CurrentUser user, IStringLocalizer<Texts> texts) : Controller
{
    [HttpGet("new")]
    public Task<IActionResult> New(Guid companyId, CancellationToken cancel) => FormAsync(companyId, null, new ContactForm { FormId = Guid.CreateVersion7() }, cancel);

    [HttpPost("new")]
    public async Task<IActionResult> Create(Guid companyId, [Bind(Prefix = "Form")] ContactForm form, CancellationToken cancel)
    {
        ModelState.Check(texts, Contact.Rules(form.ToDetails()));
        if (!ModelState.IsValid || !await db.Companies.AnyAsync(c => c.Id == companyId, cancel))
        {
            return await FormAsync(companyId, null, form, cancel);
        }

        var id = form.FormId == Guid.Empty ? Guid.CreateVersion7() : form.FormId;
        if (await db.Contacts.SingleOrDefaultAsync(c => c.Id == id, cancel) is { } sent)
        {
            if (sent.Name == form.Name)
            {
                return await SentAgainAsync(form, sent, cancel);
            }

            id = Guid.CreateVersion7();        // gone back and typed another one
        }

        try
        {
            db.Contacts.Add(Contact.Register(id, companyId, form.ToDetails()));
            await db.SaveChangesAsync(cancel);
        }
        catch (RuleBroken broken)
        {
            return await FormAsync(companyId, null, form, cancel, broken);
        }
        catch (DbUpdateException) when (db.Contacts.Any(c => c.Id == id))
        {
            // Both copies of a form that was sent twice came at the same instant.
        }

        TempData["Toast"] = HouseTexts.Get("Saved");
        return Redirect($"/customers/{companyId}#contacts");
    }

    // The first one made it. What was typed in between is shown beside it, to be saved as a change.
    private async Task<IActionResult> SentAgainAsync(ContactForm form, Contact sent, CancellationToken cancel)
    {
        if (Abstractions.Conflict.Between(ContactForm.Of(Contact.Register(sent.Id, sent.CompanyId, form.ToDetails())), ContactForm.Of(sent), name => name).Differences.Count == 0)
        {
            return Redirect($"/customers/{sent.CompanyId}#contacts");
        }

        TempData["KeptDone"] = $"contact-new-{sent.CompanyId}";
        ViewData["ConflictStored"] = $"/customers/{sent.CompanyId}/contacts/{sent.Id}/edit";
        return await ConflictAsync(form, sent, cancel);
    }

    [HttpGet("{id:guid}/edit")]
    public async Task<IActionResult> Edit(Guid companyId, Guid id, CancellationToken cancel) =>
        await FindAsync(companyId, id, cancel) is { } contact ? await FormAsync(companyId, id, ContactForm.Of(contact), cancel) : NotFound();

    [HttpPost("{id:guid}/edit")]
    public async Task<IActionResult> Change(Guid companyId, Guid id, [Bind(Prefix = "Form")] ContactForm form, CancellationToken cancel)
    {
        if (await FindAsync(companyId, id, cancel) is not { } contact)
        {
            return NotFound();
        }

        ModelState.Check(texts, Contact.Rules(form.ToDetails()));
        if (!ModelState.IsValid)
        {
            return await FormAsync(companyId, id, form, cancel);
        }

        if (contact.Version != form.Version)
        {
            return await ConflictAsync(form, contact, cancel);
        }

        try
        {
            contact.Change(form.ToDetails());
            await db.SaveChangesAsync(cancel);
        }
        catch (RuleBroken broken)
        {
            return await FormAsync(companyId, id, form, cancel, broken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return await FindAsync(companyId, id, cancel) is { } theirs ? await ConflictAsync(form, theirs, cancel) : NotFound();
        }

        TempData["Toast"] = HouseTexts.Get("Saved");
        return Redirect($"/customers/{companyId}#contacts");
    }

    [HttpPost("{id:guid}/removal")]
    public async Task<IActionResult> Remove(Guid companyId, Guid id, CancellationToken cancel)
    {
        if (await FindAsync(companyId, id, cancel) is not { } contact)
        {
            return NotFound();
        }

        contact.Remove();
        db.Contacts.Remove(contact);
        await db.SaveChangesAsync(cancel);
        await removed.KeepAsync(db.Tenant, user.Id, id, contact);
        TempData["Toast"] = texts["RemovedContact", contact.Name].Value;
        TempData["ToastUndo"] = $"/customers/{companyId}/contacts/{id}/restoration";
        return Redirect($"/customers/{companyId}#contacts");
    }

    /// <summary>元に戻す.</summary>
    [HttpPost("{id:guid}/restoration")]
    public async Task<IActionResult> Restore(Guid companyId, Guid id, CancellationToken cancel)
    {
        if (!await db.Companies.AnyAsync(c => c.Id == companyId, cancel) || await removed.TakeAsync(db.Tenant, user.Id, id) is not { } contact || contact.CompanyId != companyId)
        {
            return NotFound();
        }

        await removed.RestoreAsync(db.Tenant, user.Id, id, contact, () => unitOfWork.RunAsync(
            _ =>
            {
                contact.Restore();
                db.Contacts.Add(contact);
                return Task.CompletedTask;
            },
            cancel));
        TempData["Toast"] = texts["RestoredContact", contact.Name].Value;
        return Redirect($"/customers/{companyId}#contacts");
    }

    private Task<Contact?> FindAsync(Guid companyId, Guid id, CancellationToken cancel) => db.Contacts.SingleOrDefaultAsync(c => c.Id == id && c.CompanyId == companyId, cancel);

    private async Task<IActionResult> FormAsync(Guid companyId, Guid? id, ContactForm form, CancellationToken cancel, RuleBroken? broken = null)
    {
        if (await db.Companies.AsNoTracking().Where(c => c.Id == companyId).Select(c => new NamedCompany(c.Id, c.Name)).SingleOrDefaultAsync(cancel) is not { } company)
        {
            return NotFound();
        }

        if (broken is not null)
        {
            ModelState.AddModelError($"Form.{broken.Field}", texts[broken.Key, [.. broken.Arguments]]);
        }

        Response.StatusCode = ModelState.IsValid ? Response.StatusCode : StatusCodes.Status422UnprocessableEntity;
        return View("Edit", new ContactEdit(company, id, form));
    }

    private async Task<IActionResult> ConflictAsync(ContactForm mine, Contact theirs, CancellationToken cancel)
    {
        ViewData["Conflict"] = Abstractions.Conflict.Between(mine, ContactForm.Of(theirs), name => name == nameof(ContactForm.FormId) ? null : texts[$"Contact{name}"].Value);
        mine.Version = theirs.Version;
        ModelState.Remove("Form.Version");
        var view = await FormAsync(theirs.CompanyId, theirs.Id, mine, cancel);
        Response.StatusCode = StatusCodes.Status409Conflict;
        return view;
    }
}
