using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.Customers.Companies;
using SalesSupport.Customers.Data;

namespace SalesSupport.Customers.CompanyViews;

/// <summary>The form of a saved view.</summary>
internal sealed class ViewForm
{
    /// <summary>Made with the empty form; the view's id, so that a form sent twice makes one.</summary>
    public Guid FormId { get; set; }

    public int Version { get; set; }

    [Required, PlainText(CompanyView.NameLength)]
    public string? Name { get; set; }

    public bool First { get; set; }

    /// <summary>Conditions and order, as the list's address has them; of a new view also the view it was made from.</summary>
    public string? Filter { get; set; }

    public static ViewForm Of(CompanyView view) => new() { Version = view.Version, Name = view.Name, First = view.IsFirst, Filter = view.Filter };
}

/// <summary>Model of the form's page and dialog.</summary>
internal sealed record ViewEdit(Guid? Id, ViewForm Form, IReadOnlyList<string> Conditions);

/// <summary>Saves what the list shows under a name, changes and deletes it. Each user sees and changes only their own.</summary>
[Authorize(Policies.User)]
[Route("customers/views")]
internal sealed class ViewsController(CustomersDbContext db, CompanyQueries queries, IUnitOfWork unitOfWork, IPeople people, JustDone<CompanyView> removed, CurrentUser user, IStringLocalizer<Texts> texts) : Controller
{
    private const string Everything = "/customers?sort=Kana";

    [HttpGet("new")]
    public Task<IActionResult> New(string? list, CancellationToken cancel) => FormAsync(null, new ViewForm { FormId = Guid.CreateVersion7(), Filter = list }, cancel);

    [HttpPost("new")]
    public async Task<IActionResult> Create([Bind(Prefix = "Form")] ViewForm form, CancellationToken cancel)
    {
        var id = form.FormId == Guid.Empty ? Guid.CreateVersion7() : form.FormId;
        var filter = CompanyFilter.Parse(form.Filter);
        if (await db.Views.AsNoTracking().SingleOrDefaultAsync(v => v.Id == id, cancel) is { } made)
        {
            return made.UserId == user.Id ? Redirect(CompanyFilter.Address(made.Filter, made.Name)) : NotFound();       // sent twice: the first one made it
        }

        if (!await OwnerExistsAsync(filter, null, cancel))
        {
            return NotFound();
        }

        if (!ModelState.IsValid)
        {
            return await FormAsync(null, form, cancel);
        }

        try
        {
            // Inside the transaction, so that two windows together cannot save one too many or the same name twice.
            await unitOfWork.RunAsync(
                async c =>
                {
                    var others = await MineAsync(c);
                    if (others.Exists(v => v.Id == id))
                    {
                        return;
                    }

                    var saved = await queries.ViewsAsync(db, user.Id, c);
                    var view = CompanyView.Save(id, user.Id, others, form.Name!, filter, saved.ColumnsOf(saved.Named(filter.View)));
                    view.BeFirst(form.First, others);
                    db.Views.Add(view);
                },
                cancel);
        }
        catch (RuleBroken broken)
        {
            return await FormAsync(null, form, cancel, broken);
        }

        TempData["Toast"] = texts["ViewSaved", form.Name!].Value;
        return Redirect(CompanyFilter.Address(filter.Query, form.Name!));
    }

    [HttpGet("{id:guid}/edit")]
    public async Task<IActionResult> Edit(Guid id, CancellationToken cancel) =>
        await FindAsync(id, cancel) is { } view ? await FormAsync(id, ViewForm.Of(view), cancel) : NotFound();

