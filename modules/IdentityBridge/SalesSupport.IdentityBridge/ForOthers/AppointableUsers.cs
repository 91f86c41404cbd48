using Microsoft.EntityFrameworkCore;
using SalesSupport.Abstractions;
using SalesSupport.Portal.Contracts;

namespace SalesSupport.IdentityBridge;

/// <summary>Whom a portal administrator may appoint (R14): anybody registered, once every administrator is suspended in the portal.</summary>
internal sealed class AppointableUsers(IdentityBridgeDbContext db) : IServiceAdministrators
{
    public Task<IReadOnlyList<Guid>> AppointableAsync(CancellationToken cancel) => FindAsync(db, cancel);

    public static async Task<IReadOnlyList<Guid>> FindAsync(IdentityBridgeDbContext db, CancellationToken cancel)
    {
        if (await db.Users.AnyAsync(u => u.Level == UserLevel.Administrator && !u.Suspended, cancel))
        {
            return [];
        }

        var subjects = await db.Users.Where(u => u.Portal == Portals.Embedded && !u.Suspended).Select(u => u.Subject).ToListAsync(cancel);
        return [.. subjects.Select(Guid.Parse)];
    }
}
