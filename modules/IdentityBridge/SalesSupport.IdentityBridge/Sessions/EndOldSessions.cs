using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Quartz;
using SalesSupport.Abstractions;

namespace SalesSupport.IdentityBridge;

/// <summary>Deletes sessions that nobody can use any more, a while after, so that a person still finds them on their own page.</summary>
[DisallowConcurrentExecution]
internal sealed class EndOldSessions(IServiceScopeFactory scopes, IdentityBridgeDbContext platform, TimeProvider clock) : IJob
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var before = clock.GetUtcNow() - Kept;
#pragma warning disable RS0030 // Only which members there are; each is then worked for in a scope of its own.
        foreach (var tenant in await platform.Members.IgnoreQueryFilters(["Tenant"]).Select(m => m.TenantId).ToListAsync(cancellationToken))
#pragma warning restore RS0030
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(tenant);
            var db = scope.ServiceProvider.GetRequiredService<IdentityBridgeDbContext>();
            await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().RunAsync(c => db.Sessions.Where(s => s.LastSeenAt < before).ExecuteDeleteAsync(c), cancellationToken);
        }
    }
}
