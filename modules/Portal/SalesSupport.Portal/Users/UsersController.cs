using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.Portal.Accounts;
using SalesSupport.Portal.Data;
using SalesSupport.Portal.Passwords;

namespace SalesSupport.Portal.Users;

/// <summary>会員管理 → 管理者メニュー → ユーザー管理: the member's portal users.</summary>
[Authorize(Policies.PortalAdministrator)]
[Route("portal/users")]
internal sealed class UsersController(PortalDbContext db, IUnitOfWork unitOfWork, PasswordRules passwords, LiveSessions sessions, SignOn signOn, ServiceAdministrators administrators, TimeProvider clock, IStringLocalizer<Texts> texts) : Controller
{
    private const int PageSize = 50;

    [HttpGet]
    public async Task<IActionResult> Index(string? after, string? done, CancellationToken cancel)
    {
        var rows = db.Users.AsNoTracking();
        if (after is { Length: > 0 and <= 60 })
        {
            rows = rows.Where(u => u.Login.CompareTo(after) > 0);
        }

        var found = await rows.OrderBy(u => u.Login).Take(PageSize + 1)
            .Select(u => new UserRow(u.Id, u.Login, u.Name, u.Kana, u.Administrator, u.Suspended, u.InitialPasswordUntil != null)).ToListAsync(cancel);
        return View("/Portal/Users/Index.cshtml", new UserList([.. found.Take(PageSize)], found.Count > PageSize ? found[PageSize - 1].Login : null, after is not null, done is "Saved" ? done : null));
    }

    [HttpGet("new")]
    public IActionResult New() => View("/Portal/Users/New.cshtml", new NewUserForm { FormId = Guid.CreateVersion7() });

    [HttpPost("new")]
    public async Task<IActionResult> Create(NewUserForm form, CancellationToken cancel)
    {
        var login = PortalUser.Normalise(form.Login);
        var initial = PasswordRules.NewInitial();
        if (form.Login is not null && !PortalUser.IsLogin(login))
        {
            ModelState.AddModelError(nameof(form.Login), texts["LoginFormat"]);
        }

        if (ModelState.IsValid)
        {
            var hash = passwords.Hash(initial);
            await unitOfWork.RunAsync(
                async c =>
                {
                    var sent = form.FormId == Guid.Empty ? null : await db.Users.SingleOrDefaultAsync(u => u.Id == form.FormId, c);
                    if (sent is { MustChangePassword: true } && sent.Login == login)
                    {
                        // The same form once more: nobody may have seen the first answer, and its password is nowhere. This answer's works.
                        sent.ResetPassword(PortalTicket.Of(User)!.MemberId, hash, clock.GetUtcNow());
                    }
                    else if (await db.Users.AnyAsync(u => u.Login == login, c))
                    {
                        ModelState.AddModelError(nameof(form.Login), texts["LoginTaken"]);
                    }
                    else
                    {
                        // With another login it is somebody else, although the form is the same.
                        db.Users.Add(PortalUser.Register(login, form.Name!, form.Kana, form.Email, form.Administrator, hash, clock.GetUtcNow(), form.FormId == Guid.Empty || sent is not null ? null : form.FormId));
                    }
                },
                cancel);
        }

        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return View("/Portal/Users/New.cshtml", form);
        }

