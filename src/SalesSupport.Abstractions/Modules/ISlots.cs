namespace SalesSupport.Abstractions;

/// <summary>All that fill a slot, for the page that the slot belongs to. A filling that fails, or that cannot even be made, is logged and left out: a fault in one module never takes the page of another down. Scoped.</summary>
/// <typeparam name="T">The slot's interface.</typeparam>
public interface ISlots<T>
    where T : class
{
    /// <summary>Those that could be made. What they then do is guarded by <see cref="AskAsync"/> only.</summary>
    IReadOnlyList<T> All { get; }

    /// <summary>Whether any was left out since this scope began: what the page shows is not everything.</summary>
    bool AnyLeftOut { get; }

    /// <summary>Asks one after the other.</summary>
    /// <param name="ask">The question. Reading a property of the slot belongs in it too.</param>
    /// <param name="cancel">The request's; only when it is cancelled does the call end by an exception.</param>
    /// <returns>The answers of those that gave one.</returns>
    /// <exception cref="OperationCanceledException">The request was broken off.</exception>
    Task<IReadOnlyList<TAnswer>> AskAsync<TAnswer>(Func<T, Task<TAnswer>> ask, CancellationToken cancel);
}