    /// <summary>A new name, whether it is shown first, and from the list's page what the list shows now.</summary>
    [HttpPost("{id:guid}/edit")]
    public async Task<IActionResult> Change(Guid id, [Bind(Prefix = "Form")] ViewForm form, CancellationToken cancel)
    {
        if (await FindAsync(id, cancel) is not { } view)
        {
            return NotFound();
        }

        form.Filter ??= view.Filter;
        var filter = CompanyFilter.Parse(form.Filter);
        if (!await OwnerExistsAsync(filter, view, cancel))
        {
            return NotFound();
        }

        if (!ModelState.IsValid)
        {
            return await FormAsync(id, form, cancel);
        }

        if (view.Version != form.Version)
        {
            return await ConflictAsync(form, view, cancel);
        }

        try
        {
            await unitOfWork.RunAsync(
                async c =>
                {
                    var others = (await MineAsync(c)).FindAll(v => v.Id != id);
                    view.Change(others, form.Name!, filter);
                    view.BeFirst(form.First, others);
                },
                cancel);
        }
        catch (RuleBroken broken)
        {
            return await FormAsync(id, form, cancel, broken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return await FindAsync(id, cancel) is { } theirs ? await ConflictAsync(form, theirs, cancel) : NotFound();
        }

        TempData["Toast"] = texts["ViewSaved", form.Name!].Value;
        return Redirect(CompanyFilter.Address(filter.Query, form.Name!));
    }

    [HttpPost("{id:guid}/removal")]
    public async Task<IActionResult> Remove(Guid id, CancellationToken cancel)
    {
        if (await FindAsync(id, cancel) is not { } view)
        {
            return NotFound();
        }

        db.Views.Remove(view);
        await db.SaveChangesAsync(cancel);
        await removed.KeepAsync(db.Tenant, user.Id, id, view);
        TempData["Toast"] = texts["ViewRemoved", view.Name].Value;
        TempData["ToastUndo"] = $"/customers/views/{id}/restoration";
        return Redirect(Everything);
    }

    /// <summary>元に戻す.</summary>
    [HttpPost("{id:guid}/restoration")]
    public async Task<IActionResult> Restore(Guid id, CancellationToken cancel)
    {
        if (await removed.TakeAsync(db.Tenant, user.Id, id) is not { } view)
        {
            return NotFound();
        }

        await removed.RestoreAsync(db.Tenant, user.Id, id, view, () => unitOfWork.RunAsync(
            async c =>
            {
                view.ComeBack(await MineAsync(c));
                db.Views.Add(view);
            },
            cancel));
        TempData["Toast"] = texts["ViewRestored", view.Name].Value;
        return Redirect(CompanyFilter.Address(view.Filter, view.Name));
    }

    private Task<CompanyView?> FindAsync(Guid id, CancellationToken cancel) => db.Views.SingleOrDefaultAsync(v => v.Id == id && v.UserId == user.Id, cancel);

    private Task<List<CompanyView>> MineAsync(CancellationToken cancel) => db.Views.Where(v => v.UserId == user.Id).ToListAsync(cancel);

    // One who has been deleted may stay in a view until somebody changes it.
    private async Task<bool> OwnerExistsAsync(CompanyFilter filter, CompanyView? before, CancellationToken cancel) =>
        !Guid.TryParse(filter.Owner, out var owner) || (before is not null && CompanyFilter.Parse(before.Filter).Owner == filter.Owner) || (await people.GetAsync(cancel)).Find(owner) is not null;

    private async Task<IActionResult> FormAsync(Guid? id, ViewForm form, CancellationToken cancel, RuleBroken? broken = null)
    {
        if (broken is not null)
        {
            ModelState.AddModelError($"Form.{broken.Field}", texts[broken.Key, [.. broken.Arguments]]);
        }

        Response.StatusCode = ModelState.IsValid ? Response.StatusCode : StatusCodes.Status422UnprocessableEntity;
        var page = new ViewEdit(id, form, FilterWords.Of(CompanyFilter.Parse(form.Filter), await people.GetAsync(cancel), texts));
        return Request.Headers.ContainsKey("HX-Request") ? PartialView("/Customers/CompanyViews/_Form.cshtml", page) : View("/Customers/CompanyViews/Edit.cshtml", page);
    }

    private async Task<IActionResult> ConflictAsync(ViewForm mine, CompanyView theirs, CancellationToken cancel)
    {
        var book = await people.GetAsync(cancel);
        string Conditions(string? filter) => string.Join(texts["Comma"], FilterWords.Of(CompanyFilter.Parse(filter), book, texts));
        ConflictField[] fields =
        [
            new(texts["ViewName"], mine.Name ?? "", theirs.Name),
            new(texts["ViewFirst"], HouseTexts.Get(mine.First ? "Yes" : "No"), HouseTexts.Get(theirs.IsFirst ? "Yes" : "No")),
            new(texts["ViewConditions"], Conditions(mine.Filter), Conditions(theirs.Filter)),
        ];
        ViewData["Conflict"] = new Conflict([.. fields.Where(f => f.Mine != f.Theirs)]);
        mine.Version = theirs.Version;
        ModelState.Remove("Form.Version");
        var view = await FormAsync(theirs.Id, mine, cancel);
        Response.StatusCode = StatusCodes.Status409Conflict;
        return view;
    }
}
