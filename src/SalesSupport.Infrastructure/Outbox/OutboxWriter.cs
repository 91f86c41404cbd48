using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesSupport.Abstractions;

namespace SalesSupport.Infrastructure;

/// <summary>Writes down, in the transaction of a fact, who has to hear of it once it is committed.</summary>
internal sealed class OutboxWriter(HouseDbContext house, Subscribers subscribers, OutboxDispatcher dispatcher, IUnitOfWork unitOfWork, TenantScope tenant, IServiceProvider services, TimeProvider clock)
{
    public async Task AddAsync(INotification fact, CancellationToken cancel)
    {
        foreach (var subscriber in subscribers.Of(fact))
        {
            var (now, text) = (clock.GetUtcNow(), OutboxFacts.Write(fact));
            var subject = subscriber.SubjectOf(services, fact);
            var item = subject is null ? null : await FindAsync(subscriber.Name, subject, cancel);
            item?.Renew(text, now);
            if (item is null)
            {
                var id = Guid.CreateVersion7();
                house.Outbox.Add(item = new OutboxItem { Id = id, Subscriber = subscriber.Name, Subject = subject ?? id.ToString(), Fact = text, Since = now });
            }

            unitOfWork.AfterCommit(() =>
            {
                house.Entry(item).State = EntityState.Detached;     // from now on others change it: a second save of this scope must not go by what it was
                dispatcher.Wake(tenant.Id, subscriber.Name);
            });
        }
    }

    private async Task<OutboxItem?> FindAsync(string subscriber, string subject, CancellationToken cancel) =>
        house.Outbox.Local.FirstOrDefault(o => o.Subscriber == subscriber && o.Subject == subject)
        ?? await house.Outbox.SingleOrDefaultAsync(o => o.Subscriber == subscriber && o.Subject == subject, cancel);
}
