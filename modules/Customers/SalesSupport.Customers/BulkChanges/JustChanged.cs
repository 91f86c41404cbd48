using System.Collections.Concurrent;
using SalesSupport.Abstractions;

namespace SalesSupport.Customers.BulkChanges;

/// <summary>A change that has just been made of many customers.</summary>
/// <param name="Change">What was set.</param>
/// <param name="Back">For each customer that it changed, what sets it as it was.</param>
internal sealed record MadeChange(CompanyChange Change, IReadOnlyDictionary<Guid, CompanyChange> Back);

/// <summary>Each user's latest change of many customers, kept in memory for two minutes so that 元に戻す can take it back, as <see cref="JustRemoved{T}"/> keeps what was deleted.</summary>
internal sealed class JustChanged(TimeProvider clock)
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<(Guid Tenant, Guid User), (Guid Id, MadeChange Made, DateTimeOffset At)> changed = new();

    /// <summary>Keeps a change; to be called after the commit.</summary>
    public void Keep(Guid tenantId, Guid userId, Guid id, MadeChange made)
    {
        var now = clock.GetUtcNow();
        foreach (var old in changed.Where(c => c.Value.At < now - Kept))
        {
            changed.TryRemove(old);
        }

        changed[(tenantId, userId)] = (id, made, now);
    }

    /// <summary>Takes it out, once.</summary>
    /// <returns>Null when this user has not made it, has made another since, or too long ago.</returns>
    public MadeChange? Take(Guid tenantId, Guid userId, Guid id) =>
        changed.TryGetValue((tenantId, userId), out var kept) && kept.Id == id && kept.At >= clock.GetUtcNow() - Kept && changed.TryRemove(KeyValuePair.Create((tenantId, userId), kept)) ? kept.Made : null;
}
