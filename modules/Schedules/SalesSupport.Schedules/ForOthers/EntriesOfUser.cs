using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using SalesSupport.IdentityBridge.Contracts;
using SalesSupport.Schedules.Data;

namespace SalesSupport.Schedules.ForOthers;

/// <summary>What of this module a user has, before they are deleted (R17).</summary>
internal sealed class EntriesOfUser(SchedulesDbContext db, TimeProvider clock, IStringLocalizer<Texts> texts) : IUserBelongings
{
    public async Task<IReadOnlyList<UserBelonging>> CountAsync(Guid userId, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var own = db.Entries.Where(e => e.OwnerId == userId);
        return
        [
            new(texts["BelongingComing"], await own.CountAsync(e => e.LastAt > now, cancel), texts["BelongingComingAlone"], texts["BelongingComingHandedOver"]),
            new(texts["BelongingOver"], await own.CountAsync(e => e.LastAt <= now, cancel), texts["BelongingOverAlone"], texts["BelongingOverHandedOver"]),
            new(texts["BelongingPart"], await db.Places.CountAsync(p => p.UserId == userId && p.LastAt > now && db.Entries.Any(e => e.Id == p.EntryId && e.OwnerId != userId), cancel), texts["BelongingPartText"], texts["BelongingPartText"]),
        ];
    }
}
