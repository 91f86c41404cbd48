using System.Reflection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;
using SalesSupport.Abstractions;

namespace SalesSupport.Infrastructure;

/// <summary>Brings the database up to date at start. Only one process at a time; a process killed in the middle leaves nothing behind that stops the next.</summary>
internal sealed class Migrator(DataFolder folder, IServiceScopeFactory scopes, SqliteConnections connections, ILogger<Migrator> log)
{
    /// <returns>True when the database was new.</returns>
    public async Task<bool> MigrateAsync(CancellationToken cancel)
    {
        // The system gives the lock back when a process dies, however it dies; EF's own lock row stays for ever after a kill.
        await using var turn = await EnterAsync(cancel);
        var isNew = !File.Exists(folder.Database) || new FileInfo(folder.Database).Length == 0;
        await using var scope = scopes.CreateAsyncScope();
        var applied = Applied();
        foreach (var context in scope.ServiceProvider.GetServices<ModuleDbContext>())
        {
            var known = KnownMigrations(context);
            if (known.Count == 0 || known.All(applied.Contains))
            {
                continue;
            }

            ClearEfLock();
            log.LogInformation("Migrating {Context}", context.GetType().Name);
            await context.Database.MigrateAsync(cancel);
        }

        return isNew;
    }

    private async Task<FileStream> EnterAsync(CancellationToken cancel)
    {
        for (var told = false; ; told = true)
        {
            try
            {
                return new FileStream(folder.MigrationLock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                if (!told)
                {
                    log.LogInformation("Another process is migrating; waiting for it.");
                }

                await Task.Delay(200, cancel);
            }
        }
    }

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
