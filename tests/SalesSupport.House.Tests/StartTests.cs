using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using SalesSupport.Infrastructure;

namespace SalesSupport.House.Tests;

/// <summary>The program as it is started, a process of its own.</summary>
[Trait("Bar", "main-job")]
[Trait("Engine", "Sqlite")]
public sealed class StartTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private readonly string folder = Directory.CreateTempSubdirectory("salessupport-start-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Of_two_starts_at_once_on_a_folder_one_serves_it_and_the_other_says_so_and_after_a_kill_it_is_free()
    {
        await using (var first = Start("--sample-size", "600"))
        await using (var second = Start("--sample-size", "600"))
        {
            await Eventually.IsAsync(() => first.HasExited || second.HasExited, "one gives way");
            var (serves, refused) = second.HasExited ? (first, second) : (second, first);
            Assert.Equal(5, await refused.WaitForEndAsync(Patience));
            Assert.Contains("is served by another process already", refused.Output, StringComparison.Ordinal);
            await serves.WaitUntilAnswersAsync(Patience);
            Assert.DoesNotContain(serves.OpenFiles, f => f.StartsWith(folder, StringComparison.Ordinal) && f.EndsWith("(deleted)", StringComparison.Ordinal));
            using var browser = new Browser(serves.Address);
            await browser.SignOnAsync("demo", "sato", TestHost.Password);
            await using (var third = Start())
            {
                Assert.Equal(5, await third.WaitForEndAsync(Patience));
            }

            Assert.Equal("/me", (await browser.GetAsync("/me")).Address.AbsolutePath);
            await serves.KillAsync();
        }

        await StartOnceAsync();
        Assert.Equal(2, Count("Portal_Members"));
    }

    [Fact]
    public void A_data_folder_that_is_made_is_open_to_its_account_only()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Unix alone has such rights");
        var made = new DataFolder(Path.Combine(folder, "made")).Root;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(made));
    }

    [Fact]
    public async Task A_database_without_operators_keeps_its_data_and_gets_a_new_operator()
    {
        await StartOnceAsync("--sample-size", "60");
        var reports = Count("DailyReports_Reports");
        Assert.NotEqual(0, reports);
        Execute("DELETE FROM House_Operators");
        var output = await StartOnceAsync("--empty");
        Assert.Equal(reports, Count("DailyReports_Reports"));
        Assert.Matches("operator / [a-z2-9]{16}", output);
        Assert.Equal(1, Count("House_Operators"));
    }

    [Fact]
    public async Task A_first_start_that_was_cut_off_is_begun_again()
    {
        await StartOnceAsync("--empty");
        Assert.False(File.Exists(Path.Combine(folder, "first-start.unfinished")));
        // As a kill leaves it: the mark, and a database with something in it.
        await File.WriteAllTextAsync(Path.Combine(folder, "first-start.unfinished"), "");
        Execute("UPDATE House_Operators SET Login = 'half'");
        await StartOnceAsync("--sample-size", "20");
        Assert.Equal(2, Count("Portal_Members"));
        Assert.Equal(0, Count("House_Operators WHERE Login = 'half'"));
        Assert.False(File.Exists(Path.Combine(folder, "first-start.unfinished")));
    }

    [Fact]
    public async Task A_migration_that_a_kill_left_undone_is_done_at_the_next_start_and_the_other_modules_keep_their_data()
    {
        await StartOnceAsync("--sample-size", "60");
        var reports = Count("DailyReports_Reports");
        // A module whose tables are still to be made, and the row by which EF says that somebody is at it.
        foreach (var table in Names("SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'Customers\\_%' ESCAPE '\\' AND sql NOT LIKE '%VIRTUAL%'"))
        {
            Execute($"PRAGMA foreign_keys=OFF; DROP TABLE \"{table}\"");
        }

        Execute("CREATE TABLE IF NOT EXISTS \"__EFMigrationsLock\" (\"Id\" INTEGER NOT NULL PRIMARY KEY, \"Timestamp\" TEXT NOT NULL); INSERT OR REPLACE INTO \"__EFMigrationsLock\" VALUES (1, '2026-01-01')");
        await StartOnceAsync();
        Assert.Equal(reports, Count("DailyReports_Reports"));
        Assert.Equal(0, Count("Customers_Companies"));
    }

    [Fact]
    public async Task The_first_operators_password_is_shown_even_when_the_port_is_taken()
    {
        var port = HostProcess.FreePort();
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, port);
        taken.Start();
        await using var host = HostProcess.StartEmbedded(Repository.HostDll, folder, port, "--empty");
        Assert.Equal(3, await host.WaitForEndAsync(Patience));
        Assert.Matches("operator / [a-z2-9]{16}", host.Output);
        Assert.Contains("address already in use", host.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Adding_an_operator_on_a_new_folder_makes_that_one_and_no_other()
    {
        await using var host = HostProcess.StartEmbedded(Repository.HostDll, folder, HostProcess.FreePort(), "operator", "add", "yamada");
        Assert.Equal(0, await host.WaitForEndAsync(Patience));
        Assert.Matches("yamada / [a-z2-9]{16}", host.Output);
        Assert.Equal(["yamada"], Names("SELECT Login FROM House_Operators"));
        await StartOnceAsync("--empty");
        Assert.Equal(["yamada"], Names("SELECT Login FROM House_Operators"));
    }

    [Theory]
    [InlineData("--emtpy")]
    [InlineData("--AllowedHosts=sales.example.jp")]
    [InlineData("--data")]
    [InlineData("--sample-size=viele")]
    [InlineData("serve")]
    [InlineData("operator add -")]
    [InlineData("operator add 運営")]
    public async Task What_the_command_line_does_not_know_is_refused_and_makes_nothing(string typed)
    {
        await using var host = HostProcess.StartDll(Repository.HostDll, HostProcess.FreePort(), [$"--data={folder}", .. typed.Split(' ')]);
        Assert.Equal(2, await host.WaitForEndAsync(Patience));
        Assert.Contains("usage:", host.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_used_is_said_at_once_and_not_waited_for()
    {
        var file = Path.Combine(folder, "file");
        await File.WriteAllTextAsync(file, "");
        await RefusedAsync(file);
        // As on a file system that is read only or full: the lock can neither be made nor is it anybody's.
        File.CreateSymbolicLink(Path.Combine(folder, "migration.lock"), "/nowhere/at/all");
        await RefusedAsync(folder);

        async Task RefusedAsync(string data)
        {
            await using var host = HostProcess.StartEmbedded(Repository.HostDll, data, HostProcess.FreePort(), "--empty");
            Assert.Equal(4, await host.WaitForEndAsync(Patience));
            Assert.Contains($"The data folder {data} cannot be used", host.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", host.Output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("--PublicAddress=sales.example.jp", "PublicAddress: sales.example.jp is no address such as https://")]
    [InlineData("--PublicAddress=https://example.jp/sales", "PublicAddress: https://example.jp/sales is no address such as https://")]
    [InlineData("--PublicAddress=http://sales.example.jp", "Plain http is for this machine only")]
    [InlineData("--Portals:north:Authority=http://portal.example.jp", "Portals:north:Authority must be an https address")]
    [InlineData("--Modules:Disabled:0=Portl", "Modules:Disabled names Portl")]
    [InlineData("--Proxies=nearby", "Proxies: nearby is neither an address nor a network")]
    public async Task A_setting_that_cannot_be_used_is_named(string setting, string said)
    {
        await using var host = HostProcess.StartEmbedded(Repository.HostDll, folder, HostProcess.FreePort(), "--empty", setting);
        Assert.Equal(5, await host.WaitForEndAsync(Patience));
        Assert.Contains(said, host.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sample_accounts_whose_passwords_everybody_knows_are_not_made_where_others_come_in_unless_asked_for()
    {
        string[] published = ["--PublicAddress=https://sales.example.jp"];
        await using (var forgotten = HostProcess.StartEmbedded(Repository.HostDll, folder, HostProcess.FreePort(), published))
        {
            Assert.Equal(5, await forgotten.WaitForEndAsync(Patience));
            Assert.Contains("Add --empty", forgotten.Output, StringComparison.Ordinal);
            Assert.False(File.Exists(Path.Combine(folder, "salessupport.db")));
        }

        await using var real = HostProcess.StartEmbedded(Repository.HostDll, folder, HostProcess.FreePort(), [.. published, "--empty"]);
        await real.WaitUntilAnswersAsync(Patience);
        Assert.DoesNotContain(TestHost.Password, real.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_database_is_said_in_words_and_left_as_it_is()
    {
        var database = Path.Combine(folder, "salessupport.db");
        await File.WriteAllTextAsync(database, new string('x', 20_000));
        await using var host = Start();
        Assert.Equal(4, await host.WaitForEndAsync(Patience));
        Assert.Contains($"The data folder {folder} cannot be used", host.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", host.Output, StringComparison.Ordinal);
        Assert.Equal(20_000, new FileInfo(database).Length);
    }

    [Fact]
    public async Task Without_its_data_protection_keys_a_folder_is_signed_on_to_anew()
    {
        await StartOnceAsync("--sample-size", "20");
        foreach (var key in Directory.EnumerateFiles(Path.Combine(folder, "keys"), "key-*.xml").ToArray())
        {
            File.Delete(key);
        }

        await using var host = Start();
        await host.WaitUntilAnswersAsync(Patience);
        using var browser = new Browser(host.Address);
        await browser.SignOnAsync("demo", "sato", TestHost.Password);
        Assert.Equal(System.Net.HttpStatusCode.OK, (await browser.GetAsync("/reports")).Status);
    }

    [Fact]
    public async Task A_folder_of_a_newer_program_is_not_touched()
    {
        await StartOnceAsync("--empty");
        Execute("INSERT INTO Customers_Migrations (MigrationId, ProductVersion) VALUES ('29991231235959_FromTheFuture', '99.0')");
        await using var host = Start();
        Assert.Equal(5, await host.WaitForEndAsync(Patience));
        Assert.Contains("newer version of this program (it has CustomersDbContext/29991231235959_FromTheFuture)", host.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", host.Output, StringComparison.Ordinal);
        // A module that is switched off is not asked: its tables are not used.
        await StartOnceAsync("--Modules:Disabled:0=Customers");
    }

    [Theory]
    [InlineData("http://127.0.0.1:5080", null, false)]
    [InlineData("http://[::1]:5080", null, false)]
    [InlineData("http://0.0.0.0:5080", null, true)]
    [InlineData("http://[::]:5080", null, true)]
    [InlineData("http://+:5080", null, true)]
    [InlineData("http://192.0.2.7:5080", null, true)]
    [InlineData("http://0.0.0.0:5080", "https://sales.example.jp", false)]
    public void Listening_for_others_without_naming_the_address_that_they_type_lets_nobody_in(string listening, string? address, bool nobody)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new("PublicAddress", address)]).Build();
        Assert.Equal(nobody, SalesSupport.Host.OwnHosts.LetsNobodyElseIn(settings, [listening]));
    }

    private HostProcess Start(params IEnumerable<string> more) => HostProcess.StartEmbedded(Repository.HostDll, folder, HostProcess.FreePort(), more);

    private async Task<string> StartOnceAsync(params IEnumerable<string> more)
    {
        await using var host = Start(more);
        await host.WaitUntilAnswersAsync(Patience);
        await host.StopAsync();
        return Regex.Replace(host.Output, "\\s+", " ");
    }

    private int Count(string table) => int.Parse(Names($"SELECT COUNT(*) FROM {table}").Single(), System.Globalization.CultureInfo.InvariantCulture);

    private void Execute(string sql) => Names(sql);

    private List<string> Names(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "salessupport.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are this file's own.
        command.CommandText = sql;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        var found = new List<string>();
        while (reader.Read())
        {
            found.Add(Convert.ToString(reader.GetValue(0), System.Globalization.CultureInfo.InvariantCulture)!);
        }

        return found;
    }
}
