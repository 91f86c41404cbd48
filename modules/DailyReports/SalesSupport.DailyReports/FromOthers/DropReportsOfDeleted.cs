using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesSupport.DailyReports.Contracts;
using SalesSupport.DailyReports.Data;
using SalesSupport.DailyReports.Reports;
using SalesSupport.IdentityBridge.Contracts;

namespace SalesSupport.DailyReports.FromOthers;

/// <summary>
/// A deleted user's reports go with all that hangs on them, or change owner and keep their author (R17). Drafts go in both cases: they are private. What they said to others' reports stays.
/// As statements and not one by one, since years of reports go; that the user was deleted is what the audit says.
/// </summary>
internal sealed class DropReportsOfDeleted(DailyReportsDbContext db, IMediator mediator) : INotificationHandler<UserDeleted>
{
    public async Task Handle(UserDeleted notification, CancellationToken cancellationToken)
    {
        var id = notification.UserId;
        var theirs = db.Reports.Where(r => r.OwnerId == id);
        if (notification.SuccessorId is { } successor)
        {
            await theirs.Where(r => r.State == ReportState.Draft).ExecuteDeleteAsync(cancellationToken);
            // Nobody could correct what is returned now, and their approver is nobody's any more: submitted is final.
            await theirs.ExecuteUpdateAsync(s => s.SetProperty(r => r.OwnerId, successor).SetProperty(r => r.AwaitsApproval, false).SetProperty(r => r.Version, r => r.Version + 1), cancellationToken);
        }
        else
        {
            await DropAsync(theirs, cancellationToken);
        }

        await db.Drafts.Where(d => d.AuthorId == id).ExecuteDeleteAsync(cancellationToken);
        await db.ReadMarks.Where(m => m.UserId == id).ExecuteDeleteAsync(cancellationToken);
        await db.Likes.Where(l => l.UserId == id).ExecuteDeleteAsync(cancellationToken);
        await db.Inbox.Where(i => i.UserId == id).ExecuteDeleteAsync(cancellationToken);
    }

    private async Task DropAsync(IQueryable<DailyReport> theirs, CancellationToken cancel)
    {
        var open = theirs.Where(r => r.State != ReportState.Draft);
        var gone = await db.Activities.Where(a => a.CustomerId != null && open.Any(r => r.Id == a.ReportId)).GroupBy(a => a.CustomerId!.Value)
            .Select(g => new { Id = g.Key, Was = g.Max(a => a.Date) }).ToListAsync(cancel);
        await theirs.ExecuteDeleteAsync(cancel);
        foreach (var some in gone.Chunk(500))
        {
            var customers = some.Select(g => g.Id).ToArray();
            var latest = await db.CustomerNames.AsNoTracking().Where(c => customers.Contains(c.Id))
                .Select(c => new
                {
                    c.Id,
                    Latest = db.Activities.Where(a => a.CustomerId == c.Id && db.Reports.Any(r => r.Id == a.ReportId && r.State != ReportState.Draft)).OrderByDescending(a => a.Date).Select(a => (DateOnly?)a.Date).FirstOrDefault(),
                })
                .ToDictionaryAsync(c => c.Id, c => c.Latest, cancel);
            await mediator.Publish(new ReportsDropped([.. some.Select(g => new DroppedActivity(g.Id, g.Was, latest.GetValueOrDefault(g.Id)))]), cancel);
        }
    }
}
