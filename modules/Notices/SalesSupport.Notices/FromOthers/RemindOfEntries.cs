using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesSupport.Abstractions;
using SalesSupport.Notices.Data;
using SalesSupport.Notices.Letters;
using SalesSupport.Schedules.Contracts;

namespace SalesSupport.Notices.FromOthers;

/// <summary>A mail to whoever wants to be reminded of what begins soon.</summary>
internal sealed class RemindOfEntries(NoticesDbContext db, TimeProvider clock) : INotificationHandler<EntryComesUp>
{
    public async Task Handle(EntryComesUp notification, CancellationToken cancellationToken)
    {
        if (await db.Destinations.SingleOrDefaultAsync(d => d.UserId == notification.UserId && d.Channel == Channel.Mail, cancellationToken) is not { Reminds: true })
        {
            return;
        }

        var letter = Letter.To(notification.UserId, Channel.Mail, LetterKind.Reminder, clock.GetUtcNow());
        db.Letters.Add(letter);
        db.Reminders.Add(new Reminder
        {
            LetterId = letter.Id,
            EntryId = notification.EntryId,
            OriginalAt = notification.Original is { } original ? new DateTimeOffset(original, JapanTime.Zone.BaseUtcOffset) : null,
            Title = notification.Title,
            StartsAt = new DateTimeOffset(notification.Time.Start, JapanTime.Zone.BaseUtcOffset),
            AllDay = notification.Time.AllDay,
        });
    }
}
