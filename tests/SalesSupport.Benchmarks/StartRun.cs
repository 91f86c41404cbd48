using System.Diagnostics;
using System.Text.RegularExpressions;

namespace SalesSupport.Benchmarks;

/// <summary>How soon the host serves after a start, and how much memory it keeps once every page was visited.</summary>
internal static partial class StartRun
{
    private const int MostPages = 400;

    public static async Task RunAsync(Options options, string hostDll, SampleFolders folders, Tables tables)
    {
        var folder = folders.Copy(await folders.OfAsync(options.Reports), "start");
        var first = new List<double>();
        var signedOn = new List<double>();
        for (var round = 0; round < options.Rounds; round++)
        {
            var since = Stopwatch.StartNew();
            await using var host = HostProcess.StartHost(hostDll, folder, HostProcess.FreePort());
            await host.WaitUntilAnswersAsync(TimeSpan.FromSeconds(60));
            using var browser = new Browser(host.Address);
            await browser.GetAsync("/portal/sign-on");
            first.Add(since.Elapsed.TotalMilliseconds);
            since.Restart();
            await browser.SignOnAsync("demo", "sato", TestHost.Password);
            await browser.GetAsync("/reports");
            signedOn.Add(since.Elapsed.TotalMilliseconds);
            await host.StopAsync();
        }

        tables.Title($"Start ({options.Reports:N0} reports, median of {options.Rounds})");
        tables.Table(
            ["", "ms"],
            [
                ["process start → sign-on page", Tables.Number(Comparison.Median(first), "0")],
                ["then login and first report list", Tables.Number(Comparison.Median(signedOn), "0")],
                ["both", Tables.Number(Comparison.Median(first.Zip(signedOn, (a, b) => a + b)), "0")],
            ]);

        await using var visited = HostProcess.StartHost(hostDll, folder, HostProcess.FreePort());
        await visited.WaitUntilAnswersAsync(TimeSpan.FromSeconds(60));
        var idle = visited.Resident;
        var pages = 0;
        foreach (var login in new[] { "morita", "okabe", "sato" })
        {
            pages += await VisitAsync(visited.Address, login);
        }

        tables.Title("Memory");
        tables.Table(
            ["", "MB resident"],
            [
                ["after the start", Megabytes(idle)],
                [$"after {pages} pages, each kind at least once, as administrator, manager and salesperson", Megabytes(visited.Resident)],
                ["most at any time", Megabytes(visited.MostResident)],
            ]);
    }

    // Follows links breadth first; of pages that differ only by id, date or query, three.
    private static async Task<int> VisitAsync(Uri address, string login)
    {
        using var browser = new Browser(address);
        await browser.SignOnAsync("demo", login, TestHost.Password);
        var waiting = new Queue<string>(["/", "/portal"]);
        var kinds = new Dictionary<string, int>(StringComparer.Ordinal);
        var seen = new HashSet<string>(waiting, StringComparer.Ordinal);
        var pages = 0;
        while (pages < MostPages && waiting.TryDequeue(out var url))
        {
            var page = await browser.GetAsync(url);
            pages++;
            if ((int)page.Status >= 500)
            {
                // Not this program's business to fail for; worth a look.
                Console.WriteLine($"NOTE {url} was answered with {page.Status}");
            }

            foreach (var link in page.Document.QuerySelectorAll("a[href], [hx-get], [data-href]").Select(a => a.GetAttribute("href") ?? a.GetAttribute("hx-get") ?? a.GetAttribute("data-href")!))
            {
                if (link.StartsWith('/') && !link.StartsWith("//", StringComparison.Ordinal) && !link.Contains("sign-out", StringComparison.Ordinal) && seen.Add(link))
                {
                    var kind = Varying().Replace(link.Split('?')[0], "*");
                    if ((kinds[kind] = kinds.GetValueOrDefault(kind) + 1) <= 3)
                    {
                        waiting.Enqueue(link.Split('#')[0]);
                    }
                }
            }
        }

        return pages;
    }

    private static string Megabytes(long bytes) => Tables.Number(bytes / 1048576.0, "0");

    [GeneratedRegex("[0-9a-fA-F]{8}-?[0-9a-fA-F-]{22,27}|[0-9]{4}-[0-9]{2}(-[0-9]{2})?|[0-9]+")]
    private static partial Regex Varying();
}
