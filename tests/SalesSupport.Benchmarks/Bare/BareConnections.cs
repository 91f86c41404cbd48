using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace SalesSupport.Benchmarks.Bare;

/// <summary>Open connections with the product's PRAGMAs, and their statements, prepared once.</summary>
internal sealed class BareConnections(string database)
{
    private readonly ConcurrentBag<BareConnection> idle = [];

    public BareConnection Rent() => idle.TryTake(out var connection) ? connection : new BareConnection(database);

    public void Return(BareConnection connection) => idle.Add(connection);
}

internal sealed class BareConnection
{
    private readonly SqliteConnection connection;
    private readonly Dictionary<string, SqliteCommand> prepared = new(StringComparer.Ordinal);

    public BareConnection(string database)
    {
        connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = database, Pooling = false, DefaultTimeout = 10 }.ToString());
        connection.Open();
        Command("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON; PRAGMA journal_size_limit=67108864; PRAGMA cache_size=-8000; PRAGMA temp_store=MEMORY").ExecuteNonQuery();
    }

    /// <summary>A statement with its parameters set.</summary>
    public SqliteCommand Command(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        if (!prepared.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
#pragma warning disable CA2100 // The callers' statements are constants.
            command.CommandText = sql;
#pragma warning restore CA2100
            foreach (var (name, _) in parameters)
            {
                command.Parameters.Add(new SqliteParameter { ParameterName = name });
            }

            prepared.Add(sql, command);
        }

        for (var i = 0; i < parameters.Length; i++)
        {
            command.Parameters[i].Value = parameters[i].Value ?? DBNull.Value;
        }

        return command;
    }

    public void Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters) => Command(sql, parameters).ExecuteNonQuery();
}
