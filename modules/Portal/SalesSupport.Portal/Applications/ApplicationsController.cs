using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using SalesSupport.Abstractions;
using SalesSupport.Portal.Accounts;
using SalesSupport.Portal.Data;

namespace SalesSupport.Portal.Applications;

/// <summary>利用申込: a portal administrator applies for SalesSupport, and sees when it opens (R01).</summary>
[Authorize(Policies.PortalAdministrator)]
[Route("portal/application")]
internal sealed class ApplicationsController(PortalDbContext db, IUnitOfWork unitOfWork, OpeningHour opening, TimeProvider clock) : Controller
{
    [HttpGet]
    public async Task<IActionResult> Show(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var application = await db.Applications.AsNoTracking().FirstOrDefaultAsync(a => a.StoppedAt == null, cancel);
        return View("/Portal/Applications/Show.cshtml", new ApplicationPage(application?.AppliedAt, application?.OpensAt ?? opening.For(now), application?.IsOpen(now) == true, opening));
    }

    [HttpPost]
    public async Task<IActionResult> Create(CancellationToken cancel)
    {
        var ticket = PortalTicket.Of(User)!;
        // Looked at and made in one transaction: a second press of the button finds the first's application.
        await unitOfWork.RunAsync(
            async c =>
            {
                if (!await db.Applications.AnyAsync(a => a.StoppedAt == null, c))
                {
                    db.Applications.Add(ServiceApplication.Apply(ticket.MemberId, ticket.UserId, clock.GetUtcNow(), opening));
                }
            },
            cancel);
        return Redirect("/portal/application");
    }
}

/// <summary>Model of the page.</summary>
/// <param name="AppliedAt">When it was applied for, or null.</param>
/// <param name="OpensAt">When it opens, or would open if applied for now.</param>
/// <param name="Open">Whether it is open now.</param>
/// <param name="Rule">The rule that the page explains.</param>
internal sealed record ApplicationPage(DateTimeOffset? AppliedAt, DateTimeOffset OpensAt, bool Open, OpeningHour Rule);
