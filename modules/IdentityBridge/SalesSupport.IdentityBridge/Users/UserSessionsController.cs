using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;

namespace SalesSupport.IdentityBridge;

/// <summary>An administrator ends somebody's sessions, as when a phone was lost.</summary>
[Authorize(Policies.Administrator)]
[Route("settings/users/{id:guid}/sessions/ending")]
internal sealed class UserSessionsController(IdentityBridgeDbContext db, IUnitOfWork unitOfWork, TimeProvider clock, IStringLocalizer<Texts> texts) : Controller
{
    [HttpPost]
    public async Task<IActionResult> Create(Guid id, CancellationToken cancel)
    {
        if (await db.Users.SingleOrDefaultAsync(u => u.Id == id, cancel) is not { } user)
        {
            return NotFound();
        }

        var now = clock.GetUtcNow();
        var open = await db.Sessions.Where(Session.IsOpen(id, now)).ToListAsync(cancel);
        open.ForEach(s => s.End(now));
        user.SessionsWereEnded();
        unitOfWork.Audit("SessionsEnded", id.ToString());
        await db.SaveChangesAsync(cancel);
        TempData["Toast"] = texts["SessionsEnded", open.Count].Value;
        return Redirect($"/settings/users/{id}");
    }
}
