using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace SalesSupport.GroupwareSync.Tests.Servers;

/// <summary>Takes one request on each connection and writes what it is told, byte for byte.</summary>
internal sealed class OddServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource end = new();
    private readonly ConcurrentBag<Task> running = [];
    private readonly Func<string, Stream, CancellationToken, Task> answer;
    private readonly X509Certificate2? certificate;

    public OddServer(Func<string, Stream, CancellationToken, Task> answer, X509Certificate2? certificate = null)
    {
        (this.answer, this.certificate) = (answer, certificate);
        listener.Start();
        running.Add(AcceptAsync());
    }

    public OddServer(Func<string, string> answer)
        : this(async (request, stream, cancel) => await stream.WriteAsync(Encoding.UTF8.GetBytes(answer(request)), cancel))
    {
    }

    public Uri Address => new($"{(certificate is null ? "http" : "https")}://localhost:{((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture)}/");

    /// <summary>Each request whole, headers and body.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public static string Answer(string status, string body = "", string headers = "") => $"HTTP/1.1 {status}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body).ToString(CultureInfo.InvariantCulture)}\r\n{headers}\r\n{body}";

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        listener.Stop();
        await Task.WhenAll(running);
        end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (!end.IsCancellationRequested)
            {
                running.Add(ServeAsync(await listener.AcceptTcpClientAsync(end.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var mine = client;
        try
        {
            Stream stream = client.GetStream();
            if (certificate is not null)
            {
                var secure = new SslStream(stream);
                await secure.AuthenticateAsServerAsync(certificate);
                stream = secure;
            }

            var text = "";
            var buffer = new byte[8192];
            for (int read; !Whole(text) && (read = await stream.ReadAsync(buffer, end.Token)) > 0;)
            {
                text += Encoding.Latin1.GetString(buffer, 0, read);
            }

            Requests.Enqueue(text);
            await answer(text, stream, end.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or System.Security.Authentication.AuthenticationException)
        {
            // The client has had enough.
        }
    }

    private static bool Whole(string text)
    {
        var at = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var length = text.Split("\r\n").FirstOrDefault(l => l.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))?.Split(':')[1] ?? "0";
        return at >= 0 && text.Length >= at + 4 + int.Parse(length, CultureInfo.InvariantCulture);
    }
}
