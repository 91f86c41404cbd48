using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Quartz;
using SalesSupport.Abstractions;
using SalesSupport.Infrastructure;

namespace SalesSupport.Host.Health;

/// <summary>Something that may never answer. It is asked once at a time, so that a database that hangs does not gather threads.</summary>
internal abstract class PatientCheck : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private readonly Lock door = new();
    private Task<bool>? asking;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            return await AskOnce().WaitAsync(Patience, cancellationToken) ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy();
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Unhealthy(e.Message, e);
        }
    }

    protected abstract Task<bool> IsWellAsync();

    private Task<bool> AskOnce()
    {
        lock (door)
        {
            return asking = asking is { IsCompleted: false } ? asking : Task.Run(IsWellAsync);
        }
    }
}

/// <summary>It can be read, and no sync of the disk has failed since the start.</summary>
internal sealed class DatabaseAnswers(IServiceScopeFactory scopes) : PatientCheck
{
    protected override async Task<bool> IsWellAsync()
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<UnitOfWork>().SettleAsync();
        await scope.ServiceProvider.GetRequiredService<HouseDbContext>().Operators.AnyAsync();
        return true;
    }
}

/// <summary>A newer program may have changed the tables while this one runs: on one of several hosts, or by a start on the same folder.</summary>
internal sealed class TablesAreOurs(IServiceScopeFactory scopes) : PatientCheck
{
    protected override async Task<bool> IsWellAsync()
    {
        await using var scope = scopes.CreateAsyncScope();
        return await Migrator.IsCurrentAsync(scope.ServiceProvider, CancellationToken.None);
    }
}

/// <summary>Room where the data is: less than <c>Health:FreeMegabytes</c> (50) is too little to go on, less than <c>Alerts:FreeMegabytes</c> (1000) is soon.</summary>
internal sealed class DiskHasRoom(DataFolder folder, IConfiguration configuration) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var free = new DriveInfo(folder.Root).AvailableFreeSpace / 1_000_000;
        return Task.FromResult(free < configuration.GetValue("Health:FreeMegabytes", 50L) ? HealthCheckResult.Unhealthy($"{free} MB")
            : free < configuration.GetValue("Alerts:FreeMegabytes", 1000L) ? HealthCheckResult.Degraded($"{free} MB")
            : HealthCheckResult.Healthy());
    }
}

internal sealed class OutboxRuns(OutboxDispatcher dispatcher) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(dispatcher.ExecuteTask is { IsCompleted: false } ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy());
}

internal sealed class JobsRun(ISchedulerFactory schedulers) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        (await schedulers.GetScheduler(cancellationToken)).Status == SchedulerStatus.Running ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy();
}

/// <summary>No job's last run has failed: a backup or a closing of the month that did not come about is told, whatever module it belongs to.</summary>
internal sealed class JobsSucceed(HouseDbContext house) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        // One that runs, or was broken off and runs again, says nothing yet.
        var ended = house.JobRuns.AsNoTracking().Where(r => r.Outcome == JobOutcome.Done || r.Outcome == JobOutcome.Failed);
        var failed = await ended.Where(r => r.Outcome == JobOutcome.Failed && r.Number == ended.Where(o => o.Job == r.Job).Max(o => o.Number)).Select(r => r.Job).Order().Take(10).ToListAsync(cancellationToken);
        return failed.Count == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded(string.Join(", ", failed));
    }
}

/// <summary>Nothing waits for an administrator, nor for longer than an hour.</summary>
internal sealed class OutboxMoves(HouseDbContext house, TimeProvider clock) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var late = clock.GetUtcNow().AddHours(-1);
        var members = await house.TenantsAsync<OutboxItem>(o => o.State == OutboxState.GivenUp || o.Since < late, cancellationToken);
        return members.Count == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded(string.Join(", ", members.Take(10)));
    }
}

/// <summary>Fewer than <c>Alerts:RefusedSignOns</c> (100) were refused within ten minutes, at every door of this host together.</summary>
internal sealed class SignOnsSucceed(SignOnRate rate, IConfiguration configuration) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(rate.RefusedLately() is var refused && refused < configuration.GetValue("Alerts:RefusedSignOns", 100) ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded($"{refused}"));
}
