using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.Portal.Accounts;
using SalesSupport.Portal.Data;
using SalesSupport.Portal.Passwords;
using SalesSupport.Portal.Users;

namespace SalesSupport.Portal.Members;

/// <summary>The operator's list of members, and 入会. Counts only: no operator sees a member's text.</summary>
[Authorize(Policies.Operator)]
[Route("operator/members")]
internal sealed class MembersController(PortalDbContext db, IServiceScopeFactory scopes, PasswordRules passwords, LiveSessions sessions, TimeProvider clock, IStringLocalizer<Texts> texts) : Controller
{
    private const int PageSize = 50;

    [HttpGet]
    public async Task<IActionResult> Index(string? search, string? after, CancellationToken cancel)
    {
        if (search is { Length: > 0 and <= 100 })
        {
            return View("/Portal/Members/Index.cshtml", new MemberList(await FindAsync(search, cancel), null, search));
        }

        var rows = db.Members.AsNoTracking();
        if (after is { Length: > 0 and <= 20 })
        {
            rows = rows.Where(m => m.MemberId.CompareTo(after) > 0);
        }

        var found = await Rows(rows.OrderBy(m => m.MemberId), PageSize + 1).ToListAsync(cancel);
        return View("/Portal/Members/Index.cshtml", new MemberList([.. found.Take(PageSize)], found.Count > PageSize ? found[PageSize - 1].MemberId : null, null));
    }

    [HttpGet("new")]
    public IActionResult New() => View("/Portal/Members/New.cshtml", new MemberForm { FormId = Guid.CreateVersion7() });

    [HttpPost("new")]
    public async Task<IActionResult> Create(MemberForm form, CancellationToken cancel)
    {
        var (memberId, login) = (Member.Normalise(form.MemberId), PortalUser.Normalise(form.Login));
        var initial = PasswordRules.NewInitial();
        if (form.MemberId is not null && !Member.IsMemberId(memberId))
        {
            ModelState.AddModelError(nameof(form.MemberId), texts["MemberIdFormat"]);
        }

        if (form.Login is not null && !PortalUser.IsLogin(login))
        {
            ModelState.AddModelError(nameof(form.Login), texts["LoginFormat"]);
        }

        if (ModelState.IsValid)
        {
            // A scope of the new member: the operator's own belongs to none. Member and first administrator are one transaction.
            await using var scope = InMember(Member.TenantOf(memberId));
            var inside = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
            var hash = passwords.Hash(initial);
            await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().RunAsync(
                async c =>
                {
                    if (await inside.Members.AnyAsync(m => m.MemberId == memberId, c))
                    {
                        // The same form once more: it made the member already, but nobody may have seen the answer, and its password is nowhere. This answer's works.
                        if (await inside.Users.SingleOrDefaultAsync(u => u.Id == form.FormId && u.Login == login && u.InitialPasswordUntil != null, c) is { } made)
                        {
                            made.ResetPassword(memberId, hash, clock.GetUtcNow());
                        }
                        else
                        {
                            ModelState.AddModelError(nameof(form.MemberId), texts["MemberIdTaken"]);
                        }

                        return;
                    }

                    inside.Members.Add(Member.Join(memberId, form.Name!, clock.Today()));
                    inside.Users.Add(PortalUser.Register(form.Login!, form.AdministratorName!, form.AdministratorKana, null, administrator: true, hash, clock.GetUtcNow(), form.FormId == Guid.Empty ? null : form.FormId));
                },
                cancel);
        }

        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return View("/Portal/Members/New.cshtml", form);
        }

