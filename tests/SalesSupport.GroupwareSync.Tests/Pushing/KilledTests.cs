using SalesSupport.Abstractions;
using SalesSupport.Testing.Groupware;

namespace SalesSupport.GroupwareSync.Tests.Pushing;

/// <summary>The program itself, killed while the groupware has the event and nobody here knows it yet.</summary>
[Trait("Bar", "groupware")]
[Trait("Engine", "Sqlite")]
public sealed class KilledTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private readonly string folder = Directory.CreateTempSubdirectory("salessupport-killed-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    [Requirement("R30")]
    public async Task Killed_between_the_write_and_its_answer_it_knows_its_own_event_again_and_writes_no_second_one()
    {
        const string Title = "消える前の約束";
        await using var radicale = await Radicale.StartAsync();
        await radicale.AddAccountAsync("sato", "Own-1");
        await using var wire = Between.Start(radicale.Address);
        await using (var first = Start("--sample-size", "5"))
        {
            await first.WaitUntilAnswersAsync(Patience);
            using var morita = await SignedOnAsync(first, "morita");
            var settings = await morita.GetAsync("/settings/groupware");
            var saved = await morita.SubmitAsync(settings, settings.MainForm, [
                ("Form.IsOn", "true"), ("Form.Address", wire.Address.AbsoluteUri), ("Form.NameRule", "Pattern"), ("Form.Pattern", "{login}"),
                ("Form.Access", "ServiceAccount"), ("Form.ServiceName", radicale.Service), ("Form.ServicePassword", radicale.ServicePassword)]);
            Assert.Equal(200, (int)saved.Status);
            using var sato = await SignedOnAsync(first, "sato");
            // What the sample data has reserved goes there first.
            await Eventually.IsAsync(async () => (await radicale.EventsAsync("sato")).Count > 0 && (await sato.GetAsync("/me/groupware?state=Waiting")).Document.QuerySelector("table.list") is null, "the sample's reservations");
            wire.Once("PUT", Fault.HoldAnswer);
            var day = TimeProvider.System.Today().AddDays(1).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
            var form = await sato.GetAsync("/schedule/new");
            await sato.SubmitAsync(form, form.MainForm, ("Title", Title), ("StartDate", day), ("StartTime", "18:00"), ("EndDate", day), ("EndTime", "18:30"), ("Kind", "Reservation"));
            await Eventually.IsAsync(async () => await CountAsync() == 1, "the event in the groupware");
            Assert.Equal("登録待ち", await StateAsync(sato));
            await first.KillAsync();
        }

        var written = wire.Requests.Count(r => r.StartsWith("PUT", StringComparison.Ordinal));
        await using var second = Start();
        await second.WaitUntilAnswersAsync(Patience);
        using var again = await SignedOnAsync(second, "sato");
        await Eventually.IsAsync(async () => await StateAsync(again) == "登録済み", "known as sent");
        Assert.Equal(1, await CountAsync());
        Assert.Equal(written, wire.Requests.Count(r => r.StartsWith("PUT", StringComparison.Ordinal)));

        async Task<int> CountAsync() => (await radicale.EventsAsync("sato")).Count(e => e["SUMMARY"] == Title);

        static async Task<string?> StateAsync(Browser browser) => (await browser.GetAsync("/me/groupware")).Document.QuerySelectorAll("table.list tbody tr").Single(r => r.QuerySelector("th")!.TextContent.Trim() == Title).QuerySelector(".chip")!.TextContent.Trim();
    }

    private static async Task<Browser> SignedOnAsync(HostProcess host, string login)
    {
        var browser = new Browser(host.Address);
        await browser.SignOnAsync("demo", login, TestHost.Password);
        return browser;
    }

    private HostProcess Start(params string[] more) => HostProcess.StartEmbedded(Repository.HostDll, folder, HostProcess.FreePort(), ["--Outgoing:Networks:0=127.0.0.0/8", "--Groupware:HttpHosts:0=127.0.0.1", .. more]);
}
