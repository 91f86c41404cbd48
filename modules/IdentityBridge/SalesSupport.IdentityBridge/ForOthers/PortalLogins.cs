using Microsoft.EntityFrameworkCore;
using SalesSupport.IdentityBridge.Contracts;

namespace SalesSupport.IdentityBridge;

/// <inheritdoc cref="IPortalLogins" />
internal sealed class PortalLogins(IdentityBridgeDbContext db) : IPortalLogins
{
    public async Task<IReadOnlyDictionary<Guid, PortalLogin>> FindAsync(IReadOnlyCollection<Guid> userIds, CancellationToken cancel) =>
        await db.Users.AsNoTracking().Where(u => userIds.Contains(u.Id) && (u.Login != null || u.Mail != null)).ToDictionaryAsync(u => u.Id, u => new PortalLogin(u.Login, u.Mail), cancel);
}
