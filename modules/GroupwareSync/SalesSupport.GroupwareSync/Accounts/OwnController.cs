using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.GroupwareSync.Copies;
using SalesSupport.GroupwareSync.Data;
using SalesSupport.GroupwareSync.Settings;

namespace SalesSupport.GroupwareSync.Accounts;

/// <summary>自分のページ → グループウェア: one's own password, where the member wants one, and what became of one's entries.</summary>
[Authorize(Policies.User)]
[Route("me/groupware")]
internal sealed class OwnController(GroupwareSyncDbContext db, IUnitOfWork unitOfWork, CopyList list, Secrets secrets, Check check, IPeople people, CurrentUser user, IStringLocalizer<Texts> texts) : Controller
{
    private const string Address = "/me/groupware";
    private const string Page = "/GroupwareSync/Accounts/Index.cshtml";

    [HttpGet]
    public async Task<IActionResult> Index(CopyState? state, Guid? before, CancellationToken cancel) => ModelState.IsValid ? View(Page, await PageAsync(new PasswordForm(), state, before, cancel)) : NotFound();

    [HttpPost]
    public async Task<IActionResult> Update([Bind(Prefix = "Form")] PasswordForm form, CancellationToken cancel)
    {
        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return View(Page, await PageAsync(form, null, null, cancel));
        }

        if (await StoredAsync(cancel) is not { Access: Access.OwnPasswords })
        {
            return NotFound();
        }

        await unitOfWork.RunAsync(c => Account.ChangeAsync(db, user.Id, a => a.Secret = secrets.Hide(form.Password!), Resent.Waiting, c), cancel);
        return Done(HouseTexts.Get("Saved"));
    }

    [HttpPost("checks")]
    public async Task<IActionResult> Test(CancellationToken cancel)
    {
        if (await StoredAsync(cancel) is not { Address.Length: > 0 } groupware)
        {
            return NotFound();
        }

        // Their own account anybody may lock; the one that writes for all, nobody but an administrator.
        await check.TellAsync(TempData, groupware, (await people.GetAsync(cancel)).Find(user.Id)!, despitePause: groupware.Access == Access.OwnPasswords, cancel);
        return Redirect(Address);
    }

    [HttpPost("resumption")]
    public async Task<IActionResult> Resume(CancellationToken cancel)
    {
        await unitOfWork.RunAsync(c => Account.ChangeAsync(db, user.Id, _ => { }, Resent.Waiting, c), cancel);
        return Done(texts["TriedAgain"]);
    }

    [HttpPost("entries/{id:guid}/resending")]
    public async Task<IActionResult> Resend(Guid id, CancellationToken cancel)
    {
        if (await db.Copies.SingleOrDefaultAsync(c => c.Id == id && c.UserId == user.Id, cancel) is not { } copy)
        {
            return NotFound();
        }

        copy.Resend();
        await db.SaveChangesAsync(cancel);
        return Done(texts["SentAgain"]);
    }

    private Task<Groupware?> StoredAsync(CancellationToken cancel) => db.Groupwares.AsNoTracking().SingleOrDefaultAsync(cancel);

    private async Task<OwnPage> PageAsync(PasswordForm form, CopyState? state, Guid? before, CancellationToken cancel) => new(
        form,
        await StoredAsync(cancel),
        await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.UserId == user.Id, cancel),
        await list.FindAsync(new CopyFilter(state, user.Id, before), Address, isOwn: true, cancel));

    private RedirectResult Done(string words)
    {
        TempData["Toast"] = words;
        return Redirect(Address);
    }
}

/// <summary>One's own password in the groupware; a stored one is not shown.</summary>
internal sealed class PasswordForm
{
    [Required]
    [PlainText(200)]
    public string? Password { get; set; }
}

/// <summary>The page.</summary>
internal sealed record OwnPage(PasswordForm Form, Groupware? Groupware, Account? Account, CopyPage Copies);
