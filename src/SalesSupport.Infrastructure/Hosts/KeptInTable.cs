using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.EntityFrameworkCore;
using SalesSupport.Abstractions;

namespace SalesSupport.Infrastructure;

/// <summary>What a user can still take back, and its values as JSON.</summary>
[NotAudited("What was done is audited, and what takes it back")]
internal sealed class DoneRow : ITenantOwned
{
    public Guid TenantId { get; private set; }

    /// <summary>By which it is asked for.</summary>
    public required Guid Id { get; init; }

    public required Guid UserId { get; init; }

    public required string Kind { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Value { get; init; }
}

/// <summary>For several hosts: whichever gets the second request finds it.</summary>
internal sealed class KeptInTable<T>(HouseDbContext house, IUnitOfWork unitOfWork, TimeProvider clock) : JustDone<T>
    where T : class
{
    private static readonly string Kind = typeof(T).FullName!;

    public override Task KeepAsync(Guid tenantId, Guid userId, Guid id, T done) => unitOfWork.RunAsync(
        async c =>
        {
            await house.Done.Where(d => d.Id == id).ExecuteDeleteAsync(c);
            house.Done.Add(new DoneRow { Id = id, UserId = userId, Kind = Kind, At = clock.GetUtcNow(), Value = Values.Write(done) });
        },
        CancellationToken.None);

    public override async Task<T?> TakeAsync(Guid tenantId, Guid userId, Guid id)
    {
        DoneRow? row = null;
        await unitOfWork.RunAsync(
            async c =>
            {
                row = await house.Done.SingleOrDefaultAsync(d => d.Id == id && d.UserId == userId && d.Kind == Kind, c);
                if (row is not null)
                {
                    house.Done.Remove(row);
                }
            },
            CancellationToken.None);
        return row is not null && row.At >= clock.GetUtcNow() - Kept ? Values.Read<T>(row.Value) : null;
    }
}

/// <summary>An entity's public properties as JSON and back, past its constructor and its setters, which are its own.</summary>
internal static class Values
{
    private static readonly JsonSerializerOptions All = new() { TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { PrivateToo } } };

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, All);

    public static T? Read<T>(string text) => JsonSerializer.Deserialize<T>(text, All);

    private static void PrivateToo(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object)
        {
            return;
        }

        if (type.CreateObject is null && type.Type.GetConstructor(BindingFlags.Instance | BindingFlags.NonPublic, []) is { } own)
        {
            type.CreateObject = () => own.Invoke(null);
        }

        foreach (var property in type.Properties.Where(p => p.Set is null))
        {
            // One that is inherited shows its private setter only where it is declared.
            if (property.AttributeProvider is PropertyInfo { DeclaringType: { } declared } shown && declared.GetProperty(shown.Name)!.GetSetMethod(nonPublic: true) is { } set)
            {
                property.Set = (one, value) => set.Invoke(one, [value]);
            }
        }
    }
}
