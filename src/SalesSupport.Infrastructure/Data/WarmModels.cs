using Microsoft.Extensions.Hosting;
using SalesSupport.Abstractions;

namespace SalesSupport.Infrastructure;

/// <summary>
/// Has EF Core build the modules' models beside the start, on another core, so that whoever signs on first does not wait for them. Nothing waits for it; a model that is asked for
/// earlier is built then.
/// </summary>
internal sealed class WarmModels(IServiceScopeFactory scopes, ILogger<WarmModels> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();        // the host waits for what runs before the first await
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            foreach (var context in scope.ServiceProvider.GetServices<ModuleDbContext>())
            {
                stoppingToken.ThrowIfCancellationRequested();
                _ = context.Model;
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.LogError(e, "The models could not be built beside the start");
        }
    }
}
