using System.Net;

namespace SalesSupport.Benchmarks;

/// <summary>The report list of members with ever more reports, each on a host of its own, driven in turn.</summary>
internal static class SizesRun
{
    public static async Task RunAsync(Options options, string hostDll, SampleFolders folders, Tables tables)
    {
        using var load = new Load(options.Workers);
        var hosts = new List<HostProcess>();
        try
        {
            var targets = new List<Target>();
            foreach (var size in options.Sizes)
            {
                var product = await Product.StartAsync(hostDll, await folders.OfAsync(size));
                hosts.Add(product.Process);
                targets.Add(new Target(size.ToString("N0", System.Globalization.CultureInfo.InvariantCulture), product.Process, product.Get("/reports"), HttpStatusCode.OK));
            }

            var series = await Comparison.RunAsync(load, options, targets);
            tables.Title($"Report list over the number of reports (median of {options.Rounds} rounds)");
            tables.Table(
                ["reports", "requests/s", "CPU s / 1,000", "p50 ms", "p99 ms", "CPU against the smallest"],
                series.Select(s => (IReadOnlyList<string>)
                [
                    s.Target.Name,
                    Tables.Number(s.Median(r => r.PerSecond), "0"),
                    Tables.Number(s.Median(r => r.CpuPerThousand), "0.00"),
                    Tables.Number(s.Median(r => r.P50), "0.0"),
                    Tables.Number(s.Median(r => r.P99), "0.0"),
                    Tables.Number(Comparison.Ratio(s, series[0], r => r.CpuPerThousand), "0.00"),
                ]));
        }
        finally
        {
            foreach (var host in hosts)
            {
                await host.DisposeAsync();
            }
        }
    }
}
