using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using SalesSupport.Abstractions;
using SalesSupport.Portal.Accounts;
using SalesSupport.Portal.Data;

namespace SalesSupport.Portal.Users;

/// <summary>A portal administrator appoints a SalesSupport administrator, when all of the member's are suspended (R14).</summary>
[Authorize(Policies.PortalAdministrator)]
[Route("portal/users/{id:guid}/appointment")]
internal sealed class AppointmentsController(PortalDbContext db, IUnitOfWork unitOfWork, ServiceAdministrators administrators) : Controller
{
    [HttpPost]
    public async Task<IActionResult> Create(Guid id, CancellationToken cancel)
    {
        PortalUser? user = null;
        // In one transaction with the question whether it is allowed, else two could be appointed at once.
        await unitOfWork.RunAsync(
            async c =>
            {
                user = await db.Users.SingleOrDefaultAsync(u => u.Id == id, c);
                if (user is null)
                {
                    return;
                }

                if (!(await administrators.AppointableAsync(c)).Contains(id))
                {
                    throw new RuleBroken("AppointmentNotNow");
                }

                user.AppointServiceAdministrator(PortalTicket.Of(User)!.MemberId);
                unitOfWork.Audit("ServiceAdministratorAppointed", id.ToString());
            },
            cancel);
        return user is null ? NotFound() : Redirect($"/portal/users/{id}?done=Appointed");
    }
}
