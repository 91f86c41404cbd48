namespace SalesSupport.Abstractions;

/// <summary>
/// Values read from the database lately. A change made by this process is seen at once (<see cref="Forget"/>), one made by another process after half a minute at most.
/// </summary>
/// <param name="clock">Measures how long a value is kept.</param>
public sealed class Recent<TKey, TValue>(TimeProvider clock)
    where TKey : notnull
    where TValue : class
{
    private const int Most = 20_000;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private readonly Lock turn = new();
    private readonly Dictionary<TKey, (TValue Value, long At)> kept = [];
    private long changes;

    /// <summary>The kept value, or the one that <paramref name="load"/> reads now. It must read only what is committed.</summary>
    /// <returns>What was kept or loaded; a null is not kept.</returns>
    public async Task<TValue?> GetAsync(TKey key, Func<Task<TValue?>> load)
    {
        ArgumentNullException.ThrowIfNull(load);
        long before;
        lock (turn)
        {
            if (kept.TryGetValue(key, out var found) && clock.GetElapsedTime(found.At) < Longest)
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

                kept[key] = (value, at);
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
}
