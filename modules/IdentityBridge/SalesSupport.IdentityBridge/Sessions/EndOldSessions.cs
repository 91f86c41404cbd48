using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Quartz;
using SalesSupport.Abstractions;

namespace SalesSupport.IdentityBridge;

/// <summary>Deletes sessions that nobody can use any more, a while after, so that a person still finds them on their own page.</summary>
internal sealed class EndOldSessions(IServiceScopeFactory scopes, IdentityBridgeDbContext platform, TimeProvider clock) : IJob
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var before = clock.GetUtcNow() - Kept;
        foreach (var tenant in await platform.TenantsAsync<Session>(s => s.LastSeenAt < before, cancellationToken))
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(tenant);
            var db = scope.ServiceProvider.GetRequiredService<IdentityBridgeDbContext>();
            await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().RunAsync(c => db.Sessions.Where(s => s.LastSeenAt < before).ExecuteDeleteAsync(c), cancellationToken);
        }
    }
}
