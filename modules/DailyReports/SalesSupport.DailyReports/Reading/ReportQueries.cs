using Microsoft.EntityFrameworkCore;
using SalesSupport.DailyReports.Comments;
using SalesSupport.DailyReports.Data;
using SalesSupport.DailyReports.Inbox;
using SalesSupport.DailyReports.Reports;

namespace SalesSupport.DailyReports.Reading;

/// <summary>
/// The queries of the pages that are opened most, translated once per host: building and recognising a query costs more than SQLite needs to answer it. Kept by the host, since a
/// static one fails where one process holds two models. A compiled query cannot call <see cref="DailyReport.VisibleTo"/>; what it says stands here again, and a test compares both.
/// </summary>
internal sealed class ReportQueries
{
    private readonly Func<DailyReportsDbContext, Guid, int, IAsyncEnumerable<ReportRow>> newest = EF.CompileAsyncQuery((DailyReportsDbContext db, Guid me, int take) =>
        db.Reports.AsNoTracking().Where(r => r.State != ReportState.Draft || r.OwnerId == me)
            .OrderByDescending(r => r.Date).ThenByDescending(r => r.Id).Take(take)
            .Select(r => new ReportRow
            {
                Id = r.Id,
                AuthorId = r.AuthorId,
                Date = r.Date,
                State = r.State,
                About = r.LeadCustomer ?? r.Excerpt,
                CustomerCount = r.CustomerCount,
                VisitCount = r.VisitCount,
                CommentCount = r.CommentCount,
                IsUnread = db.Inbox.Any(i => i.ReportId == r.Id && i.UserId == me && i.IsUnread && i.Reason == InboxReason.Submitted),
            }));

    private readonly Func<DailyReportsDbContext, Guid, DateOnly, Guid, int, int, IAsyncEnumerable<ReportRow>> around = EF.CompileAsyncQuery((DailyReportsDbContext db, Guid me, DateOnly date, Guid id, int later, int earlier) =>
        db.Reports.AsNoTracking().Where(r => (r.State != ReportState.Draft || r.OwnerId == me) && r.Date >= date && (r.Date > date || r.Id.CompareTo(id) > 0)).OrderBy(r => r.Date).ThenBy(r => r.Id).Take(later)
            .Concat(db.Reports.Where(r => (r.State != ReportState.Draft || r.OwnerId == me) && r.Date <= date && (r.Date < date || r.Id.CompareTo(id) < 0)).OrderByDescending(r => r.Date).ThenByDescending(r => r.Id).Take(earlier))
            .Select(r => new ReportRow
            {
                Id = r.Id,
                AuthorId = r.AuthorId,
                Date = r.Date,
                State = r.State,
                About = r.LeadCustomer ?? r.Excerpt,
                CustomerCount = r.CustomerCount,
                VisitCount = r.VisitCount,
                CommentCount = r.CommentCount,
                IsUnread = db.Inbox.Any(i => i.ReportId == r.Id && i.UserId == me && i.IsUnread && i.Reason == InboxReason.Submitted),
            }));

    private readonly Func<DailyReportsDbContext, Guid, Guid, Task<FoundReport?>> report = EF.CompileAsyncQuery((DailyReportsDbContext db, Guid me, Guid id) =>
        db.Reports.AsNoTracking().Where(r => (r.State != ReportState.Draft || r.OwnerId == me) && r.Id == id)
            .Select(r => new FoundReport(
                r,
                r.Activities.OrderBy(a => a.Position).Select(a => new ShownActivity(
                    a,
                    db.CustomerNames.Where(c => c.Id == a.CustomerId).Select(c => c.Name).FirstOrDefault(),
                    db.ContactNames.Where(c => c.Id == a.ContactId).Select(c => c.Name).FirstOrDefault(),
                    db.ContactNames.Where(c => c.Id == a.ContactId).Select(c => c.Title).FirstOrDefault())).ToList()))
            .AsSingleQuery().SingleOrDefault());

    private readonly Func<DailyReportsDbContext, Guid, IAsyncEnumerable<Comment>> comments = EF.CompileAsyncQuery<DailyReportsDbContext, Guid, Comment>((db, report) =>
        db.Comments.AsNoTracking().Where(c => c.ReportId == report).OrderBy(c => c.At).ThenBy(c => c.Id));

