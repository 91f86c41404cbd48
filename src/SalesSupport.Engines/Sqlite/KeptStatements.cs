using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace SalesSupport.Engines;

/// <summary>Runs EF Core's queries and changes on statements that SQLite has prepared before: the library prepares each anew, which costs as much as running it.</summary>
internal sealed class KeptStatements : DbCommandInterceptor
{
    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default) => new(ReaderExecuting(command, eventData, result));

    public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result) =>
        !result.HasResult && command is SqliteCommand { Connection: KeepingConnection connection } asked ? InterceptionResult<DbDataReader>.SuppressWithResult(connection.Execute(asked)) : result;

    public override InterceptionResult DataReaderDisposing(DbCommand command, DataReaderDisposingEventData eventData, InterceptionResult result)
    {
        if (command.Connection is KeepingConnection connection)
        {
            connection.Finish(eventData.DataReader);
        }

        return result;
    }
}

/// <summary>A connection with the statements that were prepared on it. Used by one scope at a time.</summary>
internal sealed class KeepingConnection(string connectionString) : SqliteConnection(connectionString)
{
    private const int Most = 50;        // some 20 KB each; the busiest pages and a save together have about thirty, and a filter's many forms must not pile up
    private readonly Dictionary<string, SqliteCommand> idle = [];
    private readonly Dictionary<DbDataReader, SqliteCommand> running = [];

    public SqliteDataReader Execute(SqliteCommand asked)
    {
        if (!idle.Remove(asked.CommandText, out var kept))
        {
            kept = CreateCommand();
#pragma warning disable CA2100 // EF Core's own text, whose values are parameters.
            kept.CommandText = asked.CommandText;
#pragma warning restore CA2100
        }

        try
        {
            kept.Transaction = asked.Transaction;
            kept.CommandTimeout = asked.CommandTimeout;
            kept.Parameters.Clear();
            foreach (SqliteParameter parameter in asked.Parameters)
            {
                kept.Parameters.Add(parameter);
            }

            var reader = kept.ExecuteReader();
            running.Add(reader, kept);
            return reader;
        }
        catch
        {
            kept.Dispose();
            throw;
        }
    }

    public void Finish(DbDataReader reader)
    {
        if (!running.Remove(reader, out var kept))
        {
            return;
        }

        reader.Dispose();
        if (idle.Count >= Most)
        {
            Forget();
        }

        if (!idle.TryAdd(kept.CommandText, kept))        // the same query was running twice at once
        {
            kept.Dispose();
        }
    }

    public override void Close()
    {
        Forget();
        base.Close();
    }

    private void Forget()
    {
        foreach (var kept in idle.Values)
        {
            kept.Dispose();
        }

        idle.Clear();
    }
}
