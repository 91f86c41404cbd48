using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SalesSupport.Abstractions;
using SalesSupport.Portal.Data;

namespace SalesSupport.Portal.Accounts;

/// <summary>
/// Whether a session still lives and what its user may do, asked of the database at most once in <see cref="Fresh"/> for each session. Within this process a change counts at
/// once (<see cref="ForgetAll"/> after its commit), in another within that time (R16).
/// </summary>
internal sealed class LiveSessions(IServiceScopeFactory scopes, TimeProvider clock)
{
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(60);
    private const int Most = 10_000;
    private readonly ConcurrentDictionary<(Guid Tenant, Guid Session), (PortalTicket? Ticket, DateTimeOffset ReadAt)> known = new();
    private int changes;

    public void ForgetAll()
    {
        Interlocked.Increment(ref changes);
        known.Clear();
    }

    /// <returns>Null when the session has ended or its user is suspended.</returns>
    public async Task<PortalTicket?> FindAsync(Guid tenant, Guid session, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        if (!known.TryGetValue((tenant, session), out var found) || now - found.ReadAt >= Fresh)
        {
            var before = Volatile.Read(ref changes);
            found = (await ReadAsync(tenant, session, cancel), now);
            if (known.Count >= Most)
            {
                known.Clear();
            }

            // What was read before somebody else's commit must not outlive it.
            if (before == Volatile.Read(ref changes))
            {
                known[(tenant, session)] = found;
            }
        }

        return found.Ticket is { } ticket && ticket.SignedOnAt + PortalSession.Longest > now ? ticket : null;
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
}
