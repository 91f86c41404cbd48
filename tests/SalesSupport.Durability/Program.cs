using System.Globalization;
using SalesSupport.Durability;

// --kills 200: kills the host that often in a stream of saves. --migrations 10: kills that many first starts, and half as many upgrades. --planted: the control, which must end with 1.
var kills = 200;
var migrations = 10;
var planted = false;
int? seed = null;
var hostDll = Repository.HostDll;
for (var i = 0; i < args.Length; i++)
{
    switch (args[i])
    {
        case "--kills" when i + 1 < args.Length:
            kills = int.Parse(args[++i], CultureInfo.InvariantCulture);
            break;
        case "--migrations" when i + 1 < args.Length:
            migrations = int.Parse(args[++i], CultureInfo.InvariantCulture);
            break;
        case "--seed" when i + 1 < args.Length:
            seed = int.Parse(args[++i], CultureInfo.InvariantCulture);
            break;
        case "--host" when i + 1 < args.Length:
            hostDll = args[++i];
            break;
        case "--planted":
            planted = true;
            break;
        default:
            await Console.Error.WriteLineAsync("usage: [--kills 200] [--migrations 10] [--planted] [--seed N] [--host SalesSupport.Host.dll]");
            return 2;
    }
}

var holds = true;
if (kills > 0)
{
    var saves = await DurabilityRun.RunAsync(kills, hostDll, planted, seed, Console.WriteLine);
    Console.WriteLine();
    Console.WriteLine($"kill -9 during saves: {saves.Kills} kills, {saves.Acknowledged} saves answered with success, {saves.Unanswered} cut off, {saves.Lost.Count} lost, integrity {saves.Integrity}, {saves.Took.TotalSeconds:0} s");
    foreach (var line in saves.Lost)
    {
        Console.WriteLine($"LOST {line}");
    }

    holds &= saves.Holds;
}

if (migrations > 0)
{
    var starts = await MigrationKills.RunAsync(migrations, hostDll, seed, Console.WriteLine);
    Console.WriteLine();
    Console.WriteLine($"kill -9 during first starts: {starts.Rounds} folders, {starts.Kills} kills, {starts.Midway} of them midway, {starts.Broken.Count} folders that did not serve in the end");
    foreach (var line in starts.Broken)
    {
        Console.WriteLine($"BROKEN {line}");
    }

    holds &= starts.Holds;
    var upgrades = await UpgradeKills.RunAsync(Math.Max(1, migrations / 2), hostDll, seed, Console.WriteLine);
    Console.WriteLine();
    Console.WriteLine($"kill -9 during upgrades: {upgrades.Rounds} folders, {upgrades.Kills} kills, {upgrades.Midway} of them midway, {upgrades.Broken.Count} folders that did not serve or lost reports");
    foreach (var line in upgrades.Broken)
    {
        Console.WriteLine($"BROKEN {line}");
    }

    holds &= upgrades.Holds;
}

return holds ? 0 : 1;
