using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Quartz;
using SalesSupport.Abstractions;
using SalesSupport.GroupwareSync.CalDav;
using SalesSupport.GroupwareSync.Copies;
using SalesSupport.GroupwareSync.Data;
using SalesSupport.GroupwareSync.Pushing;
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

    /// <summary>A calendar that has lost so many, and all there were, was emptied or restored; no user deletes so.</summary>
    private const int TooManyForAUser = 3;
    private static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await CompareAsync(cancellationToken);

    public async Task CompareAsync(CancellationToken cancel)
    {
        foreach (var tenant in await platform.TenantsAsync<Groupware>(g => g.IsOn, cancel))
        {
            var run = new CompareRun { At = clock.GetUtcNow() };
            await DecideAsync(tenant, run, cancel);
            await CalendarsAsync(tenant, run, cancel);
            await InAsync(tenant, async (services, db) =>
            {
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
        var people = await InAsync(tenant, (_, db) => db.Copies.AsNoTracking().Where(c => c.Href != null).Select(c => c.UserId).Distinct().ToListAsync(cancel));
        foreach (var person in people)
        {
            try
            {
                await InAsync(tenant, async (services, db) =>
                {
                    await CalendarAsync(services, db, person, run, cancel);
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
        }
    }

    private static async Task CalendarAsync(IServiceProvider services, GroupwareSyncDbContext db, Guid person, CompareRun run, CancellationToken cancel)
    {
        var targets = services.GetRequiredService<Targets>();
        var groupware = await db.Groupwares.AsNoTracking().SingleAsync(cancel);
        var (target, _) = await targets.FindAsync(groupware, person, despitePause: true, cancel);
        if (target is null)
        {
            return;
        }

        var copies = await db.Copies.AsNoTracking().Where(c => c.UserId == person && c.Target == target.Print && c.Href != null).Select(c => new { c.Id, c.Href, c.ETag, c.State }).ToListAsync(cancel);
        var client = targets.Client(target);
        foreach (var calendar in copies.GroupBy(c => new Uri(new Uri(c.Href!), ".")))
        {
            var listed = (await new DavCalendar(client, calendar.Key).ListAsync(cancel)).ToLookup(l => Place(l.Address));
            run.Calendars++;
            run.Compared += calendar.Count();
            var sent = calendar.Where(c => c.State == CopyState.Sent).ToList();
            var gone = sent.Where(c => !listed.Contains(Place(new Uri(c.Href!)))).Select(c => c.Id).ToHashSet();
            var lost = gone.Count >= TooManyForAUser && gone.Count == sent.Count;
            var differing = calendar.Where(c => c.State switch
            {
                CopyState.Sent => listed[Place(new Uri(c.Href!))].FirstOrDefault() is not { ETag: { } tag } || tag != c.ETag,
                CopyState.Removed => listed.Contains(Place(new Uri(c.Href!))),
                _ => false,
            }).Select(c => c.Id).ToList();
            run.Differing += differing.Count;
            foreach (var some in differing.Chunk(Page))
            {
                await services.GetRequiredService<IUnitOfWork>().RunAsync(
                    async c =>
                    {
                        foreach (var copy in await db.Copies.Where(o => some.Contains(o.Id)).ToListAsync(c))
                        {
                            if (lost && gone.Contains(copy.Id))
                            {
                                copy.WasLost();
                            }
                            else
                            {
                                copy.Differs();
                            }
                        }
                    },
                    cancel);
            }
        }

        // It answers: what was paused need not be any more.
        if (groupware.Fault is not null || await db.Accounts.AnyAsync(a => a.UserId == person && a.Fault != null, cancel))
        {
            await services.GetRequiredService<IUnitOfWork>().RunAsync(
                async c =>
                {
                    (await db.Groupwares.SingleAsync(c)).Resume();
                    (await db.Accounts.SingleOrDefaultAsync(a => a.UserId == person, c))?.Resume();
                },
                cancel);
        }
    }

    private static string Place(Uri address) => Uri.UnescapeDataString(address.AbsolutePath);

    private async Task<T> InAsync<T>(Guid tenant, Func<IServiceProvider, GroupwareSyncDbContext, Task<T>> work)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(tenant);
        return await work(scope.ServiceProvider, scope.ServiceProvider.GetRequiredService<GroupwareSyncDbContext>());
    }
}
