using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using SalesSupport.Abstractions;
using SalesSupport.Host;
using SalesSupport.Host.Samples;
using SalesSupport.Infrastructure;

namespace SalesSupport.Testing;

/// <summary>
/// The real host on a free port of 127.0.0.1, with a data folder of its own that is deleted at the end. Members are made by <see cref="AddMemberAsync"/>; the demo's
/// people are sato (salesperson), okabe (her manager), morita (administrator).
/// </summary>
public sealed class TestHost : IAsyncDisposable
{
    public const string Password = "tsubame-no-su";

    /// <summary>What the start command asks for when it is not told a size.</summary>
    public static int SampleSizeOfTheStart => Arguments.Parse([]).SampleSize;

    private readonly WebApplication app;
    private readonly string folder;
    private readonly bool embedded;
    private bool isStopped;

    // Else each host watches its settings file, and Linux gives a person 128 such watchers in all.
    static TestHost() => Environment.SetEnvironmentVariable("DOTNET_hostBuilder__reloadConfigOnChange", "false");

    private TestHost(WebApplication app, string folder, bool embedded, FakeTimeProvider? clock, StatementLog statements)
    {
        this.app = app;
        this.folder = folder;
        this.embedded = embedded;
        Clock = clock;
        Statements = statements;
    }

    /// <summary>The clock, when the host was started with one.</summary>
    public FakeTimeProvider? Clock { get; }

    /// <summary>Hours or days pass at once. Timers go on from there: to fire each of them for every few seconds of a month takes a minute.</summary>
    public void Pass(TimeSpan time) => Clock!.AdjustTime(Clock.GetUtcNow() + time);

    /// <summary>SQL statements as they were sent.</summary>
    public StatementLog Statements { get; }

    public IServiceProvider Services => app.Services;

    public string DataFolder => folder;

    public Uri Address => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>Starts a host.</summary>
    /// <param name="sample">Makes the two sample members, <c>demo</c> and <c>minato</c>, with <paramref name="reports"/> daily reports in the first.</param>
    /// <param name="reports">How many reports the demo member gets.</param>
    /// <param name="now">Sets the clock; null takes the machine's.</param>
    /// <param name="settings">Further configuration, such as <c>Modules:Disabled:0</c>.</param>
    /// <param name="services">Further services.</param>
    /// <param name="folder">The data folder; null takes a new one.</param>
    /// <param name="warm">Asks the home page once beside the start, as the product does; off, so that its statements come in nobody's count.</param>
    /// <param name="embedded">Works on SQLite whatever the run is for: for tests of what SQLite alone has.</param>
    /// <param name="role">On a server: by which role the host works, in place of the one that owns the tables.</param>
    public static async Task<TestHost> StartAsync(
        bool sample = false,
        int reports = 60,
        DateTimeOffset? now = null,
        IReadOnlyDictionary<string, string>? settings = null,
        Action<IServiceCollection>? services = null,
        string? folder = null,
        bool warm = false,
        bool embedded = false,
        string? role = null)
    {
        embedded = embedded || !TestDatabase.IsServer;
        if (folder is null)
        {
            folder = Directory.CreateTempSubdirectory("salessupport-test-").FullName;
            await TestDatabase.MakeAsync(folder, embedded);
        }

        var clock = now is { } at ? new FakeTimeProvider(at) : null;
        var statements = new StatementLog();
        string[] rest = ["--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=Warning", .. embedded ? [] : Options(TestDatabase.Settings(folder, role)), .. Options(settings)];
        var built = SalesSupportHost.Build(new Arguments(folder, Empty: true, 0, [], rest), s =>
        {
            if (clock is not null)
            {
                s.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock));
            }

            foreach (var context in s.Select(d => d.ServiceType).Where(t => t.IsSubclassOf(typeof(ModuleDbContext))).ToArray())
            {
                BulkInUnitOfWork.Watch(s, context);
            }

            s.AddSingleton<ILoggerProvider>(statements);
            s.AddLogging(l => l.AddFilter<StatementLog>("Microsoft.EntityFrameworkCore.Database.Command", LogLevel.Information));
            if (!warm)
            {
                s.Remove(s.Single(d => d.ImplementationType == typeof(WarmUp)));
            }

            services?.Invoke(s);
        });
        await SalesSupportHost.PrepareAsync(built, new Arguments(folder, Empty: true, 0, [], rest));
        var host = new TestHost(built, folder, embedded, clock, statements);
        if (sample)
        {
            await SampleMembers.MakeAsync(built.Services, reports, CancellationToken.None);
        }

        await built.StartAsync();
        // What runs every few minutes would come into everybody's counts of statements now and then; whoever tries it runs it. (Every second is a test's own.)
        var scheduler = await built.Services.GetRequiredService<Quartz.ISchedulerFactory>().GetScheduler();
        foreach (var job in built.Services.GetRequiredService<ModuleCatalog>().Jobs.Where(j => j.Job.Cron.Split(' ') is [not "*", ['*', ..], ..]))
        {
            await scheduler.PauseJob(job.Key);
        }

        return host;
    }

    /// <summary>Makes one sample member of any size and gives its plan.</summary>
    public async Task<SampleMember> AddMemberAsync(string memberId, int reports = 0, int customers = 5)
    {
        var member = SampleMembers.Plan(memberId, $"{memberId}株式会社", reports, customers, SampleMembers.DemoPeople, Services.GetRequiredService<TimeProvider>().Today());
        await Services.GetRequiredService<SampleRun>().AddAsync(member, CancellationToken.None);
        return member;
    }

    /// <summary>Makes an operator of the service, as the verb <c>operator add</c> would, but with a known password.</summary>
    public Task AddOperatorAsync(string login, string password) => SalesSupport.Host.Operators.OperatorVerb.SetAsync(Services, login, password, CancellationToken.None);

    /// <summary>A new browser without cookies.</summary>
    public Browser NewBrowser() => new(Address);

    /// <summary>A browser signed on to SalesSupport through the portal, the way a person does it.</summary>
    public async Task<Browser> SignOnAsync(string memberId, string login, string password = Password)
    {
        var browser = NewBrowser();
        await browser.SignOnAsync(memberId, login, password);
        return browser;
    }

    /// <summary>Runs code in a member's scope, as a job would.</summary>
    public async Task<T> InScopeAsync<T>(Guid tenant, Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = Services.CreateAsyncScope();
        if (tenant != Guid.Empty)
        {
            scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(tenant);
        }

        return await work(scope.ServiceProvider);
    }

    /// <summary>Stops the host but keeps its folder, so that another can be started on it.</summary>
    public async Task StopAsync()
    {
        isStopped = true;
        await app.StopAsync();
        await app.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!isStopped)
        {
            // Else a job that fires just now loses its database in the middle.
            await (await Services.GetRequiredService<Quartz.ISchedulerFactory>().GetScheduler()).Shutdown(waitForJobsToComplete: true);
            await app.DisposeAsync();
        }

        await Folders.RemoveAsync(folder);
        if (!embedded)
        {
            await TestDatabase.DropAsync(folder);
        }
    }

    private static IEnumerable<string> Options(IReadOnlyDictionary<string, string>? settings) => (settings ?? new Dictionary<string, string>()).Select(s => $"--{s.Key}={s.Value}");
}
