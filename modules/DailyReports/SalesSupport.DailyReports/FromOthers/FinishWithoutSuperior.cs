using MediatR;
using SalesSupport.DailyReports.Approvals;
using SalesSupport.IdentityBridge.Contracts;

namespace SalesSupport.DailyReports.FromOthers;

/// <summary>Without a superior submitted is final (R27), also for what was submitted before.</summary>
internal sealed class FinishWithoutSuperior(WaitingReports waiting) : INotificationHandler<SuperiorChanged>
{
    public Task Handle(SuperiorChanged notification, CancellationToken cancellationToken) =>
        notification.SuperiorId is null ? waiting.FinishOfAsync(notification.UserId, cancellationToken) : Task.CompletedTask;
}
