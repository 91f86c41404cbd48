namespace SalesSupport.Abstractions;

/// <summary>A member's settings: one small record per type, kept by the house, cached, audited when changed.</summary>
public interface ISettings
{
    /// <summary>The current member's value, or the type's default when it was never set.</summary>
    /// <typeparam name="T">A record with defaults; its full name is the key, so renaming it needs a migration.</typeparam>
    Task<T> GetAsync<T>(CancellationToken cancel)
        where T : class, new();

    /// <summary>The same as it is stored now, past the cache, with the version that its form carries: for pages on which it is edited, and for changes that build on it.</summary>
    /// <typeparam name="T">The record.</typeparam>
    /// <returns>The value and its version, 0 when it was never set.</returns>
    Task<(T Value, int Version)> ReadAsync<T>(CancellationToken cancel)
        where T : class, new();

    /// <summary>Changes the current member's value with the next save. Called within <see cref="IUnitOfWork.RunAsync"/>, so that nobody comes between the look at the version and the save.</summary>
    /// <typeparam name="T">The record.</typeparam>
    /// <param name="value">The new value.</param>
    /// <param name="version">The version that the form was made from, or null when nothing was read before.</param>
    /// <param name="cancel">Cancels.</param>
    /// <exception cref="Microsoft.EntityFrameworkCore.DbUpdateConcurrencyException">Somebody else changed it since <paramref name="version"/>.</exception>
    Task SetAsync<T>(T value, int? version, CancellationToken cancel)
        where T : class, new();
}
