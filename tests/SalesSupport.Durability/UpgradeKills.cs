namespace SalesSupport.Durability;

/// <summary>Kills starts on a folder that has been in use and has a migration to do; the last, undisturbed start must serve, with every report still there.</summary>
public static class UpgradeKills
{
    private static readonly string[] Arguments = ["--sample-size", "60"];

    /// <summary>Runs it.</summary>
    /// <param name="rounds">Folders to try.</param>
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
            var folder = Directory.CreateTempSubdirectory("salessupport-upgrade-").FullName;
            try
            {
                var fault = await MigrationKills.LastStartAsync(hostDll, folder, Arguments);
                var (reports, migrations) = (StoredReports.Count(folder), StoredReports.Migrations(folder));
                for (var kill = 0; fault is null && MigrationKills.GoesOn(kill, midway); kill++, kills++)
                {
                    if (StoredReports.Migrations(folder) == migrations)
                    {
                        StoredReports.MakeOlder(folder);        // also again, when a start was killed after its last migration
                    }

                    midway += await MigrationKills.KillOneStartAsync(hostDll, folder, Arguments, moments) ? 1 : 0;
                }

                fault ??= await MigrationKills.LastStartAsync(hostDll, folder, Arguments);
                fault ??= StoredReports.Count(folder) is var left && left != reports ? $"{left} of {reports} reports are left" : null;
                if (fault is not null)
                {
                    broken.Add($"round {round}: {fault}");
                }

                tell?.Invoke($"upgrade {round}: {(fault is null ? "serves, all reports there" : fault)}; {midway} of {kills} kills fell midway");
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        return new MigrationKillsOutcome(rounds, kills, midway, broken);
    }
}
