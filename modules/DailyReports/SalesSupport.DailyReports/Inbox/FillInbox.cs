using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Contracts;
using SalesSupport.DailyReports.Data;

namespace SalesSupport.DailyReports.Inbox;

/// <summary>Puts what happens to reports into the inboxes of those whom it concerns, in the transaction in which it happens.</summary>
internal sealed class FillInbox(DailyReportsDbContext db, IPeople people, TimeProvider clock)
    : INotificationHandler<ReportSubmitted>, INotificationHandler<ReportWithdrawn>, INotificationHandler<ReportReturned>, INotificationHandler<ReportCommented>
{
    /// <summary>To whom it was reported, and to whoever approves it.</summary>
    public async Task Handle(ReportSubmitted notification, CancellationToken cancellationToken)
    {
        var book = await people.GetAsync(cancellationToken);
        var report = db.Reports.Local.FirstOrDefault(r => r.Id == notification.ReportId) ?? await db.Reports.SingleAsync(r => r.Id == notification.ReportId, cancellationToken);
        if (report.ReturnedAt is { } returned)
        {
            await db.Inbox.Where(i => i.ReportId == report.Id && i.Reason == InboxReason.Returned && i.IsUnread)
                .ExecuteUpdateAsync(i => i.SetProperty(x => x.IsUnread, false).SetProperty(x => x.ReadAt, returned), cancellationToken);
        }

        foreach (var to in report.Recipients.Append(book.ApproverOf(report.AuthorId).Id ?? Guid.Empty).Distinct().Where(p => p != report.AuthorId && p != report.OwnerId && book.Find(p) is not null))
        {
            Add(to, InboxReason.Submitted, report.Id, report.AuthorId, null);
        }
    }

    /// <summary>It is private again: nothing of it stays with others, read or not, since it would lead to a page that they must not see.</summary>
    public async Task Handle(ReportWithdrawn notification, CancellationToken cancellationToken)
    {
        await TakeBackAsync(notification.ReportId, cancellationToken);
        await db.Inbox.Where(i => i.ReportId == notification.ReportId && i.Reason == InboxReason.Commented && i.UserId != notification.AuthorId).ExecuteDeleteAsync(cancellationToken);
    }

    public async Task Handle(ReportReturned notification, CancellationToken cancellationToken)
    {
        await TakeBackAsync(notification.ReportId, cancellationToken);
        Add(notification.AuthorId, InboxReason.Returned, notification.ReportId, notification.By, notification.Reason);
    }

    /// <summary>To the author, to everybody who has said something to it, and to whom it mentions.</summary>
    public async Task Handle(ReportCommented notification, CancellationToken cancellationToken)
    {
        var comment = db.Comments.Local.FirstOrDefault(c => c.Id == notification.CommentId) ?? await db.Comments.SingleAsync(c => c.Id == notification.CommentId, cancellationToken);
        foreach (var to in notification.Concerned.Union(notification.Mentioned))
        {
            Add(to, InboxReason.Commented, notification.ReportId, notification.By, comment.Text, comment.Id);
        }
    }

    // Those who have read it keep their line; those who have not get a new one when it is submitted again.
    private Task TakeBackAsync(Guid reportId, CancellationToken cancel) =>
        db.Inbox.Where(i => i.ReportId == reportId && i.Reason == InboxReason.Submitted && i.IsUnread).ExecuteDeleteAsync(cancel);

    private void Add(Guid to, InboxReason reason, Guid reportId, Guid by, string? text, Guid? commentId = null)
    {
        var now = clock.GetUtcNow();
        db.Inbox.Add(new InboxItem
        {
            UserId = to,
            Reason = reason,
            ReportId = reportId,
            ById = by,
            CommentId = commentId,
            Date = DateOnly.FromDateTime(now.ToJapan().DateTime),
            At = now,
            Text = text is null ? null : InboxItem.Beginning(text),
        });
    }
}