        return ShowOnce(login, form.Name!, initial);
    }

    [HttpGet("{id:guid}")]
    public async Task<IActionResult> Edit(Guid id, CancellationToken cancel) =>
        await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == id, cancel) is { } user ? await PageAsync(user, UserForm.Of(user), cancel) : NotFound();

    [HttpPost("{id:guid}")]
    public async Task<IActionResult> Update(Guid id, UserForm form, CancellationToken cancel)
    {
        if (await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == id, cancel) is not { } stored)
        {
            return NotFound();
        }

        if (ModelState.IsValid)
        {
            try
            {
                await unitOfWork.RunAsync(
                    async c =>
                    {
                        stored = await db.Users.SingleAsync(u => u.Id == id, c);
                        if (stored.Version != form.Version)
                        {
                            throw new DbUpdateConcurrencyException();
                        }

                        stored.Edit(PortalTicket.Of(User)!.MemberId, form.Name!, form.Kana, form.Email, form.Administrator, await OtherAdministratorsAsync(id, c));
                        unitOfWork.AfterCommitEverywhere(sessions.ForgetAll);
                    },
                    cancel);
                return Redirect("/portal/users?done=Saved");
            }
            catch (RuleBroken e)
            {
                ModelState.AddModelError(e.Field ?? "", texts[e.Key]);
            }
            catch (DbUpdateConcurrencyException)
            {
                stored = await db.Users.AsNoTracking().SingleAsync(u => u.Id == id, cancel);
                ViewData["Conflict"] = Abstractions.Conflict.Between(form, UserForm.Of(stored), name => texts[name]);
                ModelState.Remove(nameof(form.Version));
                form.Version = stored.Version;
                Response.StatusCode = StatusCodes.Status409Conflict;
                return await PageAsync(stored, form, cancel);
            }
        }

        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return await PageAsync(stored, form, cancel);
    }

    [HttpPost("{id:guid}/password-reset")]
    public async Task<IActionResult> ResetPassword(Guid id, CancellationToken cancel)
    {
        var initial = PasswordRules.NewInitial();
        var hash = passwords.Hash(initial);
        PortalUser? user = null;
        await unitOfWork.RunAsync(
            async c =>
            {
                user = await ChangeAsync(id, (u, _) => u.ResetPassword(PortalTicket.Of(User)!.MemberId, hash, clock.GetUtcNow()), endSessions: true, c);
                if (user is not null)
                {
                    // Whoever has forgotten a password has mostly been locked out before asking for another.
                    await signOn.ForgiveAsync(user.Login, c);
                }
            },
            cancel);
        return user is null ? NotFound() : ShowOnce(user.Login, user.Name, initial);
    }

    [HttpPost("{id:guid}/suspension")]
    public async Task<IActionResult> Suspend(Guid id, CancellationToken cancel)
    {
        var ticket = PortalTicket.Of(User)!;
        var user = await ChangeAsync(id, (u, others) => u.Suspend(ticket.MemberId, ticket.UserId, others), endSessions: true, cancel);
        return user is null ? NotFound() : Redirect($"/portal/users/{id}");
    }

    [HttpPost("{id:guid}/suspension/end")]
    public async Task<IActionResult> Enable(Guid id, CancellationToken cancel)
    {
        var user = await ChangeAsync(id, (u, _) => u.Enable(PortalTicket.Of(User)!.MemberId), endSessions: false, cancel);
        return user is null ? NotFound() : Redirect($"/portal/users/{id}");
    }

    // In one transaction with the count of administrators, else two of them could suspend each other.
    private async Task<PortalUser?> ChangeAsync(Guid id, Action<PortalUser, int> change, bool endSessions, CancellationToken cancel)
    {
        PortalUser? user = null;
        await unitOfWork.RunAsync(
            async c =>
            {
                user = await db.Users.SingleOrDefaultAsync(u => u.Id == id, c);
                if (user is null)
                {
                    return;
                }

                change(user, await OtherAdministratorsAsync(id, c));
                if (endSessions)
                {
                    await db.Sessions.Where(s => s.UserId == id).ExecuteDeleteAsync(c);
                }

                unitOfWork.AfterCommitEverywhere(sessions.ForgetAll);
            },
            cancel);
        return user;
    }

    private Task<int> OtherAdministratorsAsync(Guid id, CancellationToken cancel) => db.Users.CountAsync(u => u.Administrator && !u.Suspended && u.Id != id, cancel);

    private async Task<ViewResult> PageAsync(PortalUser user, UserForm form, CancellationToken cancel) =>
        View("/Portal/Users/Edit.cshtml", new UserPage(
            user.Id, user.Login, user.Name, user.Suspended, user.MustChangePassword, user.Id == PortalTicket.Of(User)!.UserId, (await administrators.AppointableAsync(cancel)).Contains(user.Id), form));

    // Not a redirect: between two requests the password would have to be kept somewhere, and this way it never is.
    private ViewResult ShowOnce(string login, string name, string initial) =>
        View("/Portal/Users/InitialPassword.cshtml", new InitialPasswordPage(PortalTicket.Of(User)!.MemberId, login, name, initial, "/portal/users"));
}

/// <summary>One row of the list.</summary>
internal sealed record UserRow(Guid Id, string Login, string Name, string Kana, bool Administrator, bool Suspended, bool InitialPassword);

/// <summary>Model of the list.</summary>
internal sealed record UserList(IReadOnlyList<UserRow> Rows, string? Next, bool Further, string? Done);

/// <summary>Model of a person's page.</summary>
internal sealed record UserPage(Guid Id, string Login, string Name, bool Suspended, bool InitialPassword, bool Oneself, bool Appointable, UserForm Form);

/// <summary>Model of the page that shows an initial password, once.</summary>
internal sealed record InitialPasswordPage(string MemberId, string Login, string? Name, string Password, string Back);

/// <summary>What is asked when somebody is registered.</summary>
internal sealed class NewUserForm
{
    /// <summary>Made with the form, so that a form sent twice makes one user.</summary>
    public Guid FormId { get; set; }

    [Required]
    [PlainText(60)]
    public string? Login { get; set; }

    [Required]
    [PlainText(100)]
    public string? Name { get; set; }

    [PlainText(100)]
    public string? Kana { get; set; }

    [PlainText(254)]
    public string? Email { get; set; }

    public bool Administrator { get; set; }
}

/// <summary>What can be changed later.</summary>
internal sealed class UserForm
{
    public int Version { get; set; }

    [Required]
    [PlainText(100)]
    public string? Name { get; set; }

    [PlainText(100)]
    public string? Kana { get; set; }

    [PlainText(254)]
    public string? Email { get; set; }

    public bool Administrator { get; set; }

    public static UserForm Of(PortalUser user) => new() { Version = user.Version, Name = user.Name, Kana = user.Kana, Email = user.Email, Administrator = user.Administrator };
}
