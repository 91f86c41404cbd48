using System.Collections.Concurrent;

namespace SalesSupport.Abstractions;

/// <summary>
/// What users have just deleted, kept in memory for two minutes so that 元に戻す can bring it back exactly as it was. It is gone from the database at once: a deletion is one. After a
/// restart there is nothing to undo, which the page says.
/// </summary>
/// <typeparam name="T">The entity.</typeparam>
/// <param name="clock">The house's clock.</param>
public sealed class JustRemoved<T>(TimeProvider clock)
    where T : Entity, ITenantOwned
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<(Guid Tenant, Guid User, Guid Id), (T Entity, DateTimeOffset At)> removed = new();

    /// <summary>Keeps an entity that this user has deleted; to be called after the commit.</summary>
    public void Keep(Guid userId, T entity)
    {
        ArgumentNullException.ThrowIfNull(entity);
        var now = clock.GetUtcNow();
        foreach (var old in removed.Where(r => r.Value.At < now - Kept))
        {
            removed.TryRemove(old);
        }

        removed[(entity.TenantId, userId, entity.Id)] = (entity, now);
    }

    /// <summary>Runs the save that brings back what was taken out. When that fails, it can be taken out again.</summary>
    /// <param name="userId">Whose undo it is.</param>
    /// <param name="entity">What <see cref="Take"/> gave.</param>
    /// <param name="save">Brings it back, in one transaction. What it throws is thrown on.</param>
    public async Task RestoreAsync(Guid userId, T entity, Func<Task> save)
    {
        ArgumentNullException.ThrowIfNull(entity);
        ArgumentNullException.ThrowIfNull(save);
        try
        {
            await save();
        }
        catch
        {
            entity.TakeFacts();     // of this attempt; the next one records its own
            Keep(userId, entity);
            throw;
        }
    }

    /// <summary>Takes it out, once.</summary>
    /// <returns>Null when this user has not deleted it, or too long ago.</returns>
    public T? Take(Guid tenantId, Guid userId, Guid id) =>
        removed.TryRemove((tenantId, userId, id), out var kept) && kept.At >= clock.GetUtcNow() - Kept ? kept.Entity : null;
}
