using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesSupport.Abstractions;
using SalesSupport.Portal.Contracts;

namespace SalesSupport.IdentityBridge;

/// <summary>Finds the user that the embedded portal speaks of, in the member's scope. Nobody, if that portal user never signed in here (R11).</summary>
internal sealed class PortalUsers(IdentityBridgeDbContext db, TenantScope scope)
{
    public Task<User?> FindAsync(string memberId, Guid subject, CancellationToken cancel)
    {
        scope.Enter(TenantScope.IdOf(Portals.Embedded, memberId));
        var sub = subject.ToString();
        return db.Users.SingleOrDefaultAsync(u => u.Portal == Portals.Embedded && u.Subject == sub, cancel);
    }

    public async Task EndSessionsAsync(User user, DateTimeOffset now, CancellationToken cancel)
    {
        foreach (var session in await db.Sessions.Where(s => s.UserId == user.Id && s.EndedAt == null).ToListAsync(cancel))
        {
            session.End(now);
        }
    }
}

/// <summary>Suspended in the portal: no session of theirs outlives the portal's commit (R16).</summary>
internal sealed class EndSessionsOfSuspended(PortalUsers users, TimeProvider clock) : INotificationHandler<PortalUserSuspended>
{
    public async Task Handle(PortalUserSuspended notification, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(notification);
        if (await users.FindAsync(notification.MemberId, notification.Subject, cancellationToken) is { } user)
        {
            user.Suspend();
            await users.EndSessionsAsync(user, clock.GetUtcNow(), cancellationToken);
        }
    }
}

/// <summary>Another password in the portal: whoever knew the old one is signed in nowhere any more.</summary>
internal sealed class EndSessionsOfOldPassword(PortalUsers users, IUnitOfWork unitOfWork, TimeProvider clock) : INotificationHandler<PortalPasswordChanged>
{
    public async Task Handle(PortalPasswordChanged notification, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(notification);
        if (await users.FindAsync(notification.MemberId, notification.Subject, cancellationToken) is { } user)
        {
            await users.EndSessionsAsync(user, clock.GetUtcNow(), cancellationToken);
            unitOfWork.Audit("SessionsEnded", user.Id.ToString());
        }
    }
}

/// <summary>Let in again by the portal.</summary>
internal sealed class LetEnabledUsersIn(PortalUsers users) : INotificationHandler<PortalUserEnabled>
{
    public async Task Handle(PortalUserEnabled notification, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(notification);
        (await users.FindAsync(notification.MemberId, notification.Subject, cancellationToken))?.Enable();
    }
}

/// <summary>The portal's name of a person is the name here, without waiting for the next sign-in.</summary>
internal sealed class TakeNamesFromPortal(PortalUsers users) : INotificationHandler<PortalUserRenamed>
{
    public async Task Handle(PortalUserRenamed notification, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(notification);
        var user = await users.FindAsync(notification.MemberId, notification.Subject, cancellationToken);
        if (PlainTextAttribute.Clean(notification.Name, 100) is { Length: > 0 } name)
        {
            user?.Rename(name, PlainTextAttribute.Clean(notification.Kana, 100));
        }
    }
}

/// <summary>Appointed by a portal administrator (R14).</summary>
internal sealed class TakeAppointedAdministrator(PortalUsers users, IdentityBridgeDbContext db, TimeProvider clock) : INotificationHandler<ServiceAdministratorAppointed>
{
    public async Task Handle(ServiceAdministratorAppointed notification, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(notification);
        var user = await users.FindAsync(notification.MemberId, notification.Subject, cancellationToken);
        // Asked again, since it is this module that answers for the rule.
        if (user is null || !(await AppointableUsers.FindAsync(db, cancellationToken)).Contains(notification.Subject))
        {
            throw new InvalidOperationException("Somebody was appointed administrator who may not be.");
        }

        (await db.Members.SingleAsync(cancellationToken)).LevelsChangedAt = clock.GetUtcNow();
        user.ChangeLevel(UserLevel.Administrator, await PeopleBooks.ReadAsync(db, cancellationToken));
    }
}
