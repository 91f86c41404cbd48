using System.Diagnostics;

namespace SalesSupport.Benchmarks;

/// <summary>How soon the host serves after a start, and how much memory it keeps once every page was visited.</summary>
internal static class StartRun
{
    public static async Task RunAsync(Options options, string hostDll, SampleFolders folders, Tables tables)
    {
        var folder = folders.Copy(await folders.OfAsync(options.Reports), "start");
        var first = new List<double>();
        var signedOn = new List<double>();
        for (var round = 0; round < options.Rounds; round++)
        {
            var since = Stopwatch.StartNew();
            await using var host = HostProcess.StartEmbedded(hostDll, folder, HostProcess.FreePort());
            await host.WaitUntilAnswersAsync(TimeSpan.FromSeconds(60));
            using var browser = new Browser(host.Address);
            // As people come: the address that the start prints leads to the sign-on page.
            var page = await browser.GetAsync("/");
            var form = page.Form("/portal/sign-on");
            first.Add(since.Elapsed.TotalMilliseconds);
            since.Restart();
            await browser.SubmitAsync(page, form, ("MemberId", "demo"), ("Login", "sato"), ("Password", TestHost.Password));
            var list = await browser.GetAsync("/reports");
            if (list.Document.QuerySelector("table.list") is null)
            {
                throw new InvalidOperationException($"The first list is not there but {list.Text.Trim()}");
            }

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

        await using var visited = HostProcess.StartEmbedded(hostDll, folder, HostProcess.FreePort());
        await visited.WaitUntilAnswersAsync(TimeSpan.FromSeconds(60));
        var idle = visited.Resident;
        var pages = 0;
        foreach (var login in new[] { "morita", "okabe", "sato" })
        {
            using var browser = new Browser(visited.Address);
            await browser.SignOnAsync("demo", login, TestHost.Password);
            pages += await VisitAsync(browser, "/", "/portal");
        }

        using (var browser = new Browser(visited.Address))
        {
            var form = await browser.GetAsync("/operator/sign-on");
            await browser.SubmitAsync(form, form.MainForm, ("Login", "operator"), ("Password", TestHost.Password));
            pages += await VisitAsync(browser, "/operator");
        }

        tables.Title("Memory");
        tables.Table(
            ["", "MB resident"],
            [
                ["after the start", Megabytes(idle)],
                [$"after {pages} pages, each kind at least once, as administrator, manager, salesperson and operator", Megabytes(visited.Resident)],
                ["most at any time", Megabytes(visited.MostResident)],
            ]);
    }

    private static async Task<int> VisitAsync(Browser browser, params string[] from)
    {
        var pages = 0;
        await foreach (var (url, page) in LinkWalk.VisitAsync(browser, from))
        {
            pages++;
            if ((int)page.Status >= 500)
            {
                // Not this program's business to fail for; worth a look.
                Console.WriteLine($"NOTE {url} was answered with {page.Status}");
            }
        }

        return pages;
    }

    private static string Megabytes(long bytes) => Tables.Number(bytes / 1048576.0, "0");
}
