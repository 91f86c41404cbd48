using MediatR;
using SalesSupport.GroupwareSync.Copies;
using SalesSupport.Schedules.Contracts;

namespace SalesSupport.GroupwareSync.FromOthers;

/// <summary>Writes down, in the transaction of what happens to an entry, whose calendars have to follow.</summary>
internal sealed class DecideCopies(Desired desired) : INotificationHandler<EntryChanged>, INotificationHandler<EntryDeleted>
{
    public Task Handle(EntryChanged notification, CancellationToken cancellationToken) => desired.DecideAsync(notification.EntryId, cancellationToken);

    public Task Handle(EntryDeleted notification, CancellationToken cancellationToken) => desired.DecideAsync(notification.EntryId, cancellationToken);
}
