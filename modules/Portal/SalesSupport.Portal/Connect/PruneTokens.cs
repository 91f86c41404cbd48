using Microsoft.EntityFrameworkCore;
using Quartz;
using SalesSupport.Abstractions;
using SalesSupport.Portal.Data;

namespace SalesSupport.Portal.Connect;

/// <summary>Deletes what every sign-on leaves behind and nobody needs any more: tokens, authorizations, ended sessions, old tries. Unpruned they grow without end.</summary>
[DisallowConcurrentExecution]
internal sealed class PruneTokens(PortalDbContext db, IUnitOfWork unitOfWork, TimeProvider clock) : IJob
{
    private const int Batch = 1000;
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await PruneAsync(cancellationToken);

    public async Task PruneAsync(CancellationToken cancel)
    {
        var before = clock.GetUtcNow() - Kept;
        var at = before.UtcDateTime;
        await InBatchesAsync(db.Tokens.Where(t => t.CreationDate < at).OrderBy(t => t.CreationDate), cancel);
        await InBatchesAsync(db.Authorizations.Where(a => a.CreationDate < at && a.Tokens.Count == 0).OrderBy(a => a.CreationDate), cancel);
#pragma warning disable RS0030 // Of all members: the job works for none.
        await InBatchesAsync(db.Sessions.IgnoreQueryFilters(["Tenant"]).Where(s => s.SignedOnAt < before).OrderBy(s => s.SignedOnAt), cancel);
        await InBatchesAsync(db.Tries.IgnoreQueryFilters(["Tenant"]).Where(t => t.At < before).OrderBy(t => t.At), cancel);
#pragma warning restore RS0030
    }

    // Small transactions, between which people's saves get their turn.
    private async Task InBatchesAsync<T>(IOrderedQueryable<T> old, CancellationToken cancel)
        where T : class
    {
        var deleted = Batch;
        while (deleted == Batch)
        {
            await unitOfWork.RunAsync(async c => deleted = await old.Take(Batch).ExecuteDeleteAsync(c), cancel);
        }
    }
}
