using Microsoft.EntityFrameworkCore;
using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Data;
using SalesSupport.DailyReports.Reading;
using SalesSupport.DailyReports.ReadMarks;
using SalesSupport.DailyReports.Reports;

namespace SalesSupport.DailyReports.Approvals;

/// <summary>What approving and returning share: who may, on which text, and that of two who decide at once exactly one does.</summary>
internal sealed class Decisions(DailyReportsDbContext db, ReportLists lists, IUnitOfWork unitOfWork, IPeople people, CurrentUser user, TimeProvider clock)
{
    /// <summary>The report, tracked, for a decision on the text that was on the screen.</summary>
    /// <param name="id">The report.</param>
    /// <param name="revision">The text that was read, or null when it does not matter yet.</param>
    /// <param name="cancel">Cancels.</param>
    /// <exception cref="RuleBroken">Somebody was quicker: it is decided, withdrawn or changed.</exception>
    public async Task<(DailyReport? Report, bool Allowed)> FindAsync(Guid id, int? revision, CancellationToken cancel)
    {
        var report = await db.Reports.SingleOrDefaultAsync(r => r.Id == id, cancel);
        if (report is null || (report.State == ReportState.Draft && report.OwnerId != user.Id))
        {
            // A draft is private. But whoever has read it knows it, and is told what happened.
            return report is not null && await db.ReadMarks.AnyAsync(m => m.ReportId == id && m.UserId == user.Id, cancel) ? throw new RuleBroken("WithdrawnMeanwhile") : (null, false);
        }

        var book = await people.GetAsync(cancel);
        if (!report.MayBeDecidedBy(user.Id, user.IsAdministrator, book))
        {
            return report.State switch
            {
                ReportState.Approved when report.ApprovedBy is { } by && report.AuthorId != user.Id => throw new RuleBroken("ApprovedMeanwhile", null, book.NameOf(by)),
                ReportState.Returned when report.ReturnedBy is { } by && report.AuthorId != user.Id => throw new RuleBroken("ReturnedMeanwhile", null, book.NameOf(by)),
                _ => (report, false),
            };
        }

        return revision is { } read && read != report.Revision ? throw new RuleBroken("ChangedMeanwhile") : (report, true);
    }

    /// <summary>Decides and saves; who decides has read it.</summary>
    /// <exception cref="RuleBroken">Somebody else decided, or the author withdrew, at the same moment.</exception>
    public async Task SaveAsync(DailyReport report, Action<DailyReport> decide, CancellationToken cancel)
    {
        try
        {
            await unitOfWork.RunAsync(
                async c =>
                {
                    decide(report);
                    await ReadMark.SetAsync(db, report.Id, user.Id, own: false, clock.GetUtcNow(), c);
                },
                cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            throw new RuleBroken("DecidedMeanwhile");
        }
    }

    /// <summary>Where to go after a decision: the next one that waits, else the inbox.</summary>
    public async Task<string> NextAsync(DailyReport done, CancellationToken cancel)
    {
        var next = await LeftList.NextAsync(lists.ToApprove(await people.GetAsync(cancel)), new PageKey(done.Date, done.Id), cancel);
        return next is { } id ? new ReportFilter { List = ReportList.ToApprove }.Address($"/reports/{id}") : "/inbox?tab=ToApprove";
    }
}
