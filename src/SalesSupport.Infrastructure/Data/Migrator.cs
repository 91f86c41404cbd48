using System.Data;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;
using SalesSupport.Abstractions;

namespace SalesSupport.Infrastructure;

/// <summary>Brings the database up to date at start.</summary>
/// <remarks>The caller holds the turn (<see cref="IDatabaseStart.EnterAsync"/>) over all that makes the database ready, so that no other start sees it half made.</remarks>
internal sealed class Migrator(IServiceScopeFactory scopes, IDatabaseStart database, ILogger<Migrator> log)
{
    public async Task MigrateAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        ModuleDbContext[] contexts = [.. scope.ServiceProvider.GetServices<ModuleDbContext>()];
        foreach (var (context, _) in await LackingAsync(contexts, cancel))
        {
            await database.PrepareAsync(context, cancel);
            log.LogInformation("Migrating {Context}", context.GetType().Name);
            await context.Database.MigrateAsync(cancel);
        }

        await database.OpenAsync(contexts, cancel);
    }

    /// <summary>The first migration that each context lacks; changes nothing.</summary>
    /// <exception cref="CannotStart">The database is a newer program's.</exception>
    public async Task<IReadOnlyList<(ModuleDbContext Context, string Lacks)>> LackingAsync(IEnumerable<ModuleDbContext> contexts, CancellationToken cancel)
    {
        var applied = await database.AppliedAsync(cancel);
        var lacking = new List<(ModuleDbContext, string)>();
        foreach (var context in contexts)
        {
            var known = KnownMigrations(context);
            if (applied.FirstOrDefault(id => id.StartsWith($"{context.GetType().Name}/", StringComparison.Ordinal) && !known.Contains(id)) is { } newer)
            {
                // It would work until it writes a row without a column that the newer program needs.
                throw new CannotStart($"The data was used by a newer version of this program (it has {newer}). Start that version, or restore the backup from before the upgrade.");
            }

            if (known.FirstOrDefault(id => !applied.Contains(id)) is { } first)
            {
                lacking.Add((context, first));
            }
        }

        return lacking;
    }

    /// <summary>Whether the tables are those of this program's modules still, in one statement.</summary>
    /// <param name="scope">A scope of its own.</param>
    /// <param name="cancel">Stops it.</param>
    public static async Task<bool> IsCurrentAsync(IServiceProvider scope, CancellationToken cancel)
    {
        var known = scope.GetServices<ModuleDbContext>().ToDictionary(c => c.GetType().Name[..^"DbContext".Length], KnownMigrations);
        var connection = scope.GetRequiredService<ScopeConnection>().Value;
        if (connection.State != ConnectionState.Open)
        {
            await connection.OpenAsync(cancel);
        }

        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Names of modules.
        command.CommandText = string.Join(" UNION ALL ", known.Where(k => k.Value.Count > 0).Select(k => $"SELECT '{k.Key}DbContext', \"MigrationId\" FROM \"{k.Key}_Migrations\""));
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var applied = new HashSet<string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancel))
        {
            applied.Add($"{reader.GetString(0)}/{reader.GetString(1)}");
        }

        return applied.SetEquals(known.Values.SelectMany(m => m));
    }

    // Asking EF builds every module's model, which a start with nothing to do need not wait for.
    private static List<string> KnownMigrations(ModuleDbContext context) =>
        [.. context.GetType().Assembly.GetTypes()
            .Where(t => t.GetCustomAttribute<Microsoft.EntityFrameworkCore.Infrastructure.DbContextAttribute>()?.ContextType == context.GetType())
            .Select(t => t.GetCustomAttribute<MigrationAttribute>()?.Id).OfType<string>().Select(id => $"{context.GetType().Name}/{id}")];
}
