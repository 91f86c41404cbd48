using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SalesSupport.Testing.Groupware;

/// <summary>What happens to one request on its way.</summary>
public enum Fault
{
    None,

    /// <summary>The server does it; its answer is thrown away and the connection closed.</summary>
    DropAnswer,

    /// <summary>The server does it; its answer never comes, and the connection stays open.</summary>
    HoldAnswer,

    /// <summary>The server hears nothing of it; the connection is closed.</summary>
    CutRequest,

    /// <summary>It arrives two seconds late.</summary>
    Delay,
}

/// <summary>A wire between a client and a server that can be cut; one request per connection.</summary>
public sealed class Between : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource end = new();
    private readonly ConcurrentBag<Task> running = [];
    private readonly Uri to;

    private Between(Uri to)
    {
        this.to = to;
        listener.Start();
    }

    public Uri Address => new UriBuilder(to) { Host = "127.0.0.1", Port = ((IPEndPoint)listener.LocalEndpoint).Port }.Uri;

    /// <summary>First lines of the requests so far, such as <c>PUT /a.ics HTTP/1.1</c>.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>What to do with a request, by its first line.</summary>
    public Func<string, Fault> Decide { get; set; } = _ => Fault.None;

    public static Between Start(Uri to)
    {
        var wire = new Between(to);
        wire.running.Add(wire.AcceptAsync());
        return wire;
    }

    /// <summary>The next request of a method has a fault; those after it none.</summary>
    public void Once(string method, Fault fault)
    {
        var left = 1;
        Decide = line => line.StartsWith(method + " ", StringComparison.Ordinal) && Interlocked.Decrement(ref left) >= 0 ? fault : Fault.None;
    }

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
                running.Add(CarryAsync(await listener.AcceptTcpClientAsync(end.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // Stopped.
        }
    }

    private async Task CarryAsync(TcpClient client)
    {
        using var mine = client;
        try
        {
            var near = client.GetStream();
            var buffer = new byte[64 << 10];
            var read = await near.ReadAsync(buffer, end.Token);
            var line = Encoding.UTF8.GetString(buffer, 0, read).Split('\r')[0];
            Requests.Enqueue(line);
            var fault = Decide(line);
            if (fault == Fault.CutRequest)
            {
                return;
            }

            if (fault == Fault.Delay)
            {
                await Task.Delay(TimeSpan.FromSeconds(2), end.Token);
            }

            using var server = new TcpClient();
            await server.ConnectAsync(to.Host, to.Port, end.Token);
            var far = server.GetStream();
            await far.WriteAsync(buffer.AsMemory(0, read), end.Token);
            var there = near.CopyToAsync(far, end.Token);
            await far.CopyToAsync(fault is Fault.DropAnswer or Fault.HoldAnswer ? Stream.Null : near, end.Token);
            if (fault == Fault.HoldAnswer)
            {
                await there;        // until the client gives up
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException)
        {
            // One of the two ends is gone.
        }
    }
}
