using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SalesSupport.Testing;

/// <summary>Takes what is posted to web hooks, over real HTTP, and answers as it is told.</summary>
public sealed class ChatServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private ChatServer(WebApplication app) => this.app = app;

    public string Address => app.Urls.First();

    public ConcurrentQueue<Posted> Taken { get; } = new();

    /// <summary>How it answers the next ones.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = _ => Task.CompletedTask;

    public static async Task<ChatServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var built = builder.Build();
        var server = new ChatServer(built);
        built.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            server.Taken.Enqueue(new Posted(context.Request.Path, context.Request.ContentType ?? "", context.Request.Headers["X-ChatWorkToken"].ToString(), await reader.ReadToEndAsync()));
            await server.Answer(context);
        });
        await built.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}

/// <summary>One request.</summary>
public sealed record Posted(string Path, string ContentType, string Token, string Body)
{
    /// <summary>When, as <see cref="System.Diagnostics.Stopwatch"/> counts.</summary>
    public long At { get; } = System.Diagnostics.Stopwatch.GetTimestamp();
}
