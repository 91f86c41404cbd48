using SalesSupport.Abstractions;
using SalesSupport.Infrastructure;

namespace SalesSupport.Host.Samples;

/// <summary>Has every module make its sample data for a member, within that member's scope.</summary>
internal sealed class SampleRun(IServiceScopeFactory scopes)
{
    public async Task AddAsync(SampleMember member, CancellationToken cancel)
    {
        await using var outer = scopes.CreateAsyncScope();
        foreach (var type in outer.ServiceProvider.GetServices<ISampleData>().OrderBy(s => s.Order).Select(s => s.GetType()).ToArray())
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(member.TenantId);
            scope.ServiceProvider.GetRequiredService<UnitOfWork>().IsSample = true;
            await scope.ServiceProvider.GetServices<ISampleData>().Single(s => s.GetType() == type).AddAsync(member, cancel);
        }
    }
}
