using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesSupport.GroupwareSync.Accounts;
using SalesSupport.GroupwareSync.Data;
using SalesSupport.GroupwareSync.Pushing;
using SalesSupport.IdentityBridge.Contracts;

namespace SalesSupport.GroupwareSync.FromOthers;

/// <summary>Nothing of a deleted user stays in their calendar (R17). Which account that is, is written down: soon nobody can say it any more.</summary>
internal sealed class TakeBackCopiesOfDeleted(GroupwareSyncDbContext db) : INotificationHandler<UserDeleted>
{
    public async Task Handle(UserDeleted notification, CancellationToken cancellationToken)
    {
        var id = notification.UserId;
        var copies = await db.Copies.Where(c => c.UserId == id).ToListAsync(cancellationToken);
        var account = await db.Accounts.SingleOrDefaultAsync(a => a.UserId == id, cancellationToken);
        var groupware = await db.Groupwares.AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        var name = account?.Name ?? (groupware is null ? null : Targets.NameOf(groupware.AccountNames, notification.Login));
        if (name is null || copies.TrueForAll(c => c.IsNoMore))
        {
            // Nothing stands there, or it was never known where.
            db.Copies.RemoveRange(copies);
            db.Accounts.RemoveRange(account is null ? [] : [account]);
            return;
        }

        if (account is null)
        {
            db.Accounts.Add(account = new Account { UserId = id });
        }

        account.Name = name;
        account.Resume();       // tried once more
        if (groupware is not { IsOn: true })
        {
            account.Secret = null;      // nothing is taken back while nothing is sent, and it is not kept for some day
        }

        copies.ForEach(c => c.Unwant());
    }
}
