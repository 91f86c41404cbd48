using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SalesSupport.Abstractions;
using SalesSupport.GroupwareSync.Compare;
using SalesSupport.GroupwareSync.Copies;
using SalesSupport.GroupwareSync.Data;
using SalesSupport.Schedules.Contracts;
using SalesSupport.Testing.Groupware;

namespace SalesSupport.GroupwareSync.Tests;

/// <summary>A host with Radicale beside it and a wire between them, on Thursday 2026-11-26, 10:00 in Japan. Each test has a member of its own.</summary>
public class GroupwareHost : IAsyncLifetime
{
    private static int teams;
    private readonly List<(Xunit.Sdk.ITest? Test, Team Team)> made = [];

    public TestHost Host { get; private set; } = null!;

    public CalDavServer Server { get; private set; } = null!;

    public Between Wire { get; private set; } = null!;

    internal Diary Diary { get; } = new();

    public async ValueTask InitializeAsync()
    {
        Server = await StartServerAsync();
        Wire = Between.Start(Server.Address);
        Host = await TestHost.StartAsync(
            now: new DateTimeOffset(2026, 11, 26, 10, 0, 0, TimeSpan.FromHours(9)),
            settings: new Dictionary<string, string> { ["Outgoing:Networks:0"] = "127.0.0.0/8", ["Groupware:HttpHosts:0"] = "127.0.0.1" },
            services: s =>
            {
                if (HasDiary)
                {
                    s.RemoveAll<IScheduleEntries>();
                    s.AddSingleton<IScheduleEntries>(Diary);
                }
            });
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Host.DisposeAsync();
        await Wire.DisposeAsync();
        await Server.DisposeAsync();
    }

    /// <summary>What an administrator types.</summary>
    public virtual Uri Typed => Wire.Address;

    /// <summary>Whether what is sent is what tests wrote down, or what the product's own schedule says.</summary>
    protected virtual bool HasDiary => true;

    protected virtual async Task<CalDavServer> StartServerAsync() => await Radicale.StartAsync();

    /// <summary>A member whose reservations go to the server by one account that may write to all, with accounts and calendars for these people.</summary>
    internal async Task<Team> TeamAsync(string[]? accounts = null, bool own = false, bool on = true)
    {
        Wire.Decide = _ => Fault.None;
        Diary.All.Clear();
        Host.Clock!.Advance(TimeSpan.FromMinutes(1));      // a server that was left alone for a while may be asked again
        var name = $"team{Interlocked.Increment(ref teams)}";
        // What an earlier test left waiting would come between the requests of this one.
        var test = TestContext.Current.Test;
        foreach (var old in made.Where(m => m.Test != test).ToArray())
        {
            await old.Team.ForgetWaitingAsync();
            made.Remove(old);
        }

        var team = new Team(this, await Host.AddMemberAsync(name), name);
        made.Add((test, team));
        if (!HasDiary)
        {
            await team.ForgetSamplesAsync();
        }

        foreach (var login in accounts ?? ["sato", "okabe"])
        {
            await Server.AddAccountAsync(team.AccountOf(login), "Own-1");
        }

        if (on)
        {
            Assert.Equal(System.Net.HttpStatusCode.OK, (await team.SetAsync(own: own)).Status);
        }

        return team;
    }
}

/// <summary>One member of a test.</summary>
internal sealed class Team(GroupwareHost home, SampleMember member, string name)
{
    public static readonly DateTime Ten = new(2026, 11, 27, 10, 0, 0);

    public SampleMember Member => member;

    public TestHost Host => home.Host;

    public string AccountOf(string login) => $"{name}-{login}";

    public Guid IdOf(string login) => member.People.Single(p => p.Login == login).Id;

    public Task<Browser> SignOnAsync(string login) => Host.SignOnAsync(name, login);

    /// <summary>Sets the groupware as an administrator does.</summary>
    public async Task<Page> SetAsync(bool on = true, bool own = false, Uri? address = null, string? password = null, params (string, string)[] more)
    {
        using var morita = await SignOnAsync("morita");
        var page = await morita.GetAsync("/settings/groupware");
        return await morita.SubmitAsync(page, page.MainForm, [
            ("Form.IsOn", on ? "true" : "false"),
            ("Form.Address", (address ?? home.Typed).AbsoluteUri),
            ("Form.NameRule", "Pattern"),
            ("Form.Pattern", name + "-{login}"),
            ("Form.Access", own ? "OwnPasswords" : "ServiceAccount"),
            ("Form.ServiceName", home.Server.Service),
            ("Form.ServicePassword", password ?? home.Server.ServicePassword),
            .. more,
        ]);
    }

    public static EntrySnapshot Entry(Guid owner, string title, params Guid[] others) => new(
        Guid.CreateVersion7(), 1, EntryKind.Reservation, owner, [owner, .. others], new EntryText(title, null, null, null, null, null, false), new EntryTime(false, Ten, Ten.AddHours(1)), null, []);

