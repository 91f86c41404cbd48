namespace SalesSupport.Benchmarks;

/// <summary>What one target showed in all rounds.</summary>
internal sealed record Series(Target Target, IReadOnlyList<Stretch> Rounds)
{
    public double Median(Func<Stretch, double> of) => Comparison.Median(Rounds.Select(of));
}

/// <summary>Drives several targets in turn, A B A B …, so that whatever else the machine does falls on all of them alike.</summary>
internal static class Comparison
{
    public static async Task<IReadOnlyList<Series>> RunAsync(Load load, Options options, IReadOnlyList<Target> targets)
    {
        var counts = new List<int>();
        foreach (var target in targets)
        {
            counts.Add(Math.Max(load.Workers, (int)(await WarmUpAsync(load, target, options.WarmUp) * options.Seconds)));
        }

        var rounds = targets.Select(_ => new List<Stretch>()).ToArray();
        for (var round = 0; round < options.Rounds; round++)
        {
            // Every other round backwards: whoever comes second finds the disk and the clock as the first left them.
            foreach (var i in round % 2 == 0 ? Enumerable.Range(0, targets.Count) : Enumerable.Range(0, targets.Count).Reverse())
            {
                rounds[i].Add(await load.RequestsAsync(targets[i], counts[i], TimeSpan.FromSeconds(options.Seconds * 4)));
            }
        }

        return [.. targets.Select((t, i) => new Series(t, rounds[i]))];
    }

    // The runtime compiles a program anew while it runs, on the same cores, for ten seconds on an idle machine and a minute on a busy one: until that no longer shows.
    private static async Task<double> WarmUpAsync(Load load, Target target, double seconds)
    {
        var least = double.MaxValue;
        var most = 0.0;
        var steady = 0;
        for (var part = 0; part < 32 && steady < 3; part++)
        {
            var now = await load.ForAsync(target, seconds / 4);
            most = Math.Max(most, now.PerSecond);
            steady = now.CpuPerThousand > least * 0.95 ? steady + 1 : 0;
            least = Math.Min(least, now.CpuPerThousand);
        }

        return most;
    }

    /// <summary>Median of the rounds' own ratios.</summary>
    public static double Ratio(Series above, Series below, Func<Stretch, double> of) => Median(above.Rounds.Zip(below.Rounds, (a, b) => of(a) / of(b)));

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
