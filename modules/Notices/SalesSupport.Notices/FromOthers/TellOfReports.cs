using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesSupport.DailyReports.Contracts;
using SalesSupport.Notices.Data;
using SalesSupport.Notices.Destinations;
using SalesSupport.Notices.Letters;

namespace SalesSupport.Notices.FromOthers;

/// <summary>Writes down, in the transaction of what happens to a report, whom to tell on which channel.</summary>
internal sealed class TellOfReports(NoticesDbContext db, TimeProvider clock)
    : INotificationHandler<ReportReturned>, INotificationHandler<ReportApproved>, INotificationHandler<ReportCommented>,
        INotificationHandler<ReportApprovalUndone>, INotificationHandler<ReportWithdrawn>, INotificationHandler<ReportCommentDeleted>
{
    public Task Handle(ReportReturned notification, CancellationToken cancellationToken) =>
        TellAsync(new Event(notification.ReportId, notification.AuthorId, notification.Date, notification.By, null), NoticeKind.Returned, [notification.AuthorId], cancellationToken);

    public Task Handle(ReportApproved notification, CancellationToken cancellationToken) =>
        TellAsync(new Event(notification.ReportId, notification.AuthorId, notification.Date, notification.By, null), NoticeKind.Approved, [notification.AuthorId], cancellationToken);

    /// <summary>Whoever is mentioned is told that, and nothing twice.</summary>
    public async Task Handle(ReportCommented notification, CancellationToken cancellationToken)
    {
        var what = new Event(notification.ReportId, notification.AuthorId, notification.Date, notification.By, notification.CommentId);
        await TellAsync(what, NoticeKind.Mentioned, notification.Mentioned, cancellationToken);
        await TellAsync(what, NoticeKind.Commented, [.. notification.Concerned.Except(notification.Mentioned)], cancellationToken);
    }

    /// <summary>What has not left yet need not.</summary>
    public Task Handle(ReportApprovalUndone notification, CancellationToken cancellationToken) => TakeBackAsync(n => n.ReportId == notification.ReportId && n.Kind == NoticeKind.Approved, cancellationToken);

    /// <summary>It is private again.</summary>
    public Task Handle(ReportWithdrawn notification, CancellationToken cancellationToken) => TakeBackAsync(n => n.ReportId == notification.ReportId, cancellationToken);

    public Task Handle(ReportCommentDeleted notification, CancellationToken cancellationToken) => TakeBackAsync(n => n.ReportId == notification.ReportId && n.CommentId == notification.CommentId, cancellationToken);

    private async Task TellAsync(Event what, NoticeKind kind, IReadOnlyList<Guid> whom, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var destinations = whom.Count == 0 ? [] : await db.Destinations.Where(d => whom.Contains(d.UserId)).ToListAsync(cancel);
        // A comment that is brought back was told before it was deleted.
        var told = what.CommentId is { } comment && destinations.Count > 0
            ? await db.Notices.Where(n => n.ReportId == what.ReportId && n.CommentId == comment).Select(n => new { n.UserId, n.Channel }).ToListAsync(cancel)
            : [];
        foreach (var destination in destinations.Where(d => !told.Contains(new { d.UserId, d.Channel })))
        {
            var time = destination.TimeOf(kind);
            if (time == NoticeTime.Never)
            {
                continue;
            }

            var letter = time == NoticeTime.AtOnce ? Letter.To(destination.UserId, destination.Channel, LetterKind.Notice, now) : null;
            if (letter is not null)
            {
                db.Letters.Add(letter);
            }

            db.Notices.Add(new Notice
            {
                UserId = destination.UserId,
                Channel = destination.Channel,
                Kind = kind,
                ReportId = what.ReportId,
                AuthorId = what.AuthorId,
                ReportDate = what.Date,
                ById = what.By,
                CommentId = what.CommentId,
                At = now,
                LetterId = letter?.Id,
            });
        }
    }

    private async Task TakeBackAsync(System.Linq.Expressions.Expression<Func<Notice, bool>> which, CancellationToken cancel) =>
        await db.Notices.Where(which).Where(n => n.LetterId == null || db.Letters.Any(l => l.Id == n.LetterId && l.SentAt == null)).ExecuteDeleteAsync(cancel);

    private sealed record Event(Guid ReportId, Guid AuthorId, DateOnly Date, Guid By, Guid? CommentId);
}
