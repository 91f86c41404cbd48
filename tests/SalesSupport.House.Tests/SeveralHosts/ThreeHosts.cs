using System.Globalization;
using Npgsql;

namespace SalesSupport.House.Tests.SeveralHosts;

/// <summary>Three processes on one database of the test's server, each with a data folder of its own, behind nginx.</summary>
internal sealed class ThreeHosts : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly string root = Directory.CreateTempSubdirectory("salessupport-three-").FullName;
    private readonly int port = HostProcess.FreePort();
    private readonly int[] ports = new int[3];
    private readonly HostProcess[] hosts = new HostProcess[3];
    private readonly string[] settings;
    private Nginx? nginx;

    private ThreeHosts(int reports)
    {
        settings =
        [
            .. TestDatabase.Settings(root).Select(s => $"--{s.Key}={s.Value}{(s.Key.EndsWith("String", StringComparison.Ordinal) ? ";Maximum Pool Size=40" : "")}"),
            "--sample-size", reports.ToString(CultureInfo.InvariantCulture),
            $"--PublicAddress={Address}", "--Notices:ChatHosts:0=127.0.0.1", "--Outgoing:Networks:0=127.0.0.0/8",
        ];
        for (var i = 0; i < ports.Length; i++)
        {
            ports[i] = HostProcess.FreePort();
        }
    }

    /// <summary>Where everybody comes in.</summary>
    public Uri Address => new($"http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}/");

    public IReadOnlyList<string> Requests => nginx!.Requests;

    public IReadOnlyList<int> Ports => ports;

    /// <summary>Starts all three at once, on a database that is not there yet.</summary>
    public static async Task<ThreeHosts> StartAsync(int reports)
    {
        var all = new ThreeHosts(reports);
        try
        {
            for (var i = 0; i < all.hosts.Length; i++)
            {
                all.Start(i);
            }

            await Task.WhenAll(all.hosts.Select(h => h.WaitUntilAnswersAsync(Patience)));
            all.nginx = Nginx.Start(all.port, all.ports);
            await Eventually.IsAsync(all.IsOpenAsync, "nginx");
            return all;
        }
        catch
        {
            await all.DisposeAsync();
            throw;
        }
    }

    public Task KillAsync(int host) => hosts[host].KillAsync();

    /// <summary>Starts one that was killed.</summary>
    public async Task StartAgainAsync(int host)
    {
        await hosts[host].DisposeAsync();
        Start(host);
        await hosts[host].WaitUntilAnswersAsync(Patience);
    }

    /// <summary>Asks the database itself, past the product and for all members.</summary>
    public async Task<List<T>> AskAsync<T>(string sql, Func<NpgsqlDataReader, T> row)
    {
        await using var connection = new NpgsqlConnection(TestDatabase.Settings(root)["Database:ConnectionString"] + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The test's own text.
        command.CommandText = $"SELECT set_config('salessupport.member', 'ffffffff-ffff-ffff-ffff-ffffffffffff', false); {sql}";
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync();
        await reader.NextResultAsync();
        var found = new List<T>();
        while (await reader.ReadAsync())
        {
            found.Add(row(reader));
        }

        return found;
    }

    public async Task<long> CountAsync(string sql) => (await AskAsync(sql, r => r.GetInt64(0)))[0];

    public async ValueTask DisposeAsync()
    {
        if (nginx is not null)
        {
            await nginx.DisposeAsync();
        }

        foreach (var host in hosts.Where(h => h is not null))
        {
            await host.DisposeAsync();
        }

        await TestDatabase.DropAsync(root);
        Directory.Delete(root, recursive: true);
    }

    private void Start(int host) => hosts[host] = HostProcess.StartEmbedded(Repository.HostDll, Path.Combine(root, $"host{host.ToString(CultureInfo.InvariantCulture)}"), ports[host], settings);

    private async Task<bool> IsOpenAsync()
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { BaseAddress = Address };
        try
        {
            using var answer = await client.GetAsync("/sign-in");
            return (int)answer.StatusCode < 500;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
