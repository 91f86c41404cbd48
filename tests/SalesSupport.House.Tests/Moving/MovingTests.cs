using System.Security.Cryptography;
using System.Text.RegularExpressions;
using SalesSupport.Engines;
using SalesSupport.Host.Moving;

namespace SalesSupport.House.Tests.Moving;

/// <summary><c>migrate-data</c> as it is typed. By way of PostgreSQL where the run has a server, else from file to file.</summary>
[Trait("Bar", "engines")]
[Trait("Once", "PostgreSql")]
public sealed class MovingTests(MoveSource source) : IClassFixture<MoveSource>, IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly List<string> folders = [];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var folder in folders)
        {
            await TestDatabase.DropAsync(folder);
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task There_and_back_everything_is_the_same_and_the_same_pages_are_served()
    {
        var (middle, back, served) = (Folder(), Folder(), Kept(source.Copy()));
        var pages = await PagesAsync(served, embedded: true);
        Assert.Contains(pages, p => p.Contains("😀 𠮷 髙", StringComparison.Ordinal));

        var output = await MoveAsync(0, "--from", $"sqlite:{source.Folder}", "--to", Place(middle));
        Assert.Matches(@"no member's: \d+ rows\nmember 1 of 2: [\d,]+ rows\nmember 2 of 2: [\d,]+ rows\ncompared 1 of 3", output);
        Assert.DoesNotContain("つばさ", output, StringComparison.Ordinal);
        Assert.EndsWith(TestDatabase.IsServer ? "--Database:Provider=PostgreSql and with its Database:ConnectionString" : "--Database:Provider=Sqlite", output.Trim(), StringComparison.Ordinal);
        Assert.Contains("holds data already", await MoveAsync(5, "--from", $"sqlite:{source.Folder}", "--to", Place(middle)), StringComparison.Ordinal);
        await MoveAsync(0, "--from", Place(middle), "--to", $"sqlite:{back}", "--data", source.Folder);
        MoveSource.AssertSame(source.Folder, back);

        // The keys are the first folder's, so whoever was signed on there is so here.
        Assert.Equal(pages, await PagesAsync(middle, embedded: false, source.SignedOn, TestDatabase.IsServer ? source.Copy() : middle));
        Assert.Equal(pages, await PagesAsync(back, embedded: true, source.SignedOn));
    }

    [Fact]
    public async Task Killed_at_any_point_it_goes_on_and_no_host_serves_the_half()
    {
        var (target, back) = (Folder(), Folder());
        string[] move = ["--from", $"sqlite:{source.Folder}", "--to", Place(target)];
        // While it makes the database, moves what is no member's, a small member, a large one, compares; in this order, since what is there already is passed over fast.
        foreach (var (seen, most) in new[] { (0, 2000), (0, 2000), (1, 150), (1, 150), (2, 300), (2, 300), (2, 300), (3, 20) })
        {
            await using var process = Start(move);
            var after = RandomNumberGenerator.GetInt32(most);
            for (var since = System.Diagnostics.Stopwatch.StartNew(); Lines(process.Output).Length < seen && !process.HasExited && since.Elapsed < Patience; await Task.Delay(2))
            {
            }

            await Task.Delay(after);
            Assert.False(process.HasExited, $"ended before it could be killed, after {seen} lines and {after} ms: {process.Output}");
            await process.KillAsync();
            Assert.False(process.Output.Contains("Moved to", StringComparison.Ordinal), $"killed too late, after {seen} lines and {after} ms: {process.Output}");
            if (seen >= 2)
            {
                await using var host = Serve(target, embedded: false);
                Assert.Equal(5, await host.WaitForEndAsync(Patience));
                Assert.Contains("Data is still being moved", host.Output, StringComparison.Ordinal);
            }
        }

        Assert.Contains("there already", await MoveAsync(0, move), StringComparison.Ordinal);
        await MoveAsync(0, "--from", Place(target), "--to", $"sqlite:{back}");
        MoveSource.AssertSame(source.Folder, back);
    }

    [Fact]
    public async Task A_difference_is_named_and_mended_by_moving_again()
    {
        var folder = Kept(source.Copy());
        await using var from = await TestHost.StartAsync(folder: folder, embedded: true);
        await using var to = await TestHost.StartAsync();
        folders.Remove(folder);     // the host's own now
        var said = new List<string>();
        var move = new MemberMove(from.Services, to.Services, said.Add);
        await move.CopyAsync(CancellationToken.None);      // over the operator that the target has made itself
        Assert.Empty(await move.CompareAsync(CancellationToken.None));

        foreach (var (sql, found) in new[]
        {
            ("UPDATE \"Customers_Companies\" SET \"Note\" = \"Note\" || ' ' WHERE \"Id\" IN (SELECT \"Id\" FROM \"Customers_Companies\" WHERE \"Note\" LIKE 'é%' LIMIT 1)", @"^member \d of 2 \([0-9a-f-]{36}\): Customers_Companies has other values in some of its [\d,]+ rows$"),
            ("DELETE FROM \"Customers_Contacts\" WHERE \"Id\" IN (SELECT \"Id\" FROM \"Customers_Contacts\" LIMIT 1)", @"^member \d of 2 \([0-9a-f-]{36}\): Customers_Contacts has ([\d,]+) rows instead of [\d,]+$"),
            ("UPDATE \"House_Audit\" SET \"Action\" = 'operatorAccount.Added' WHERE \"Action\" = 'OperatorAccount.Added'", @"^no member's \(0{8}-.*\): House_Audit has other values in some of its \d rows$"),
            ("UPDATE \"House_Operators\" SET \"FailedSignOns\" = 9", @"^no member's \(0{8}-.*\): House_Operators has other values in some of its 1 rows$"),
        })
        {
            await PlantAsync(to, sql);
            Assert.Matches(found, Assert.Single(await move.CompareAsync(CancellationToken.None)));
            said.Clear();
            await move.CopyAsync(CancellationToken.None);
            Assert.Single(said, s => s.EndsWith("differs from what is there, and is moved anew", StringComparison.Ordinal));
            Assert.Empty(await move.CompareAsync(CancellationToken.None));
        }
    }

    [Fact]
    [Trait("Engine", "Sqlite")]
    public async Task A_target_that_does_not_become_the_same_is_not_served_until_it_has()
    {
        var target = Folder();
        string[] move = ["--from", $"sqlite:{source.Folder}", "--to", $"sqlite:{target}"];
        await MoveAsync(0, move);
        // As if it had not ended, on a disk that does not keep what it is given.
        MoveSource.Execute(target, $"CREATE TABLE \"{MoveMark.Of(Path.Combine(source.Folder, "salessupport.db"))}\" (At int)");
        MoveSource.Execute(target, "DELETE FROM Customers_Contacts");
        MoveSource.Execute(target, "CREATE TRIGGER Bad AFTER INSERT ON Customers_Contacts BEGIN DELETE FROM Customers_Contacts WHERE Id = NEW.Id; END");
        var output = await MoveAsync(6, move);
        Assert.Matches(@"member \d of 2 \(.*\): Customers_Contacts has 0 rows instead of \d+", output);
        await using (var host = Serve(target, embedded: true))
        {
            Assert.Equal(5, await host.WaitForEndAsync(Patience));
        }

        MoveSource.Execute(target, "DROP TRIGGER Bad");
        await MoveAsync(0, move);
        MoveSource.AssertSame(source.Folder, target);
    }

    [Fact]
    [Trait("Engine", "Sqlite")]
    public async Task What_cannot_be_moved_is_said_and_left_as_it_is()
    {
        var (copy, target) = (Kept(source.Copy()), Folder());
        await RefusedAsync($"sqlite:{copy}/none", "There is no data to move");
        Assert.False(Directory.Exists($"{copy}/none"));
        await RefusedAsync($"sqlite:{Folder()}", "There is no data to move");
        Assert.Contains("cannot be moved to itself", await MoveAsync(5, "--from", $"sqlite:{copy}", "--to", $"sqlite:{copy}"), StringComparison.Ordinal);
        await using (var host = Serve(copy, embedded: true))
        {
            await host.WaitUntilAnswersAsync(Patience);
            await RefusedAsync($"sqlite:{copy}", "is in use: stop the service first");
        }

        MoveSource.Execute(copy, "CREATE TABLE Customers_Forgotten (Id int)");
        await RefusedAsync($"sqlite:{copy}", "would be left behind: Customers_Forgotten");
        MoveSource.Execute(copy, "DROP TABLE Customers_Forgotten");
        await RefusedAsync($"sqlite:{copy}", "would be left behind: Customers_Migrations, Customers_Companies", "--Modules:Disabled:0=Customers");
        MoveSource.Execute(copy, "CREATE TABLE House_Moving_0 (Id int)");
        await RefusedAsync($"sqlite:{copy}", "Data is still being moved");
        MoveSource.Execute(copy, "DROP TABLE House_Moving_0; DELETE FROM House_Migrations WHERE MigrationId LIKE '%Sessions'");
        await RefusedAsync($"sqlite:{copy}", "older version of this program (it lacks HouseDbContext/20261124230422_OperatorSessions)");
        Assert.False(File.Exists(Path.Combine(target, "salessupport.db")));

        async Task RefusedAsync(string from, string words, params string[] more) =>
            Assert.Contains(words, await MoveAsync(5, ["--from", from, "--to", $"sqlite:{target}", .. more]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("migrate-data")]
    [InlineData("migrate-data --from sqlite:a")]
    [InlineData("migrate-data --from sqlite:a --to oracle:b")]
    [InlineData("migrate-data --from sqlite:a --to sqlite:b --to-owner c")]
    [InlineData("migrate-data --from a --to sqlite:b")]
    [InlineData("--from sqlite:a --to sqlite:b")]
    public async Task A_move_that_is_not_fully_told_makes_nothing(string typed)
    {
        await using var process = HostProcess.StartDll(Repository.HostDll, HostProcess.FreePort(), typed.Split(' '));
        Assert.Equal(2, await process.WaitForEndAsync(Patience));
        Assert.Contains("migrate-data wants --from and --to", process.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists("a") || Directory.Exists("b"));
    }

    private static string Place(string folder) =>
        TestDatabase.IsServer ? $"postgresql:{TestDatabase.Settings(folder)["Database:ConnectionString"]}" : $"sqlite:{folder}";

    private static string[] Lines(string output) => output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static HostProcess Start(params IEnumerable<string> arguments) => HostProcess.StartDll(Repository.HostDll, HostProcess.FreePort(), ["migrate-data", .. arguments]);

    private static async Task<string> MoveAsync(int code, params IEnumerable<string> arguments)
    {
        await using var process = Start(arguments);
        var ended = await process.WaitForEndAsync(Patience);
        Assert.True(code == ended, $"ended with {ended}: {process.Output}");
        Assert.DoesNotContain("   at ", process.Output, StringComparison.Ordinal);
        return process.Output;
    }

    private static HostProcess Serve(string folder, bool embedded, string? data = null) => embedded
        ? HostProcess.StartEmbedded(Repository.HostDll, folder, HostProcess.FreePort())
        : HostProcess.StartEmbedded(Repository.HostDll, data ?? folder, HostProcess.FreePort(), TestDatabase.Settings(folder).Select(s => $"--{s.Key}={s.Value}"));

    /// <summary>What the main pages say to sato, who signs on with the password; with the cookies of a session, that it goes on.</summary>
    private async Task<List<string>> PagesAsync(string folder, bool embedded, string? cookies = null, string? data = null)
    {
        if (data is not null && data != folder)
        {
            Kept(data);
        }

        await using var host = Serve(folder, embedded, data);
        await host.WaitUntilAnswersAsync(Patience);
        if (cookies is not null)
        {
            using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false });
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(host.Address, "/reports"));
            request.Headers.TryAddWithoutValidation("Cookie", cookies);
            using var answer = await client.SendAsync(request);
            Assert.Equal(System.Net.HttpStatusCode.OK, answer.StatusCode);
        }

        using var browser = new Browser(host.Address);
        await browser.SignOnAsync("demo", "sato", TestHost.Password);
        await Assert.ThrowsAsync<InvalidOperationException>(() => new Browser(host.Address).SignOnAsync("demo", "takahashi", TestHost.Password));
        var (reports, customers) = (await browser.GetAsync("/reports"), await browser.GetAsync("/customers"));
        Page[] pages = [reports, customers, await FirstAsync(reports, "^/reports/[0-9a-f-]{36}$"), await FirstAsync(customers, "^/customers/[0-9a-f-]{36}$")];
        Assert.All(pages, p => Assert.Equal(System.Net.HttpStatusCode.OK, p.Status));
        return [.. pages.Select(p => Regex.Replace(p.Document.QuerySelector("main")!.TextContent, @"\s+", " "))];

        async Task<Page> FirstAsync(Page list, string address) =>
            await browser.GetAsync(list.Document.QuerySelectorAll("main a[href]").Select(a => a.GetAttribute("href")!).First(a => Regex.IsMatch(a, address)));
    }

    private static async Task PlantAsync(TestHost host, string sql)
    {
        if (TestDatabase.IsServer)
        {
            await TestDatabase.RunAsync(host.DataFolder, $"SELECT set_config('salessupport.member', '{ServerDialect.AllMembers}', false); {sql}");
        }
        else
        {
            MoveSource.Execute(host.DataFolder, sql);
        }
    }

    /// <summary>A new folder; with a server it also names a database that is not there.</summary>
    private string Folder() => Kept(Directory.CreateTempSubdirectory("salessupport-moved-").FullName);

    private string Kept(string folder)
    {
        folders.Add(folder);
        return folder;
    }
}
