using System.Globalization;
using System.Net;
using SalesSupport.Abstractions;
using SalesSupport.Benchmarks.Bare;

namespace SalesSupport.Benchmarks;

/// <summary>The product against the bare program: report list, report page, customer list, save of a report.</summary>
internal static class CompareRun
{
    public static async Task RunAsync(Options options, string hostDll, SampleFolders folders, Tables tables)
    {
        var folder = folders.Copy(await folders.OfAsync(options.Reports), "product");
        IReadOnlyList<DateOnly> days;
        await using (var before = (await Product.StartAsync(hostDll, folder)).Process)
        {
            days = await WriteOwnReportsAsync(before.Address, options.Workers);
            await before.StopAsync();
        }

        var bareFolder = folders.Copy(folder, "bare");
        var product = await Product.StartAsync(hostDll, folder);
        await using var host = product.Process;
        var report = $"/reports/{ReportWithComments(folder)}";
        await KeepShellsAsync(product.Browser, bareFolder, report);
        await using var bare = HostProcess.StartDll(typeof(CompareRun).Assembly.Location, HostProcess.FreePort(), "bare", bareFolder);
        await bare.WaitUntilAnswersAsync(TimeSpan.FromSeconds(30));

        // A form each for both sides: from here on their revisions go their own ways.
        var ours = await FormsAsync(product.Browser, days);
        var theirs = await FormsAsync(product.Browser, days);
        var pairs = new (string Name, Target Product, Target Bare)[]
        {
            ("report list", new Target("product", host, product.Get("/reports"), HttpStatusCode.OK), new Target("bare", bare, Get(bare, "/reports"), HttpStatusCode.OK)),
            ("report page", new Target("product", host, product.Get(report), HttpStatusCode.OK), new Target("bare", bare, Get(bare, report), HttpStatusCode.OK)),
            ("customer list", new Target("product", host, product.Get("/customers"), HttpStatusCode.OK), new Target("bare", bare, Get(bare, "/customers"), HttpStatusCode.OK)),
            ("save of a report", new Target("product", host, product.Save(ours), HttpStatusCode.Found), new Target("bare", bare, Post(bare, theirs), HttpStatusCode.Found)),
        };
        using var load = new Load(options.Workers);
        var found = new List<(string Name, Series Product, Series Bare)>();
        foreach (var (name, one, other) in pairs)
        {
            var series = await Comparison.RunAsync(load, options, [one, other]);
            found.Add((name, series[0], series[1]));
            Console.WriteLine($"measured {name}");
        }

        Show(options, tables, found);
    }

    private static void Show(Options options, Tables tables, List<(string Name, Series Product, Series Bare)> found)
    {
        tables.Title($"Against the bare program ({options.Reports:N0} reports, {options.Workers} at once, median of {options.Rounds} interleaved rounds)");
        tables.Table(
            ["", "requests/s, share of bare", "CPU per request, bare's as a share of ours", "requests/s", "bare", "CPU s / 1,000", "bare", "p50 ms", "p99 ms", "p99 / p50", "bare p50", "bare p99", "KB", "bare KB"],
            found.Select(f => (IReadOnlyList<string>)
            [
                f.Name,
                Tables.Number(Comparison.Ratio(f.Product, f.Bare, r => r.PerSecond), "0.00"),
                Tables.Number(Comparison.Ratio(f.Bare, f.Product, r => r.CpuPerThousand), "0.00"),
                Tables.Number(f.Product.Median(r => r.PerSecond), "0"),
                Tables.Number(f.Bare.Median(r => r.PerSecond), "0"),
                Tables.Number(f.Product.Median(r => r.CpuPerThousand), "0.00"),
                Tables.Number(f.Bare.Median(r => r.CpuPerThousand), "0.00"),
                Tables.Number(f.Product.Median(r => r.P50), "0.0"),
                Tables.Number(f.Product.Median(r => r.P99), "0.0"),
                Tables.Number(f.Product.Median(r => r.P99 / r.P50), "0.0"),
                Tables.Number(f.Bare.Median(r => r.P50), "0.0"),
                Tables.Number(f.Bare.Median(r => r.P99), "0.0"),
                Tables.Number(f.Product.Median(r => r.Bytes) / 1024, "0"),
                Tables.Number(f.Bare.Median(r => r.Bytes) / 1024, "0"),
            ]));
    }

