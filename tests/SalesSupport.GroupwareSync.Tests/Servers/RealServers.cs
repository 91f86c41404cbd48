using Microsoft.Extensions.DependencyInjection;
using SalesSupport.GroupwareSync.CalDav;
using SalesSupport.GroupwareSync.Tests.Servers;
using SalesSupport.Testing.Groupware;

[assembly: AssemblyFixture(typeof(RealServers))]

namespace SalesSupport.GroupwareSync.Tests.Servers;

/// <summary>The real servers, each started once when the first test asks for it, and the product's own way out to them.</summary>
public sealed class RealServers : IAsyncDisposable
{
    private readonly Lazy<Task<CalDavServer>> radicale = new(async () => await Radicale.StartAsync());
    private readonly Lazy<Task<CalDavServer>> sogo = new(async () => await Sogo.StartAsync());
    private readonly Lazy<Task<CalDavServer>> xandikos = new(async () => await Xandikos.StartAsync());
    private readonly Lazy<Task<TestHost>> host = new(() => TestHost.StartAsync(settings: new Dictionary<string, string> { ["Outgoing:Networks:0"] = "127.0.0.0/8" }));
    private int accounts;

    public Task<CalDavServer> this[string name] => name switch
    {
        "Radicale" => radicale.Value,
        "Sogo" => sogo.Value,
        "Xandikos" => xandikos.Value,
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    public async Task<IHttpClientFactory> ClientsAsync() => (await host.Value).Services.GetRequiredService<IHttpClientFactory>();

    /// <summary>A new account; Xandikos has but one.</summary>
    public async Task<string> AccountAsync(CalDavServer server)
    {
        if (server is Xandikos)
        {
            return "user";
        }

        var user = $"hanako{Interlocked.Increment(ref accounts)}";
        await server.AddAccountAsync(user, "ぱす:word");
        return user;
    }

    internal async Task<DavClient> ClientAsync(CalDavServer server, string user, Uri? address = null, string? password = null) =>
        DavClient.Of(await ClientsAsync(), address ?? server.Address, user, password ?? (user == server.Service ? server.ServicePassword : server.PasswordOf(user)));

    /// <summary>A new account's calendar as the product finds it.</summary>
    internal async Task<(CalDavServer Server, string User, DavClient Client, DavCalendar Calendar)> CalendarAsync(string name)
    {
        var server = await this[name];
        var user = await AccountAsync(server);
        var client = await ClientAsync(server, user);
        return (server, user, client, new DavCalendar(client, (await Discovery.FindAsync(client, user, default)).Address));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in new[] { radicale, sogo, xandikos }.Where(s => s.IsValueCreated))
        {
            await (await server.Value).DisposeAsync();
        }

        if (host.IsValueCreated)
        {
            await (await host.Value).DisposeAsync();
        }
    }
}
