using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using SalesSupport.Abstractions;

namespace SalesSupport.Infrastructure;

/// <summary>Deletes what nobody can take back any more: a deletion is one. Every host does; it does not matter which one is first.</summary>
internal sealed class DropDone(IServiceScopeFactory scopes, TimeProvider clock, ILogger<DropDone> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(2);

    public async Task DropAsync(CancellationToken cancel)
    {
        var before = clock.GetUtcNow() - Kept;
        await using var platform = scopes.CreateAsyncScope();
        foreach (var member in await platform.ServiceProvider.GetRequiredService<HouseDbContext>().TenantsAsync<DoneRow>(d => d.At < before, cancel))
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(member);
            var house = scope.ServiceProvider.GetRequiredService<HouseDbContext>();
            await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().RunAsync(c => house.Done.Where(d => d.At < before).ExecuteDeleteAsync(c), cancel);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await DropAsync(stoppingToken);
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    log.LogWarning(e, "What cannot be taken back any more could not be deleted; trying again");
                }
            }
        }
        catch (OperationCanceledException)
        {
            // the host stops
        }
    }
}
