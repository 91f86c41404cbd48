using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace SalesSupport.Testing;

/// <summary>
/// A server as a process of its own, for what cannot be seen from inside: <c>kill -9</c>, time to the first page, CPU and memory. Listens on 127.0.0.1 only.
/// </summary>
public sealed class HostProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly ConcurrentQueue<string> output = new();

    private HostProcess(Process process, Uri address)
    {
        this.process = process;
        Address = address;
    }

    public Uri Address { get; }

    public bool HasExited => process.HasExited;

    /// <summary>User and system time so far, of all its threads; counted by the kernel in hundredths of a second.</summary>
    public TimeSpan Cpu
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>Resident memory now, in bytes.</summary>
    public long Resident => Memory("VmRSS:");

    /// <summary>The most it ever had resident, in bytes.</summary>
    public long MostResident => Memory("VmHWM:");

    /// <summary>The files it holds open; one that was deleted under it ends in <c>(deleted)</c>.</summary>
    public IReadOnlyList<string> OpenFiles => [.. new DirectoryInfo($"/proc/{process.Id}/fd").GetFileSystemInfos().Select(f => f.LinkTarget ?? "")];

    /// <summary>The files it has in memory, its libraries among them.</summary>
    public IReadOnlySet<string> Mapped => File.ReadLines($"/proc/{process.Id}/maps").Select(l => l.Split(' ', 6, StringSplitOptions.RemoveEmptyEntries)).Where(l => l.Length == 6).Select(l => l[5]).ToHashSet();

    /// <summary>What it wrote last.</summary>
    public string Output => string.Join('\n', output);

    /// <summary>Starts the product's host on a data folder.</summary>
    /// <param name="hostDll">Path of <c>SalesSupport.Host.dll</c>, built or published.</param>
    /// <param name="folder">The data folder; made when missing.</param>
    /// <param name="port">Port on 127.0.0.1, see <see cref="FreePort"/>.</param>
    /// <param name="more">Further arguments, such as <c>--empty</c>.</param>
    public static HostProcess StartHost(string hostDll, string folder, int port, params IEnumerable<string> more) =>
        StartEmbedded(hostDll, folder, port, [.. TestDatabase.Settings(folder).Select(s => $"--{s.Key}={s.Value}"), .. more]);

    /// <summary>Starts the product's host on SQLite whatever the run is for: for tests of the file and its folder.</summary>
    public static HostProcess StartEmbedded(string hostDll, string folder, int port, params IEnumerable<string> more) => StartDll(hostDll, port, ["--data", folder, "--Logging:LogLevel:Default=Warning", .. more]);

    /// <summary>Starts any ASP.NET Core program that takes <c>--urls</c>.</summary>
    public static HostProcess StartDll(string dll, int port, params IEnumerable<string> arguments)
    {
        var address = new Uri($"http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}/");
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in (IEnumerable<string>)["exec", dll, .. arguments, $"--urls={address}"])
        {
            start.ArgumentList.Add(argument);
        }

        // Whoever runs the tests may have set these for their own programs.
        start.Environment.Remove("ASPNETCORE_URLS");
        start.Environment.Remove("SALESSUPPORT_DATA");
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        var host = new HostProcess(new Process { StartInfo = start }, address);
        host.process.OutputDataReceived += host.Keep;
        host.process.ErrorDataReceived += host.Keep;
        host.process.Start();
        host.process.BeginOutputReadLine();
        host.process.BeginErrorReadLine();
        return host;
    }

    /// <summary>A port of 127.0.0.1 that nobody uses just now.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Waits until it answers HTTP, with whatever status.</summary>
    /// <exception cref="InvalidOperationException">It ended, or did not answer in time; with what it wrote.</exception>
    public async Task WaitUntilAnswersAsync(TimeSpan within)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { Timeout = within };
        for (var since = Stopwatch.StartNew(); ; await Task.Delay(10))
        {
            if (process.HasExited)
            {
                await process.WaitForExitAsync();
                throw new InvalidOperationException($"The host ended with {process.ExitCode} instead of answering:\n{Output}");
            }

            if (since.Elapsed > within)
            {
                throw new InvalidOperationException($"The host did not answer within {within}:\n{Output}");
            }

            try
            {
                using var response = await client.GetAsync(Address);
                return;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                // Not listening yet.
            }
        }
    }

    /// <summary>What it answers, whatever the status.</summary>
    public async Task<string> AnswersAsync(string path)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });
        using var answer = await client.GetAsync(new Uri(Address, path));
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>Waits until it ends by itself.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> WaitForEndAsync(TimeSpan within)
    {
        using var patience = new CancellationTokenSource(within);
        await process.WaitForExitAsync(patience.Token);
        return process.ExitCode;
    }

    /// <summary><c>kill -9</c>: the process gets no chance to do anything more.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Asks it to end, as a service manager does.</summary>
    public async Task StopAsync()
    {
        if (!process.HasExited)
        {
            using (var signal = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]))
            {
                await signal.WaitForExitAsync();
            }

            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            try
            {
                await process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException late)
            {
                await KillAsync();
                throw new InvalidOperationException($"The host did not end within 30 s:\n{Output}", late);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            await KillAsync();
        }

        process.Dispose();
    }

    private long Memory(string line)
    {
        var found = File.ReadLines($"/proc/{process.Id}/status").First(l => l.StartsWith(line, StringComparison.Ordinal));
        return long.Parse(found[line.Length..].Replace("kB", "", StringComparison.Ordinal), NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture) * 1024;
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is not null)
        {
            output.Enqueue(line.Data);
            while (output.Count > 200)
            {
                output.TryDequeue(out _);
            }
        }
    }
}
