using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Quartz;
using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Data;

namespace SalesSupport.DailyReports.Imports;

/// <summary>Goes on with imports whose page nobody has open any more, or that a crash broke off, and forgets files that nobody came back for. What is done stands in the import's own row, so twice or late is the same.</summary>
internal sealed class FinishImports(IServiceScopeFactory scopes, DailyReportsDbContext platform, TimeProvider clock) : IJob
{
    /// <summary>How long a file waits for its columns to be told.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    /// <summary>A page that is open takes a step more often than this.</summary>
    private static readonly TimeSpan Left = TimeSpan.FromMinutes(1);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var now = clock.GetUtcNow();
        var (left, old) = (now - Left, now - Kept);
        foreach (var tenant in await platform.TenantsAsync<ReportImport>(i => i.StepAt < left && (i.State == ImportState.Running || i.State == ImportState.Undoing || i.State == ImportState.Prepared), cancellationToken))
        {
            foreach (var id in await InScopeAsync(tenant, (db, _) => db.Imports.Where(i => i.StepAt < left && (i.State == ImportState.Running || i.State == ImportState.Undoing)).OrderBy(i => i.StepAt).Select(i => i.Id).ToListAsync(cancellationToken)))
            {
                // A scope for each few steps, so that memory does not grow with the file.
                while (await InScopeAsync(tenant, (db, steps) => GoOnAsync(db, steps, id, cancellationToken)))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                }
            }

            await InScopeAsync(tenant, (db, _, work) => work.RunAsync(c => ForgetAsync(db, old, c), cancellationToken));
        }
    }

    private static async Task<bool> GoOnAsync(DailyReportsDbContext db, ImportSteps steps, Guid id, CancellationToken cancel)
    {
        var before = await db.Imports.Where(i => i.Id == id).Select(i => i.Version).SingleOrDefaultAsync(cancel);
        await steps.RunAsync(id, TimeSpan.FromSeconds(5), cancel);
        // One that does not get on waits for the next run, rather than being tried without a pause.
        return await db.Imports.AnyAsync(i => i.Id == id && i.Version != before && (i.State == ImportState.Running || i.State == ImportState.Undoing), cancel);
    }

    // The file goes with it.
    private static Task ForgetAsync(DailyReportsDbContext db, DateTimeOffset old, CancellationToken cancel) =>
        db.Imports.Where(i => i.State == ImportState.Prepared && i.StepAt < old).ExecuteDeleteAsync(cancel);

    private async Task<T> InScopeAsync<T>(Guid tenant, Func<DailyReportsDbContext, ImportSteps, Task<T>> work)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(tenant);
        return await work(scope.ServiceProvider.GetRequiredService<DailyReportsDbContext>(), scope.ServiceProvider.GetRequiredService<ImportSteps>());
    }

    private async Task InScopeAsync(Guid tenant, Func<DailyReportsDbContext, ImportSteps, IUnitOfWork, Task> work)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(tenant);
        await work(scope.ServiceProvider.GetRequiredService<DailyReportsDbContext>(), scope.ServiceProvider.GetRequiredService<ImportSteps>(), scope.ServiceProvider.GetRequiredService<IUnitOfWork>());
    }
}
