namespace SalesSupport.Testing;

/// <summary>Waits for what another thread or program brings about.</summary>
public static class Eventually
{
    private const int MostTries = 400;

    /// <summary>Waits until it is so, ten seconds at most.</summary>
    /// <exception cref="TimeoutException">It did not become so.</exception>
    public static Task IsAsync(Func<bool> done, string what = "what was waited for") => IsAsync(() => Task.FromResult(done()), what);

    /// <inheritdoc cref="IsAsync(Func{bool}, string)" />
    public static async Task IsAsync(Func<Task<bool>> done, string what = "what was waited for")
    {
        ArgumentNullException.ThrowIfNull(done);
        for (var tries = 0; !await done(); tries++)
        {
            if (tries == MostTries)
            {
                throw new TimeoutException($"It did not come: {what}");
            }

            await Task.Delay(25);
        }
    }
}
