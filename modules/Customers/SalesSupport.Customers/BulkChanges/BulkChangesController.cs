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

        var (id, change, back) = (Guid.CreateVersion7(), form.ToChange(), new Dictionary<Guid, CompanyChange>());
        try
        {
            await SaveAsync(ids, company => company.Change(change, clock.GetUtcNow()), back, cancel);
        }
        catch (RuleBroken broken)
        {
            ModelState.AddModelError($"Form.{broken.Field}", texts[broken.Key, [.. broken.Arguments]]);
            return await ListAsync(form, cancel);
        }

        TempData["Toast"] = texts[back.Count == 0 ? "ChangedNone" : back.Count < ids.Length ? "ChangedSome" : "ChangedMany", back.Count, ids.Length - back.Count].Value;
        if (back.Count > 0)
        {
            changed.Keep(db.Tenant, user.Id, id, new MadeChange(change, back));
            TempData["ToastUndo"] = QueryHelpers.AddQueryString($"/customers/changes/{id}/restoration", "list", form.List ?? "");
        }

        return LocalRedirect(Address(form.List));
    }

    /// <summary>元に戻す: what the change set becomes what it was, unless somebody has set it again since.</summary>
    [HttpPost("{id:guid}/restoration")]
    public async Task<IActionResult> Restore(Guid id, string? list, CancellationToken cancel)
    {
        if (changed.Take(db.Tenant, user.Id, id) is not { } made)
        {
            return NotFound();
        }

        var restored = new Dictionary<Guid, CompanyChange>();
        await changed.RestoreAsync(db.Tenant, user.Id, id, made, () => SaveAsync([.. made.Back.Keys], company => company.TakeBack(made.Change, made.Back[company.Id], clock.GetUtcNow()), restored, cancel));
        TempData["Toast"] = texts["ChangesRestored", restored.Count].Value;
        return LocalRedirect(Address(list));
    }

    // Read within the transaction that writes, so that whatever others have just saved stays as they saved it.
    private Task SaveAsync(Guid[] ids, Func<Company, CompanyChange?> set, Dictionary<Guid, CompanyChange> back, CancellationToken cancel) => unitOfWork.RunAsync(
        async c =>
        {
            foreach (var company in await db.Companies.Include(x => x.Tags).Where(x => ids.Contains(x.Id)).ToListAsync(c))
            {
                if (set(company) is { } before)
                {
                    back[company.Id] = before;
                }
            }

            words.Forget();
        },
        cancel);

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
/// <param name="Change">What was set.</param>
/// <param name="Back">For each customer that it changed, what sets it as it was.</param>
internal sealed record MadeChange(CompanyChange Change, IReadOnlyDictionary<Guid, CompanyChange> Back);