    // Who has read it, who likes it, and whether it lies unread in this user's inbox: one statement.
    private readonly Func<DailyReportsDbContext, Guid, Guid, IAsyncEnumerable<ReportMark>> marks = EF.CompileAsyncQuery((DailyReportsDbContext db, Guid me, Guid report) =>
        db.ReadMarks.Where(m => m.ReportId == report).Select(m => new ReportMark { Kind = MarkKind.Read, UserId = m.UserId, At = m.At })
            .Concat(db.Likes.Where(l => l.ReportId == report).Select(l => new ReportMark { Kind = MarkKind.Liked, UserId = l.UserId, At = l.At }))
            .Concat(db.Inbox.Where(i => i.ReportId == report && i.UserId == me && i.IsUnread).Select(i => new ReportMark { Kind = MarkKind.Unread, UserId = i.UserId, At = i.At })));

    private readonly Func<DailyReportsDbContext, Guid, Task<int>> waitingForAuthor = EF.CompileAsyncQuery((DailyReportsDbContext db, Guid me) =>
        db.Inbox.Where(i => i.UserId == me && i.IsUnread).Select(i => i.ReportId)
            .Concat(db.Reports.Where(r => r.State == ReportState.Returned && r.AuthorId == me).Select(r => r.Id))
            .Distinct().Count());

    private readonly Func<DailyReportsDbContext, Guid, Guid[], bool, Task<int>> waitingForApprover = EF.CompileAsyncQuery((DailyReportsDbContext db, Guid me, Guid[] authors, bool except) =>
        db.Inbox.Where(i => i.UserId == me && i.IsUnread).Select(i => i.ReportId)
            .Concat(db.Reports.Where(r => r.State == ReportState.Returned && r.AuthorId == me).Select(r => r.Id))
            .Concat(db.Reports.Where(r => r.AwaitsApproval && r.AuthorId != me && r.OwnerId != me && authors.Contains(r.AuthorId) != except).Select(r => r.Id))
            .Distinct().Count());

    /// <summary>Everybody's reports, newest first, without any filter.</summary>
    public Task<List<ReportRow>> NewestAsync(DailyReportsDbContext db, Guid me, int take, CancellationToken cancel) => ListAsync(newest(db, me, take), cancel);

    /// <summary>Some of everybody's reports after this one and before it, in no order.</summary>
    public Task<List<ReportRow>> AroundAsync(DailyReportsDbContext db, Guid me, ReportRow current, int later, int earlier, CancellationToken cancel) =>
        ListAsync(around(db, me, current.Date, current.Id, later, earlier), cancel);

    public Task<FoundReport?> FindAsync(DailyReportsDbContext db, Guid me, Guid id) => report(db, me, id);

    public Task<List<Comment>> CommentsAsync(DailyReportsDbContext db, Guid report, CancellationToken cancel) => ListAsync(comments(db, report), cancel);

    public Task<List<ReportMark>> MarksAsync(DailyReportsDbContext db, Guid me, Guid report, CancellationToken cancel) => ListAsync(marks(db, me, report), cancel);

    /// <summary>How many reports wait for this user: unread, returned to them, and to be approved of these authors (or of all except these); each once.</summary>
    public Task<int> CountWaitingAsync(DailyReportsDbContext db, Guid me, Guid[] authors, bool except) =>
        authors.Length == 0 && !except ? waitingForAuthor(db, me) : waitingForApprover(db, me, authors, except);

    private static async Task<List<T>> ListAsync<T>(IAsyncEnumerable<T> rows, CancellationToken cancel)
    {
        var list = new List<T>();
        await foreach (var row in rows.WithCancellation(cancel))
        {
            list.Add(row);
        }

        return list;
    }
}

/// <summary>A report with its activities.</summary>
internal sealed record FoundReport(DailyReport Report, List<ShownActivity> Activities);

/// <summary>What <see cref="ReportMark"/> tells of.</summary>
internal enum MarkKind
{
    Read,
    Liked,
    Unread,
}

/// <summary>That somebody has read a report, likes it, or has it unread in their inbox.</summary>
internal sealed class ReportMark
{
    public MarkKind Kind { get; init; }

    public Guid UserId { get; init; }

    public DateTimeOffset At { get; init; }
}
