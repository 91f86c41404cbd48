using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.Customers.Contacts;
using SalesSupport.Customers.Contracts;
using SalesSupport.Customers.Data;
using SalesSupport.Customers.Sites;
using SalesSupport.Customers.Timeline;

namespace SalesSupport.Customers.Companies;

/// <summary>The list of customers, a customer's page, and registering and changing one; open to every user (R25, R26).</summary>
[Authorize(Policies.User)]
[Route("customers")]
internal sealed class CompaniesController(CustomersDbContext db, CompanyIndexes indexes, IPeople people, CurrentUser user, TimeProvider clock, CustomerWords words, CustomerTimeline timeline, CustomerSlots slots, IStringLocalizer<Texts> texts) : Controller
{
    [HttpGet]
    public async Task<IActionResult> Index(CompanyFilter filter, CancellationToken cancel)
    {
        // Without any address it opens with the reader's first view.
        if (await indexes.LoadAsync(Request.Query.Count == 0 ? null : filter, cancel) is not { } page)
        {
            return NotFound();
        }

        if (filter.After is not null && Request.Headers["HX-Target"] == "more")
        {
            Response.Headers["HX-Replace-Url"] = (page.Filter with { After = null }).Url;
        }

        return Request.Headers["HX-Target"].ToString() switch
        {
            "customers" => PartialView("_List", page),
            "more" => PartialView("_Rows", page),
            _ => View(page),
        };
    }

    [HttpGet("{id:guid}")]
    public async Task<IActionResult> Show(Guid id, string? before, CancellationToken cancel)
    {
        var company = await db.Companies.AsNoTracking().Include(c => c.Tags.OrderBy(t => t.Id)).SingleOrDefaultAsync(c => c.Id == id, cancel);
        if (company is null)
        {
            return NotFound();
        }

        return View(new CompanyShow(
            company,
            await db.Contacts.AsNoTracking().Where(c => c.CompanyId == id).OrderBy(c => c.Id).ToListAsync(cancel),
            await db.Sites.AsNoTracking().Where(s => s.CompanyId == id).OrderBy(s => s.Id).ToListAsync(cancel),
            await SameNamesAsync(company.NameKey, id, cancel),
            await people.GetAsync(cancel),
            await timeline.LoadAsync(id, PageKey.Parse(before), cancel),
            await slots.ActionsAsync(id, cancel),
            await slots.NextActionsAsync(id, cancel)));
    }

    [HttpGet("new")]
    public async Task<IActionResult> New(string? name, CancellationToken cancel) =>
        await FormAsync(null, new CompanyForm { FormId = Guid.CreateVersion7(), Name = name, OwnerId = user.Id }, cancel);

    [HttpPost("new")]
    public async Task<IActionResult> Create([Bind(Prefix = "Form")] CompanyForm form, CancellationToken cancel)
    {
        if (form.FormId == Guid.Empty)
        {
            form.FormId = Guid.CreateVersion7();
        }

        var sent = await LoadAsync(form.FormId, cancel);
        if (sent is not null && sent.Name != form.Name)
        {
            form.FormId = Guid.CreateVersion7();        // gone back and typed another one
            sent = null;
        }

        if (!await CheckOwnerAsync(form.OwnerId, sent?.OwnerId, cancel))
        {
            return NotFound();
        }

        ModelState.Check(texts, Company.Rules(form.ToDetails()));
        if (!ModelState.IsValid)
        {
            return await FormAsync(null, form, cancel);
        }

        if (sent is not null)
        {
            return await SentAgainAsync(form, sent, cancel);
        }

        try
        {
            db.Companies.Add(Company.Register(form.FormId, form.ToDetails(), clock.GetUtcNow()));
            words.Forget();
            await db.SaveChangesAsync(cancel);
        }
        catch (RuleBroken broken)
        {
            return await FormAsync(null, form, broken, cancel);
        }
        catch (DbUpdateException) when (db.Companies.Any(c => c.Id == form.FormId))
        {
            // Both copies of a form that was sent twice came at the same instant.
        }

        TempData["Toast"] = HouseTexts.Get("Saved");
        return Redirect($"/customers/{form.FormId}");
    }

    // The first one made it. What was typed in between is shown beside it, to be saved as a change.
    private async Task<IActionResult> SentAgainAsync(CompanyForm form, Company sent, CancellationToken cancel)
    {
        var again = Company.Register(sent.Id, form.ToDetails(), sent.CreatedAt);
        var differences = Abstractions.Conflict.Between(CompanyForm.Of(again), CompanyForm.Of(sent), name => name == nameof(CompanyForm.Tags) ? null : name).Differences;
        if (differences.Count == 0 && again.Tags.Select(t => t.Name).ToHashSet().SetEquals(sent.Tags.Select(t => t.Name)))        // tags have no order
        {
            return Redirect($"/customers/{sent.Id}");
        }

        TempData["KeptDone"] = "customer-new";
        ViewData["ConflictStored"] = $"/customers/{sent.Id}/edit";
        return await ConflictAsync(sent.Id, form, sent, cancel);
    }

    [HttpGet("{id:guid}/edit")]
    public async Task<IActionResult> Edit(Guid id, CancellationToken cancel) =>
        await LoadAsync(id, cancel) is { } company ? await FormAsync(id, CompanyForm.Of(company), cancel) : NotFound();

