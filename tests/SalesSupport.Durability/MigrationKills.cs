using System.Net;

namespace SalesSupport.Durability;

/// <summary>How a run ended.</summary>
/// <param name="Rounds">Fresh folders tried.</param>
/// <param name="Kills">How often a start was killed.</param>
/// <param name="Midway">How many of these fell between the first byte of the database and the first answer.</param>
/// <param name="Broken">Folders on which the last, undisturbed start did not serve; one line each.</param>
public sealed record MigrationKillsOutcome(int Rounds, int Kills, int Midway, IReadOnlyList<string> Broken)
{
    /// <summary>True when some start was killed midway and every folder served in the end.</summary>
    public bool Holds => Midway > 0 && Broken.Count == 0;
}

/// <summary>Kills first starts on fresh folders, in the middle of migrations and sample data, and then starts once more: it must serve the sign-on pages.</summary>
public static class MigrationKills
{
    private const int KillsPerRound = 3;
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
        var midway = 0;
        for (var round = 1; round <= rounds; round++)
        {
            var folder = Directory.CreateTempSubdirectory("salessupport-migration-").FullName;
            string[] arguments = round % 2 == 0 ? ["--empty"] : ["--sample-size", "60"];
            try
            {
                for (var kill = 0; kill < KillsPerRound; kill++)
                {
                    midway += await KillOneStartAsync(hostDll, folder, arguments, moments) ? 1 : 0;
                }

                var fault = await LastStartAsync(hostDll, folder, arguments);
                if (fault is not null)
                {
                    broken.Add($"round {round} ({string.Join(' ', arguments)}): {fault}");
                }

                tell?.Invoke($"round {round}: {(fault is null ? "serves" : "does not serve")}; {midway} of {round * KillsPerRound} kills fell midway");
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        return new MigrationKillsOutcome(rounds, rounds * KillsPerRound, midway, broken);
    }

    internal static async Task<bool> KillOneStartAsync(string hostDll, string folder, string[] arguments, Random moments)
    {
        var database = Path.Combine(folder, "salessupport.db");
        await using var host = HostProcess.StartHost(hostDll, folder, HostProcess.FreePort(), arguments);
        var answering = host.WaitUntilAnswersAsync(TimeSpan.FromSeconds(90));

        // Half of them by the clock, half counted from the first byte of the database, since how long a runtime takes to come up differs between machines.
        if (moments.Next(2) == 0)
        {
            while (!File.Exists(database) && !answering.IsCompleted)
            {
                await Task.Delay(5);
            }

            await Task.Delay(moments.Next(0, 1000));
        }
        else
        {
            await Task.Delay(moments.Next(50, 1500));
        }

        var inTheMiddle = File.Exists(database) && !answering.IsCompleted;
        await host.KillAsync();
        await answering.ContinueWith(t => t.Exception, TaskScheduler.Default);       // its complaint is what we wanted
        return inTheMiddle;
    }

    internal static async Task<string?> LastStartAsync(string hostDll, string folder, string[] arguments)
    {
        await using var host = HostProcess.StartHost(hostDll, folder, HostProcess.FreePort(), arguments);
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
