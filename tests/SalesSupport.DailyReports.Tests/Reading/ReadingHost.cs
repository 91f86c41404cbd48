using System.Net;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Data;
using SalesSupport.DailyReports.Reports;
using SalesSupport.Portal.Contracts;

namespace SalesSupport.DailyReports.Tests.Reading;

/// <summary>A host on Thursday 2026-11-26, 10:00 in Japan, with one member for the tests and another beside it. Each test takes days and people of its own.</summary>
public sealed class ReadingHost : IAsyncLifetime
{
    private readonly Dictionary<string, Browser> browsers = [];

    public TestHost Host { get; private set; } = null!;

    public SampleMember Member { get; private set; } = null!;

    public SampleMember Other { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Host = await TestHost.StartAsync(now: new DateTimeOffset(2026, 11, 26, 10, 0, 0, TimeSpan.FromHours(9)));
        Member = await Host.AddMemberAsync("hinata");
        Other = await Host.AddMemberAsync("kosame");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var browser in browsers.Values)
        {
            browser.Dispose();
        }

        await Host.DisposeAsync();
    }

    public Guid IdOf(string login, SampleMember? member = null) => (member ?? Member).People.Single(p => p.Login == login).Id;

    public async Task<Browser> AsAsync(string login)
    {
        if (!browsers.TryGetValue(login, out var browser))
        {
            browsers[login] = browser = await Host.SignOnAsync("hinata", login);
        }

        return browser;
    }

    public Task<Browser> NewSessionAsync(string login) => Host.SignOnAsync("hinata", login);

    /// <summary>A submitted report with a visit.</summary>
    internal Task<Guid> SubmitAsync(string author, DateOnly date, SampleMember? member = null, params string[] recipients) => WriteAsync(author, date, submit: true, member, recipients);

    internal Task<Guid> DraftAsync(string author, DateOnly date) => WriteAsync(author, date, submit: false, null, []);

    internal Task<T> DbAsync<T>(Func<DailyReportsDbContext, Task<T>> work, SampleMember? member = null) =>
        Host.InScopeAsync((member ?? Member).TenantId, services => work(services.GetRequiredService<DailyReportsDbContext>()));

    internal Task<DailyReport> ReportAsync(Guid id) => DbAsync(db => db.Reports.AsNoTracking().SingleAsync(r => r.Id == id));

    internal Task ChangeAsync(Guid id, Action<DailyReport> change) => DbAsync(async db =>
    {
        change(await db.Reports.Include(r => r.Activities).SingleAsync(r => r.Id == id));
        return await db.SaveChangesAsync();
    });

    /// <summary>Every row of the module as text, so that a refusal can be shown to have changed nothing.</summary>
    public Task<string> FingerprintAsync(SampleMember? member = null) => DbAsync(
        async db =>
        {
            var lines = new List<string>();
            foreach (var row in (await db.Reports.AsNoTracking().ToListAsync()).Cast<object>()
                .Concat(await db.Comments.AsNoTracking().ToListAsync()).Concat(await db.ReadMarks.AsNoTracking().ToListAsync()).Concat(await db.Likes.AsNoTracking().ToListAsync()).Concat(await db.Inbox.AsNoTracking().ToListAsync()))
            {
                lines.Add(row.GetType().Name + string.Join('|', db.Entry(row).Properties.Select(p => $"{p.Metadata.Name}={p.CurrentValue}")));
            }

            lines.Sort(StringComparer.Ordinal);
            return string.Join('\n', lines);
        },
        member);

    private Guid PortalIdOf(string login) => Member.People.Single(p => p.Login == login).PortalId;

    /// <summary>As the portal says it.</summary>
    public Task SuspendAsync(string login) => Host.InScopeAsync(Member.TenantId, async services =>
    {
        await services.GetRequiredService<IUnitOfWork>().RunAsync(c => services.GetRequiredService<IMediator>().Publish(new PortalUserSuspended("hinata", PortalIdOf(login)), c), CancellationToken.None);
        return 0;
    });

    public Task EnableAsync(string login) => Host.InScopeAsync(Member.TenantId, async services =>
    {
        await services.GetRequiredService<IUnitOfWork>().RunAsync(c => services.GetRequiredService<IMediator>().Publish(new PortalUserEnabled("hinata", PortalIdOf(login)), c), CancellationToken.None);
        return 0;
    });

    public async Task<Page> ApproveAsync(string login, Guid id) => await (await AsAsync(login)).PostAsync($"/reports/{id}/approval", ("revision", (await ReportAsync(id)).Revision.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    public async Task<Page> ReturnAsync(string login, Guid id, string reason = "結果をもう少し詳しく書いてください") =>
        await (await AsAsync(login)).PostAsync($"/reports/{id}/return", ("Revision", (await ReportAsync(id)).Revision.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("Reason", reason));

    public async Task<HttpStatusCode> PostStatusAsync(string login, string url, params (string Name, string Value)[] fields) => (await (await AsAsync(login)).PostAsync(url, fields)).Status;

    private Task<Guid> WriteAsync(string author, DateOnly date, bool submit, SampleMember? member, string[] recipients) =>
        Host.InScopeAsync((member ?? Member).TenantId, async services =>
        {
            var db = services.GetRequiredService<DailyReportsDbContext>();
            var book = await services.GetRequiredService<IPeople>().GetAsync(CancellationToken.None);
            var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
            var report = DailyReport.Begin(IdOf(author, member), date);
            report.Write(new WrittenReport("所感です", [.. recipients.Select(r => IdOf(r, member))], [new WrittenActivity(null, ActivityKind.Visit, Start: new TimeOnly(10, 0), End: new TimeOnly(11, 0), Text: $"{author} の {date:MM-dd} の訪問")]), now);
            if (submit)
            {
                report.Submit(book.ApproverOf(report.AuthorId), approvalEnabled: true, now);
            }

            db.Reports.Add(report);
            await db.SaveChangesAsync();
            return report.Id;
        });
}
