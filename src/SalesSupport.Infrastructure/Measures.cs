using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace SalesSupport.Infrastructure;

/// <summary>What the operator may watch, under the name <c>SalesSupport</c>. Nothing is measured while nobody listens.</summary>
internal static class Measures
{
    public const string Name = "SalesSupport";

    private static readonly Meter Meter = new(Name);
    private static readonly Histogram<double> Saves = Meter.CreateHistogram<double>("salessupport.save.duration", "s", "From asking to save until it lies on the disk");
    private static readonly Histogram<double> Waits = Meter.CreateHistogram<double>("salessupport.save.wait", "s", "Until a save's turn to write has come");
    private static readonly Counter<long> Sends = Meter.CreateCounter<long>("salessupport.outbox.sends", "{send}", "Tries of the outbox, by their end");

    /// <summary>Of all members; recorded at each look through the outbox.</summary>
    public static Gauge<long> OutboxWaiting { get; } = Meter.CreateGauge<long>("salessupport.outbox.waiting", "{item}", "Yet to be sent");

    public static Gauge<long> OutboxGivenUp { get; } = Meter.CreateGauge<long>("salessupport.outbox.given_up", "{item}", "Wait for an administrator");

    public static Gauge<double> OutboxOldest { get; } = Meter.CreateGauge<double>("salessupport.outbox.oldest", "s", "Age of what has waited longest");

    public static ActivitySource Spans { get; } = new(Name);

    /// <returns>When a save began; 0 when nobody listens.</returns>
    public static long SaveBegins() => Saves.Enabled ? Stopwatch.GetTimestamp() : 0;

    public static void SaveHasTurn(long began) => Record(Waits, began, "ok");

    public static void SaveEnded(long began, bool well) => Record(Saves, began, well ? "ok" : "failed");

    /// <param name="outcome"><c>sent</c>, <c>failed</c> or <c>given_up</c>.</param>
    public static void Sent(string outcome) => Sends.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    private static void Record(Histogram<double> histogram, long began, string outcome)
    {
        if (began != 0)
        {
            histogram.Record(Stopwatch.GetElapsedTime(began).TotalSeconds, new KeyValuePair<string, object?>("outcome", outcome));
        }
    }
}
