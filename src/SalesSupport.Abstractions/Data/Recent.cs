namespace SalesSupport.Abstractions;

/// <summary>
/// Values of members read from the database lately. A change is seen at once on the host that makes it (<see cref="Forget"/>), and by the next request on every other
/// (<see cref="IUnitOfWork.AfterCommitEverywhere"/>); one that says neither after half a minute at most.
/// </summary>
/// <param name="clock">Measures how long a value is kept.</param>
/// <param name="hosts">Knows whether another host has changed something.</param>
public sealed class Recent<TKey, TValue>(TimeProvider clock, IHosts hosts)
    where TKey : notnull
    where TValue : class
{
    private const int Most = 20_000;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private readonly Lock turn = new();
    private readonly Dictionary<TKey, (TValue Value, long At, long Stamp)> kept = [];
    private long changes;

    /// <summary>The kept value, or the one that <paramref name="load"/> reads now. It must read only what is committed.</summary>
    /// <param name="tenant">Whose value it is.</param>
    /// <param name="key">Which one, among those of all members.</param>
    /// <param name="load">Reads it.</param>
    /// <returns>What was kept or loaded; a null is not kept.</returns>
    public async Task<TValue?> GetAsync(Guid tenant, TKey key, Func<Task<TValue?>> load)
    {
        ArgumentNullException.ThrowIfNull(load);
        var stamp = await hosts.StampAsync(tenant);       // before reading, so that what is kept is never taken for newer than it is
        long before;
        lock (turn)
        {
            if (kept.TryGetValue(key, out var found) && found.Stamp >= stamp && clock.GetElapsedTime(found.At) < Longest)
            {
                return found.Value;
            }

            before = changes;
        }

        var at = clock.GetTimestamp();
        var value = await load();
        lock (turn)
        {
            // Something changed while this was read: it may be the old value, so it is used but not kept.
            if (value is not null && before == changes)
            {
                if (kept.Count >= Most)
                {
                    kept.Clear();
                }

                kept[key] = (value, at, stamp);
            }
        }

        return value;
    }

    /// <summary>To be called after the commit of a change.</summary>
    public void Forget(TKey key)
    {
        lock (turn)
        {
            changes++;
            kept.Remove(key);
        }
    }

    /// <summary>To be called after the commit of a change that may be in many values.</summary>
    public void ForgetAll()
    {
        lock (turn)
        {
            changes++;
            kept.Clear();
        }
    }
}
