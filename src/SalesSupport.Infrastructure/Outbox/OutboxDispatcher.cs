using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using SalesSupport.Abstractions;

namespace SalesSupport.Infrastructure;

/// <summary>
/// Sends what the outbox holds: at once after a commit, and every ten seconds what is due again or was left by a host that died. Each subscriber of each member has a lane of its own, so that a dead
/// server delays nobody else. Any host may send any item; a lease keeps two from sending the same one.
/// </summary>
internal sealed class OutboxDispatcher(IServiceScopeFactory scopes, Subscribers subscribers, IEngine engine, TimeProvider clock, ILogger<OutboxDispatcher> log) : BackgroundService
{
    private const int Batch = 5;
    private static readonly TimeSpan SendTime = TimeSpan.FromSeconds(20);

    /// <summary>A send that begins this long after its lease ends within it, also where writing that down waits for its turn and another host's clock is ahead.</summary>
    private static readonly TimeSpan BeginsWithin = TimeSpan.FromSeconds(30);

    /// <summary>A stop waits so long for an answer that is on its way: what is broken off may have arrived, and is sent again.</summary>
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SweepTime = TimeSpan.FromSeconds(10);

    private readonly Guid me = Guid.CreateVersion7();
    private readonly Channel<Lane> woken = Channel.CreateUnbounded<Lane>();

    /// <summary>Lanes that wait or work; true: something came in the meantime.</summary>
    private readonly ConcurrentDictionary<Lane, bool> busy = new();

    /// <summary>Of all lanes at once only so many use the database; the sending itself is not limited.</summary>
    private readonly SemaphoreSlim atDatabase = new(8);

