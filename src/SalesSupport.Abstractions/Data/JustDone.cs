namespace SalesSupport.Abstractions;

/// <summary>
/// What users have just deleted or changed, kept for two minutes so that 元に戻す can bring it back exactly as it was. On one host it is kept in memory: it is gone from the database at once, and
/// after a restart there is nothing to undo, which the page says. Where several hosts are it is kept in a table, since the second request may reach another one, and deleted from there soon after.
/// </summary>
/// <typeparam name="T">The entity that was deleted, or what takes a change back: public properties and nothing else.</typeparam>
public abstract class JustDone<T>
    where T : class
{
    /// <summary>How long.</summary>
    protected static readonly TimeSpan Kept = TimeSpan.FromMinutes(2);

    /// <summary>Keeps what this user has done; to be called after the commit.</summary>
    /// <param name="tenantId">The user's member, for which the scope works.</param>
    /// <param name="userId">Whose undo it is.</param>
    /// <param name="id">By which it is asked for.</param>
    /// <param name="done">What was done.</param>
    public abstract Task KeepAsync(Guid tenantId, Guid userId, Guid id, T done);

    /// <summary>Takes it out, once.</summary>
    /// <returns>Null when this user has not done it, or too long ago.</returns>
    public abstract Task<T?> TakeAsync(Guid tenantId, Guid userId, Guid id);

    /// <summary>Runs the save that brings back what was taken out. When that fails, it can be taken out again.</summary>
    /// <param name="tenantId">The user's member.</param>
    /// <param name="userId">Whose undo it is.</param>
    /// <param name="id">By which it was asked for.</param>
    /// <param name="done">What <see cref="TakeAsync"/> gave.</param>
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
            await KeepAsync(tenantId, userId, id, done);
            throw;
        }
    }
}
