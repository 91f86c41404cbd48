using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Quartz;
using SalesSupport.Abstractions;
using SalesSupport.Infrastructure;

namespace SalesSupport.House.Tests;

/// <summary>A module with nothing but jobs, for hosts of these tests.</summary>
internal sealed class JobsOfTests(params ScheduledJob[] jobs) : IModule
{
    public string Name => "JobsOfTests";

    public IEnumerable<ScheduledJob> Jobs => jobs;

    /// <summary>Adds it to a host that is being put together.</summary>
    public void AddTo(IServiceCollection services, Seen? seen = null)
    {
        var catalog = (ModuleCatalog)services.Single(s => s.ServiceType == typeof(ModuleCatalog)).ImplementationInstance!;
        services.Replace(ServiceDescriptor.Singleton(new ModuleCatalog([.. catalog.All, new LoadedModule(this, typeof(JobsOfTests).Assembly)])));
        services.AddSingleton(seen ?? new Seen());
    }
}

/// <summary>What the jobs of these tests have done, and where they wait.</summary>
internal sealed class Seen
{
    public ConcurrentQueue<(string Host, DateTimeOffset? Scheduled)> Runs { get; } = [];

    public Exception? Fault { get; set; }

    public TaskCompletionSource Gate { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

internal sealed class Counted(Seen seen) : IJob
{
    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        seen.Runs.Enqueue((context.Scheduler.SchedulerInstanceId, context.ScheduledFireTimeUtc));
        return default;
    }
}

internal sealed class Waiting(Seen seen) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        seen.Runs.Enqueue((context.Scheduler.SchedulerInstanceId, context.ScheduledFireTimeUtc));
        await seen.Gate.Task.WaitAsync(cancellationToken);
    }
}

/// <summary>Once a day, as docs/adding-a-module.md advises: a row that can be there only once, in the transaction of what it stands for.</summary>
internal sealed class OnceADay(HouseDbContext house, IUnitOfWork unitOfWork, TimeProvider clock, Seen seen) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await unitOfWork.RunAsync(
        async c =>
        {
            // Names of operators are unique, and it is a table of no member's.
            var day = $"sent-{clock.Today():yyyy-MM-dd}";
            if (!await house.Operators.AnyAsync(o => o.Login == day, c))
            {
                house.Operators.Add(new OperatorAccount { Login = day, Name = "" });
                house.Operators.Add(new OperatorAccount { Login = $"effect-{Guid.CreateVersion7()}", Name = "" });
                await house.SaveChangesAsync(c);
            }

            if (seen.Fault is { } fault)
            {
                throw fault;
            }
        },
        cancellationToken);
}

internal static class JobWork
{
    public static async Task RunNowAsync(this TestHost host, string name)
    {
        var before = await host.RunsAsync(name);
        await host.Services.GetRequiredService<Schedule>().RunNowAsync(host.Services.GetRequiredService<ModuleCatalog>().Jobs.Single(j => j.Name == name), CancellationToken.None);
        await UntilAsync(async () => (await host.RunsAsync(name)) is [{ Outcome: not JobOutcome.Running }, ..] runs && runs[0].Number > (before.FirstOrDefault()?.Number ?? 0));
    }

    /// <summary>The newest first.</summary>
    public static Task<List<JobRun>> RunsAsync(this TestHost host, string name) =>
        host.InScopeAsync(Guid.Empty, s => s.GetRequiredService<HouseDbContext>().JobRuns.AsNoTracking().Where(r => r.Job == name).OrderByDescending(r => r.Number).ToListAsync());

    public static Task<int> EffectsAsync(this TestHost host) =>
        host.InScopeAsync(Guid.Empty, s => s.GetRequiredService<HouseDbContext>().Operators.CountAsync(o => o.Login.StartsWith("effect-")));

    public static async Task UntilAsync(Func<Task<bool>> come, Action? each = null)
    {
        for (var since = Stopwatch.StartNew(); !await come(); await Task.Delay(20))
        {
            Assert.True(since.Elapsed < TimeSpan.FromSeconds(45), "It did not come.");
            each?.Invoke();
        }
    }
}
