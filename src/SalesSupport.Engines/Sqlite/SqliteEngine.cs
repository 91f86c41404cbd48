using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using SalesSupport.Infrastructure;

namespace SalesSupport.Engines;

/// <summary>The embedded database: one writer at a time, on a connection of its own, and one sync for all who committed meanwhile.</summary>
internal sealed class SqliteEngine(SqliteConnections connections, WriterGate gate, GroupCommit group) : IEngine
{
    private static readonly KeptStatements Statements = new();

    public bool HasSeveralHosts => false;

    public void Use(DbContextOptionsBuilder options, string history) =>
        // A list of ids is one parameter, so that the statement is the same, and known, whatever their number.
        options.UseSqlite(sqlite => sqlite.MigrationsHistoryTable(history).UseParameterizedCollectionMode(ParameterTranslationMode.Parameter)).AddInterceptors(Statements);

    public DbConnection Rent() => connections.Rent();

    public void Return(DbConnection connection) => connections.Return((KeepingConnection)connection);

    public Task WriteAsync(DbConnection own, Guid tenant, Func<DbConnection, CancellationToken, Task> write, CancellationToken cancel) => gate.RunAsync(c => OnWriterAsync(write, c), cancel);

    // Immediate, never deferred: a deferred transaction that reads first can fail for good with SQLITE_BUSY_SNAPSHOT.
    public Task<DbTransaction> BeginAsync(DbConnection connection, Guid tenant, CancellationToken cancel) => Task.FromResult<DbTransaction>(((KeepingConnection)connection).BeginTransaction(deferred: false));

    public async Task CommitAsync(DbTransaction transaction, CancellationToken cancel)
    {
        group.Committing();
        try
        {
            await transaction.CommitAsync(cancel);
        }
        finally
        {
            group.Committed();
        }
    }

    public void Ended(DbConnection connection)
    {
    }

    public Task SettleAsync() => group.SyncAsync();

    private async Task OnWriterAsync(Func<DbConnection, CancellationToken, Task> write, CancellationToken cancel)
    {
        var writer = connections.TakeWriter();
        try
        {
            await write(writer, cancel);
        }
        finally
        {
            connections.GiveBackWriter(writer);
        }
    }
}
