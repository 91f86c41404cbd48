using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesSupport.IdentityBridge.Contracts;
using SalesSupport.Notices.Data;

namespace SalesSupport.Notices.FromOthers;

/// <summary>A deleted user is told of nothing any more, and nobody of a report that goes with them (R17).</summary>
internal sealed class ForgetDeleted(NoticesDbContext db) : INotificationHandler<UserDeleted>
{
    public async Task Handle(UserDeleted notification, CancellationToken cancellationToken)
    {
        var (id, isAlone) = (notification.UserId, notification.SuccessorId is null);
        await db.Reminders.Where(r => db.Letters.Any(l => l.Id == r.LetterId && l.UserId == id)).ExecuteDeleteAsync(cancellationToken);
        await db.Notices.Where(n => n.UserId == id || (isAlone && n.AuthorId == id)).ExecuteDeleteAsync(cancellationToken);
        await db.Letters.Where(l => l.UserId == id).ExecuteDeleteAsync(cancellationToken);
        db.Destinations.RemoveRange(await db.Destinations.Where(d => d.UserId == id).ToListAsync(cancellationToken));
    }
}
