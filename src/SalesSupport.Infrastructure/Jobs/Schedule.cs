using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Quartz;
using SalesSupport.Abstractions;

namespace SalesSupport.Infrastructure;

/// <summary>
/// Keeps what Quartz has been told in line with the modules, and has a job run whose time came while no host was there to run it: at night the machine of a small office is off.
/// </summary>
internal sealed class Schedule(ISchedulerFactory schedulers, ModuleCatalog modules, IServiceScopeFactory scopes, TimeProvider clock, ILogger<Schedule> log) : BackgroundService
{
    private static readonly TimeSpan LookTime = TimeSpan.FromMinutes(15);

    /// <summary>Quartz itself, here or on another host, may be about to run it.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(5);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        await AlignAsync(scheduler, cancellationToken);
        // Not later on: a newer host beside this one may have more modules.
        foreach (var gone in (await scheduler.QueryJobs(new JobQuery(), cancellationToken)).Items.Select(j => j.Key).Except(modules.Jobs.Select(j => j.Key)))
        {
            await scheduler.DeleteJob(gone, cancellationToken);
        }

        await base.StartAsync(cancellationToken);
    }

    /// <summary>Has a job run at once, on whichever host takes it first; after the run that is under way, if one is.</summary>
    public async Task RunNowAsync(ModuleJob job, CancellationToken cancel)
    {
        var scheduler = await schedulers.GetScheduler(cancel);
        await AddAsync(scheduler, job, cancel);
        await scheduler.TriggerJob(job.Key, null, cancel);
    }

    /// <summary>When each job runs next, and which run just now on any host.</summary>
    public async Task<(IReadOnlyDictionary<JobKey, DateTimeOffset?> Next, IReadOnlySet<JobKey> Running)> LookAsync(CancellationToken cancel)
    {
        var scheduler = await schedulers.GetScheduler(cancel);
        var next = (await scheduler.QueryTriggers(new TriggerQuery(), cancel)).Items.GroupBy(t => t.JobKey).ToDictionary(t => t.Key, t => t.Min(x => x.NextFireTimeUtc));
        return (next, (await scheduler.QueryFireInstances(new FireInstanceQuery(), cancel)).Items.Select(f => f.JobKey).OfType<JobKey>().ToHashSet());
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookTime, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await LookAfterAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // the host stops
        }
    }

    private async Task LookAfterAsync(CancellationToken stop)
    {
        try
        {
            var scheduler = await schedulers.GetScheduler(stop);
            await AlignAsync(scheduler, stop);
            await CatchUpAsync(scheduler, stop);
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            log.LogWarning(e, "The jobs could not be looked after; trying again");
        }
    }

    private async Task AlignAsync(IScheduler scheduler, CancellationToken cancel)
    {
        foreach (var job in modules.Jobs)
        {
            var key = new TriggerKey(job.Key.Name, job.Key.Group);
            if (await scheduler.GetTrigger(key, cancel) is ICronTrigger known && known.CronExpressionString == job.Job.Cron && known.TimeZone.Equals(JapanTime.Zone)
                && !IsTooFar(job, known) && await scheduler.GetTriggerState(key, cancel) != TriggerState.Error)
            {
                continue;       // it may be due since before this start
            }

            await AddAsync(scheduler, job, cancel);
            var trigger = TriggerBuilder.Create(clock).WithIdentity(key).ForJob(job.Key)
                .WithCronSchedule(job.Job.Cron, c => c.InTimeZone(JapanTime.Zone).WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed)).Build();
            await scheduler.ScheduleTrigger(trigger, TriggerConflict.Replace, cancel);
        }
    }

    // Told by a clock that was wrong. After one that was an hour ahead the next time is skipped, rather than done twice.
    private bool IsTooFar(ModuleJob job, ICronTrigger known) =>
        job.Cron.GetNextValidTimeAfter(clock.GetUtcNow()) is { } next && job.Cron.GetNextValidTimeAfter(next) is { } afterIt && known.NextFireTimeUtc > afterIt;

    private async Task CatchUpAsync(IScheduler scheduler, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var ended = scope.ServiceProvider.GetRequiredService<HouseDbContext>().JobRuns.AsNoTracking().Where(r => r.Outcome == JobOutcome.Done || r.Outcome == JobOutcome.Failed);
        var last = await ended.Where(r => r.Number == ended.Where(o => o.Job == r.Job).Max(o => o.Number)).ToDictionaryAsync(r => r.Job, r => r.StartedAt, cancel);
        var (_, running) = await LookAsync(cancel);
        foreach (var job in modules.Jobs.Where(j => !running.Contains(j.Key)))
        {
            // Quartz may run it some milliseconds early.
            if (!last.TryGetValue(job.Name, out var at) || job.Cron.GetNextValidTimeAfter(at.AddSeconds(1)) < clock.GetUtcNow() - Grace)
            {
                log.LogInformation("Catching up: {Job}", job.Name);
                await scheduler.ScheduleTrigger(TriggerBuilder.Create(clock).WithIdentity($"{job.Key.Name}.late", job.Key.Group).ForJob(job.Key).StartNow().Build(), TriggerConflict.Keep, cancel);
            }
        }
    }

    // A host that dies in the middle of it has another run it again.
    private static ValueTask AddAsync(IScheduler scheduler, ModuleJob job, CancellationToken cancel) =>
        scheduler.AddJob(JobBuilder.Create<RunJob>().WithIdentity(job.Key).StoreDurably().RequestRecovery().Build(), AddJobOptions.Replacing, cancel);
}
