using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using MimeKit;

namespace SalesSupport.Notices.Tests;

/// <summary>A real SMTP server (tests/mail-server) as a program of its own.</summary>
internal sealed class MailServer : IAsyncDisposable
{
    private static readonly SemaphoreSlim One = new(1);
    private readonly Process process;

    // Else ISO-2022-JP cannot be read.
    static MailServer() => System.Text.Encoding.RegisterProvider(System.Text.CodePagesEncodingProvider.Instance);

    private MailServer(Process process, int port)
    {
        this.process = process;
        Port = port;
    }

    public int Port { get; }

    /// <summary>What it has taken, in order.</summary>
    public ConcurrentQueue<TakenMail> Taken { get; } = new();

    public IEnumerable<TakenMail> To(string address) => Taken.Where(m => m.To.Contains(address));

    public static async Task<MailServer> StartAsync(bool login = false)
    {
        var folder = Path.Combine(Repository.Root, "tests/mail-server");
        await One.WaitAsync();
        try
        {
            if (!Directory.Exists(Path.Combine(folder, "node_modules")))
            {
                await RunAsync(folder, "npm", "ci");
            }
        }
        finally
        {
            One.Release();
        }

        var node = Start(folder, "node", login ? ["server.mjs", "--login"] : ["server.mjs"]);
        var server = new MailServer(node, int.Parse(await node.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException(await node.StandardError.ReadToEndAsync()), System.Globalization.CultureInfo.InvariantCulture));
        _ = server.ReadAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            using var mail = JsonDocument.Parse(line);
            var raw = mail.RootElement.GetProperty("raw").GetBytesFromBase64();
            using var stream = new MemoryStream(raw);
            Taken.Enqueue(new TakenMail([.. mail.RootElement.GetProperty("to").EnumerateArray().Select(a => a.GetString()!)], mail.RootElement.GetProperty("user").GetString(), raw, await MimeMessage.LoadAsync(stream)));
        }
    }

    private static async Task RunAsync(string folder, string program, params string[] arguments)
    {
        using var started = Start(folder, program, arguments);
        var (output, errors) = (started.StandardOutput.ReadToEndAsync(), started.StandardError.ReadToEndAsync());
        await started.WaitForExitAsync();
        if (started.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} ended with {started.ExitCode}:\n{await output}\n{await errors}");
        }
    }

    private static Process Start(string folder, string program, string[] arguments) => Process.Start(new ProcessStartInfo(program, arguments)
    {
        WorkingDirectory = folder,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        UseShellExecute = false,
    })!;
}

/// <summary>A mail that the server took.</summary>
internal sealed record TakenMail(IReadOnlyList<string> To, string? User, byte[] Raw, MimeMessage Message)
{
    public string Text => Message.TextBody ?? "";

    public string Code => System.Text.RegularExpressions.Regex.Match(Text, @"\d{6}").Value;
}
