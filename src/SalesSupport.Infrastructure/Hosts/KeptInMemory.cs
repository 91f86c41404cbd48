using System.Collections.Concurrent;
using SalesSupport.Abstractions;

namespace SalesSupport.Infrastructure;

/// <summary>For one host.</summary>
internal sealed class KeptInMemory<T>(TimeProvider clock) : JustDone<T>
    where T : class
{
    private readonly ConcurrentDictionary<(Guid Tenant, Guid User, Guid Id), (T Done, DateTimeOffset At)> kept = new();

    public override Task KeepAsync(Guid tenantId, Guid userId, Guid id, T done)
    {
        var now = clock.GetUtcNow();
        foreach (var old in kept.Where(k => k.Value.At < now - Kept))
        {
            kept.TryRemove(old);
        }

        kept[(tenantId, userId, id)] = (done, now);
        return Task.CompletedTask;
    }

    public override Task<T?> TakeAsync(Guid tenantId, Guid userId, Guid id) =>
        Task.FromResult(kept.TryRemove((tenantId, userId, id), out var found) && found.At >= clock.GetUtcNow() - Kept ? found.Done : null);
}
