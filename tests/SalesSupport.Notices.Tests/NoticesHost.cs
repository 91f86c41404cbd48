using System.Globalization;
using AngleSharp.Html.Dom;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Contracts;
using SalesSupport.Notices.Data;
using SalesSupport.Notices.Digests;

namespace SalesSupport.Notices.Tests;

/// <summary>A host with a mail server and a chat server beside it, on Thursday 2026-11-26, 10:00 in Japan, and one member with the demo's people.</summary>
internal sealed class NoticesHost : IAsyncDisposable
{
    private IReadOnlyList<Guid> reports = [];
    private int taken;
    private readonly Dictionary<string, string> given;

    private NoticesHost(TestHost host, SampleMember member, MailServer mail, ChatServer chat, Dictionary<string, string> settings)
    {
        Host = host;
        Member = member;
        Mail = mail;
        Chat = chat;
        given = settings;
    }

    public TestHost Host { get; private set; }

    public SampleMember Member { get; }

    public MailServer Mail { get; }

    public ChatServer Chat { get; }

    public static async Task<NoticesHost> StartAsync(bool login = false, string password = "right", int? mailPort = null, Dictionary<string, string>? more = null)
    {
        var (mail, chat) = (await MailServer.StartAsync(login), await ChatServer.StartAsync());
        var settings = new Dictionary<string, string>
        {
            ["Mail:Host"] = "127.0.0.1",
            ["Mail:Port"] = (mailPort ?? mail.Port).ToString(CultureInfo.InvariantCulture),
            ["Mail:Security"] = "None",
            ["Mail:From"] = "営業支援 <noreply@example.jp>",
            ["Notices:ChatHosts:0"] = "127.0.0.1",
            ["Notices:ChatworkAddress"] = $"{chat.Address}/v2/",
            ["Outgoing:Networks:0"] = "127.0.0.0/8",
            ["Operator:Mail"] = "operator@example.jp",
            ["Operator:Hook"] = $"{chat.Address}/operator",
            ["Alerts:FreeMegabytes"] = "1",
            ["Health:FreeMegabytes"] = "1",
        };
        foreach (var (name, value) in more ?? [])
        {
            settings[name] = value;
        }

        if (login)
        {
            (settings["Mail:User"], settings["Mail:Password"]) = ("house", password);
        }

        var host = await TestHost.StartAsync(now: new DateTimeOffset(2026, 11, 26, 10, 0, 0, TimeSpan.FromHours(9)), settings: settings);
        return new NoticesHost(host, await host.AddMemberAsync("hinata", reports: 20), mail, chat, settings) { reports = await ReportsAsync(host) };
    }

    /// <summary>Another host on the same data, as after a restart of the program.</summary>
    public async Task RestartAsync(Dictionary<string, string> changed)
    {
        var now = Host.Clock!.GetUtcNow();
        await Host.StopAsync();
        foreach (var (name, value) in changed)
        {
            given[name] = value;
        }

        Host = await TestHost.StartAsync(now: now, settings: given, folder: Host.DataFolder);
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Mail.DisposeAsync();
        await Chat.DisposeAsync();
    }

    public Guid IdOf(string login) => Member.People.Single(p => p.Login == login).Id;

    public string NameOf(string login) => Member.People.Single(p => p.Login == login).Name;

    /// <summary>Sets a mail address as its user does: types it, waits for the code, types that.</summary>
    public async Task MailsToAsync(string login, string address, string time = "AtOnce")
    {
        using var browser = await Host.SignOnAsync("hinata", login);
        var page = await SetMailAsync(browser, address, time);
        await Eventually.IsAsync(() => Mail.To(address).Any(), "the code");
        page = await browser.SubmitAsync(page, Form(page, "/mail/confirmation"), ("CodeForm.Code", Mail.To(address).Last().Code));
        Assert.Contains("届きます", page.Text, StringComparison.Ordinal);
    }

    public static async Task<Page> SetMailAsync(Browser browser, string address, string time = "AtOnce")
    {
        var page = await browser.GetAsync("/me/notices");
        return await browser.SubmitAsync(page, Form(page, "/notices/mail"), [("MailForm.Address", address), .. Times("MailForm", time)]);
    }

    public static async Task<Page> SetChatAsync(Browser browser, string service, string? hook = null, string? room = null, string? token = null, string time = "AtOnce")
    {
        var page = await browser.GetAsync("/me/notices");
        return await browser.SubmitAsync(page, Form(page, "/notices/chat"), [("ChatForm.Service", service), ("ChatForm.Hook", hook ?? ""), ("ChatForm.Room", room ?? ""), ("ChatForm.Token", token ?? ""), .. Times("ChatForm", time)]);
    }

    public static IHtmlFormElement Form(Page page, string ends) => page.Document.Forms.Single(f => f.Action.EndsWith(ends, StringComparison.Ordinal));

    /// <summary>Something happens to a report, as the module of the reports tells it.</summary>
    public Task HappensAsync(params INotification[] facts) => Host.InScopeAsync(Member.TenantId, async services =>
    {
        await services.GetRequiredService<IUnitOfWork>().RunAsync(
            async c =>
            {
                foreach (var fact in facts)
                {
                    await services.GetRequiredService<IMediator>().Publish(fact, c);
                }
            },
            default);
        return 0;
    });

    /// <summary>A report of the member; each time another one.</summary>
    public Guid AnyReport() => reports[taken++];

    public ReportReturned Returned(string author, string by, Guid? report = null) => new(report ?? AnyReport(), IdOf(author), new DateOnly(2026, 11, 25), IdOf(by), "直してください");

    public Task RunDigestsAsync() => Host.InScopeAsync(Guid.Empty, async services =>
    {
        await ActivatorUtilities.CreateInstance<SendDigests>(services).SendAsync(default);
        return 0;
    });

    public Task<T> DbAsync<T>(Func<NoticesDbContext, Task<T>> work) => Host.InScopeAsync(Member.TenantId, services => work(services.GetRequiredService<NoticesDbContext>()));

    // The reports' module keeps its types to itself.
    private static Task<List<Guid>> ReportsAsync(TestHost host) => host.InScopeAsync(TenantScope.IdOf("portal", "hinata"), services =>
    {
        var db = services.GetServices<ModuleDbContext>().Single(c => c.GetType().Name == "DailyReportsDbContext");
        return ((IQueryable<ITenantOwned>)db.GetType().GetProperty("Reports")!.GetValue(db)!).Select(r => r.Id).ToListAsync();
    });

    private static IEnumerable<(string Name, string Value)> Times(string prefix, string time) => new[] { "Returned", "Approved", "Commented", "Mentioned" }.Select(k => ($"{prefix}.{k}", time));
}
