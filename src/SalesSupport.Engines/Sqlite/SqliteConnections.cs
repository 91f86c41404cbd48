using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using SalesSupport.Infrastructure;

namespace SalesSupport.Engines;

/// <summary>Open connections that keep their settings. The library's own pool would have us repeat the PRAGMAs at every open, which costs about 8 % of a list page.</summary>
internal sealed class SqliteConnections(DataFolder folder) : IDisposable
{
    // The last one given back is taken first: as many are in use as there are requests at once, and each keeps 2 MB of pages and its statements.
    private readonly ConcurrentStack<KeepingConnection> idle = [];
    private KeepingConnection? writer;
    private volatile bool closed;

    static SqliteConnections()
    {
        // Before SQLite's first use: a connection is used by one scope at a time, so it needs no lock of its own, and statistics of memory would take one lock for all at each allocation.
        SQLitePCL.Batteries_V2.Init();
        _ = SQLitePCL.raw.sqlite3_config(SQLitePCL.raw.SQLITE_CONFIG_MULTITHREAD);
        _ = SQLitePCL.raw.sqlite3_config(SQLitePCL.raw.SQLITE_CONFIG_MEMSTATUS, 0);
    }

    /// <summary>
    /// The one on which all is written, for whoever has the writer's turn. A write of another connection makes SQLite forget the pages that this one has in memory, so a write on the
    /// connection of the last one need not read them again.
    /// </summary>
    public KeepingConnection TakeWriter() => Interlocked.Exchange(ref writer, null) ?? Rent();

    /// <summary>At the end of the turn. One that a failure has closed, or left in a transaction, is not used again.</summary>
    public void GiveBackWriter(KeepingConnection connection)
    {
        if (closed || connection.State != System.Data.ConnectionState.Open || SQLitePCL.raw.sqlite3_get_autocommit(connection.Handle) == 0)
        {
            connection.Dispose();
            return;
        }

        Interlocked.Exchange(ref writer, connection);
        CloseIfEnded();
    }

    public KeepingConnection Rent()
    {
        if (idle.TryPop(out var connection))
        {
            return connection;
        }

        connection = new KeepingConnection(new SqliteConnectionStringBuilder { DataSource = folder.Database, Pooling = false, DefaultTimeout = 10 }.ToString());
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
            // synchronous=NORMAL: that an answered save survives a power cut is the unit of work's affair (GroupCommit). secure_delete: what is erased is gone from the file too (R04).
            command.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=5000; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON; PRAGMA journal_size_limit=67108864; PRAGMA cache_size=-2000; PRAGMA temp_store=MEMORY";
            command.ExecuteNonQuery();
            // A statement's plan does not depend on its values; else SQLite plans a kept one anew whenever a value that it looked at is bound again.
            _ = SQLitePCL.raw.sqlite3_db_config(connection.Handle, SQLitePCL.raw.SQLITE_DBCONFIG_ENABLE_QPSG, 1, out _);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public void Return(KeepingConnection connection)
    {
        if (closed || connection.State != System.Data.ConnectionState.Open || idle.Count >= 16)
        {
            connection.Dispose();
            return;
        }

        idle.Push(connection);
        CloseIfEnded();
    }

    /// <summary>Deletes the database. Nothing else may be using it.</summary>
    public void DeleteDatabase()
    {
        CloseIdle();
        foreach (var suffix in new[] { "", "-wal", "-shm" })
        {
            File.Delete(folder.Database + suffix);
        }
    }

    public void Dispose()
    {
        closed = true;
        CloseIdle();
    }

    // Whoever gave one back while all were being closed closes it.
    private void CloseIfEnded()
    {
        if (closed)
        {
            CloseIdle();
        }
    }

    private void CloseIdle()
    {
        Interlocked.Exchange(ref writer, null)?.Dispose();
        while (idle.TryPop(out var connection))
        {
            connection.Dispose();
        }
    }
}
