using Microsoft.Data.Sqlite;
using SalesSupport.Abstractions;

namespace SalesSupport.Infrastructure;

/// <summary>Makes the file in the data folder ready.</summary>
internal sealed class SqliteStart(DataFolder folder, SqliteConnections connections, WriteAheadLog log, ILogger<SqliteStart> logger) : IDatabaseStart
{
    public string Name => folder.Database;

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

        return Task.FromResult(!File.Exists(folder.Database) || new FileInfo(folder.Database).Length == 0);
    }

    public Task BeginFirstStartAsync(CancellationToken cancel) => File.WriteAllTextAsync(folder.FirstStartMark, "The first start of this folder has not finished; the next one begins again.\n", cancel);

    public Task EndFirstStartAsync(CancellationToken cancel)
    {
        File.Delete(folder.FirstStartMark);
        return Task.CompletedTask;
    }

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

    // EWOULDBLOCK or a sharing violation. Everything else, such as a folder that cannot be written, does not pass by waiting.
    private static bool IsTaken(IOException e) => e.HResult == (OperatingSystem.IsWindows() ? unchecked((int)0x80070020) : OperatingSystem.IsMacOS() ? 35 : 11);

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
#pragma warning disable CA2100 // Names come from the database's own catalogue.
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
