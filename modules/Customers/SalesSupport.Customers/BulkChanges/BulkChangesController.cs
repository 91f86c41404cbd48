using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.Customers.Companies;
using SalesSupport.Customers.Data;

namespace SalesSupport.Customers.BulkChanges;

/// <summary>一括変更: 自社担当, ランク and タグ of the customers that are ticked in the list, all of them or none; open to every user (R26).</summary>
[Authorize(Policies.User)]
[Route("customers/changes")]
internal sealed class BulkChangesController(CustomersDbContext db, CompanyIndexes indexes, IUnitOfWork unitOfWork, IPeople people, JustDone<MadeChange> changed, CustomerWords words, CurrentUser user, TimeProvider clock, IStringLocalizer<Texts> texts) : Controller
{
    /// <summary>Two pages of the list.</summary>
    public const int MostAtOnce = 100;

    [HttpPost]
    public async Task<IActionResult> Create([Bind(Prefix = "Form")] BulkChangeForm form, CancellationToken cancel)
    {
        var ids = form.Ids.Distinct().ToArray();
        var owner = (await people.GetAsync(cancel)).Find(form.OwnerId);
        if (ModelState.GetFieldValidationState("Form.Ids") == ModelValidationState.Invalid || (form.Owner is not (null or CompanyFilter.Nobody) && owner is null) || await AreMissingAsync(ids, cancel))
        {
            return NotFound();
        }

        ModelState.Check(texts, Rules(form, ids.Length, owner));
        if (!ModelState.IsValid)
        {
            return await ListAsync(form, cancel);
        }

        var change = form.ToChange();
        IReadOnlyDictionary<Guid, Undo> back;
        try
        {
            back = await SaveAsync(ids, company => company.Change(change, clock.GetUtcNow()), cancel);
        }
        catch (RuleBroken broken)
        {
            ModelState.AddModelError($"Form.{broken.Field}", texts[broken.Key, [.. broken.Arguments]]);
            return await ListAsync(form, cancel);
        }

        TempData["Toast"] = texts[back.Count == 0 ? "ChangedNone" : back.Count < ids.Length ? "ChangedSome" : "ChangedMany", back.Count, ids.Length - back.Count].Value;
        if (back.Count > 0)
        {
            var id = Guid.CreateVersion7();
            await changed.KeepAsync(db.Tenant, user.Id, id, new MadeChange(back));
            TempData["ToastUndo"] = QueryHelpers.AddQueryString($"/customers/changes/{id}/restoration", "list", form.List ?? "");
        }

        return LocalRedirect(Address(form.List));
    }

    /// <summary>元に戻す: each customer becomes what it was, but for those that somebody has changed since, the same user included: nothing newer is lost.</summary>
    [HttpPost("{id:guid}/restoration")]
    public async Task<IActionResult> Restore(Guid id, string? list, CancellationToken cancel)
    {
        if (await changed.TakeAsync(db.Tenant, user.Id, id) is not { } made)
        {
            return NotFound();
        }

        IReadOnlyDictionary<Guid, Undo> restored = made.Customers;
        await changed.RestoreAsync(
            db.Tenant,
            user.Id,
            id,
            made,
            async () => restored = await SaveAsync([.. made.Customers.Keys], company => made.Customers[company.Id] is var undo && undo.Version == company.Version ? company.Change(undo.Back, clock.GetUtcNow()) : null, cancel));
        TempData["Toast"] = texts[restored.Count == 0 ? "ChangesRestoredNone" : restored.Count < made.Customers.Count ? "ChangesRestoredSome" : "ChangesRestored", restored.Count, made.Customers.Count - restored.Count].Value;
        return LocalRedirect(Address(list));
    }

    // Read within the transaction that writes, so that whatever others have just saved stays as they saved it.
    private async Task<IReadOnlyDictionary<Guid, Undo>> SaveAsync(Guid[] ids, Func<Company, CompanyChange?> set, CancellationToken cancel)
    {
        var back = new Dictionary<Company, CompanyChange>();
        await unitOfWork.RunAsync(
            async c =>
            {
                foreach (var company in await db.Companies.Include(x => x.Tags).Where(x => ids.Contains(x.Id)).ToListAsync(c))
                {
                    if (set(company) is { } before)
                    {
                        back[company] = before;
                    }
                }

                words.Forget();
            },
            cancel);
        return back.ToDictionary(b => b.Key.Id, b => new Undo(b.Key.Version, b.Value));
    }

    private static IEnumerable<Action> Rules(BulkChangeForm form, int chosen, Person? owner) =>
    [
        () => Refuse(chosen == 0, "NoneChosen", nameof(form.Ids)),
        () => Refuse(chosen > MostAtOnce, "TooManyChosen", nameof(form.Ids), MostAtOnce),
        () => Refuse(owner is { Suspended: true }, "OwnerSuspended", nameof(form.Owner), owner?.Name ?? ""),
        () => Refuse(form.ToChange().IsEmpty, "NothingToChange", nameof(form.Owner)),
    ];

    private static void Refuse(bool broken, string key, string field, params object[] arguments)
    {
        if (broken)
        {
            throw new RuleBroken(key, field, arguments);
        }
    }

    // More than may be changed at once are not even looked for.
    private async Task<bool> AreMissingAsync(Guid[] ids, CancellationToken cancel) =>
        ids.Length is > 0 and <= MostAtOnce && await db.Companies.CountAsync(c => ids.Contains(c.Id), cancel) < ids.Length;

    /// <summary>The list as it was, with what was ticked and chosen, and what is wrong with it.</summary>
    private async Task<IActionResult> ListAsync(BulkChangeForm form, CancellationToken cancel)
    {
        if (await indexes.LoadAsync(string.IsNullOrEmpty(form.List) ? null : CompanyFilter.Parse(form.List), cancel) is not { } page)
        {
            return NotFound();
        }

        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return View("/Customers/Companies/Index.cshtml", page with { Change = form });
    }

    private static string Address(string? list) => string.IsNullOrEmpty(list) ? "/customers" : CompanyFilter.Parse(list).Url;
}

/// <summary>A change that was made of many customers.</summary>
internal sealed record MadeChange(IReadOnlyDictionary<Guid, Undo> Customers);

/// <summary>Sets a customer as it was.</summary>
/// <param name="Version">The version that the change has made of it; with any other it has been changed again.</param>
/// <param name="Back">What it was.</param>
internal sealed record Undo(int Version, CompanyChange Back);
