using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using MediatR;
using SalesSupport.Abstractions;

namespace SalesSupport.Infrastructure;

/// <summary>Who hears of which fact after its commit.</summary>
internal sealed class Subscribers
{
    private readonly ILookup<Type, Subscriber> byFact;

    public Subscribers(IEnumerable<LoadedModule> modules)
    {
        Subscriber[] all = [.. modules.SelectMany(m => m.Assembly.GetTypes().Where(t => t is { IsClass: true, IsAbstract: false })
            .SelectMany(t => t.GetInterfaces().Where(IsSubscription).Select(i => (Subscriber)Activator.CreateInstance(typeof(Subscriber<,>).MakeGenericType(t, i.GetGenericArguments()[0]), m)!)))];
        byFact = all.ToLookup(s => s.Fact);
        ByName = all.ToDictionary(s => s.Name, StringComparer.Ordinal);
    }

    public IReadOnlyDictionary<string, Subscriber> ByName { get; }

    public IEnumerable<Subscriber> Of(INotification fact) => byFact[fact.GetType()];

    public static bool IsSubscription(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IAfterCommit<>);
}

/// <summary>One subscriber of one fact, whatever their types.</summary>
internal abstract class Subscriber(LoadedModule module, Type type, Type fact)
{
    public Type Fact => fact;

    public LoadedModule Module => module;

    /// <summary>By which rows of the outbox find it again: renaming the class needs a migration.</summary>
    public string Name { get; } = $"{module.Name}.{type.Name}/{fact.Name}";

    public abstract string? SubjectOf(IServiceProvider services, INotification fact);

    public abstract Task SendAsync(IServiceProvider services, string fact, Delivery delivery, CancellationToken cancel);

    public abstract Task<string> DescribeAsync(IServiceProvider services, string fact, CancellationToken cancel);
}

internal sealed class Subscriber<TSubscriber, TFact>(LoadedModule module) : Subscriber(module, typeof(TSubscriber), typeof(TFact))
    where TSubscriber : IAfterCommit<TFact>
    where TFact : INotification
{
    public override string? SubjectOf(IServiceProvider services, INotification fact) => Of(services).Subject((TFact)fact);

    public override Task SendAsync(IServiceProvider services, string fact, Delivery delivery, CancellationToken cancel) => Of(services).SendAsync(OutboxFacts.Read<TFact>(fact), delivery, cancel);

    public override Task<string> DescribeAsync(IServiceProvider services, string fact, CancellationToken cancel) => Of(services).DescribeAsync(OutboxFacts.Read<TFact>(fact), cancel);

    private static IAfterCommit<TFact> Of(IServiceProvider services) => (IAfterCommit<TFact>)services.GetRequiredService(typeof(TSubscriber));
}

/// <summary>Facts as the outbox keeps them.</summary>
internal static class OutboxFacts
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static string Write(INotification fact) => JsonSerializer.Serialize(fact, fact.GetType(), Readable);

    public static T Read<T>(string fact) => JsonSerializer.Deserialize<T>(fact, Readable) ?? throw new JsonException("An empty fact.");
}
