using System.Globalization;

namespace SalesSupport.Testing.Groupware;

/// <summary>Debian's radicale: Python, files, HTTP/1.0.</summary>
public sealed class Radicale : CalDavServer
{
    private readonly string folder = OwnProcess.Folder("radicale");
    private readonly int port = HostProcess.FreePort();
    private OwnProcess? process;

    private Radicale()
    {
    }

    public override Uri Address => new($"http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}/");

    public static async Task<Radicale> StartAsync()
    {
        var server = new Radicale();
        await File.WriteAllTextAsync(Path.Combine(server.folder, "rights"), """
            [root]
            user = .+
            collection =
            permissions = R
            [service]
            user = service
            collection = .*
            permissions = RWrw
            [principal]
            user = .+
            collection = {user}
            permissions = RW
            [calendars]
            user = .+
            collection = {user}/[^/]+
            permissions = rw
            """);
        await File.WriteAllTextAsync(Path.Combine(server.folder, "config"), $"""
            [server]
            hosts = 127.0.0.1:{server.port.ToString(CultureInfo.InvariantCulture)}
            [auth]
            type = htpasswd
            htpasswd_filename = {server.folder}/users
            htpasswd_encryption = plain
            delay = 0
            [rights]
            type = from_file
            file = {server.folder}/rights
            [storage]
            filesystem_folder = {server.folder}/data
            [logging]
            level = warning
            """);
        await server.SetPasswordAsync(server.Service, server.ServicePassword);
        await server.StartAgainAsync();
        return server;
    }

    public override string CalendarPath(string user) => $"/{user}/calendar/";

    public override async Task AddCalendarAsync(string user)
    {
        // The first request of an account makes its folder.
        await SendAsync("PROPFIND", user, $"/{user}/", depth: 0);
        var (status, _, body) = await SendAsync("MKCALENDAR", user, CalendarPath(user));
        if ((int)status is not 201)
        {
            throw new InvalidOperationException($"MKCALENDAR: {status} {body}");
        }
    }

    public async Task RemoveCalendarAsync(string user) => await DeleteAsync(user, CalendarPath(user));

    public override async Task StopAsync()
    {
        await process!.DisposeAsync();
        process = null;
    }

    public override async Task StartAgainAsync()
    {
        process = OwnProcess.Start("radicale", ["--config", Path.Combine(folder, "config")], folder);
        await process.WaitUntilAsync(() => AnswersAsync(Address));
    }

    public override void Freeze() => process!.Freeze();

    public override void Thaw() => process!.Thaw();

    public override async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            await StopAsync();
        }

        await Folders.RemoveAsync(folder);
        await base.DisposeAsync();
    }

    // Read at each request, so it must never be half there.
    protected override async Task WriteAccountsAsync(IReadOnlyDictionary<string, string> accounts)
    {
        var file = Path.Combine(folder, "users");
        await File.WriteAllLinesAsync(file + ".new", accounts.Select(a => $"{a.Key}:{a.Value}"));
        File.Move(file + ".new", file, overwrite: true);
    }
}
