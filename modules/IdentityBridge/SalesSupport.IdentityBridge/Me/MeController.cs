using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.IdentityBridge.Contracts;

namespace SalesSupport.IdentityBridge;

/// <summary>One's own page: who one is here, and where one is signed in.</summary>
[Authorize(Policies.User)]
[Route("me")]
internal sealed class MeController(IdentityBridgeDbContext db, IPeople people, IUnitOfWork unitOfWork, ISlots<IOwnSetting> settings, CurrentUser user, TimeProvider clock, IStringLocalizer<Texts> texts) : Controller
{
    private Guid ThisSession => Guid.Parse(HttpContext.User.FindFirst(TicketClaims.Session)!.Value);

    [HttpGet]
    public async Task<IActionResult> Index(CancellationToken cancel)
    {
        var sessions = await db.Sessions.AsNoTracking().Where(Session.IsOpen(user.Id, clock.GetUtcNow())).OrderByDescending(s => s.LastSeenAt).Take(50).ToListAsync(cancel);
        var book = await people.GetAsync(cancel);
        var member = await db.Members.AsNoTracking().Select(m => m.Name).SingleOrDefaultAsync(cancel);
        var own = await settings.AskAsync(s => Task.FromResult(new OwnSetting(s.Title, s.Text, s.Icon, s.Url)), cancel);
        return View(new MePage(book.Find(user.Id)!, book, member ?? "", sessions, ThisSession, own));
    }

    [HttpPost("sessions/{id:guid}/ending")]
    public async Task<IActionResult> End(Guid id, CancellationToken cancel)
    {
        var session = await db.Sessions.SingleOrDefaultAsync(s => s.Id == id && s.UserId == user.Id, cancel);
        if (session is null)
        {
            return NotFound();
        }

        session.End(clock.GetUtcNow());
        return await EndedAsync(1, cancel);
    }

    [HttpPost("sessions/others/ending")]
    public async Task<IActionResult> EndOthers(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var others = (await db.Sessions.Where(Session.IsOpen(user.Id, now)).ToListAsync(cancel)).FindAll(s => s.Id != ThisSession);
        others.ForEach(s => s.End(now));
        return await EndedAsync(others.Count, cancel);
    }

    private async Task<IActionResult> EndedAsync(int count, CancellationToken cancel)
    {
        (await db.Users.SingleAsync(u => u.Id == user.Id, cancel)).SessionsWereEnded();
        unitOfWork.Audit("OwnSessionsEnded", user.Id.ToString());
        await db.SaveChangesAsync(cancel);
        TempData["Toast"] = texts["SessionsEnded", count].Value;
        return RedirectToAction(nameof(Index));
    }
}

/// <summary>One's own page.</summary>
internal sealed record MePage(Person Person, PeopleBook Book, string Member, IReadOnlyList<Session> Sessions, Guid ThisSession, IReadOnlyList<OwnSetting> Settings);

/// <summary>A link to something that one sets for oneself.</summary>
internal sealed record OwnSetting(string Title, string Text, string Icon, string Url);
