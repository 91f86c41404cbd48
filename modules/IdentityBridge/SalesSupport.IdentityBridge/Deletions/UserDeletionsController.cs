using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.IdentityBridge.Contracts;

namespace SalesSupport.IdentityBridge;

/// <summary>ユーザの削除 (R17): first a page that counts what goes, then the deletion of all of it in one transaction.</summary>
[Authorize(Policies.Administrator)]
[Route("settings/users/{id:guid}/deletion")]
internal sealed class UserDeletionsController(IdentityBridgeDbContext db, IPeople people, ISlots<IUserBelongings> belongings, IUnitOfWork unitOfWork, CurrentUser actor, TimeProvider clock, IStringLocalizer<Texts> texts) : Controller
{
    [HttpGet]
    public async Task<IActionResult> New(Guid id, CancellationToken cancel) =>
        (await people.GetAsync(cancel)).Find(id) is { } person ? await PageAsync(person, new UserDeletionForm(), cancel) : NotFound();

    [HttpPost]
    public async Task<IActionResult> Create(Guid id, [Bind(Prefix = "Form")] UserDeletionForm form, CancellationToken cancel)
    {
        var book = await people.GetAsync(cancel);
        if (book.Find(id) is not { } person || (form.SuccessorId is { } successor && book.Find(successor) is null))
        {
            return NotFound();
        }

        // Asked again: what could not be counted must not go unseen.
        await CountAsync(id, cancel);
        if (belongings.AnyLeftOut)
        {
            ModelState.AddModelError("", texts["DeletionNotCounted"]);
        }

        if (!ModelState.IsValid || !await TryAsync(c => DeleteAsync(id, form.SuccessorId, c), cancel))
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return await PageAsync(person, form, cancel);
        }

        TempData["Toast"] = texts["UserDeleted", person.Name].Value;
        return Redirect("/settings/users");
    }

    private async Task DeleteAsync(Guid id, Guid? successorId, CancellationToken cancel)
    {
        var users = await db.Users.ToListAsync(cancel);
        if (users.Find(u => u.Id == id) is not { } user)
        {
            return;        // sent twice: the other one has done it
        }

        var successor = users.Find(u => u.Id == successorId);
        if (successorId is not null && successor is null)
        {
            throw new RuleBroken("SuccessorInvalid", "Form.SuccessorId");       // deleted since they were chosen: that is not the same as nobody
        }

        user.Delete(actor.Id, successor, users);
        // Two administrators who delete or demote each other at once conflict here.
        (await db.Members.SingleAsync(cancel)).LevelsChangedAt = clock.GetUtcNow();
        db.Sessions.RemoveRange(await db.Sessions.Where(s => s.UserId == id).ToListAsync(cancel));
        db.Users.Remove(user);
        unitOfWork.Audit("UserLeft", user.Name);        // soon nobody can say whose id it was
        if (successor is not null)
        {
            unitOfWork.Audit("UserHandedOver", successor.Id.ToString());
        }
    }

    private async Task<bool> TryAsync(Func<CancellationToken, Task> change, CancellationToken cancel)
    {
        try
        {
            await unitOfWork.RunAsync(change, cancel);
            return true;
        }
        catch (RuleBroken broken)
        {
            ModelState.AddModelError(broken.Field ?? "", texts[broken.Key, [.. broken.Arguments]]);
        }
        catch (DbUpdateConcurrencyException)
        {
            ModelState.AddModelError("", texts["DeletionConflict"]);
        }

        return false;
    }

    private async Task<List<UserBelonging>> CountAsync(Guid id, CancellationToken cancel) => [.. (await belongings.AskAsync(b => b.CountAsync(id, cancel), cancel)).SelectMany(b => b)];

    private async Task<IActionResult> PageAsync(Person person, UserDeletionForm form, CancellationToken cancel)
    {
        var counted = await CountAsync(person.Id, cancel);
        var book = await people.GetAsync(cancel);
        return View("/IdentityBridge/Deletions/New.cshtml", new UserDeletionPage(person, form, [.. book.All.Where(p => p.Id != person.Id && !p.Suspended)], counted, book.All.Count(p => p.SuperiorId == person.Id), !belongings.AnyLeftOut));
    }
}

/// <summary>Who takes over, or nobody.</summary>
internal sealed class UserDeletionForm
{
    public Guid? SuccessorId { get; set; }
}

/// <summary>The page.</summary>
/// <param name="Person">Who is to be deleted.</param>
/// <param name="Form">What was chosen.</param>
/// <param name="Others">Who may take over.</param>
/// <param name="Counted">What they have.</param>
/// <param name="Subordinates">Whose superior they are.</param>
/// <param name="IsWhole">Whether every module could be asked.</param>
internal sealed record UserDeletionPage(Person Person, UserDeletionForm Form, IReadOnlyList<Person> Others, IReadOnlyList<UserBelonging> Counted, int Subordinates, bool IsWhole);
