using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using SalesSupport.Abstractions;
using SalesSupport.Portal.Accounts;
using SalesSupport.Portal.Data;
using SalesSupport.Portal.Users;

namespace SalesSupport.Portal.Home;

/// <summary>The portal's front page: the way into SalesSupport, one's own account, and, for administrators, what is left to do (R02).</summary>
[Authorize(Policies.PortalUser)]
[Route("portal")]
internal sealed class PortalController(PortalDbContext db, ServiceAdministrators administrators, TimeProvider clock) : Controller
{
    [HttpGet]
    public async Task<IActionResult> Index(string? done, CancellationToken cancel)
    {
        var ticket = PortalTicket.Of(User)!;
        var application = await db.Applications.AsNoTracking().Where(a => a.StoppedAt == null).Select(a => new { a.OpensAt }).FirstOrDefaultAsync(cancel);
        var others = ticket.Administrator && await db.Users.AnyAsync(u => u.Id != ticket.UserId, cancel);
        var appoint = ticket.Administrator && (await administrators.AppointableAsync(cancel)).Count > 0;
        return View("/Portal/Home/Index.cshtml", new PortalHome(ticket, application?.OpensAt, application?.OpensAt <= clock.GetUtcNow(), others, appoint, done == "PasswordChanged" ? done : null));
    }
}

/// <summary>Model of the front page.</summary>
/// <param name="Me">Who is signed on.</param>
/// <param name="OpensAt">When the service opens or opened, or null when nobody has applied.</param>
/// <param name="Open">Whether it is open.</param>
/// <param name="OthersRegistered">Whether there are portal users besides the administrator who asks; R02's second step.</param>
/// <param name="Appoint">Whether all administrators of SalesSupport are suspended and the one who asks should appoint one (R14).</param>
/// <param name="Done">Key of a message, or null.</param>
internal sealed record PortalHome(PortalTicket Me, DateTimeOffset? OpensAt, bool Open, bool OthersRegistered, bool Appoint, string? Done);
