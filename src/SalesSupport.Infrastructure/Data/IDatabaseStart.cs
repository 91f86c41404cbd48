using SalesSupport.Abstractions;

namespace SalesSupport.Infrastructure;

/// <summary>What differs between the databases while one is made ready at a start.</summary>
internal interface IDatabaseStart
{
    /// <summary>What is being made ready, for messages.</summary>
    string Name { get; }

    /// <summary>Whether there is a database. Makes none.</summary>
    Task<bool> ExistsAsync(CancellationToken cancel);

    /// <summary>Whether another process has the database open, where that can be known. Asked before anything else, as long as this process has not opened it.</summary>
    Task<bool> IsInUseAsync(CancellationToken cancel);

    /// <summary>Waits for this process's turn to make the database ready. The system gives it back when a process dies, however it dies.</summary>
    /// <returns>Ends the turn when disposed.</returns>
    Task<IAsyncDisposable> EnterAsync(CancellationToken cancel);

    /// <summary>Whether there is nothing yet. What a first start that was cut off has left is deleted before; nothing but its own mark is ever a reason to delete anything.</summary>
    Task<bool> IsNewAsync(CancellationToken cancel);

    /// <summary>Marks that a first start is making the database.</summary>
    Task BeginFirstStartAsync(CancellationToken cancel);

    Task EndFirstStartAsync(CancellationToken cancel);

    /// <summary>Names of all tables, as the database itself lists them.</summary>
    Task<IReadOnlyCollection<string>> TablesAsync(CancellationToken cancel);

    /// <summary>Runs a statement that every engine reads the same way, as the role that may change tables.</summary>
    Task RunAsync(string sql, CancellationToken cancel);

    /// <summary>Migrations that the database has, as <c>CONTEXT/MIGRATION</c>.</summary>
    Task<IReadOnlySet<string>> AppliedAsync(CancellationToken cancel);

    /// <summary>Lets a context migrate: whatever a killed process has left in its way is gone, and its connection may change tables.</summary>
    Task PrepareAsync(ModuleDbContext context, CancellationToken cancel);

    /// <summary>After the migrations and before the first save.</summary>
    /// <param name="contexts">All modules' contexts.</param>
    /// <param name="cancel">Stops it.</param>
    Task OpenAsync(IEnumerable<ModuleDbContext> contexts, CancellationToken cancel);
}
