using System.Diagnostics;

namespace SalesSupport.Benchmarks;

/// <summary>The host as it is delivered: published in Release, compiled ahead of time (ReadyToRun).</summary>
internal static class Published
{
    public static async Task<string> HostAsync()
    {
        var to = Path.Combine(Repository.Root, "artifacts", "benchmarks", "host");
        var project = Path.Combine(Repository.Root, "host", "SalesSupport.Host", "SalesSupport.Host.csproj");
        Console.WriteLine($"publishing the host to {Path.GetRelativePath(Repository.Root, to)} …");
        using var publish = Process.Start(new ProcessStartInfo("dotnet", ["publish", project, "-c", "Release", "-o", to, "-v", "quiet", "--nologo"]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var said = await publish.StandardOutput.ReadToEndAsync();
        await publish.WaitForExitAsync();
        return publish.ExitCode == 0 ? Path.Combine(to, "SalesSupport.Host.dll") : throw new InvalidOperationException($"Publishing failed:\n{said}");
    }
}
