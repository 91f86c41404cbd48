using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.Customers.Companies;
using SalesSupport.Customers.Data;

namespace SalesSupport.Customers.Sites;

/// <summary>The form of a site.</summary>
internal sealed class SiteForm
{
    /// <summary>Made with the empty form; the site's id, so that a form sent twice makes one.</summary>
    public Guid FormId { get; set; }

    public int Version { get; set; }

    [Required, PlainText(60)]
    public string? Name { get; set; }

    [PlainText(10)]
    public string? PostalCode { get; set; }

    [PlainText(200)]
    public string? Address { get; set; }

    [PlainText(30)]
    public string? Phone { get; set; }

    public static SiteForm Of(Site site) => new() { Version = site.Version, Name = site.Name, PostalCode = site.PostalCode, Address = site.Address, Phone = site.Phone };

    public SiteDetails ToDetails() => new(Name!, PostalCode, Address, Phone);
}

/// <summary>The page around the form.</summary>
internal sealed record SiteEdit(NamedCompany Company, Guid? SiteId, SiteForm Form);

/// <summary>Sites of a customer.</summary>
[Authorize(Policies.User)]
[Route("customers/{companyId:guid}/sites")]
internal sealed class SitesController(CustomersDbContext db, IUnitOfWork unitOfWork, JustDone<Site> removed, CurrentUser user, IStringLocalizer<Texts> texts) : Controller
{
    [HttpGet("new")]
    public Task<IActionResult> New(Guid companyId, CancellationToken cancel) => FormAsync(companyId, null, new SiteForm { FormId = Guid.CreateVersion7() }, cancel);

    [HttpPost("new")]
    public async Task<IActionResult> Create(Guid companyId, [Bind(Prefix = "Form")] SiteForm form, CancellationToken cancel)
    {
        ModelState.Check(texts, Site.Rules(form.ToDetails()));
        if (!ModelState.IsValid || !await db.Companies.AnyAsync(c => c.Id == companyId, cancel))
        {
            return await FormAsync(companyId, null, form, cancel);
        }

        var id = form.FormId == Guid.Empty ? Guid.CreateVersion7() : form.FormId;
        if (await db.Sites.SingleOrDefaultAsync(s => s.Id == id, cancel) is { } sent)
        {
            if (sent.Name == form.Name)
            {
                return await SentAgainAsync(form, sent, cancel);
            }

            id = Guid.CreateVersion7();        // gone back and typed another one
        }

        try
        {
            db.Sites.Add(Site.Register(id, companyId, form.ToDetails()));
            await db.SaveChangesAsync(cancel);
        }
        catch (RuleBroken broken)
        {
            return await FormAsync(companyId, null, form, cancel, broken);
        }
        catch (DbUpdateException) when (db.Sites.Any(s => s.Id == id))
        {
            // Both copies of a form that was sent twice came at the same instant.
        }

        TempData["Toast"] = HouseTexts.Get("Saved");
        return Redirect($"/customers/{companyId}#sites");
    }

    // The first one made it. What was typed in between is shown beside it, to be saved as a change.
    private async Task<IActionResult> SentAgainAsync(SiteForm form, Site sent, CancellationToken cancel)
    {
        if (Abstractions.Conflict.Between(SiteForm.Of(Site.Register(sent.Id, sent.CompanyId, form.ToDetails())), SiteForm.Of(sent), name => name).Differences.Count == 0)
        {
            return Redirect($"/customers/{sent.CompanyId}#sites");
        }

        TempData["KeptDone"] = $"site-new-{sent.CompanyId}";
        ViewData["ConflictStored"] = $"/customers/{sent.CompanyId}/sites/{sent.Id}/edit";
        return await ConflictAsync(form, sent, cancel);
    }

    [HttpGet("{id:guid}/edit")]
    public async Task<IActionResult> Edit(Guid companyId, Guid id, CancellationToken cancel) =>
        await FindAsync(companyId, id, cancel) is { } site ? await FormAsync(companyId, id, SiteForm.Of(site), cancel) : NotFound();

    [HttpPost("{id:guid}/edit")]
    public async Task<IActionResult> Change(Guid companyId, Guid id, [Bind(Prefix = "Form")] SiteForm form, CancellationToken cancel)
    {
        if (await FindAsync(companyId, id, cancel) is not { } site)
        {
            return NotFound();
        }

        ModelState.Check(texts, Site.Rules(form.ToDetails()));
        if (!ModelState.IsValid)
        {
            return await FormAsync(companyId, id, form, cancel);
        }

        if (site.Version != form.Version)
        {
            return await ConflictAsync(form, site, cancel);
        }

        try
        {
            site.Change(form.ToDetails());
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
        return Redirect($"/customers/{companyId}#sites");
    }

    [HttpPost("{id:guid}/removal")]
    public async Task<IActionResult> Remove(Guid companyId, Guid id, CancellationToken cancel)
    {
        if (await FindAsync(companyId, id, cancel) is not { } site)
        {
            return NotFound();
        }

        db.Sites.Remove(site);
        await db.SaveChangesAsync(cancel);
        await removed.KeepAsync(db.Tenant, user.Id, id, site);
        TempData["Toast"] = texts["RemovedSite", site.Name].Value;
        TempData["ToastUndo"] = $"/customers/{companyId}/sites/{id}/restoration";
        return Redirect($"/customers/{companyId}#sites");
    }

    /// <summary>元に戻す.</summary>
    [HttpPost("{id:guid}/restoration")]
    public async Task<IActionResult> Restore(Guid companyId, Guid id, CancellationToken cancel)
    {
        if (!await db.Companies.AnyAsync(c => c.Id == companyId, cancel) || await removed.TakeAsync(db.Tenant, user.Id, id) is not { } site || site.CompanyId != companyId)
        {
            return NotFound();
        }

        await removed.RestoreAsync(db.Tenant, user.Id, id, site, () => unitOfWork.RunAsync(
            _ =>
            {
                db.Sites.Add(site);
                return Task.CompletedTask;
            },
            cancel));
        TempData["Toast"] = texts["RestoredSite", site.Name].Value;
        return Redirect($"/customers/{companyId}#sites");
    }

    private Task<Site?> FindAsync(Guid companyId, Guid id, CancellationToken cancel) => db.Sites.SingleOrDefaultAsync(s => s.Id == id && s.CompanyId == companyId, cancel);

    private async Task<IActionResult> FormAsync(Guid companyId, Guid? id, SiteForm form, CancellationToken cancel, RuleBroken? broken = null)
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
        return View("Edit", new SiteEdit(company, id, form));
    }

    private async Task<IActionResult> ConflictAsync(SiteForm mine, Site theirs, CancellationToken cancel)
    {
        ViewData["Conflict"] = Abstractions.Conflict.Between(mine, SiteForm.Of(theirs), name => name == nameof(SiteForm.FormId) ? null : texts[name == nameof(SiteForm.Name) ? "SiteName" : name].Value);
        mine.Version = theirs.Version;
        ModelState.Remove("Form.Version");
        var view = await FormAsync(theirs.CompanyId, theirs.Id, mine, cancel);
        Response.StatusCode = StatusCodes.Status409Conflict;
        return view;
    }
}
