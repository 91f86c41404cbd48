using Microsoft.Extensions.Hosting;
using SalesSupport.Abstractions;

namespace SalesSupport.Infrastructure;

/// <summary>
/// Has EF Core build the modules' models, and translate what the home page and each page's menu ask, beside the start and on another core, so that whoever signs on first does not wait for
/// it. Nothing waits for it; what is asked for earlier is made then.
/// </summary>
internal sealed class WarmUp(IServiceScopeFactory scopes, ILogger<WarmUp> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            foreach (var context in scope.ServiceProvider.GetServices<ModuleDbContext>())
            {
                stoppingToken.ThrowIfCancellationRequested();
                _ = context.Model;
            }

            // For nobody, of a member that there is not: the answers are empty, but the questions are translated.
            scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(Guid.CreateVersion7());
            await scope.ServiceProvider.GetRequiredService<ISlots<IHomeTile>>().AskAsync(tile => tile.GetAsync(stoppingToken), stoppingToken);
            await scope.ServiceProvider.GetRequiredService<ISlots<IMenuBadge>>().AskAsync(badge => badge.CountAsync(stoppingToken), stoppingToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.LogError(e, "What the first visitor needs could not be made ready beside the start");
        }
    }
}
