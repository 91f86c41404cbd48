using System.Diagnostics;
using System.Globalization;
using SalesSupport.Abstractions;

namespace SalesSupport.Durability;

/// <summary>How a run ended.</summary>
/// <param name="Kills">How often the host was killed.</param>
/// <param name="Acknowledged">Saves that were answered with success.</param>
/// <param name="Unanswered">Saves that were under way when the host was killed.</param>
/// <param name="Lost">Reports that did not hold what was answered; one line each.</param>
/// <param name="Integrity">What SQLite says of the file: <c>ok</c>, or the first fault.</param>
/// <param name="Took">How long it took.</param>
public sealed record DurabilityOutcome(int Kills, long Acknowledged, int Unanswered, IReadOnlyList<string> Lost, string Integrity, TimeSpan Took)
{
    /// <summary>True when saves were answered and none was lost.</summary>
    public bool Holds => Acknowledged > 0 && Lost.Count == 0 && Integrity == "ok";
}

/// <summary>
/// Kills the host with <c>kill -9</c> at random moments of a stream of saves, starts it again on the same folder, and compares what is stored with what was answered.
/// </summary>
public static class DurabilityRun
{
    private static readonly string[] Salespeople = ["sato", "takahashi", "ito", "watanabe"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>Runs it.</summary>
    /// <param name="kills">How often to kill.</param>
    /// <param name="hostDll">The host's program, see <see cref="Repository.HostDll"/>.</param>
    /// <param name="planted">The control: after the first kill one stored text is put back to an older one, and one save is booked that was never sent. Both must be reported as lost.</param>
    /// <param name="seed">Seed of the random moments; null for one of its own.</param>
    /// <param name="tell">Hears of each kill.</param>
    public static async Task<DurabilityOutcome> RunAsync(int kills, string hostDll, bool planted = false, int? seed = null, Action<string>? tell = null)
    {
        var since = Stopwatch.StartNew();
        var moments = new Random(seed ?? Environment.TickCount);
        var folder = Directory.CreateTempSubdirectory("salessupport-durability-").FullName;
        var port = HostProcess.FreePort();
        var ledger = new Ledger();
        var lost = new List<string>();
        var integrity = "ok";
        var host = HostProcess.StartEmbedded(hostDll, folder, port, "--sample-size", "60");
        var browsers = new List<Browser>();
        try
        {
            await host.WaitUntilAnswersAsync(Patience);
            var streams = new List<SaveStream>();
            foreach (var login in Salespeople)
            {
                var browser = new Browser(host.Address);
                browsers.Add(browser);
                await browser.SignOnAsync("demo", login, TestHost.Password);
                streams.Add(new SaveStream(browser, login, OldDay, ledger));
            }

            for (var kill = 1; kill <= kills; kill++)
            {
                using var stop = new CancellationTokenSource();
                var saving = Task.WhenAll(streams.Select(s => s.RunAsync(stop.Token)));
                await Task.WhenAny(saving, InTheStreamAsync(ledger, moments));
                await host.KillAsync();
                await stop.CancelAsync();
                await saving;
                await host.DisposeAsync();
                if (planted && kill == 1)
                {
                    Plant(folder, ledger);
                }

                host = HostProcess.StartEmbedded(hostDll, folder, port);
                await host.WaitUntilAnswersAsync(Patience);
                lost.AddRange(ledger.Compare(StoredReports.Read(folder)));
                integrity = integrity == "ok" ? StoredReports.Integrity(folder) : integrity;
                tell?.Invoke($"kill {kill}: {ledger.Acknowledged} saves answered, {ledger.Unanswered} cut off, {lost.Count} lost, integrity {integrity}");
            }

            await host.StopAsync();
            lost.AddRange(ledger.Compare(StoredReports.Read(folder)));
        }
        finally
        {
            browsers.ForEach(b => b.Dispose());
            await host.DisposeAsync();
            Directory.Delete(folder, recursive: true);
        }

        return new DurabilityOutcome(kills, ledger.Acknowledged, ledger.Unanswered, lost, integrity, since.Elapsed);
    }

    // Before any day of which so little sample data tells.
    private static DateOnly OldDay => TimeProvider.System.Today().AddDays(-20);

    // A host that has just started is slow: counted in saves first, so that the kill falls among them, then in milliseconds, so that it falls anywhere in one.
    private static async Task InTheStreamAsync(Ledger ledger, Random moments)
    {
        var enough = ledger.Acknowledged + moments.Next(1, 60);
        for (var since = Stopwatch.StartNew(); ledger.Acknowledged < enough && since.Elapsed < TimeSpan.FromSeconds(20);)
        {
            await Task.Delay(5);
        }

        await Task.Delay(moments.Next(0, 50));
    }

    private static void Plant(string folder, Ledger ledger)
    {
        var keys = ledger.Keys;
        if (keys.Count < 2)
        {
            throw new InvalidOperationException("The control needs two answered saves; none came before the first kill.");
        }

        StoredReports.Forget(folder, keys[0]);
        var never = string.Create(CultureInfo.InvariantCulture, $"{StoredReports.Mark}{keys[1]} #{int.MaxValue}");
        ledger.Sent(keys[1], never);
        ledger.Answered(keys[1], never);
    }
}
