using System.Data.Common;
using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SalesSupport.Abstractions;

namespace SalesSupport.IdentityBridge;

/// <summary>What a session's cookie is worth at this request. The cookie only names a session; who that is, and what they may do, is looked up (in memory, mostly).</summary>
internal sealed class Tickets(IServiceScopeFactory scopes, PeopleBooks books, TimeProvider clock, IHosts hosts, ILogger<Tickets> log)
{
    private readonly Recent<Guid, Seen> sessions = new(clock, hosts);

    /// <summary>What stands in the cookie.</summary>
    public static ClaimsPrincipal Cookie(Guid tenant, Guid session) =>
        new(new ClaimsIdentity([new Claim(TicketClaims.Tenant, tenant.ToString()), new Claim(TicketClaims.Session, session.ToString())], PortalSignIn.Scheme));

    /// <summary>What a request has.</summary>
    public static ClaimsPrincipal Principal(Guid tenant, Guid session, Guid user, string name, UserLevel level) =>
        new(new ClaimsIdentity(
            [
                new Claim(TicketClaims.Tenant, tenant.ToString()),
                new Claim(TicketClaims.Session, session.ToString()),
                new Claim(TicketClaims.User, user.ToString()),
                new Claim("sub", user.ToString()),        // what antiforgery tokens are bound to; without it to all claims, and a new name would void open forms
                new Claim(TicketClaims.Name, name),
                new Claim(TicketClaims.Level, level.ToString()),
            ],
            PortalSignIn.Scheme,
            TicketClaims.Name,
            TicketClaims.Level));

    /// <returns>Null when the session has ended or the user is gone or suspended.</returns>
    public async Task<ClaimsPrincipal?> ReadAsync(ClaimsPrincipal cookie, CancellationToken cancel)
    {
        if (!TryRead(cookie, out var tenant, out var id))
        {
            return null;
        }

        var session = await sessions.GetAsync(tenant, id, () => LoadAsync(tenant, id, cancel));
        var now = clock.GetUtcNow();
        if (session is null || session.Tenant != tenant || now - session.LastSeenAt > Session.IdleTime || now - session.StartedAt > Session.WholeTime)
        {
            return null;
        }

        var book = await books.GetAsync(tenant, cancel);
        if (book.Find(session.UserId) is not { Suspended: false } person)
        {
            return null;
        }

        if (now - session.LastSeenAt >= Session.SeenEvery)
        {
            await SeeAsync(tenant, id, now);
        }

        return session.PrincipalOf(id, person);
    }

    /// <summary>Ends the session that a cookie names.</summary>
    /// <param name="cookie">Whose.</param>
    /// <param name="why">The audit row's word.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The portal's ID token, for signing out there too.</returns>
    public async Task<string?> EndAsync(ClaimsPrincipal cookie, string why, CancellationToken cancel)
    {
        if (!TryRead(cookie, out var tenant, out var id))
        {
            return null;
        }

        await using var scope = Enter(tenant);
        var db = scope.ServiceProvider.GetRequiredService<IdentityBridgeDbContext>();
        if (await db.Sessions.SingleOrDefaultAsync(s => s.Id == id, cancel) is not { } session)
        {
            return null;
        }

        var idToken = session.IdToken;
        session.End(clock.GetUtcNow());
        scope.ServiceProvider.GetRequiredService<IUnitOfWork>().Audit(why, session.UserId.ToString());
        await db.SaveChangesAsync(cancel);
        return idToken;
    }

    public void Forget(Guid session) => sessions.Forget(session);

    private static bool TryRead(ClaimsPrincipal cookie, out Guid tenant, out Guid session)
    {
        session = default;
        return Guid.TryParse(cookie.FindFirstValue(TicketClaims.Tenant), out tenant) && Guid.TryParse(cookie.FindFirstValue(TicketClaims.Session), out session);
    }

    private async Task<Seen?> LoadAsync(Guid tenant, Guid id, CancellationToken cancel)
    {
        await using var scope = Enter(tenant);
        var db = scope.ServiceProvider.GetRequiredService<IdentityBridgeDbContext>();
        return await db.Sessions.AsNoTracking().Where(s => s.Id == id && s.EndedAt == null).Select(s => new Seen(s.TenantId, s.UserId, s.StartedAt, s.LastSeenAt)).SingleOrDefaultAsync(cancel);
    }

    private async Task SeeAsync(Guid tenant, Guid id, DateTimeOffset now)
    {
        await using var scope = Enter(tenant);
        var db = scope.ServiceProvider.GetRequiredService<IdentityBridgeDbContext>();
        var before = now - Session.SeenEvery;
        try
        {
            // Of several requests at once, one writes.
            await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().RunAsync(
                c => db.Sessions.Where(s => s.Id == id && s.LastSeenAt <= before).ExecuteUpdateAsync(s => s.SetProperty(x => x.LastSeenAt, now), c), CancellationToken.None);
        }
        catch (DbException e)
        {
            // A disk that is full or a writer that does not end: reading goes on, and the next request tries again.
            log.LogError(e, "When a session was last used could not be written");
        }

        sessions.Forget(id);
    }

    private AsyncServiceScope Enter(Guid tenant)
    {
        var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(tenant);
        return scope;
    }

    private sealed class Seen(Guid tenant, Guid userId, DateTimeOffset startedAt, DateTimeOffset lastSeenAt)
    {
        private Known? known;

        public Guid Tenant { get; } = tenant;

        public Guid UserId { get; } = userId;

        public DateTimeOffset StartedAt { get; } = startedAt;

        public DateTimeOffset LastSeenAt { get; } = lastSeenAt;

        /// <summary>The same principal at each request, until the person is read anew: what others derive from it is kept with it.</summary>
        public ClaimsPrincipal PrincipalOf(Guid session, Person person)
        {
            var last = known;
            if (last is null || !ReferenceEquals(last.Person, person))
            {
                known = last = new Known(person, Principal(Tenant, session, person.Id, person.Name, person.Level));
            }

            return last.Principal;
        }

        private sealed record Known(Person Person, ClaimsPrincipal Principal);
    }
}
