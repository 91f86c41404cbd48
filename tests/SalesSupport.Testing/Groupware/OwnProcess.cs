using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace SalesSupport.Testing.Groupware;

/// <summary>A server program of this machine as a process of its own, with all that it starts in one group, ended with the test.</summary>
public sealed class OwnProcess : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> output = new();
    private readonly Process process;

    private OwnProcess(Process process) => this.process = process;

    /// <summary>What it wrote last.</summary>
    public string Output => string.Join('\n', output);

    public bool HasExited => process.HasExited;

    /// <summary>Whether the tests run as root, who must not be some servers' user.</summary>
    public static bool Root { get; } = Environment.UserName == "root";

    /// <summary>Starts a program.</summary>
    /// <param name="program">Name or path.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="folder">Its working and home folder.</param>
    /// <param name="user">Who runs it when the tests run as root.</param>
    public static OwnProcess Start(string program, IEnumerable<string> arguments, string folder, string? user = null)
    {
        IEnumerable<string> before = user is not null && Root ? ["setpriv", $"--reuid={user}", $"--regid={user}", "--init-groups", "--"] : [];
        var start = new ProcessStartInfo("setsid", [.. before, program, .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        start.Environment["HOME"] = folder;
        start.Environment["LC_ALL"] = "C.UTF-8";
        var own = new OwnProcess(new Process { StartInfo = start });
        own.process.OutputDataReceived += own.Keep;
        own.process.ErrorDataReceived += own.Keep;
        own.process.Start();
        own.process.BeginOutputReadLine();
        own.process.BeginErrorReadLine();
        return own;
    }

    /// <summary>A folder that another user may use, too.</summary>
    public static string Folder(string name, string? user = null)
    {
        var folder = Directory.CreateTempSubdirectory($"salessupport-{name}-").FullName;
        if (user is not null && Root)
        {
            using var own = Process.Start("chown", [$"{user}:", folder]);
            own.WaitForExit();
        }

        return folder;
    }

    /// <summary>SIGSTOP: connections are still taken by the kernel, but nobody answers.</summary>
    public void Freeze() => Signal("STOP");

    public void Thaw() => Signal("CONT");

    /// <summary>Waits until it is ready.</summary>
    /// <exception cref="InvalidOperationException">It ended, or was not ready in time; with what it wrote.</exception>
    public async Task WaitUntilAsync(Func<Task<bool>> ready)
    {
        for (var since = Stopwatch.StartNew(); ; await Task.Delay(50))
        {
            if (process.HasExited || since.Elapsed > TimeSpan.FromMinutes(2))
            {
                throw new InvalidOperationException($"{string.Join(' ', process.StartInfo.ArgumentList.Take(6))} {(process.HasExited ? "ended" : "is not ready")}:\n{Output}");
            }

            try
            {
                if (await ready())
                {
                    return;
                }
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException or System.Net.Sockets.SocketException or System.Data.Common.DbException or IOException)
            {
                // Not listening yet.
            }
        }
    }

    /// <summary>Waits until it ends by itself.</summary>
    public async Task WaitForEndAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await process.WaitForExitAsync(patience.Token);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{process.StartInfo.ArgumentList[^1]} ended with {process.ExitCode}:\n{Output}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        // The group first: a server's children outlive it otherwise.
        Signal("KILL");
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        await process.WaitForExitAsync();
        process.Dispose();
    }

    private void Signal(string name)
    {
        // setsid does not fork here, so its id is its group's.
        using var kill = Process.Start(new ProcessStartInfo("kill", [$"-{name}", "--", string.Create(CultureInfo.InvariantCulture, $"-{process.Id}")]) { UseShellExecute = false, RedirectStandardError = true })!;
        kill.WaitForExit();
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is { } text)
        {
            output.Enqueue(text);
            while (output.Count > 300)
            {
                output.TryDequeue(out _);
            }
        }
    }
}
