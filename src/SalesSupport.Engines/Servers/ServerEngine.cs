using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using SalesSupport.Infrastructure;

namespace SalesSupport.Engines;

/// <summary>
/// A database server: a scope has one connection of the provider's pool, opened at its first statement. The server is told which member each statement is for, and shows no other's rows
/// (row-level security), whatever the statement says.
/// </summary>
internal sealed class ServerEngine(ServerDialect dialect) : IEngine
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly MemberOfSession sessions = new(dialect);
    private readonly ConcurrentDictionary<Guid, SemaphoreSlim> turns = new();

    public bool HasSeveralHosts => true;

    public void Use(DbContextOptionsBuilder options, string history)
    {
        dialect.Use(options, history);
        options.AddInterceptors(sessions, new OpenForItsScope(sessions));
    }

    public DbConnection Rent() => dialect.Connect();

    public void Return(DbConnection connection) => connection.Dispose();

    /// <summary>The server gives the turn (<see cref="BeginAsync"/>), but whoever waits there holds a connection. So of each host one of a member waits there, the others here, and no member empties the pool.</summary>
    public async Task WriteAsync(DbConnection own, Guid tenant, Func<DbConnection, CancellationToken, Task> write, CancellationToken cancel)
    {
        var turn = turns.GetOrAdd(tenant, _ => new SemaphoreSlim(1));
        if (!await turn.WaitAsync(TimeSpan.Zero, cancel))
        {
            // What the scope has read before, it has read to the end.
            sessions.Forget(own);
            await own.CloseAsync();
            if (!await turn.WaitAsync(Patience, cancel))
            {
                throw new Busy($"Other saves of the member have not ended within {Patience.TotalSeconds:0} seconds.");
            }
        }

        try
        {
            await write(own, cancel);
        }
        finally
        {
            turn.Release();
        }
    }

    public async Task<DbTransaction> BeginAsync(DbConnection connection, Guid tenant, CancellationToken cancel)
    {
        if (connection.State != ConnectionState.Open)
        {
            await connection.OpenAsync(cancel);
        }

        var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancel);
        try
        {
            await using var turn = MemberCommand.Of(connection, dialect.TakeTurn, tenant);
            turn.Transaction = transaction;
            await turn.ExecuteNonQueryAsync(cancel);
            sessions.Remember(connection, tenant);
            return transaction;
        }
        catch
        {
            await transaction.DisposeAsync();
            throw;
        }
    }

    public Task CommitAsync(DbTransaction transaction, CancellationToken cancel) => transaction.CommitAsync(cancel);

    /// <summary>Has a connection that changes tables work for all members, whatever context uses it.</summary>
    public Task WorkForAllAsync(DbConnection connection, CancellationToken cancel) => sessions.FixAsync(connection, ServerDialect.AllMembers, cancel);

    public void Ended(DbConnection connection) => sessions.Forget(connection);

    public Task SettleAsync() => Task.CompletedTask;

    // The scope ends what it began: closing after each statement would give the connection back, and take another for the next. One that broke is opened anew, on a session that knows nothing.
    private sealed class OpenForItsScope(MemberOfSession sessions) : DbConnectionInterceptor
    {
        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => sessions.Forget(connection);

        public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            sessions.Forget(connection);
            return Task.CompletedTask;
        }

        public override InterceptionResult ConnectionClosing(DbConnection connection, ConnectionEventData eventData, InterceptionResult result) => InterceptionResult.Suppress();

        public override ValueTask<InterceptionResult> ConnectionClosingAsync(DbConnection connection, ConnectionEventData eventData, InterceptionResult result) => new(InterceptionResult.Suppress());
    }
}
