using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Quartz;
using SalesSupport.Abstractions;
using SalesSupport.GroupwareSync.Accounts;
using SalesSupport.GroupwareSync.CalDav;
using SalesSupport.GroupwareSync.Copies;
using SalesSupport.GroupwareSync.Data;
using SalesSupport.GroupwareSync.Settings;
using SalesSupport.Schedules.Contracts;

namespace SalesSupport.GroupwareSync.Compare;

/// <summary>
/// Each night compares what should stand in each calendar with the schedule and with the server, and has sent again whatever differs: a restored database, a restored groupware or a fault of ours heals.
/// It writes nothing there itself, so that twice or late is the same.
/// </summary>
internal sealed class CompareCopies(IServiceScopeFactory scopes, GroupwareSyncDbContext platform, TimeProvider clock, ILogger<CompareCopies> log) : IJob
{
    public const string Cron = "0 30 2 * * ?";
    private const int Page = 100;

    private static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    /// <summary>One member's slow server must not take the night of the others.</summary>
    private static readonly TimeSpan MostTime = TimeSpan.FromMinutes(10);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await CompareAsync(cancellationToken);

    public async Task CompareAsync(CancellationToken cancel)
    {
        foreach (var tenant in await platform.TenantsAsync<Groupware>(g => g.IsOn, cancel))
        {
            try
            {
                await MemberAsync(tenant, cancel);
            }
            catch (Exception e) when (!cancel.IsCancellationRequested)
            {
                log.LogError(e, "The groupware of {Member} was not compared", tenant);
            }
        }
    }

    private async Task MemberAsync(Guid tenant, CancellationToken cancel)
    {
        var run = new CompareRun { At = clock.GetUtcNow() };
        using var time = new CancellationTokenSource(MostTime, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, time.Token);
        try
        {
            await DecideAsync(tenant, run, either.Token);
            await CalendarsAsync(tenant, run, either.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            run.Unread++;
            (run.Why, run.Detail) = ("CompareCut", null);
        }

        await InAsync(tenant, async (services, db) =>
        {
            await services.GetRequiredService<Departed>().ForgetAllAsync(clock.Today().AddDays(-Kept.Days), cancel);
            var old = clock.GetUtcNow() - Kept;
            await services.GetRequiredService<IUnitOfWork>().RunAsync(
                async c =>
                {
                    await db.CompareRuns.Where(r => r.At < old).ExecuteDeleteAsync(c);
                    db.CompareRuns.Add(run);
                    // What waits for something that has come about since, such as an account, is tried once a day at least.
                    (await db.Groupwares.SingleAsync(c)).TryAgain(null, Resent.Waiting);
                },
                cancel);
            return 0;
        });
    }

    /// <summary>What should be, by the schedule as it is.</summary>
    private async Task DecideAsync(Guid tenant, CompareRun run, CancellationToken cancel)
    {
        for (Guid? after = null, last = Guid.Empty; last is not null; after = last)
        {
            last = await InAsync(tenant, (services, db) => PageAsync(services, async (groupware, c) =>
            {
                var found = await services.GetRequiredService<Entries>().ReservationsAsync(clock.Today(), after, Page, c);
                run.Decided += await services.GetRequiredService<Desired>().DecideAsync(groupware, [.. found.Select(e => (e.Id, (EntrySnapshot?)e))], c);
                return found.Count < Page ? null : found[^1].Id;
            }, cancel));
        }

        for (Guid? after = null, last = Guid.Empty; last is not null; after = last)
        {
            last = await InAsync(tenant, (services, db) => PageAsync(services, async (groupware, c) =>
            {
                var from = clock.Today();
                var copies = db.Copies.AsNoTracking().Where(o => o.IsWanted && o.Date >= from);
                copies = after is { } id ? copies.Where(o => o.Id.CompareTo(id) > 0) : copies;
                var found = await copies.OrderBy(o => o.Id).Take(Page).Select(o => new { o.Id, o.EntryId }).ToListAsync(c);
                var now = new List<(Guid, EntrySnapshot?)>();
                foreach (var entry in found.Select(o => o.EntryId).Distinct())
                {
                    now.Add((entry, await services.GetRequiredService<Entries>().FindAsync(entry, c)));
                }

                run.Decided += await services.GetRequiredService<Desired>().DecideAsync(groupware, now, c);
                return found.Count < Page ? null : found[^1].Id;
            }, cancel));
        }
    }

    private static async Task<Guid?> PageAsync(IServiceProvider services, Func<Groupware, CancellationToken, Task<Guid?>> work, CancellationToken cancel)
    {
        Guid? last = null;
        var db = services.GetRequiredService<GroupwareSyncDbContext>();
        await services.GetRequiredService<IUnitOfWork>().RunAsync(
            async c => last = services.GetRequiredService<Entries>().IsThere && await db.Groupwares.SingleOrDefaultAsync(c) is { IsOn: true } groupware ? await work(groupware, c) : null,
            cancel);
        return last;
    }

    private async Task CalendarsAsync(Guid tenant, CompareRun run, CancellationToken cancel)
    {
        // Also who waits before the first write: their account may be paused.
        var people = await InAsync(tenant, (_, db) => db.Copies.AsNoTracking().Where(c => c.Href != null || c.State == CopyState.Waiting).Select(c => c.UserId).Distinct().ToListAsync(cancel));
        foreach (var person in people)
        {
            try
            {
                await InAsync(tenant, async (services, db) =>
                {
                    await new CompareCalendar(services, db, clock).CompareAsync(person, run, cancel);
                    return 0;
                });
            }
            catch (DavTrouble trouble)
            {
                run.Unread++;
                (run.Why, run.Detail) = (trouble.Key, trouble.Detail);
                if (trouble.Kind == DavTroubleKind.PasswordWrong)
                {
                    // A paused target is tried once a night, and no more: it may have been mended at the other side.
                    log.LogInformation("The groupware refuses the password of {Member}", tenant);
                    if (await InAsync(tenant, (_, db) => db.Groupwares.AnyAsync(g => g.Access == Access.ServiceAccount, cancel)))
                    {
                        return;
                    }
                }

                if (trouble.Concern == DavConcern.Server)
                {
                    return;     // the others would find the same server dead
                }
            }
            catch (DbUpdateConcurrencyException e)
            {
                log.LogInformation(e, "A copy of {Member} was sent while it was compared", tenant);     // it is compared the next night
            }
        }
    }

    private async Task<T> InAsync<T>(Guid tenant, Func<IServiceProvider, GroupwareSyncDbContext, Task<T>> work)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(tenant);
        return await work(scope.ServiceProvider, scope.ServiceProvider.GetRequiredService<GroupwareSyncDbContext>());
    }
}
