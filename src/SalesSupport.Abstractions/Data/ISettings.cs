namespace SalesSupport.Abstractions;

/// <summary>A member's settings: one small record per type, kept by the house, cached, audited when changed.</summary>
public interface ISettings
{
    /// <summary>The current member's value, or the type's default when it was never set.</summary>
    /// <typeparam name="T">A record with defaults; its full name is the key, so renaming it needs a migration.</typeparam>
    Task<T> GetAsync<T>(CancellationToken cancel)
        where T : class, new();

    /// <summary>Changes the current member's value with the next save.</summary>
    Task SetAsync<T>(T value, CancellationToken cancel)
        where T : class, new();
}
