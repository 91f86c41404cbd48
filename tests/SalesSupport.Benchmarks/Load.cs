using System.Diagnostics;
using System.Net;

namespace SalesSupport.Benchmarks;

/// <summary>A server under load, and the requests it gets. Each worker has requests of its own, made one after the other.</summary>
/// <param name="Name">For the table.</param>
/// <param name="Process">The server.</param>
/// <param name="Next">Makes a worker's next request.</param>
/// <param name="Expected">What every answer must be.</param>
internal sealed record Target(string Name, HostProcess Process, Func<int, HttpRequestMessage> Next, HttpStatusCode Expected);

/// <summary>One stretch of load.</summary>
/// <param name="Requests">How many were answered.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="CpuSeconds">User and system time of the server's process.</param>
/// <param name="P50">Median time to the whole answer, in milliseconds.</param>
/// <param name="P99">The same, of the slowest hundredth.</param>
/// <param name="Bytes">Mean size of an answer.</param>
internal sealed record Stretch(int Requests, double Seconds, double CpuSeconds, double P50, double P99, long Bytes)
{
    public double PerSecond => Requests / Seconds;

    public double CpuPerThousand => CpuSeconds / Requests * 1000;
}

/// <summary>Drives a server: a fixed number of requests, a fixed number at once, nothing between them.</summary>
internal sealed class Load(int workers) : IDisposable
{
    private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false, MaxConnectionsPerServer = workers }) { Timeout = TimeSpan.FromSeconds(60) };

    public int Workers => workers;

    /// <summary>Drives it for about this long and tells how many requests that were.</summary>
    public async Task<Stretch> ForAsync(Target target, double seconds)
    {
        var patience = Stopwatch.StartNew();
        return await RunAsync(target, int.MaxValue, () => patience.Elapsed.TotalSeconds < seconds);
    }

    /// <summary>Drives it with this many requests, but no longer than <paramref name="bound"/>.</summary>
    public async Task<Stretch> RequestsAsync(Target target, int requests, TimeSpan bound)
    {
        var patience = Stopwatch.StartNew();
        return await RunAsync(target, requests, () => patience.Elapsed < bound);
    }

    public void Dispose() => client.Dispose();

    private async Task<Stretch> RunAsync(Target target, int requests, Func<bool> goOn)
    {
        var left = requests;
        var bytes = 0L;
        var cpu = target.Process.Cpu;
        var since = Stopwatch.StartNew();
        var times = await Task.WhenAll(Enumerable.Range(0, workers).Select(worker => Task.Run(async () =>
        {
            var took = new List<double>();
            while (goOn() && Interlocked.Decrement(ref left) >= 0)
            {
                var start = Stopwatch.GetTimestamp();
                using var request = target.Next(worker);
                using var response = await client.SendAsync(request);
                var body = await response.Content.ReadAsByteArrayAsync();
                took.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                Interlocked.Add(ref bytes, body.Length);
                if (response.StatusCode != target.Expected)
                {
                    throw new InvalidOperationException($"{target.Name}: {request.Method} {request.RequestUri} was answered with {response.StatusCode}: {System.Text.Encoding.UTF8.GetString(body)}");
                }
            }

            return took;
        })));
        var seconds = since.Elapsed.TotalSeconds;
        var used = (target.Process.Cpu - cpu).TotalSeconds;
        var sorted = times.SelectMany(t => t).Order().ToArray();
        return new Stretch(sorted.Length, seconds, used, At(sorted, 0.5), At(sorted, 0.99), bytes / Math.Max(1, sorted.Length));
    }

    private static double At(double[] sorted, double part) => sorted.Length == 0 ? 0 : sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * part))];
}
