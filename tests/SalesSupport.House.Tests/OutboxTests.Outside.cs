using System.Collections.Concurrent;
using MediatR;
using SalesSupport.Abstractions;

namespace SalesSupport.House.Tests;

/// <summary>What these tests send, and where to.</summary>
public sealed partial class OutboxTests
{
    private sealed class PlantedModule : IModule
    {
        public string Name => "Planted";
    }

    private sealed record Told(string About, string Words) : INotification;

    /// <summary>Where it is all sent to.</summary>
    private sealed class Outside
    {
        private int begun;

        public Func<Told, Delivery, CancellationToken, Task> Does { get; set; } = (_, _, _) => Task.CompletedTask;

        public int Begun => begun;

        public ConcurrentQueue<string> Words { get; } = new();

        public ConcurrentQueue<Delivery> Deliveries { get; } = new();

        public async Task TakeAsync(Told fact, Delivery delivery, CancellationToken cancel)
        {
            Interlocked.Increment(ref begun);
            await Does(fact, delivery, cancel);
            Words.Enqueue(fact.Words);
            Deliveries.Enqueue(delivery);
        }
    }

    private sealed class TellOutside(Outside outside) : IAfterCommit<Told>
    {
        public string? Subject(Told fact) => fact.About.Length == 0 ? null : fact.About;

        public Task SendAsync(Told fact, Delivery delivery, CancellationToken cancel) => outside.TakeAsync(fact, delivery, cancel);

        public Task<string> DescribeAsync(Told fact, CancellationToken cancel) => Task.FromResult($"to outside: {fact.Words}");
    }
}
