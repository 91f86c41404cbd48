using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Quartz;
using SalesSupport.Abstractions;
using SalesSupport.Schedules.Data;

namespace SalesSupport.Schedules.Reminders;

/// <summary>Each minute says of what begins soon that it does; who sends that where is the matter of others. What is told and when it is due next are saved together, so that twice or late is the same.</summary>
internal sealed class SendReminders(IServiceScopeFactory scopes, SchedulesDbContext platform, TimeProvider clock, ILogger<SendReminders> log) : IJob
{
    public const string Cron = "5 * * * * ?";
    private const int Most = 200;

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await SendAsync(cancellationToken);

    public async Task SendAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        foreach (var tenant in await platform.TenantsAsync<Reminder>(r => r.DueAt <= now, cancel))
        {
            try
            {
                while (await SendSomeAsync(tenant, now, cancel) == Most)
                {
                    cancel.ThrowIfCancellationRequested();
                }
            }
            catch (Exception e) when (!cancel.IsCancellationRequested)
            {
                log.LogError(e, "Reminders of {Member} could not be told; tried again in a minute", tenant);      // the next member's can
            }
        }
    }

    private async Task<int> SendSomeAsync(Guid tenant, DateTimeOffset now, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(tenant);
        var db = scope.ServiceProvider.GetRequiredService<SchedulesDbContext>();
        var told = 0;
        await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().RunAsync(
            async c =>
            {
                var due = await db.Reminders.Where(r => r.DueAt <= now).OrderBy(r => r.DueAt).ThenBy(r => r.Id).Take(Most).ToListAsync(c);
                Guid[] ids = [.. due.Select(r => r.EntryId)];
                var entries = await db.Entries.AsNoTracking().Include(e => e.Occurrences).Where(e => ids.Contains(e.Id)).ToDictionaryAsync(e => e.Id, c);
                foreach (var reminder in due)
                {
                    if (!entries.TryGetValue(reminder.EntryId, out var entry) || !reminder.Tell(entry, now))
                    {
                        db.Reminders.Remove(reminder);
                    }
                }

                told = due.Count;
            },
            cancel);
        return told;
    }
}
