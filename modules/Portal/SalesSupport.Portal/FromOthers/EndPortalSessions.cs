using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesSupport.Abstractions;
using SalesSupport.IdentityBridge.Contracts;
using SalesSupport.Portal.Accounts;
using SalesSupport.Portal.Data;
using SalesSupport.Portal.Members;

namespace SalesSupport.Portal.FromOthers;

/// <summary>A device that was signed out from afar must not come in again by its sign-on here. The person's other devices sign on anew when they next need the portal.</summary>
internal sealed class EndPortalSessions(PortalDbContext db, LiveSessions sessions, IUnitOfWork unitOfWork) : INotificationHandler<UserSessionsEnded>
{
    public async Task Handle(UserSessionsEnded notification, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(notification);
        if (notification.Portal == Member.PortalName && Guid.TryParse(notification.Subject, out var user))
        {
            await unitOfWork.RunAsync(c => db.Sessions.Where(s => s.UserId == user).ExecuteDeleteAsync(c), cancellationToken);
            unitOfWork.AfterCommitEverywhere(sessions.ForgetAll);
        }
    }
}
