using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;

namespace SalesSupport.IdentityBridge;

/// <summary>ユーザマスタメンテナンス (R14, R15, R16): who is registered, and where they stand. The list comes from the book in memory.</summary>
[Authorize(Policies.Administrator)]
[Route("settings/users")]
internal sealed class UsersController(IdentityBridgeDbContext db, IPeople people, IUnitOfWork unitOfWork, TimeProvider clock, IStringLocalizer<Texts> texts) : Controller
{
    [HttpGet]
    public async Task<IActionResult> Index(UserFilter filter, CancellationToken cancel)
    {
        var book = await people.GetAsync(cancel);
        if (filter.Department is { } department && book.FindDepartment(department) is null)
        {
            return NotFound();
        }

        return View(UserList.From(book, filter));
    }

    [HttpGet("{id:guid}")]
    public async Task<IActionResult> Edit(Guid id, CancellationToken cancel)
    {
        var user = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == id, cancel);
        return user is null ? NotFound() : await FormAsync(user, UserForm.Of(user), cancel);
    }

    [HttpPost("{id:guid}")]
    public async Task<IActionResult> Update(Guid id, UserForm form, CancellationToken cancel)
    {
        var stored = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == id, cancel);
        var book = await people.GetAsync(cancel);
        if (stored is null || !Exists(form, book))
        {
            return NotFound();
        }

        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return await FormAsync(stored, form, cancel);
        }

        try
        {
            // Read and changed in one transaction: two administrators who demote each other at once must not both succeed.
            await unitOfWork.RunAsync(c => ChangeAsync(id, form, c), cancel);
        }
        catch (RuleBroken broken)
        {
            ModelState.AddModelError(broken.Field ?? "", texts[broken.Key, [.. broken.Arguments]]);
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return await FormAsync(stored, form, cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            return await ConflictAsync(id, form, book, cancel);
        }

        TempData["Toast"] = texts["UserSaved", stored.Name].Value;
        return RedirectToAction(nameof(Index));
    }

    private async Task ChangeAsync(Guid id, UserForm form, CancellationToken cancel)
    {
        // Who is deleted meanwhile, be it the user or whom the form names, is a conflict as any other.
        var book = await PeopleBooks.ReadAsync(db, cancel);
        if (await db.Users.SingleOrDefaultAsync(u => u.Id == id, cancel) is not { } user || user.Version != form.Version || !Exists(form, book))
        {
            throw new DbUpdateConcurrencyException();
        }

        if (user.Level != form.Level)
        {
            (await db.Members.SingleAsync(cancel)).LevelsChangedAt = clock.GetUtcNow();
        }

        user.ChangeLevel(form.Level!.Value, book);
        user.Place(form.DepartmentId, form.SuperiorId, form.DeputyId, book);
    }

    private async Task<IActionResult> ConflictAsync(Guid id, UserForm form, PeopleBook book, CancellationToken cancel)
    {
        var now = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == id, cancel);
        if (now is null)
        {
            return NotFound();
        }

        ViewData["Conflict"] = Abstractions.Conflict.Between(Shown(form, book), Shown(UserForm.Of(now), book), name => texts[name]);
        form.Version = now.Version;
        ModelState.Remove(nameof(UserForm.Version));
        Response.StatusCode = StatusCodes.Status409Conflict;
        return await FormAsync(now, form, cancel);
    }

    private ShownUser Shown(UserForm form, PeopleBook book) =>
        new(texts[$"Level{form.Level}"], book.FindDepartment(form.DepartmentId)?.Name, book.Find(form.SuperiorId)?.Name, book.Find(form.DeputyId)?.Name);

    private static bool Exists(UserForm form, PeopleBook book) =>
        (form.DepartmentId is null || book.FindDepartment(form.DepartmentId) is not null)
        && (form.SuperiorId is null || book.Find(form.SuperiorId) is not null)
        && (form.DeputyId is null || book.Find(form.DeputyId) is not null);

    private async Task<IActionResult> FormAsync(User user, UserForm form, CancellationToken cancel) =>
        View("Edit", new UserEdit(user, form, await people.GetAsync(cancel), await db.Sessions.AsNoTracking().CountAsync(Session.IsOpen(user.Id, clock.GetUtcNow()), cancel)));
}
