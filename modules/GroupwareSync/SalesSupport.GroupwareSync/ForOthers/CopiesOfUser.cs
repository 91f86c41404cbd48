using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using SalesSupport.GroupwareSync.Data;
using SalesSupport.IdentityBridge.Contracts;

namespace SalesSupport.GroupwareSync.ForOthers;

/// <summary>What of this module a user has, before they are deleted (R17).</summary>
internal sealed class CopiesOfUser(GroupwareSyncDbContext db, IStringLocalizer<Texts> texts) : IUserBelongings
{
    public async Task<IReadOnlyList<UserBelonging>> CountAsync(Guid userId, CancellationToken cancel) =>
        [new(texts["BelongingCopies"], await db.Copies.CountAsync(c => c.UserId == userId && c.SentVersion != null, cancel), texts["BelongingCopiesText"], texts["BelongingCopiesText"])];
}
