using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesSupport.Schedules.Contracts;
using SalesSupport.Schedules.Data;
using SalesSupport.Schedules.Entries;

namespace SalesSupport.Schedules.Reminders;

/// <summary>Keeps for each entry when it is to be told next, so that the job of each minute looks at few rows only.</summary>
internal sealed class PlanReminders(SchedulesDbContext db, EntryReading reading, TimeProvider clock) : INotificationHandler<EntryChanged>, INotificationHandler<EntryDeleted>
{
    public async Task Handle(EntryChanged notification, CancellationToken cancellationToken)
    {
        var stored = await FindAsync(notification.EntryId, cancellationToken);
        var entry = await reading.FindAsync(notification.EntryId, cancellationToken);
        var reminder = stored ?? new Reminder { EntryId = notification.EntryId };
        var goesOn = entry is not null && reminder.LookFor(entry, clock.GetUtcNow());
        if (goesOn && stored is null)
        {
            db.Reminders.Add(reminder);
        }
        else if (!goesOn && stored is not null)
        {
            db.Reminders.Remove(stored);
        }
    }

    public async Task Handle(EntryDeleted notification, CancellationToken cancellationToken)
    {
        if (await FindAsync(notification.EntryId, cancellationToken) is { } stored)
        {
            db.Reminders.Remove(stored);
        }
    }

    private Task<Reminder?> FindAsync(Guid entryId, CancellationToken cancel) => db.Reminders.SingleOrDefaultAsync(r => r.EntryId == entryId, cancel);
}
