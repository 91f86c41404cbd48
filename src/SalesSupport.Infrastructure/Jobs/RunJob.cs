using Microsoft.EntityFrameworkCore;
using Quartz;
using SalesSupport.Abstractions;

namespace SalesSupport.Infrastructure;

/// <summary>
/// Runs each module's jobs and writes down how it went. Quartz knows only this one, so that what it keeps in the database names no module's type: another host may have other modules.
/// </summary>
[DisallowConcurrentExecution]
internal sealed class RunJob(IServiceProvider scope, IServiceScopeFactory scopes, ModuleCatalog modules, TimeProvider clock, ILogger<RunJob> log) : IJob
{
    private static readonly string Here = $"{Environment.MachineName}/{Environment.ProcessId}";

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        if (modules.Jobs.SingleOrDefault(j => j.Key.Equals(context.JobDetail.Key)) is not { } job)
        {
            log.LogWarning("The job {Job} is none of this host's; a host that has it catches up", context.JobDetail.Key);
            return;
        }

        var since = clock.GetTimestamp();
        var number = await BeginAsync(job.Name, cancellationToken);
        var (outcome, fault) = await RunAsync(job, context, cancellationToken);
        var took = clock.GetElapsedTime(since);
        // Also while the host stops.
        await AtRunsAsync(
            async (house, c) => (await house.JobRuns.SingleOrDefaultAsync(r => r.Job == job.Name && r.Number == number, c))?.End(outcome, clock.GetUtcNow(), took, fault),
            CancellationToken.None);
    }

    private async Task<(JobOutcome, Exception?)> RunAsync(ModuleJob job, IJobExecutionContext context, CancellationToken cancel)
    {
        try
        {
            await ((IJob)ActivatorUtilities.GetServiceOrCreateInstance(scope, job.Job.Job)).Execute(context, cancel);
            return (JobOutcome.Done, null);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return (JobOutcome.BrokenOff, null);
        }
        catch (Exception e)
        {
            log.LogError(e, "The job {Job} failed", job.Name);
            return (JobOutcome.Failed, e);
        }
    }

    private async Task<int> BeginAsync(string job, CancellationToken cancel)
    {
        var number = 0;
        await AtRunsAsync(
            async (house, c) =>
            {
                number = 1 + (await house.JobRuns.Where(r => r.Job == job).MaxAsync(r => (int?)r.Number, c) ?? 0);
                foreach (var lost in await house.JobRuns.Where(r => r.Job == job && r.Outcome == JobOutcome.Running).ToArrayAsync(c))
                {
                    lost.IsLost();
                }

                await house.JobRuns.Where(r => r.Job == job && r.Number <= number - JobRun.Kept).ExecuteDeleteAsync(c);
                house.JobRuns.Add(new JobRun { Job = job, Number = number, Host = Here, StartedAt = clock.GetUtcNow() });
            },
            cancel);
        return number;
    }

    // In a scope of its own: the job's may have failed with whatever it has tracked.
    private async Task AtRunsAsync(Func<HouseDbContext, CancellationToken, Task> work, CancellationToken cancel)
    {
        await using var own = scopes.CreateAsyncScope();
        var house = own.ServiceProvider.GetRequiredService<HouseDbContext>();
        await own.ServiceProvider.GetRequiredService<IUnitOfWork>().RunAsync(c => work(house, c), cancel);
    }
}
