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
internal sealed class SettingsCache(TimeProvider clock, IHosts hosts)
{
    public Recent<(Guid Tenant, string Name), object> Values { get; } = new(clock, hosts);
}

internal sealed class MemberSettings(HouseDbContext house, IUnitOfWork unitOfWork, AuditTrail audit, SettingsCache cache) : ISettings
{
    public async Task<T> GetAsync<T>(CancellationToken cancel)
        where T : class, new()
    {
        // Inside a transaction a value may not be committed yet, and must not be kept for others.
        if (house.Database.CurrentTransaction is not null)
        {
            return (await ReadAsync<T>(cancel)).Value;
        }

        return (T)(await cache.Values.GetAsync(house.Tenant, (house.Tenant, NameOf<T>()), async () => (await ReadAsync<T>(cancel)).Value))!;
    }

    public async Task<(T Value, int Version)> ReadAsync<T>(CancellationToken cancel)
        where T : class, new()
    {
        var name = NameOf<T>();
        var row = await house.Settings.AsNoTracking().Where(s => s.Name == name).Select(s => new { s.Value, s.Version }).SingleOrDefaultAsync(cancel);
        return row is null ? (new T(), 0) : (ValueOf<T>(row.Value), row.Version + 1);
    }

    public async Task SetAsync<T>(T value, int? version, CancellationToken cancel)
        where T : class, new()
    {
        var name = NameOf<T>();
        var row = await house.Settings.SingleOrDefaultAsync(s => s.Name == name, cancel);
        if (version is { } known && known != (row is null ? 0 : row.Version + 1))
        {
            throw new DbUpdateConcurrencyException("The setting was changed meanwhile.");
        }

        var old = row is null ? new T() : ValueOf<T>(row.Value);
        if (row is null)
        {
            house.Settings.Add(row = new MemberSetting { Name = name });
        }

        row.Value = JsonSerializer.Serialize(value);
        audit.Add($"{typeof(T).Name}.Changed", typeof(T).Name, typeof(T).GetProperties().Select(p => AuditChange.Between(p.Name, p.GetValue(old), p.GetValue(value))).OfType<AuditChange>());
        unitOfWork.AfterCommitEverywhere(() => cache.Values.Forget((house.Tenant, name)));
    }

    private static string NameOf<T>() => typeof(T).FullName!;

    private static T ValueOf<T>(string text)
        where T : class, new() => JsonSerializer.Deserialize<T>(text) ?? new T();
}