    [HttpPost("{id:guid}/edit")]
    public async Task<IActionResult> Change(Guid id, [Bind(Prefix = "Form")] CompanyForm form, CancellationToken cancel)
    {
        // Changed meanwhile, it may name somebody who was deleted by the same change: that is a conflict and nothing is lost.
        if (await LoadAsync(id, cancel) is not { } company || (company.Version == form.Version && !await CheckOwnerAsync(form.OwnerId, company.OwnerId, cancel)))
        {
            return NotFound();
        }

        ModelState.Check(texts, Company.Rules(form.ToDetails()));
        if (!ModelState.IsValid)
        {
            return await FormAsync(id, form, cancel);
        }

        if (company.Version != form.Version)
        {
            return await ConflictAsync(id, form, company, cancel);
        }

        try
        {
            company.Change(form.ToDetails(), clock.GetUtcNow());
            words.Forget();
            await db.SaveChangesAsync(cancel);
        }
        catch (RuleBroken broken)
        {
            return await FormAsync(id, form, broken, cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            return await LoadAsync(id, cancel) is { } theirs ? await ConflictAsync(id, form, theirs, cancel) : NotFound();
        }

        TempData["Toast"] = HouseTexts.Get("Saved");
        return Redirect($"/customers/{id}");
    }

    /// <summary>Says while a name is typed that a company of that name exists; it may still be saved.</summary>
    [HttpGet("same-names")]
    public async Task<IActionResult> SameNames([FromQuery(Name = "Form.Name")] string? name, Guid? except, CancellationToken cancel) =>
        except is not null && !await db.Companies.AnyAsync(c => c.Id == except, cancel) ? NotFound() : PartialView("_SameNames", await SameNamesAsync(CompanyName.Cut(CompanyName.Key(name), 240), except, cancel));

    private Task<Company?> LoadAsync(Guid id, CancellationToken cancel) => db.Companies.Include(c => c.Tags.OrderBy(t => t.Id)).SingleOrDefaultAsync(c => c.Id == id, cancel);

    private async Task<IReadOnlyList<NamedCompany>> SameNamesAsync(string key, Guid? except, CancellationToken cancel) =>
        key.Length == 0 ? [] : await db.Companies.AsNoTracking().Where(c => c.NameKey == key && c.Id != except).OrderBy(c => c.Id).Take(5).Select(c => new NamedCompany(c.Id, c.Name)).ToListAsync(cancel);

    /// <summary>A user who has been deleted or suspended may stay in charge until somebody picks another; one who is suspended cannot be picked.</summary>
    /// <returns>False for one whom there is not.</returns>
    private async Task<bool> CheckOwnerAsync(Guid? owner, Guid? before, CancellationToken cancel)
    {
        if (owner is null || owner == before)
        {
            return true;
        }

        var person = (await people.GetAsync(cancel)).Find(owner);
        if (person is { Suspended: true })
        {
            ModelState.AddModelError("Form.OwnerId", texts["OwnerSuspended", person.Name]);
        }

        return person is not null;
    }

    private async Task<IActionResult> FormAsync(Guid? id, CompanyForm form, RuleBroken broken, CancellationToken cancel)
    {
        ModelState.AddModelError($"Form.{broken.Field}", texts[broken.Key, [.. broken.Arguments]]);
        return await FormAsync(id, form, cancel);
    }

    private async Task<IActionResult> FormAsync(Guid? id, CompanyForm form, CancellationToken cancel)
    {
        Response.StatusCode = ModelState.IsValid ? Response.StatusCode : StatusCodes.Status422UnprocessableEntity;
        var book = await people.GetAsync(cancel);
        var same = await SameNamesAsync(CompanyName.Cut(CompanyName.Key(form.Name), 240), id, cancel);
        return View("Edit", new CompanyEdit(id, form, [.. book.All.Where(p => !p.Suspended || p.Id == form.OwnerId)], await words.GetAsync(cancel), same));
    }

    private async Task<IActionResult> ConflictAsync(Guid id, CompanyForm mine, Company theirs, CancellationToken cancel)
    {
        var book = await people.GetAsync(cancel);
        string Show(string label, string value) => label == texts["Owner"] && Guid.TryParse(value, out var person) ? book.Find(person)?.Name ?? HouseTexts.Get("DeletedUser") : value;
        var conflict = Abstractions.Conflict.Between(mine, CompanyForm.Of(theirs), name => name == nameof(CompanyForm.FormId) ? null : texts[name == nameof(CompanyForm.OwnerId) ? "Owner" : name].Value);
        ViewData["Conflict"] = new Abstractions.Conflict([.. conflict.Differences.Select(d => d with { Mine = Show(d.Label, d.Mine), Theirs = Show(d.Label, d.Theirs) })]);
        mine.Version = theirs.Version;
        ModelState.Remove("Form.Version");
        var view = await FormAsync(id, mine, cancel);
        Response.StatusCode = StatusCodes.Status409Conflict;
        return view;
    }
}

/// <summary>A customer's page.</summary>
internal sealed record CompanyShow(Company Company, IReadOnlyList<Contact> Contacts, IReadOnlyList<Site> Sites, IReadOnlyList<NamedCompany> SameNames, PeopleBook People, TimelinePage Timeline, IReadOnlyList<CustomerLink> Actions, IReadOnlyList<CustomerNextAction> NextActions);
