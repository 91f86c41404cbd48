using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SalesSupport.Abstractions;
using SalesSupport.GroupwareSync.CalDav;
using SalesSupport.GroupwareSync.Copies;
using SalesSupport.GroupwareSync.Data;
using SalesSupport.GroupwareSync.Pushing;
using SalesSupport.GroupwareSync.Settings;

namespace SalesSupport.GroupwareSync.Compare;

/// <summary>Compares what is known of one person's copies with what is listed in their calendar, and has sent again whatever differs.</summary>
internal sealed class CompareCalendar(IServiceProvider services, GroupwareSyncDbContext db, TimeProvider clock)
{
    private const int Page = 100;

    /// <summary>A calendar that has lost so many, and all there were or the newest of them, was emptied or restored; no user deletes so.</summary>
    private const int TooManyForAUser = 3;

    /// <exception cref="DavTrouble">It cannot be read.</exception>
    public async Task CompareAsync(Guid person, CompareRun run, CancellationToken cancel)
    {
        var targets = services.GetRequiredService<Targets>();
        var groupware = await db.Groupwares.AsNoTracking().SingleAsync(cancel);
        var (target, _, _) = await targets.FindAsync(groupware, person, despitePause: true, cancel);
        if (target is null)
        {
            return;
        }

        var paused = groupware.Fault is not null || await db.Accounts.AnyAsync(a => a.UserId == person && a.Fault != null, cancel);
        var copies = await db.Copies.AsNoTracking().Where(c => c.UserId == person && c.Target == target.Print && c.Href != null)
            .Select(c => new Known(c.Id, new Uri(c.Href!), c.ETag, c.State, c.Date, c.SentAt)).ToListAsync(cancel);
        var client = targets.Client(target);
        if (copies.Count == 0 && paused)
        {
            await Discovery.FindAsync(client, target.Account, cancel);      // nothing to compare, but only the server says whether the pause may end
        }

        foreach (var calendar in copies.GroupBy(c => new Uri(c.Href, ".")))
        {
            await CalendarAsync(new DavCalendar(client, calendar.Key), target, [.. calendar], run, cancel);
        }

        if (paused)
        {
            // It answers: what was paused need not be any more.
            await services.GetRequiredService<IUnitOfWork>().RunAsync(
                async c =>
                {
                    (await db.Accounts.SingleOrDefaultAsync(a => a.UserId == person, c))?.Resume();
                    var now = await db.Groupwares.SingleAsync(c);
                    if (now.Fault is not null)
                    {
                        now.Resume();
                    }
                    else
                    {
                        now.TryAgain(person, Resent.Waiting);
                    }
                },
                cancel);
        }
    }

    private async Task CalendarAsync(DavCalendar calendar, Target target, IReadOnlyList<Known> copies, CompareRun run, CancellationToken cancel)
    {
        ILookup<string, ListedEvent> listed;
        try
        {
            listed = (await calendar.ListAsync(cancel)).ToLookup(l => Place(l.Address));
        }
        catch (DavTrouble trouble) when (trouble.Kind == DavTroubleKind.NoCalendar)
        {
            services.GetRequiredService<Calendars>().Forget(db.Tenant, target);
            await ChangeAsync([.. copies.Where(c => c.State == CopyState.Sent)], run, (_, copy) => copy.WasLost(calendarToo: true), cancel);
            return;
        }

        run.Calendars++;
        run.Compared += copies.Count;
        // What is over may be cleared away there by a rule of the server.
        var today = clock.Today();
        var sent = copies.Where(c => c.State == CopyState.Sent && c.Date >= today).ToLookup(c => listed.Contains(Place(c.Href)));
        var (gone, standing) = (sent[false].ToList(), sent[true].ToList());
        var lost = gone.Count >= TooManyForAUser && (standing.Count == 0 || gone.Min(c => c.SentAt) > standing.Max(c => c.SentAt));
        var differing = copies.Where(c => c.State switch
        {
            CopyState.Sent => listed[Place(c.Href)].FirstOrDefault() is not { ETag: { } tag } || tag != c.ETag,
            // Taken back from the bin, it is ours again, to be changed or taken away.
            CopyState.Removed or CopyState.RemovedByUser => listed.Contains(Place(c.Href)),
            _ => false,
        }).ToList();
        await ChangeAsync(
            differing,
            run,
            (known, copy) =>
            {
                if (lost && gone.Contains(known))
                {
                    copy.WasLost(calendarToo: false);
                }
                else if (copy.State == CopyState.RemovedByUser)
                {
                    copy.Due();
                }
                else
                {
                    copy.Differs();
                }
            },
            cancel);
    }

    private async Task ChangeAsync(IReadOnlyList<Known> differing, CompareRun run, Action<Known, Copy> change, CancellationToken cancel)
    {
        run.Differing += differing.Count;
        foreach (var some in differing.Chunk(Page))
        {
            var ids = some.Select(k => k.Id).ToArray();
            await services.GetRequiredService<IUnitOfWork>().RunAsync(
                async c =>
                {
                    foreach (var copy in await db.Copies.Where(o => ids.Contains(o.Id)).ToListAsync(c))
                    {
                        change(some.First(k => k.Id == copy.Id), copy);
                    }
                },
                cancel);
        }
    }

    private static string Place(Uri address) => Uri.UnescapeDataString(address.AbsolutePath);

    private sealed record Known(Guid Id, Uri Href, string? ETag, CopyState State, DateOnly Date, DateTimeOffset? SentAt);
}
