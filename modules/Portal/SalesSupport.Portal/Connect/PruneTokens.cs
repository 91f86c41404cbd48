using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Quartz;
using SalesSupport.Abstractions;
using SalesSupport.Portal.Accounts;
using SalesSupport.Portal.Data;

namespace SalesSupport.Portal.Connect;

/// <summary>Deletes what every sign-on leaves behind and nobody needs any more: tokens, authorizations, ended sessions, old tries. Unpruned they grow without end.</summary>
internal sealed class PruneTokens(IServiceScopeFactory scopes, PortalDbContext platform, IUnitOfWork unitOfWork, TimeProvider clock) : IJob
{
    private const int Batch = 1000;
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await PruneAsync(cancellationToken);

    public async Task PruneAsync(CancellationToken cancel)
    {
        var before = clock.GetUtcNow() - Kept;
        var at = before.UtcDateTime;
        await InBatchesAsync(unitOfWork, platform.Tokens.Where(t => t.CreationDate < at).OrderBy(t => t.CreationDate), cancel);
        await InBatchesAsync(unitOfWork, platform.Authorizations.Where(a => a.CreationDate < at && a.Tokens.Count == 0).OrderBy(a => a.CreationDate), cancel);
        // Tries are counted for names of members that do not exist, too.
        foreach (var tenant in (await platform.TenantsAsync<PortalSession>(s => s.SignedOnAt < before, cancel)).Union(await platform.TenantsAsync<AccountTries>(t => t.At < before, cancel)))
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(tenant);
            var (db, work) = (scope.ServiceProvider.GetRequiredService<PortalDbContext>(), scope.ServiceProvider.GetRequiredService<IUnitOfWork>());
            await InBatchesAsync(work, db.Sessions.Where(s => s.SignedOnAt < before).OrderBy(s => s.SignedOnAt), cancel);
            await InBatchesAsync(work, db.Tries.Where(t => t.At < before).OrderBy(t => t.At), cancel);
        }
    }

    // Small transactions, between which people's saves get their turn.
    private static async Task InBatchesAsync<T>(IUnitOfWork work, IOrderedQueryable<T> old, CancellationToken cancel)
        where T : class
    {
        var deleted = Batch;
        while (deleted == Batch)
        {
            await work.RunAsync(async c => deleted = await old.Take(Batch).ExecuteDeleteAsync(c), cancel);
        }
    }
}