    // Drafts on days of which the sample data does not tell, one for each worker, with three activities.
    private static async Task<IReadOnlyList<DateOnly>> WriteOwnReportsAsync(Uri address, int count)
    {
        using var browser = new Browser(address);
        await browser.SignOnAsync("demo", "sato", TestHost.Password);
        var customers = (await browser.GetAsync("/customers")).Document.QuerySelectorAll("tr[data-href^='/customers/']").Select(r => r.GetAttribute("data-href")!["/customers/".Length..]).Take(3).ToArray();
        var days = new List<DateOnly>();
        for (var back = -7; days.Count < count; back++)
        {
            if (back > 60)
            {
                throw new InvalidOperationException($"Only {days.Count} days are free for reports of our own; use fewer --workers.");
            }

            var day = TimeProvider.System.Today().AddDays(-back);
            if (await SentReport.FindAsync(browser, day) is not { } form || form.Fields.First(f => f.Name == SavedForm.RevisionField).Value != "0")
            {
                continue;
            }

            form.Set("Note", "午前は既存のお客様を回り、午後は見積りを作成しました。来週の訪問日程を調整中です。");
            for (var i = 0; i < customers.Length; i++)
            {
                var at = $"Activities[{i.ToString(CultureInfo.InvariantCulture)}].";
                form.Set(at + "Kind", "Visit");
                form.Set(at + "CustomerId", customers[i]);
                form.Set(at + "Start", $"{10 + (2 * i)}:00");
                form.Set(at + "End", $"{11 + (2 * i)}:00");
                form.Set(at + "Purpose", "Proposal");
                form.Set(at + "Result", "Advanced");
                form.Set(at + "NextAction", "見積書を送付");
                form.Set(at + "Text", "新しい倉庫の稼働に合わせた入替の相談。台数と納期を確認し、概算の見積りを今週中に出すことになった。");
            }

            await form.SaveAsync(browser);
            days.Add(day);
        }

        return days;
    }

    private static async Task<IReadOnlyList<SavedForm>> FormsAsync(Browser browser, IReadOnlyList<DateOnly> days)
    {
        var forms = new List<SavedForm>();
        foreach (var day in days)
        {
            forms.Add(new SavedForm(await SentReport.OpenAsync(browser, day)));
        }

        return forms;
    }

    private static Guid ReportWithComments(string folder) =>
        SampleFolders.Ask<Guid>(
            folder,
            "SELECT Id FROM DailyReports_Reports WHERE TenantId = $tenant AND State = 'Approved' AND AuthorId <> $me ORDER BY (CommentCount = 2) DESC, Date DESC LIMIT 1",
            ("$tenant", TenantScope.IdOf("portal", "demo")),
            ("$me", TenantScope.IdOf("sample-demo", "sato"))).Single();

    private static async Task KeepShellsAsync(Browser browser, string folder, string report)
    {
        foreach (var (name, address) in new[] { ("report-list", "/reports"), ("report", report), ("customer-list", "/customers") })
        {
            var page = await browser.GetAsync(address);
            Shells.Write(folder, name, page.Status == HttpStatusCode.OK ? page.Html : throw new InvalidOperationException($"{address} was answered with {page.Status}."));
        }
    }

    private static Func<int, HttpRequestMessage> Get(HostProcess bare, string path)
    {
        var address = new Uri(bare.Address, path);
        return _ => new HttpRequestMessage(HttpMethod.Get, address);
    }

    private static Func<int, HttpRequestMessage> Post(HostProcess bare, IReadOnlyList<SavedForm> forms) =>
        worker => new HttpRequestMessage(HttpMethod.Post, new Uri(bare.Address, forms[worker].Action)) { Content = forms[worker].Next() };
}
