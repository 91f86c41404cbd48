using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using SalesSupport.Abstractions;
using SalesSupport.Portal.Data;
using SalesSupport.Portal.Members;
using SalesSupport.Portal.Passwords;
using SalesSupport.Portal.Users;

namespace SalesSupport.Portal.Accounts;

/// <summary>How a try to sign on ended.</summary>
internal enum SignOnEnd
{
    Accepted,

    /// <summary>Wrong password, no such account, no such member: nobody learns which.</summary>
    Refused,

    /// <summary>Too many tries for that name, whether or not it exists.</summary>
    Locked,

    /// <summary>The password was right, but the account is suspended.</summary>
    Suspended,

    /// <summary>The initial password was right, but is too old.</summary>
    Expired,
}

/// <summary>Checks member ID, user ID and password, and begins a session. Does the same work for names that do not exist.</summary>
internal sealed class SignOn(PortalDbContext db, IUnitOfWork unitOfWork, TenantScope scope, PasswordRules passwords, IHttpContextAccessor http, TimeProvider clock)
{
    public async Task<(SignOnEnd End, PortalTicket? Ticket)> TryAsync(string memberId, string login, string password, CancellationToken cancel)
    {
        scope.Enter(Member.TenantOf(memberId));
        if (!await PayAsync(login, cancel))
        {
            return (SignOnEnd.Locked, null);
        }

        var member = await db.Members.AsNoTracking().SingleOrDefaultAsync(m => m.Id == scope.Id, cancel);
        var user = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Login == login, cancel);
        var right = passwords.IsRight(user?.PasswordHash, password);
        var now = clock.GetUtcNow();
        if (member is not null && user is { Suspended: false } && right && !(user.InitialPasswordUntil < now))
        {
            return (SignOnEnd.Accepted, await BeginAsync(member, user, cancel));
        }

        if (member is not null)
        {
            AuditAs(user is null ? null : Ticket(member, user, Guid.Empty), "PortalSignOnRefused");
            await db.SaveChangesAsync(cancel);
        }

        var locked = await db.Tries.AnyAsync(t => t.Id == AccountTries.IdOf(login) && t.LockedUntil > now, cancel);
        return (locked ? SignOnEnd.Locked : user is null || !right ? SignOnEnd.Refused : user.Suspended ? SignOnEnd.Suspended : SignOnEnd.Expired, null);
    }

    /// <summary>Counts a try for a name of the scope's member.</summary>
    /// <returns>False while the name is locked.</returns>
    public async Task<bool> PayAsync(string login, CancellationToken cancel)
    {
        var paid = false;
        await unitOfWork.RunAsync(
            async c =>
            {
                var id = AccountTries.IdOf(login);
                var tries = await db.Tries.SingleOrDefaultAsync(t => t.Id == id, c);
                if (tries is null)
                {
                    db.Tries.Add(tries = new AccountTries { Id = id });
                }

                paid = tries.Pay(clock.GetUtcNow());
            },
            cancel);
        return paid;
    }

    /// <summary>Forgets the tries after a right password.</summary>
    public Task ForgiveAsync(string login, CancellationToken cancel)
    {
        var id = AccountTries.IdOf(login);
        return unitOfWork.RunAsync(c => db.Tries.Where(t => t.Id == id).ExecuteDeleteAsync(c), cancel);
    }

    private async Task<PortalTicket> BeginAsync(Member member, PortalUser user, CancellationToken cancel)
    {
        var session = new PortalSession { UserId = user.Id, SignedOnAt = clock.GetUtcNow() };
        await unitOfWork.RunAsync(
            async c =>
            {
                await ForgiveAsync(user.Login, c);
                db.Sessions.Add(session);
                AuditAs(Ticket(member, user, session.Id), "PortalSignedOn");
            },
            cancel);
        return Ticket(member, user, session.Id);
    }

    private PortalTicket Ticket(Member member, PortalUser user, Guid session) =>
        new(member.Id, session, user.Id, user.Login, user.Name, member.MemberId, member.Name, user.Administrator, user.MustChangePassword, clock.GetUtcNow());

    // The row names whose account it is, who is nobody yet in this request.
    private void AuditAs(PortalTicket? who, string action)
    {
        var request = http.HttpContext!;
        var before = request.User;
        request.User = who?.ToPrincipal() ?? before;
        unitOfWork.Audit(action, who?.UserId.ToString() ?? "");
        request.User = before;
    }
}
