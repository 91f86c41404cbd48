using Microsoft.Data.Sqlite;
using SalesSupport.Abstractions;
using SalesSupport.Infrastructure;

namespace SalesSupport.Engines;

/// <summary>Makes the file in the data folder ready.</summary>
internal sealed class SqliteStart(DataFolder folder, SqliteConnections connections, WriteAheadLog log, ILogger<SqliteStart> logger) : IDatabaseStart
{
    public string Name => folder.Database;

    public Task<bool> ExistsAsync(CancellationToken cancel) => Task.FromResult(Exists);

    /// <summary>Each open connection keeps a lock on the file in WAL mode, which this kind of locking does not tolerate.</summary>
    public Task<bool> IsInUseAsync(CancellationToken cancel)
    {
        using var alone = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = folder.Database, Pooling = false, DefaultTimeout = 1 }.ToString());
        alone.Open();
        using var command = alone.CreateCommand();
        command.CommandText = "PRAGMA locking_mode=EXCLUSIVE";
        command.ExecuteNonQuery();
        try
        {
            command.CommandText = "BEGIN IMMEDIATE; COMMIT";        // by itself: what follows a PRAGMA in one text fails without a word
            command.ExecuteNonQuery();
            return Task.FromResult(false);
        }
        catch (SqliteException e) when (e.SqliteErrorCode == SQLitePCL.raw.SQLITE_BUSY)
        {
            return Task.FromResult(true);
        }
    }

    public async Task<IAsyncDisposable> EnterAsync(CancellationToken cancel)
    {
        for (var told = false; ; told = true)
        {
            try
            {
                return new FileStream(folder.MigrationLock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (IsTaken(e))
            {
                if (!told)
                {
                    logger.LogInformation("Another process is making the data folder ready; waiting for it.");
                }

                await Task.Delay(200, cancel);
            }
        }
    }

    public Task<bool> IsNewAsync(CancellationToken cancel)
    {
        if (File.Exists(folder.FirstStartMark))
        {
            connections.DeleteDatabase();
        }

        return Task.FromResult(!Exists);
    }

    public Task BeginFirstStartAsync(CancellationToken cancel) => File.WriteAllTextAsync(folder.FirstStartMark, "The first start of this folder has not finished; the next one begins again.\n", cancel);

    public Task EndFirstStartAsync(CancellationToken cancel)
    {
        File.Delete(folder.FirstStartMark);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyCollection<string>> TablesAsync(CancellationToken cancel) =>
        Task.FromResult<IReadOnlyCollection<string>>(Exists ? On(connection => Query(connection, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'")) : []);

    public Task RunAsync(string sql, CancellationToken cancel) => Task.FromResult(On(connection => Query(connection, sql)));

    public Task<IReadOnlySet<string>> AppliedAsync(CancellationToken cancel) => Task.FromResult(On(Applied));

    /// <summary>EF's own lock row stays for ever after a kill; whose turn it is, is known already.</summary>
    public Task PrepareAsync(ModuleDbContext context, CancellationToken cancel)
    {
        On(connection =>
        {
            if (Query(connection, "SELECT name FROM sqlite_master WHERE name = '__EFMigrationsLock'").Count > 0)
            {
                using var command = connection.CreateCommand();
                command.CommandText = "DELETE FROM __EFMigrationsLock";
                command.ExecuteNonQuery();
            }

            return true;
        });
        return Task.CompletedTask;
    }

    public Task OpenAsync(IEnumerable<ModuleDbContext> contexts, CancellationToken cancel)
    {
        log.Open();
        return Task.CompletedTask;
    }

    private bool Exists => File.Exists(folder.Database) && new FileInfo(folder.Database).Length > 0;

    // EWOULDBLOCK or a sharing violation. Everything else, such as a folder that cannot be written, does not pass by waiting.
    internal static bool IsTaken(IOException e) => e.HResult == (OperatingSystem.IsWindows() ? unchecked((int)0x80070020) : OperatingSystem.IsMacOS() ? 35 : 11);

    private static IReadOnlySet<string> Applied(SqliteConnection connection)
    {
        var applied = new HashSet<string>(StringComparer.Ordinal);
        foreach (var table in Query(connection, "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE '%\\_Migrations' ESCAPE '\\'"))
        {
            var module = table[..^"_Migrations".Length];
            applied.UnionWith(Query(connection, $"SELECT MigrationId FROM \"{table}\"").Select(id => $"{module}DbContext/{id}"));
        }

        return applied;
    }

    private T On<T>(Func<SqliteConnection, T> work)
    {
        var connection = connections.Rent();
        try
        {
            return work(connection);
        }
        finally
        {
            connections.Return(connection);
        }
    }

    private static List<string> Query(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The house's own text, and names from the database's own catalogue.
        command.CommandText = sql;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        var found = new List<string>();
        while (reader.Read())
        {
            found.Add(reader.GetString(0));
        }

        return found;
    }
}
