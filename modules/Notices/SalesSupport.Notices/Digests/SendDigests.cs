using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Quartz;
using SalesSupport.Abstractions;
using SalesSupport.Notices.Data;
using SalesSupport.Notices.Letters;

namespace SalesSupport.Notices.Digests;

/// <summary>
/// Once a day, before work begins, puts what each user wants to hear of daily into one letter for each channel, and forgets what is long told. A notice is in one letter at most, so running it
/// twice or late changes nothing.
/// </summary>
internal sealed class SendDigests(IServiceScopeFactory scopes, NoticesDbContext platform, TimeProvider clock) : IJob
{
    public const string Cron = "0 0 8 * * ?";
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await SendAsync(cancellationToken);

    public async Task SendAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var old = now - Kept;
        foreach (var tenant in (await platform.TenantsAsync<Notice>(n => n.LetterId == null || n.At < old, cancel)).Union(await platform.TenantsAsync<Letter>(l => l.MadeAt < old, cancel)))
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(tenant);
            var db = scope.ServiceProvider.GetRequiredService<NoticesDbContext>();
            await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().RunAsync(
                async c =>
                {
                    await db.Notices.Where(n => n.At < old).ExecuteDeleteAsync(c);
                    await db.Reminders.Where(r => r.StartsAt < old).ExecuteDeleteAsync(c);
                    await db.Letters.Where(l => l.MadeAt < old).ExecuteDeleteAsync(c);
                    foreach (var together in (await db.Notices.Where(n => n.LetterId == null).ToListAsync(c)).GroupBy(n => (n.UserId, n.Channel)))
                    {
                        var letter = Letter.To(together.Key.UserId, together.Key.Channel, LetterKind.Digest, now);
                        db.Letters.Add(letter);
                        foreach (var notice in together)
                        {
                            notice.LetterId = letter.Id;
                        }
                    }
                },
                cancel);
        }
    }
}
