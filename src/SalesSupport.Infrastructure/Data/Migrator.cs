using System.Reflection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;
using SalesSupport.Abstractions;

namespace SalesSupport.Infrastructure;

/// <summary>Brings the database up to date at start. Only one process at a time; a process killed in the middle leaves nothing behind that stops the next.</summary>
/// <remarks>The caller holds the turn (<see cref="EnterAsync"/>) over all that makes the database ready, so that no other start sees it half made.</remarks>
internal sealed class Migrator(DataFolder folder, IServiceScopeFactory scopes, SqliteConnections connections, ILogger<Migrator> log)
{
    public async Task MigrateAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var applied = Applied();
        foreach (var context in scope.ServiceProvider.GetServices<ModuleDbContext>())
        {
            var known = KnownMigrations(context);
            if (applied.FirstOrDefault(id => id.StartsWith($"{context.GetType().Name}/", StringComparison.Ordinal) && !known.Contains(id)) is { } newer)
            {
                // It would work until it writes a row without a column that the newer program needs.
                throw new CannotStart($"The data folder was used by a newer version of this program (it has {newer}). Start that version, or restore the backup from before the upgrade.");
            }

            if (known.Count == 0 || known.All(applied.Contains))
            {
                continue;
            }

            ClearEfLock();
            log.LogInformation("Migrating {Context}", context.GetType().Name);
            await context.Database.MigrateAsync(cancel);
        }
    }

    /// <summary>Waits for this process's turn to make the folder ready. The system gives the lock back when a process dies, however it dies; EF's own lock row stays for ever after a kill.</summary>
    /// <returns>Ends the turn when disposed.</returns>
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
                    log.LogInformation("Another process is making the data folder ready; waiting for it.");
                }

                await Task.Delay(200, cancel);
            }
        }
    }

    // EWOULDBLOCK or a sharing violation. Everything else, such as a folder that cannot be written, does not pass by waiting.
    private static bool IsTaken(IOException e) => e.HResult == (OperatingSystem.IsWindows() ? unchecked((int)0x80070020) : OperatingSystem.IsMacOS() ? 35 : 11);

    // Asking EF builds every module's model, which a start with nothing to do need not wait for.
    private static List<string> KnownMigrations(ModuleDbContext context) =>
        [.. context.GetType().Assembly.GetTypes()
            .Where(t => t.GetCustomAttribute<Microsoft.EntityFrameworkCore.Infrastructure.DbContextAttribute>()?.ContextType == context.GetType())
            .Select(t => t.GetCustomAttribute<MigrationAttribute>()?.Id).OfType<string>().Select(id => $"{context.GetType().Name}/{id}")];

    private HashSet<string> Applied()
    {
        var connection = connections.Rent();
        try
        {
            var applied = new HashSet<string>(StringComparer.Ordinal);
            foreach (var table in Query(connection, "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE '%\\_Migrations' ESCAPE '\\'"))
            {
                var module = table[..^"_Migrations".Length];
                applied.UnionWith(Query(connection, $"SELECT MigrationId FROM \"{table}\"").Select(id => $"{module}DbContext/{id}"));
            }

            return applied;
        }
        finally
        {
            connections.Return(connection);
        }
    }

    private void ClearEfLock()
    {
        var connection = connections.Rent();
        try
        {
            if (Query(connection, "SELECT name FROM sqlite_master WHERE name = '__EFMigrationsLock'").Count > 0)
            {
                using var command = connection.CreateCommand();
                command.CommandText = "DELETE FROM __EFMigrationsLock";
                command.ExecuteNonQuery();
            }
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
