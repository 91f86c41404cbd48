using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SalesSupport.Abstractions;
using SalesSupport.Notices.Data;

namespace SalesSupport.Notices.Alerts;

/// <summary>
/// Each minute looks at all health checks of this host, of whatever module, and tells the operator once what begins and once when it is over (R54). Not a job: that the jobs stand still has to be
/// told too. What concerns this host alone is kept in memory and written down as well as can be, since a full disk and a database that is away have to be told; what is the same for all
/// hosts (tag <c>shared</c>) is in the database, where one host takes it.
/// </summary>
internal sealed class Watch(IServiceScopeFactory scopes, HealthCheckService health, AlertLetters letters, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<Watch> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);
    private static readonly string Here = $"@{Environment.MachineName}";
    private readonly List<Alert> mine = [];
    private bool isRead;
    private bool isWritten = true;

    /// <summary>One look.</summary>
    internal async Task LookAsync(CancellationToken stop)
    {
        var asked = clock.GetUtcNow();
        var report = await health.CheckHealthAsync(stop);
        // What could not be asked is not known to be over, nor to have begun.
        var known = report.Entries.Where(e => e.Value.Exception is null || !IsShared(e.Value)).ToArray();
        await FollowOwnAsync([.. known.Where(e => !IsShared(e.Value)).Select(e => new Found(e.Key + Here, e.Value, asked))], stop);
        await FollowSharedAsync([.. known.Where(e => IsShared(e.Value)).Select(e => new Found(e.Key, e.Value, asked))], stop);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The jobs end before this does when the host stops, which is nothing to be told.
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStopping);
        var stop = ends.Token;
        using var timer = new PeriodicTimer(Pause, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                try
                {
                    await LookAsync(stop);
                }
                catch (Exception e) when (!stop.IsCancellationRequested)
                {
                    log.LogError(e, "Watching was broken off; the next look is in a minute");
                }
            }
        }
        catch (OperationCanceledException)
        {
            // the host stops
        }
    }

    private async Task FollowOwnAsync(Found[] found, CancellationToken stop)
    {
        if (!isRead)
        {
            isRead = await TriesAsync(async (db, _) =>
            {
                var known = await db.Alerts.AsNoTracking().Where(a => a.Key.EndsWith(Here)).ToListAsync(stop);
                mine.AddRange(known.Where(k => mine.TrueForAll(m => m.Key != k.Key)));
            });
        }

        isWritten &= !Apply(found, mine, mine.Add);
        foreach (var alert in mine.Where(a => !a.IsToldAll).ToArray())
        {
            await letters.TellAsync(alert, stop);
            isWritten = false;
        }

        mine.RemoveAll(a => a.IsDone);
        isWritten = isWritten || await TriesAsync((db, work) => work.RunAsync(
            async c =>
            {
                await db.Alerts.Where(a => a.Key.EndsWith(Here)).ExecuteDeleteAsync(c);
                db.Alerts.AddRange(mine);
            },
            stop));
    }

    private async Task FollowSharedAsync(Found[] found, CancellationToken stop)
    {
        var taken = new List<Alert>();
        var isTaken = await TriesAsync(async (db, work) =>
        {
            var known = await db.Alerts.Where(a => !EF.Functions.Like(a.Key, "%@%")).ToListAsync(stop);
            Apply(found, known, a =>
            {
                known.Add(a);
                db.Alerts.Add(a);
            });
            taken.AddRange(known.Where(a => a.Take(clock.GetUtcNow())));
            db.Alerts.RemoveRange(known.Where(a => a.IsDone));
            await work.SaveAsync(stop);     // of two hosts one is refused, by the key or the row's version
        });
        foreach (var alert in isTaken ? taken : [])
        {
            await letters.TellAsync(alert, stop);
            alert.GiveBack();
            await TriesAsync(async (db, work) =>
            {
                db.Alerts.Update(alert);
                if (alert.IsDone)
                {
                    db.Alerts.Remove(alert);
                }

                await work.SaveAsync(stop);
            });
        }
    }

    private bool Apply(Found[] found, List<Alert> known, Action<Alert> add)
    {
        var now = clock.GetUtcNow();
        var changed = false;
        foreach (var (key, result, asked) in found)
        {
            var isOn = result.Status != HealthStatus.Healthy;
            if (known.Find(a => a.Key == key) is { } alert)
            {
                changed |= alert.Follow(isOn, asked, now);
            }
            else if (isOn)
            {
                log.LogWarning("Begun: {Check}", key);
                add(new Alert { Key = key, Since = now, Detail = PlainTextAttribute.Clean(result.Description ?? "", 500) });
                changed = true;
            }
        }

        return changed;
    }

    private async Task<bool> TriesAsync(Func<NoticesDbContext, IUnitOfWork, Task> work)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await work(scope.ServiceProvider.GetRequiredService<NoticesDbContext>(), scope.ServiceProvider.GetRequiredService<IUnitOfWork>());
            return true;
        }
        catch (Exception e) when (e is DbException or DbUpdateException or InvalidOperationException { InnerException: DbException })
        {
            log.LogWarning("What the watch has found could not be written down, trying again: {Fault}", e.GetType().Name);
            return false;
        }
    }

    private static bool IsShared(HealthReportEntry entry) => entry.Tags.Contains("shared");

    private sealed record Found(string Key, HealthReportEntry Result, DateTimeOffset Asked);
}
