using System.Globalization;

namespace SalesSupport.Testing.Groupware;

/// <summary>Debian's xandikos: files in git. Knows no passwords, so one person's calendar, <c>user</c>, is all that it has.</summary>
public sealed class Xandikos : CalDavServer
{
    private readonly string folder = OwnProcess.Folder("xandikos");
    private readonly int port = HostProcess.FreePort();
    private OwnProcess? process;

    private Xandikos()
    {
    }

    public override Uri Address => new($"http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}/");

    public static async Task<Xandikos> StartAsync()
    {
        var server = new Xandikos();
        await server.StartAgainAsync();
        await server.SetPasswordAsync("user", "any");
        return server;
    }

    public override string CalendarPath(string user) => $"/{user}/calendars/calendar/";

    public override Task AddCalendarAsync(string user) => Task.CompletedTask;

    public override async Task StopAsync()
    {
        await process!.DisposeAsync();
        process = null;
    }

    public override async Task StartAgainAsync()
    {
        process = OwnProcess.Start("xandikos", ["-d", Path.Combine(folder, "data"), "--defaults", "--current-user-principal", "/user/", "-l", "127.0.0.1", "-p", port.ToString(CultureInfo.InvariantCulture)], folder);
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

    protected override Task WriteAccountsAsync(IReadOnlyDictionary<string, string> accounts) => Task.CompletedTask;
}
