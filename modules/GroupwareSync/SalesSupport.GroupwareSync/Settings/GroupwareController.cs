using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.GroupwareSync.Accounts;
using SalesSupport.GroupwareSync.Data;

namespace SalesSupport.GroupwareSync.Settings;

/// <summary>共通設定 → グループウェアのスケジュールに登録 (R32).</summary>
[Authorize(Policies.Administrator)]
[Route("settings/groupware")]
internal sealed class GroupwareController(GroupwareSyncDbContext db, IUnitOfWork unitOfWork, PlainHttp plain, Secrets secrets, Check check, IPeople people, CurrentUser user, TimeProvider clock, IStringLocalizer<Texts> texts) : Controller
{
    private const string Address = "/settings/groupware";
    private const string Page = "/GroupwareSync/Settings/Index.cshtml";

    [HttpGet]
    public async Task<IActionResult> Index(CancellationToken cancel) => View(Page, await PageAsync(null, null, cancel));

    [HttpPost]
    public async Task<IActionResult> Update([Bind(Prefix = "Form")] GroupwareForm form, CancellationToken cancel)
    {
        if (!ModelState.IsValid)
        {
            return Invalid(await PageAsync(form, null, cancel));
        }

        try
        {
            await unitOfWork.RunAsync(
                async c =>
                {
                    var stored = await db.Groupwares.SingleOrDefaultAsync(c);
                    if ((stored is null ? 0 : stored.Version + 1) != (form.Version ?? 0))
                    {
                        throw new DbUpdateConcurrencyException("The settings were changed meanwhile.");
                    }

                    var wish = form.Wish(stored, plain, secrets);
                    stored ??= db.Groupwares.Add(new Groupware()).Entity;
                    stored.Change(wish, clock.Today());
                    if (wish.Moves)
                    {
                        // Each user's password was given for the other server.
                        foreach (var account in await db.Accounts.Where(a => a.Secret != null).ToListAsync(c))
                        {
                            account.Secret = null;
                            account.Resume();
                        }
                    }
                },
                cancel);
            return Done(HouseTexts.Get("Saved"));
        }
        catch (RuleBroken broken)
        {
            ModelState.AddModelError($"{nameof(GroupwarePage.Form)}.{broken.Field}", texts[broken.Key]);
            return Invalid(await PageAsync(form, null, cancel));
        }
        catch (DbUpdateConcurrencyException)
        {
            var theirs = GroupwareForm.Of(await db.Groupwares.AsNoTracking().SingleOrDefaultAsync(cancel));
            ViewData["Conflict"] = Abstractions.Conflict.Between(form, theirs, name => name == nameof(GroupwareForm.ServicePassword) ? null : texts[name].Value);
            ModelState.Remove($"{nameof(GroupwarePage.Form)}.{nameof(form.Version)}");
            form.Version = theirs.Version;
            Response.StatusCode = StatusCodes.Status409Conflict;
            return View(Page, await PageAsync(form, null, cancel));
        }
    }

    /// <summary>Says in plain words whether somebody's calendar can be reached with what is saved.</summary>
    [HttpPost("checks")]
    public async Task<IActionResult> Test(Guid userId, CancellationToken cancel)
    {
        if (!ModelState.IsValid || (await people.GetAsync(cancel)).Find(userId) is not { } person || await db.Groupwares.AsNoTracking().SingleOrDefaultAsync(cancel) is not { Address.Length: > 0 } groupware)
        {
            return NotFound();
        }

        await check.TellAsync(TempData, groupware, person, despitePause: true, cancel);
        return Redirect(Address);
    }

    /// <summary>Tries again after a refusal that was mended at the other side.</summary>
    [HttpPost("resumption")]
    public async Task<IActionResult> Resume(CancellationToken cancel)
    {
        await unitOfWork.RunAsync(async c => (await db.Groupwares.SingleOrDefaultAsync(c))?.Resume(), cancel);
        return Done(texts["TriedAgain"].Value);
    }

    /// <summary>Names one person's account.</summary>
    [HttpPost("accounts")]
    public async Task<IActionResult> Name([Bind(Prefix = "Exception")] ExceptionForm form, CancellationToken cancel)
    {
        if (!ModelState.IsValid)
        {
            return Invalid(await PageAsync(null, form, cancel));
        }

        if ((await people.GetAsync(cancel)).Find(form.UserId!.Value) is null)
        {
            return NotFound();
        }

        await ChangeAsync(form.UserId.Value, a => a.Name = form.Name is { Length: > 0 } ? form.Name : null, Resent.All, cancel);
        return Done(HouseTexts.Get("Saved"));
    }

    [HttpPost("accounts/{userId:guid}/resumption")]
    public async Task<IActionResult> ResumeAccount(Guid userId, CancellationToken cancel)
    {
        if (!await db.Accounts.AnyAsync(a => a.UserId == userId, cancel))
        {
            return NotFound();
        }

        await ChangeAsync(userId, _ => { }, Resent.Waiting, cancel);
        return Done(texts["TriedAgain"].Value);
    }

    private Task ChangeAsync(Guid userId, Action<Account> change, Resent which, CancellationToken cancel) => unitOfWork.RunAsync(c => Account.ChangeAsync(db, userId, change, which, c), cancel);

    private async Task<GroupwarePage> PageAsync(GroupwareForm? form, ExceptionForm? exception, CancellationToken cancel)
    {
        var stored = await db.Groupwares.AsNoTracking().SingleOrDefaultAsync(cancel);
        var accounts = await db.Accounts.AsNoTracking().Where(a => a.Name != null || a.Fault != null).OrderBy(a => a.Id).Take(500).ToListAsync(cancel);
        return new GroupwarePage(form ?? GroupwareForm.Of(stored), stored, await people.GetAsync(cancel), accounts, exception ?? new ExceptionForm(), user.Id);
    }

    private ViewResult Invalid(GroupwarePage page)
    {
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return View(Page, page);
    }

    private RedirectResult Done(string words)
    {
        TempData["Toast"] = words;
        return Redirect(Address);
    }
}