    public void Wake(Guid member, string subscriber)
    {
        var lane = new Lane(member, subscriber);
        if (!busy.AddOrUpdate(lane, false, (_, _) => true))
        {
            woken.Writer.TryWrite(lane);
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(SweepAsync(stoppingToken), WorkAsync(stoppingToken));

    private async Task WorkAsync(CancellationToken stop)
    {
        var running = new List<Task>();
        try
        {
            await foreach (var lane in woken.Reader.ReadAllAsync(stop))
            {
                running.RemoveAll(t => t.IsCompleted);
                running.Add(WorkOffAsync(lane, stop));
            }
        }
        catch (OperationCanceledException)
        {
            // the host stops
        }

        await Task.WhenAll(running);
    }

    private async Task SweepAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(SweepTime, clock);      // what a crash left can wait until the first pages are served
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                await LookAsync(stop);
            }
        }
        catch (OperationCanceledException)
        {
            // the host stops
        }
    }

    private async Task LookAsync(CancellationToken stop)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var house = scope.ServiceProvider.GetRequiredService<HouseDbContext>();
            if (Measures.OutboxWaiting.Enabled)
            {
                await MeasureAsync(house, stop);
            }

            foreach (var (member, subscriber) in (await house.TenantsAsync(Due(), stop)).SelectMany(_ => subscribers.ByName.Keys, ValueTuple.Create))
            {
                Wake(member, subscriber);
            }
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            log.LogWarning(e, "The outbox could not be looked through; trying again");
        }
    }

    private async Task MeasureAsync(HouseDbContext house, CancellationToken stop)
    {
        var (waiting, givenUp, oldest) = (0L, 0L, clock.GetUtcNow());
        foreach (var member in await house.TenantsAsync<OutboxItem>(_ => true, stop))
        {
            await using var scope = Enter(member);
            var items = scope.ServiceProvider.GetRequiredService<HouseDbContext>().Outbox.AsNoTracking();
            givenUp += await items.LongCountAsync(o => o.State == OutboxState.GivenUp, stop);
            var open = items.Where(o => o.State == OutboxState.Waiting);
            waiting += await open.LongCountAsync(stop);
            var since = await open.OrderBy(o => o.Since).ThenBy(o => o.Id).Select(o => (DateTimeOffset?)o.Since).FirstOrDefaultAsync(stop);
            oldest = since < oldest ? since.Value : oldest;
        }

        Measures.OutboxWaiting.Record(waiting);
        Measures.OutboxGivenUp.Record(givenUp);
        Measures.OutboxOldest.Record((clock.GetUtcNow() - oldest).TotalSeconds);
    }

    private async Task WorkOffAsync(Lane lane, CancellationToken stop)
    {
        do
        {
            busy[lane] = false;
            try
            {
                while (!stop.IsCancellationRequested && await SendBatchAsync(lane, stop))
                {
                }
            }
            catch (Exception e)
            {
                // The database is away perhaps; the sweep comes again.
                log.LogWarning(e, "Sending for {Subscriber} of {Member} was broken off", lane.Subscriber, lane.Member);
            }
        }
        while (!busy.TryRemove(new KeyValuePair<Lane, bool>(lane, false)));
    }

    /// <returns>Whether there may be more to send now.</returns>
    private async Task<bool> SendBatchAsync(Lane lane, CancellationToken stop)
    {
        var leased = await LeaseAsync(lane, stop);
        var (goesWell, since) = (true, clock.GetTimestamp());
        foreach (var item in leased)
        {
            if (!goesWell || stop.IsCancellationRequested || clock.GetElapsedTime(since) > BeginsWithin)
            {
                await EndAsync(lane, item, o => o.NotTried());
                continue;
            }

            switch (await SendAsync(lane, item, stop))
            {
                case null:
                    Measures.Sent("sent");
                    await EndAsync(lane, item, null);
                    break;
                case OperationCanceledException when stop.IsCancellationRequested:
                    await EndAsync(lane, item, o => o.Release());
                    break;
                case var fault:
                    log.LogWarning("Not sent: {Subscriber} {Id} of {Member}, try {Attempt}: {Fault}", lane.Subscriber, item.Id, lane.Member, item.Attempts, fault is NotSent told ? told.Why : fault.GetType().Name);
#pragma warning disable CA5394 // It spreads load, nothing more.
                    var chance = Random.Shared.NextDouble();
#pragma warning restore CA5394
                    await EndAsync(lane, item, o =>
                    {
                        o.Failed(fault, clock.GetUtcNow(), chance);
                        Measures.Sent(o.State == OutboxState.GivenUp ? "given_up" : "failed");
                    });
                    goesWell = fault is NotSent { ForGood: true } or NotSent { Alone: true };      // else the others would find the same server dead
                    break;
            }
        }

        return goesWell && leased.Length > 0;
    }

    private async Task<Exception?> SendAsync(Lane lane, OutboxItem item, CancellationToken stop)
    {
        using var patience = new CancellationTokenSource(SendTime, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token);
        await using var stopping = stop.Register(() => either.CancelAfter(StopTime));
        using var span = Measures.Spans.StartActivity("outbox send")?.SetTag("tenant.id", lane.Member.ToString()).SetTag("outbox.subscriber", lane.Subscriber).SetTag("outbox.attempt", item.Attempts);
        try
        {
            await using var scope = Enter(lane.Member);
            await subscribers.ByName[lane.Subscriber].SendAsync(scope.ServiceProvider, item.Fact, new Delivery(item.Id, item.Version, item.Attempts), either.Token);
            return null;
        }
        catch (OperationCanceledException e) when (!stop.IsCancellationRequested)
        {
            return new TimeoutException($"No end within {SendTime.TotalSeconds:0} s", e);
        }
        catch (Exception e)
        {
            return e;
        }
    }

    private async Task<OutboxItem[]> LeaseAsync(Lane lane, CancellationToken stop)
    {
        OutboxItem[] leased = [];
        await AtDatabaseAsync(
            lane,
            async (house, unitOfWork) =>
            {
                var mine = house.Outbox.Where(o => o.Subscriber == lane.Subscriber);
                if (await mine.Where(Due()).AnyAsync(stop))        // a look costs less than a transaction
                {
                    await unitOfWork.RunAsync(
                        async c =>
                        {
                            // Due by the time of the turn, not of before it came: what another host has leased meanwhile would look as if its clock were wrong.
                            leased = await mine.Where(Due()).OrderBy(o => o.Since).ThenBy(o => o.Id).Take(Batch).ToArrayAsync(c);
                            Array.ForEach(leased, o => o.Lease(me, clock.GetUtcNow()));
                        },
                        stop);
                }
            },
            stop);
        return leased;
    }

    // Also while the host stops, so that another need not wait for the lease to run out. An older version that was sent, or failed, says nothing of the newer one.
    private Task EndAsync(Lane lane, OutboxItem item, Action<OutboxItem>? unsent) => AtDatabaseAsync(
        lane,
        (house, unitOfWork) => unitOfWork.RunAsync(
            async c =>
            {
                if (await house.Outbox.SingleOrDefaultAsync(o => o.Id == item.Id && o.LeasedBy == me, c) is not { } now)
                {
                    return;     // erased, dropped, or taken over after the lease
                }

                if (now.Version != item.Version)
                {
                    now.Release();
                }
                else if (unsent is null)
                {
                    house.Outbox.Remove(now);
                }
                else
                {
                    unsent(now);
                }
            },
            CancellationToken.None),
        CancellationToken.None);

    private async Task AtDatabaseAsync(Lane lane, Func<HouseDbContext, IUnitOfWork, Task> work, CancellationToken stop)
    {
        await atDatabase.WaitAsync(stop);
        try
        {
            await using var scope = Enter(lane.Member);
            await work(scope.ServiceProvider.GetRequiredService<HouseDbContext>(), scope.ServiceProvider.GetRequiredService<IUnitOfWork>());
        }
        finally
        {
            atDatabase.Release();
        }
    }

    private AsyncServiceScope Enter(Guid member)
    {
        var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(member);
        return scope;
    }

    private System.Linq.Expressions.Expression<Func<OutboxItem, bool>> Due() => OutboxItem.IsDue(clock.GetUtcNow(), me, engine.HasSeveralHosts);

    private readonly record struct Lane(Guid Member, string Subscriber);
}
