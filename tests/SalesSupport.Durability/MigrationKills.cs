using System.Net;

namespace SalesSupport.Durability;

/// <summary>How a run ended.</summary>
/// <param name="Rounds">Fresh folders tried.</param>
/// <param name="Kills">How often a start was killed.</param>
/// <param name="Midway">How many of these fell between the start's first write to the database and its first answer.</param>
/// <param name="Broken">Folders on which the last, undisturbed start did not serve; one line each.</param>
public sealed record MigrationKillsOutcome(int Rounds, int Kills, int Midway, IReadOnlyList<string> Broken)
{
    /// <summary>True when some start was killed midway and every folder served in the end.</summary>
    public bool Holds => Midway > 0 && Broken.Count == 0;
}

/// <summary>Kills first starts on fresh folders, in the middle of migrations and sample data, and then starts once more: it must serve the sign-on pages.</summary>
public static class MigrationKills
{
    internal const int KillsPerRound = 3;
    private const int MostKills = 30;
    private static readonly string[] SignOnPages = ["/portal/sign-on", "/operator/sign-on"];

    /// <summary>Runs it.</summary>
    /// <param name="rounds">Fresh folders to try; every other one is started with <c>--empty</c>.</param>
    /// <param name="hostDll">The host's program, see <see cref="Repository.HostDll"/>.</param>
    /// <param name="seed">Seed of the random moments; null for one of its own.</param>
    /// <param name="tell">Hears of each round.</param>
    public static async Task<MigrationKillsOutcome> RunAsync(int rounds, string hostDll, int? seed = null, Action<string>? tell = null)
    {
        var moments = new Random(seed ?? Environment.TickCount);
        var broken = new List<string>();
        var (kills, midway) = (0, 0);
        for (var round = 1; round <= rounds; round++)
        {
            var folder = Directory.CreateTempSubdirectory("salessupport-migration-").FullName;
            string[] arguments = round % 2 == 0 ? ["--empty"] : ["--sample-size", "60"];
            try
            {
                for (var kill = 0; GoesOn(kill, midway); kill++, kills++)
                {
                    midway += await KillOneStartAsync(hostDll, folder, arguments, moments) ? 1 : 0;
                }

                var fault = await LastStartAsync(hostDll, folder, arguments);
                if (fault is not null)
                {
                    broken.Add($"round {round} ({string.Join(' ', arguments)}): {fault}");
                }

                tell?.Invoke($"round {round}: {(fault is null ? "serves" : "does not serve")}; {midway} of {kills} kills fell midway");
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        return new MigrationKillsOutcome(rounds, kills, midway, broken);
    }

    /// <summary>A run in which no kill fell midway would show nothing.</summary>
    internal static bool GoesOn(int kills, int midway) => kills < KillsPerRound || (midway == 0 && kills < MostKills);

    internal static async Task<bool> KillOneStartAsync(string hostDll, string folder, string[] arguments, Random moments)
    {
        // What is in the log of an earlier start does not count.
        var log = new FileInfo(Path.Combine(folder, "salessupport.db-wal"));
        var before = LastWritten(log);
        await using var host = HostProcess.StartEmbedded(hostDll, folder, HostProcess.FreePort(), arguments);
        var answering = host.WaitUntilAnswersAsync(TimeSpan.FromSeconds(90));

        // Most of them counted from the first write, and soon after it, since how long a runtime takes to come up differs between machines.
        if (moments.Next(4) > 0)
        {
            while (LastWritten(log) == before && !answering.IsCompleted)
            {
                await Task.Delay(1);
            }

            await Task.Delay((int)(1000 * Math.Pow(moments.NextDouble(), 3)));
        }
        else
        {
            await Task.Delay(moments.Next(50, 1500));
        }

        var inTheMiddle = LastWritten(log) != before && !answering.IsCompleted;
        await host.KillAsync();
        await answering.ContinueWith(t => t.Exception, TaskScheduler.Default);       // its complaint is what we wanted
        return inTheMiddle;
    }

    private static DateTime? LastWritten(FileInfo log)
    {
        log.Refresh();
        return log is { Exists: true, Length: > 0 } ? log.LastWriteTimeUtc : null;
    }

    internal static async Task<string?> LastStartAsync(string hostDll, string folder, string[] arguments)
    {
        await using var host = HostProcess.StartEmbedded(hostDll, folder, HostProcess.FreePort(), arguments);
        using var browser = new Browser(host.Address);
        try
        {
            await host.WaitUntilAnswersAsync(TimeSpan.FromSeconds(90));
            foreach (var address in SignOnPages)
            {
                var page = await browser.GetAsync(address);
                if (page.Status != HttpStatusCode.OK || page.Document.QuerySelector("input[type=password]") is null)
                {
                    return $"{address} answers {page.Status}: {page.Text.Trim()}";
                }
            }

            if (arguments[0] != "--empty")
            {
                await browser.SignOnAsync("demo", "sato", TestHost.Password);
            }
        }
        catch (InvalidOperationException e)
        {
            return e.Message;
        }

        var integrity = StoredReports.Integrity(folder);
        return integrity == "ok" ? null : $"integrity: {integrity}";
    }
}
