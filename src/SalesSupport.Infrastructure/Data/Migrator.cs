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
        var applied = await database.AppliedAsync(cancel);
        ModuleDbContext[] contexts = [.. scope.ServiceProvider.GetServices<ModuleDbContext>()];
        foreach (var context in contexts)
        {
            var known = KnownMigrations(context);
            if (applied.FirstOrDefault(id => id.StartsWith($"{context.GetType().Name}/", StringComparison.Ordinal) && !known.Contains(id)) is { } newer)
            {
                // It would work until it writes a row without a column that the newer program needs.
                throw new CannotStart($"The data was used by a newer version of this program (it has {newer}). Start that version, or restore the backup from before the upgrade.");
            }

            if (known.Count == 0 || known.All(applied.Contains))
            {
                continue;
            }

            await database.PrepareAsync(context, cancel);
            log.LogInformation("Migrating {Context}", context.GetType().Name);
            await context.Database.MigrateAsync(cancel);
        }

        await database.OpenAsync(contexts, cancel);
    }

    // Asking EF builds every module's model, which a start with nothing to do need not wait for.
    private static List<string> KnownMigrations(ModuleDbContext context) =>
        [.. context.GetType().Assembly.GetTypes()
            .Where(t => t.GetCustomAttribute<Microsoft.EntityFrameworkCore.Infrastructure.DbContextAttribute>()?.ContextType == context.GetType())
            .Select(t => t.GetCustomAttribute<MigrationAttribute>()?.Id).OfType<string>().Select(id => $"{context.GetType().Name}/{id}")];
}
