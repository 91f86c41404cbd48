using System.Net.Http.Headers;
using System.Text;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Contracts;
using SalesSupport.DailyReports.Data;
using SalesSupport.DailyReports.Imports;
using SalesSupport.DailyReports.Reports;

namespace SalesSupport.DailyReports.Tests.Imports;

/// <summary>A host with two members, on Tuesday 2037-11-24 at 9:00. Each test imports days of a month of its own.</summary>
public sealed class ImportHost : IAsyncLifetime
{
    public const string Headers = "日付,作成者,顧客名,面談者,種別,開始時刻,終了時刻,訪問目的,商談結果,次回予定,次回予定日,報告内容,所感";

    private static int nextMonth;

    internal TestHost Host { get; private set; } = null!;

    internal BrokenOff Broken { get; } = new();

    internal SampleMember Member { get; private set; } = null!;

    internal SampleMember Other { get; private set; } = null!;

    internal string Sato => Member.People.Single(p => p.Login == "sato").Name;

    internal Guid SatoId => Member.People.Single(p => p.Login == "sato").Id;

    public async ValueTask InitializeAsync()
    {
        Host = await TestHost.StartAsync(
            now: new DateTimeOffset(2037, 11, 24, 9, 0, 0, TimeSpan.FromHours(9)),
            services: s => s.AddSingleton<INotificationHandler<ReportsImported>>(Broken).AddSingleton<INotificationHandler<ImportUndone>>(Broken));
        Member = await Host.AddMemberAsync("kasumi");
        Other = await Host.AddMemberAsync("tokiwa");
    }

    public async ValueTask DisposeAsync() => await Host.DisposeAsync();

    internal Task<Browser> AdministratorAsync() => Host.SignOnAsync("kasumi", "morita");

    /// <summary>A month that no other test imports.</summary>
    internal static DateOnly NewMonth() => new DateOnly(2030, 1, 1).AddMonths(Interlocked.Increment(ref nextMonth));

    internal static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    internal static byte[] File(params IEnumerable<string> rows) => Utf8(string.Join("\r\n", [Headers, .. rows]) + "\r\n");

    /// <summary>A row as <see cref="Headers"/> has it.</summary>
    internal static string Row(DateOnly day, string author, string customer, string text) => $"{day:yyyy/M/d},{author},{customer},,訪問,9:30,10:30,定期訪問,前進,,,{text},";

    internal static Task<Page> SendAsync(Browser browser, byte[] file, Guid? formId = null, string name = "日報.csv") => SendAsync(browser, file, formId ?? Guid.CreateVersion7(), name);

    /// <summary>Imports a file as it is guessed, without looking.</summary>
    internal static async Task<Page> ImportAsync(Browser browser, byte[] file)
    {
        var page = await SendAsync(browser, file);
        page = await StartAsync(browser, page);
        return await FinishAsync(browser, page);
    }

    internal static Task<Page> StartAsync(Browser browser, Page page, params (string, string)[] set) =>
        browser.PostAsync($"{page.Address.AbsolutePath}/start", Browser.Fields(page.MainForm, set).Where(f => f.Name != "__RequestVerificationToken"));

    internal static Task<Page> FinishAsync(Browser browser, Page page) => browser.PostAsync($"{page.Address.AbsolutePath}/steps");

    internal static Guid IdOf(Page page) => Guid.Parse(page.Address.Segments[3].TrimEnd('/'));

    internal Task<List<DailyReport>> ReportsAsync(DateOnly month) => DbAsync(db =>
        db.Reports.AsNoTracking().Include(r => r.Activities.OrderBy(a => a.Position)).Where(r => r.Date >= month && r.Date < month.AddMonths(1)).OrderBy(r => r.Date).ThenBy(r => r.AuthorId).ToListAsync());

    internal Task<ReportImport> ImportAsync(Guid id) => DbAsync(db => db.Imports.AsNoTracking().SingleAsync(i => i.Id == id));

    internal Task<bool> HasFileAsync(Guid id) => DbAsync(db => db.ImportFiles.AnyAsync(f => f.Id == id));

    internal Task<T> DbAsync<T>(Func<DailyReportsDbContext, Task<T>> work) => InScopeAsync(sp => work(sp.GetRequiredService<DailyReportsDbContext>()));

    internal Task<T> InScopeAsync<T>(Func<IServiceProvider, Task<T>> work) => Host.InScopeAsync(Member.TenantId, work);

    internal async Task RunJobAsync()
    {
        await using var scope = Host.Services.CreateAsyncScope();
        await ActivatorUtilities.CreateInstance<FinishImports>(scope.ServiceProvider).Execute(null!, CancellationToken.None);
    }

    private static async Task<Page> SendAsync(Browser browser, byte[] file, Guid formId, string name)
    {
        using var content = new ByteArrayContent(file);
        content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        using var form = new MultipartFormDataContent { { content, "File", name }, { new StringContent(formId.ToString()), "FormId" }, { new StringContent(await browser.TokenAsync()), "__RequestVerificationToken" } };
        return await browser.PostAsync("/reports/imports", form);
    }
}

/// <summary>Fails what has been written so far, when it is to.</summary>
internal sealed class BrokenOff : INotificationHandler<ReportsImported>, INotificationHandler<ImportUndone>
{
    public bool IsOn { get; set; }

    public Task Handle(ReportsImported notification, CancellationToken cancellationToken) => IsOn ? throw Fault : Task.CompletedTask;

    public Task Handle(ImportUndone notification, CancellationToken cancellationToken) => IsOn ? throw Fault : Task.CompletedTask;

    private static InvalidOperationException Fault => new("the host is gone");
}
