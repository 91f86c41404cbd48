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

/// <summary>The form of columns.</summary>
internal sealed class ColumnsForm
{
    /// <summary>Of a user who has never chosen.</summary>
    public const int NeverChosen = -1;

    public int Version { get; set; }

    public List<CompanyColumns> Columns { get; set; } = [];

    /// <summary>The list's query, to go back to what was shown.</summary>
    [StringLength(CompanyView.FilterLength * 2)]
    public string? List { get; set; }
}

/// <summary>Model of the form's page and dialog.</summary>
internal sealed record ColumnsEdit(Guid? ViewId, string? ViewName, CompanyColumns Chosen, ColumnsForm Form)
{
    public string Action => ViewId is { } id ? $"/customers/views/{id}/columns" : "/customers/columns";
}

/// <summary>Which columns the list shows: of one saved view, or while none is open.</summary>
[Authorize(Policies.User)]
[Route("customers")]
internal sealed class ColumnsController(CustomersDbContext db, CurrentUser user, IStringLocalizer<Texts> texts) : Controller
{
    [HttpGet("columns")]
    public async Task<IActionResult> Edit(string? list, CancellationToken cancel)
    {
        var (stored, version) = Stored(null, await ChoiceAsync(cancel));
        return Form(new ColumnsEdit(null, null, stored, new ColumnsForm { Version = version, List = list }));
    }

    [HttpGet("views/{id:guid}/columns")]
    public async Task<IActionResult> EditOfView(Guid id, string? list, CancellationToken cancel) =>
        await ViewAsync(id, cancel) is { } view ? Form(new ColumnsEdit(id, view.Name, ColumnSets.Parse(view.Columns), new ColumnsForm { Version = view.Version, List = list })) : NotFound();

    [HttpPost("columns")]
    public Task<IActionResult> Update(ColumnsForm form, CancellationToken cancel) => SaveAsync(null, form, cancel);

    [HttpPost("views/{id:guid}/columns")]
    public async Task<IActionResult> UpdateOfView(Guid id, ColumnsForm form, CancellationToken cancel) =>
        await ViewAsync(id, cancel) is { } view ? await SaveAsync(view, form, cancel) : NotFound();

    private static (CompanyColumns Columns, int Version) Stored(CompanyView? view, ColumnChoice? choice) => (view, choice) switch
    {
        ({ } v, _) => (ColumnSets.Parse(v.Columns), v.Version),
        (_, { } c) => (ColumnSets.Parse(c.Columns), c.Version),
        _ => (ColumnSets.Default, ColumnsForm.NeverChosen),
    };

    private async Task<IActionResult> SaveAsync(CompanyView? view, ColumnsForm form, CancellationToken cancel)
    {
        var chosen = ColumnSets.Of(form.Columns);
        var page = new ColumnsEdit(view?.Id, view?.Name, chosen, form);
        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Form(page);
        }

        var choice = view is null ? await ChoiceAsync(cancel) : null;
        var (stored, version) = Stored(view, choice);
        if (stored != chosen && version != form.Version)
        {
            return Conflict(page, stored, version);
        }

        try
        {
            if (view is not null)
            {
                view.Show(chosen);
            }
            else if (stored != chosen)
            {
                choice ??= db.ColumnChoices.Add(new ColumnChoice { Id = user.Id }).Entity;
                choice.Show(chosen);
            }

            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException)
        {
            // Another window was first: it changed the row, made it, or deleted the view.
            var theirs = view is null ? null : await ViewAsync(view.Id, cancel);
            if (view is not null && theirs is null)
            {
                return NotFound();
            }

            (stored, version) = Stored(theirs, theirs is null ? await ChoiceAsync(cancel) : null);
            return Conflict(page, stored, version);
        }

        return Redirect((CompanyFilter.Parse(form.List) with { View = view?.Name }).Url);
    }

    private Task<CompanyView?> ViewAsync(Guid id, CancellationToken cancel) => db.Views.SingleOrDefaultAsync(v => v.Id == id && v.UserId == user.Id, cancel);

    private Task<ColumnChoice?> ChoiceAsync(CancellationToken cancel) => db.ColumnChoices.SingleOrDefaultAsync(c => c.Id == user.Id, cancel);

    private IActionResult Form(ColumnsEdit page) =>
        Request.Headers.ContainsKey("HX-Request") ? PartialView("/Customers/CompanyViews/_ColumnsForm.cshtml", page) : View("/Customers/CompanyViews/Columns.cshtml", page);

    private IActionResult Conflict(ColumnsEdit page, CompanyColumns stored, int version)
    {
        string Words(CompanyColumns columns) => string.Join(texts["Comma"], ColumnSets.In(columns).Select(c => texts[c.ToString()].Value));
        ViewData["Conflict"] = new Conflict([new ConflictField(texts["Columns"], Words(page.Chosen), Words(stored))]);
        page.Form.Version = version;
        ModelState.Remove(nameof(ColumnsForm.Version));
        Response.StatusCode = StatusCodes.Status409Conflict;
        return Form(page);
    }
}