        return View("/Portal/Members/InitialPassword.cshtml", new InitialPasswordPage(memberId, login, form.AdministratorName!, initial, "/operator/members"));
    }

    [HttpGet("{id:guid}")]
    public Task<IActionResult> Show(Guid id, CancellationToken cancel) => PageAsync(id, new ReissueForm(), cancel);

    /// <summary>A new initial password for a portal administrator who has lost theirs, whom nobody else can help. The operator types the user ID, since no list of people is shown here.</summary>
    [HttpPost("{id:guid}/password-reset")]
    public async Task<IActionResult> ResetPassword(Guid id, ReissueForm form, CancellationToken cancel)
    {
        var member = await db.Members.AsNoTracking().SingleOrDefaultAsync(m => m.Id == id, cancel);
        if (member is null)
        {
            return NotFound();
        }

        var (login, initial) = (PortalUser.Normalise(form.Login), PasswordRules.NewInitial());
        if (ModelState.IsValid && !await ReissueAsync(member, login, passwords.Hash(initial), cancel))
        {
            ModelState.AddModelError(nameof(form.Login), texts["NoSuchAdministrator"]);
        }

        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return await PageAsync(id, form, cancel);
        }

        return View("/Portal/Members/InitialPassword.cshtml", new InitialPasswordPage(member.MemberId, login, null, initial, $"/operator/members/{id}"));
    }

    private async Task<bool> ReissueAsync(Member member, string login, string hash, CancellationToken cancel)
    {
        await using var scope = InMember(member.Id);
        var inside = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        var unitOfWork = scope.ServiceProvider.GetRequiredService<IUnitOfWork>();
        PortalUser? user = null;
        await unitOfWork.RunAsync(
            async c =>
            {
                user = await inside.Users.SingleOrDefaultAsync(u => u.Login == login && u.Administrator && !u.Suspended, c);
                if (user is not null)
                {
                    user.ResetPassword(member.MemberId, hash, clock.GetUtcNow());
                    await inside.Sessions.Where(s => s.UserId == user.Id).ExecuteDeleteAsync(c);
                    await scope.ServiceProvider.GetRequiredService<SignOn>().ForgiveAsync(login, c);
                    unitOfWork.Audit("PortalPasswordReissued", user.Id.ToString());
                    unitOfWork.AfterCommitEverywhere(sessions.ForgetAll);
                }
            },
            cancel);
        return user is not null;
    }

    private async Task<IActionResult> PageAsync(Guid id, ReissueForm form, CancellationToken cancel)
    {
        var member = await db.Members.AsNoTracking().SingleOrDefaultAsync(m => m.Id == id, cancel);
        if (member is null)
        {
            return NotFound();
        }

        await using var scope = InMember(id);
        var inside = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        var counts = await inside.Users.GroupBy(_ => 1)
            .Select(g => new { All = g.Count(), Administrators = g.Sum(u => u.Administrator ? 1 : 0), Suspended = g.Sum(u => u.Suspended ? 1 : 0) }).SingleOrDefaultAsync(cancel);
        var application = await inside.Applications.AsNoTracking().Where(a => a.StoppedAt == null).FirstOrDefaultAsync(cancel);
        return View("/Portal/Members/Show.cshtml", new MemberPage(
            id, form, member.MemberId, member.Name, member.JoinedOn, counts?.All ?? 0, counts?.Administrators ?? 0, counts?.Suspended ?? 0, application?.AppliedAt, application?.OpensAt, application?.IsOpen(clock.GetUtcNow()) == true));
    }

    // Two reads of an index from its beginning, since one question with "or" would read the whole table.
    private async Task<IReadOnlyList<MemberRow>> FindAsync(string search, CancellationToken cancel)
    {
        var (id, key) = (Member.Normalise(search), SearchText.Fold(search));
        var (idEnd, keyEnd) = (id + '\uffff', key + '\uffff');
        var byId = await Rows(db.Members.Where(m => m.MemberId.CompareTo(id) >= 0 && m.MemberId.CompareTo(idEnd) < 0).OrderBy(m => m.MemberId), PageSize).ToListAsync(cancel);
        var byName = key.Length == 0
            ? []
            : await Rows(db.Members.Where(m => m.NameKey.CompareTo(key) >= 0 && m.NameKey.CompareTo(keyEnd) < 0).OrderBy(m => m.NameKey), PageSize).ToListAsync(cancel);
        return [.. byId.Concat(byName).DistinctBy(m => m.Id).Take(PageSize)];
    }

    private static IQueryable<MemberRow> Rows(IQueryable<Member> members, int most) => members.AsNoTracking().Take(most).Select(m => new MemberRow(m.Id, m.MemberId, m.Name, m.JoinedOn));

    private AsyncServiceScope InMember(Guid tenant)
    {
        var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(tenant);
        return scope;
    }
}

/// <summary>One row of the list.</summary>
internal sealed record MemberRow(Guid Id, string MemberId, string Name, DateOnly JoinedOn);

/// <summary>Model of the list.</summary>
internal sealed record MemberList(IReadOnlyList<MemberRow> Rows, string? Next, string? Search);

/// <summary>Model of a member's page.</summary>
internal sealed record MemberPage(Guid Id, ReissueForm Form, string MemberId, string Name, DateOnly JoinedOn, int Users, int Administrators, int Suspended, DateTimeOffset? AppliedAt, DateTimeOffset? OpensAt, bool Open);

/// <summary>The form of 入会.</summary>
internal sealed class MemberForm
{
    /// <summary>Made with the form, so that a form sent twice makes one member.</summary>
    public Guid FormId { get; set; }

    [Required]
    [PlainText(20)]
    public string? MemberId { get; set; }

    [Required]
    [PlainText(100)]
    public string? Name { get; set; }

    [Required]
    [PlainText(60)]
    public string? Login { get; set; }

    [Required]
    [PlainText(100)]
    public string? AdministratorName { get; set; }

    [PlainText(100)]
    public string? AdministratorKana { get; set; }
}

/// <summary>Whose password is made anew.</summary>
internal sealed class ReissueForm
{
    [Required]
    [PlainText(60)]
    public string? Login { get; set; }
}
