using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SalesSupport.Abstractions;
using SalesSupport.Portal.Data;

namespace SalesSupport.Portal.Accounts;

/// <summary>
/// Whether a session still lives and what its user may do, from memory where nothing has changed. A change counts at once, on other hosts from the next request on (<see cref="ForgetAll"/>, in
/// <see cref="IUnitOfWork.AfterCommitEverywhere"/>), and one that nobody told of within the minute of R16.
/// </summary>
internal sealed class LiveSessions(IServiceScopeFactory scopes, TimeProvider clock, IHosts hosts)
{
    private readonly Recent<(Guid Tenant, Guid Session), Found> known = new(clock, hosts);

    public void ForgetAll() => known.ForgetAll();

    /// <returns>Null when the session has ended or its user is suspended.</returns>
    public async Task<PortalTicket?> FindAsync(Guid tenant, Guid session, CancellationToken cancel)
    {
        var found = await known.GetAsync(tenant, (tenant, session), async () => new Found(await ReadAsync(tenant, session, cancel)));
        return found?.Ticket is { } ticket && ticket.SignedOnAt + PortalSession.Longest > clock.GetUtcNow() ? ticket : null;
    }

    private async Task<PortalTicket?> ReadAsync(Guid tenant, Guid session, CancellationToken cancel)
    {
        // The request's own scope has no member yet; it gets one from the ticket that is looked at here.
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(tenant);
        var db = scope.ServiceProvider.GetRequiredService<PortalDbContext>();
        return await (from s in db.Sessions
                      where s.Id == session
                      join u in db.Users on s.UserId equals u.Id
                      join m in db.Members on s.TenantId equals m.Id
                      where !u.Suspended
                      select new PortalTicket(tenant, session, u.Id, u.Login, u.Name, m.MemberId, m.Name, u.Administrator, u.InitialPasswordUntil != null, s.SignedOnAt))
            .AsNoTracking().SingleOrDefaultAsync(cancel);
    }

    /// <summary>That there is none is worth knowing too: a browser goes on sending its cookie.</summary>
    private sealed record Found(PortalTicket? Ticket);
}