    /// <summary>Saves a reservation of the first, in which the others take part.</summary>
    public async Task<Guid> ReserveAsync(string title, params string[] logins)
    {
        var entry = Entry(IdOf(logins[0]), title, [.. logins.Skip(1).Select(IdOf)]);
        await SaveAsync(entry);
        return entry.Id;
    }

    public Task SaveAsync(EntrySnapshot entry)
    {
        home.Diary.All[entry.Id] = entry;
        return TellAsync(new EntryChanged(entry.Id));
    }

    public Task ChangeAsync(Guid id, Func<EntrySnapshot, EntrySnapshot> change)
    {
        var old = home.Diary.All[id];
        return SaveAsync(change(old) with { Version = old.Version + 1 });
    }

    public Task RenameAsync(Guid id, string title) => ChangeAsync(id, e => e with { Text = e.Text with { Title = title } });

    public Task DeleteAsync(Guid id)
    {
        home.Diary.All.TryRemove(id, out _);
        return TellAsync(new EntryDeleted(id));
    }

    public Task TellAsync(INotification fact) => InScopeAsync(async services =>
    {
        await services.GetRequiredService<IUnitOfWork>().RunAsync(c => services.GetRequiredService<IMediator>().Publish(fact, c), default);
        return 0;
    });

    public Task<T> InScopeAsync<T>(Func<IServiceProvider, Task<T>> work) => Host.InScopeAsync(member.TenantId, work);

    public Task<T> DbAsync<T>(Func<GroupwareSyncDbContext, Task<T>> work) => InScopeAsync(s => work(s.GetRequiredService<GroupwareSyncDbContext>()));

    public Task<List<Copy>> CopiesAsync() => DbAsync(db => db.Copies.AsNoTracking().OrderBy(c => c.Id).ToListAsync());

    public Task<Copy> CopyAsync(Guid entry, string login)
    {
        var user = IdOf(login);
        return DbAsync(db => db.Copies.AsNoTracking().SingleAsync(c => c.EntryId == entry && c.UserId == user));
    }

    /// <summary>What stands in somebody's calendar, each with its title.</summary>
    public async Task<IReadOnlyList<string?>> TitlesAsync(string login) => [.. (await EventsAsync(login)).Select(e => e["SUMMARY"])];

    public Task<IReadOnlyList<CalDavEvent>> EventsAsync(string login) => home.Server.EventsAsync(AccountOf(login));

    /// <summary>The schedule's module keeps its types to itself.</summary>
    public Task ForgetSamplesAsync() => InScopeAsync(async services =>
    {
        var db = services.GetServices<ModuleDbContext>().Single(c => c.GetType().Name == "SchedulesDbContext");
        var entries = (IQueryable<ITenantOwned>)db.GetType().GetProperty("Entries")!.GetValue(db)!;
        await services.GetRequiredService<IUnitOfWork>().RunAsync(c => entries.ExecuteDeleteAsync(c), default);
        return 0;
    });

    /// <summary>Waits until a copy is in a state, ten seconds at most. The clock goes on meanwhile, so that what failed is tried again.</summary>
    public async Task BecomesAsync(Guid entry, string login, CopyState state, string? why = null)
    {
        var tries = 0;
        await Eventually.IsAsync(
            async () =>
            {
                if (++tries % 20 == 0)
                {
                    Host.Clock!.Advance(TimeSpan.FromSeconds(11));
                }

                var user = IdOf(login);
                return await DbAsync(db => db.Copies.AsNoTracking().AnyAsync(c => c.EntryId == entry && c.UserId == user && c.State == state && (why == null || c.Why == why)));
            },
            $"{state} {why} of {login}");
    }

    public Task SentAsync(Guid entry, string login) => BecomesAsync(entry, login, CopyState.Sent);

    /// <summary>Waits until nothing is on its way.</summary>
    public Task QuietAsync() => Eventually.IsAsync(async () => (await OutboxAsync()) == 0, "an empty outbox");

    /// <summary>The same while the clock goes on, so that what failed is tried again.</summary>
    public Task DrainAsync() => Eventually.IsAsync(
        async () =>
        {
            Host.Clock!.Advance(TimeSpan.FromSeconds(1));
            return await OutboxAsync() == 0;
        },
        "an empty outbox");

    public Task<int> OutboxAsync() => InScopeAsync(services => Waiting(services).CountAsync());

    public Task ForgetWaitingAsync() => InScopeAsync(async services =>
    {
        await services.GetRequiredService<IUnitOfWork>().RunAsync(c => Waiting(services).ExecuteDeleteAsync(c), default);
        return 0;
    });

    private static IQueryable<ITenantOwned> Waiting(IServiceProvider services)
    {
        var house = services.GetServices<ModuleDbContext>().Single(c => c.GetType().Name == "HouseDbContext");
        return (IQueryable<ITenantOwned>)house.GetType().GetProperty("Outbox")!.GetValue(house)!;
    }

    public Task CompareAsync() => Host.InScopeAsync(Guid.Empty, async services =>
    {
        await ActivatorUtilities.CreateInstance<CompareCopies>(services).CompareAsync(default);
        return 0;
    });
}
