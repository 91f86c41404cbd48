using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace SalesSupport.Infrastructure;

/// <summary>What differs between the databases while the host runs: how EF Core is told of it, on which connection a scope reads and writes, whose turn it is to write, and when a commit is safe.</summary>
internal interface IEngine
{
    /// <summary>Whether other hosts may work on the same database now.</summary>
    bool HasSeveralHosts { get; }

    /// <summary>Names the provider to a context's options.</summary>
    /// <param name="options">The options.</param>
    /// <param name="history">The table of the module's migrations.</param>
    void Use(DbContextOptionsBuilder options, string history);

    /// <summary>A connection for one scope to read on; given back at its end.</summary>
    DbConnection Rent();

    void Return(DbConnection connection);

    /// <summary>Waits for the turn to write, and runs the write.</summary>
    /// <param name="own">The scope's connection.</param>
    /// <param name="tenant">Whose rows are written.</param>
    /// <param name="write">Is told on which connection.</param>
    /// <param name="cancel">Whoever is gone before the turn has come is left out.</param>
    Task WriteAsync(DbConnection own, Guid tenant, Func<DbConnection, CancellationToken, Task> write, CancellationToken cancel);

    /// <summary>Begins the transaction of a write. Of one member only one runs at a time, on every engine: rules that look before they write need not fear another between the two.</summary>
    Task<DbTransaction> BeginAsync(DbConnection connection, Guid tenant, CancellationToken cancel);

    Task CommitAsync(DbTransaction transaction, CancellationToken cancel);

    /// <summary>After a write, with whatever outcome: nothing that was set in its transaction is taken for still set.</summary>
    void Ended(DbConnection connection);

    /// <summary>Ends when all commits that anybody can see survive a power cut.</summary>
    Task SettleAsync();
}
