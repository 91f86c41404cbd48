namespace SalesSupport.IdentityBridge;

/// <summary>
/// Values read from the database lately. A change made by this process is seen at once (<see cref="Forget"/>), one made by another process after <see cref="Longest"/> at most.
/// </summary>
internal sealed class Recent<TKey, TValue>(TimeProvider clock)
    where TKey : notnull
    where TValue : class
{
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private const int Most = 20_000;
    private readonly Lock turn = new();
    private readonly Dictionary<TKey, (TValue Value, long At)> kept = [];
    private long changes;

    public async Task<TValue?> GetAsync(TKey key, Func<Task<TValue?>> load)
    {
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

    public void Forget(TKey key)
    {
        lock (turn)
        {
            changes++;
            kept.Remove(key);
        }
    }
}
