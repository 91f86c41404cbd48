using System.Collections.Concurrent;

namespace SalesSupport.Abstractions;

/// <summary>
/// What users have just deleted or changed, kept in memory for two minutes so that 元に戻す can bring it back exactly as it was. It is gone from the database at once: a deletion is one. After a
/// restart there is nothing to undo, which the page says.
/// </summary>
/// <typeparam name="T">The entity that was deleted, or what takes a change back.</typeparam>
/// <param name="clock">The house's clock.</param>
public sealed class JustDone<T>(TimeProvider clock)
    where T : class
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<(Guid Tenant, Guid User, Guid Id), (T Done, DateTimeOffset At)> kept = new();

    /// <summary>Keeps what this user has done; to be called after the commit.</summary>
    /// <param name="tenantId">The user's member.</param>
    /// <param name="userId">Whose undo it is.</param>
    /// <param name="id">By which it is asked for.</param>
    /// <param name="done">What was done.</param>
    public void Keep(Guid tenantId, Guid userId, Guid id, T done)
    {
        var now = clock.GetUtcNow();
        foreach (var old in kept.Where(k => k.Value.At < now - Kept))
        {
            kept.TryRemove(old);
        }

        kept[(tenantId, userId, id)] = (done, now);
    }

    /// <summary>Runs the save that brings back what was taken out. When that fails, it can be taken out again.</summary>
    /// <param name="tenantId">The user's member.</param>
    /// <param name="userId">Whose undo it is.</param>
    /// <param name="id">By which it was asked for.</param>
    /// <param name="done">What <see cref="Take"/> gave.</param>
    /// <param name="save">Brings it back, in one transaction. What it throws is thrown on.</param>
    public async Task RestoreAsync(Guid tenantId, Guid userId, Guid id, T done, Func<Task> save)
    {
        ArgumentNullException.ThrowIfNull(save);
        try
        {
            await save();
        }
        catch
        {
            (done as Entity)?.TakeFacts();     // of this attempt; the next one records its own
            Keep(tenantId, userId, id, done);
            throw;
        }
    }

    /// <summary>Takes it out, once.</summary>
    /// <returns>Null when this user has not done it, or too long ago.</returns>
    public T? Take(Guid tenantId, Guid userId, Guid id) =>
        kept.TryRemove((tenantId, userId, id), out var found) && found.At >= clock.GetUtcNow() - Kept ? found.Done : null;
}
