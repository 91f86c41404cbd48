using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.Portal.Data;
using SalesSupport.Portal.Passwords;
using SalesSupport.Portal.Users;

namespace SalesSupport.Portal.Members;

/// <summary>The operator's list of members, and 入会. Counts only: no operator sees a member's text.</summary>
[Authorize(Policies.Operator)]
[Route("operator/members")]
internal sealed class MembersController(PortalDbContext db, IServiceScopeFactory scopes, PasswordRules passwords, TimeProvider clock, IStringLocalizer<Texts> texts) : Controller
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
    public IActionResult New() => View("/Portal/Members/New.cshtml", new MemberForm());

    [HttpPost("new")]
    public async Task<IActionResult> Create(MemberForm form, CancellationToken cancel)
    {
        var memberId = Member.Normalise(form.MemberId);
        var initial = PasswordRules.NewInitial();
        if (form.MemberId is not null && !Member.IsMemberId(memberId))
        {
            ModelState.AddModelError(nameof(form.MemberId), texts["MemberIdFormat"]);
        }

        if (form.Login is not null && !PortalUser.IsLogin(PortalUser.Normalise(form.Login)))
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
                        ModelState.AddModelError(nameof(form.MemberId), texts["MemberIdTaken"]);
                        return;
                    }

                    inside.Members.Add(Member.Join(memberId, form.Name!, clock.Today()));
                    inside.Users.Add(PortalUser.Register(form.Login!, form.AdministratorName!, form.AdministratorKana, null, administrator: true, hash, clock.GetUtcNow()));
                },
                cancel);
        }

        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return View("/Portal/Members/New.cshtml", form);
        }

        return View("/Portal/Members/InitialPassword.cshtml", new InitialPasswordPage(memberId, PortalUser.Normalise(form.Login), form.AdministratorName!, initial, "/operator/members"));
    }

    [HttpGet("{id:guid}")]
    public async Task<IActionResult> Show(Guid id, CancellationToken cancel)
    {
        var member = await db.Members.AsNoTracking().SingleOrDefaultAsync(m => m.Id == id, cancel);
        if (member is null)
        {
            return NotFound();
        }

        await using var scope = InMember(id);
        var inside = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        var counts = await inside.Users.GroupBy(_ => 1)
            .Select(g => new { All = g.Count(), Administrators = g.Count(u => u.Administrator), Suspended = g.Count(u => u.Suspended) }).SingleOrDefaultAsync(cancel);
        var application = await inside.Applications.AsNoTracking().Where(a => a.StoppedAt == null).FirstOrDefaultAsync(cancel);
        return View("/Portal/Members/Show.cshtml", new MemberPage(
            member.MemberId, member.Name, member.JoinedOn, counts?.All ?? 0, counts?.Administrators ?? 0, counts?.Suspended ?? 0, application?.AppliedAt, application?.OpensAt, application?.IsOpen(clock.GetUtcNow()) == true));
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
internal sealed record MemberPage(string MemberId, string Name, DateOnly JoinedOn, int Users, int Administrators, int Suspended, DateTimeOffset? AppliedAt, DateTimeOffset? OpensAt, bool Open);

/// <summary>The form of 入会.</summary>
internal sealed class MemberForm
{
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
