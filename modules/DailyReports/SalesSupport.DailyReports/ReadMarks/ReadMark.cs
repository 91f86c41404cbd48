using Microsoft.EntityFrameworkCore;
using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Data;

namespace SalesSupport.DailyReports.ReadMarks;

/// <summary>既読: that somebody has read a report, and when last. A report that was submitted again after <see cref="At"/> counts as unread.</summary>
[NotAudited("Reading is not a change")]
internal sealed class ReadMark : ITenantOwned
{
    public Guid TenantId { get; private set; }

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid ReportId { get; init; }

    public required Guid UserId { get; init; }

    public required DateTimeOffset At { get; set; }

    /// <summary>
    /// Remembers that the user has the report before them now, and takes it out of the unread in their inbox; one's own report leaves no mark. Only within
    /// <see cref="IUnitOfWork.RunAsync"/>.
    /// </summary>
    public static async Task SetAsync(DailyReportsDbContext db, Guid reportId, Guid userId, bool own, DateTimeOffset now, CancellationToken cancel)
    {
        await db.Inbox.Where(i => i.ReportId == reportId && i.UserId == userId && i.IsUnread)
            .ExecuteUpdateAsync(i => i.SetProperty(x => x.IsUnread, false).SetProperty(x => x.ReadAt, now), cancel);
        if (!own && await db.ReadMarks.Where(m => m.ReportId == reportId && m.UserId == userId).ExecuteUpdateAsync(m => m.SetProperty(x => x.At, now), cancel) == 0)
        {
            db.ReadMarks.Add(new ReadMark { ReportId = reportId, UserId = userId, At = now });
        }
    }

    /// <summary>As <see cref="SetAsync"/>, but only while the text that the user's page shows is the stored one: nobody has read what has replaced it.</summary>
    public static async Task SetIfShownAsync(DailyReportsDbContext db, Guid reportId, Guid userId, bool own, int? revision, DateTimeOffset now, CancellationToken cancel)
    {
        if (revision is { } shown && await db.Reports.AnyAsync(r => r.Id == reportId && r.Revision == shown, cancel))
        {
            await SetAsync(db, reportId, userId, own, now, cancel);
        }
    }
}
