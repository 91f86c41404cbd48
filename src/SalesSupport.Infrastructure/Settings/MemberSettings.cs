using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SalesSupport.Abstractions;

namespace SalesSupport.Infrastructure;

/// <summary>A member's setting: the name of its record type and the record as JSON.</summary>
internal sealed class MemberSetting : Entity, ITenantOwned
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public Guid TenantId { get; private set; }

    public required string Name { get; init; }

    public string Value { get; set; } = "{}";
}

/// <summary>Values of all members, as last committed.</summary>
internal sealed class SettingsCache
{
    public ConcurrentDictionary<(Guid Tenant, string Name), object> Values { get; } = new();
}

internal sealed class MemberSettings(HouseDbContext house, IUnitOfWork unitOfWork, AuditTrail audit, SettingsCache cache) : ISettings
{
    public async Task<T> GetAsync<T>(CancellationToken cancel)
        where T : class, new()
    {
        var key = (house.Tenant, typeof(T).FullName!);
        if (cache.Values.TryGetValue(key, out var cached) && cached is T known)
        {
            return known;
        }

        var text = await house.Settings.AsNoTracking().Where(s => s.Name == key.Item2).Select(s => s.Value).SingleOrDefaultAsync(cancel);
        var value = text is null ? new T() : JsonSerializer.Deserialize<T>(text) ?? new T();
        cache.Values[key] = value;
        return value;
    }

    public async Task SetAsync<T>(T value, CancellationToken cancel)
        where T : class, new()
    {
        var key = (house.Tenant, typeof(T).FullName!);
        var row = await house.Settings.SingleOrDefaultAsync(s => s.Name == key.Item2, cancel);
        if (row is null)
        {
            house.Settings.Add(row = new MemberSetting { Name = key.Item2 });
        }

        row.Value = JsonSerializer.Serialize(value);
        audit.Add($"{typeof(T).Name}.Changed", typeof(T).Name);
        cache.Values.TryRemove(key, out _);
        unitOfWork.AfterCommit(() => cache.Values.TryRemove(key, out _));
    }
}
