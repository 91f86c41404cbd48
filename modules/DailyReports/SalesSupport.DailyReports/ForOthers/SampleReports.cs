using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Comments;
using SalesSupport.DailyReports.Contracts;
using SalesSupport.DailyReports.Data;
using SalesSupport.DailyReports.Inbox;
using SalesSupport.DailyReports.ReadMarks;
using SalesSupport.DailyReports.Reports;
using SalesSupport.DailyReports.Samples;

namespace SalesSupport.DailyReports.ForOthers;

/// <summary>
/// Daily reports of a sample member: each salesperson writes one on nearly every business day, going back from today until there are as many as asked for. Old ones are
/// approved, the last days are in every state, the newest lie unread in the managers' inboxes.
/// </summary>
internal sealed class SampleReports(DailyReportsDbContext db, IBusinessCalendar calendar, IUnitOfWork unitOfWork, IMediator mediator) : ISampleData
{
    private const int Batch = 1000;

    public int Order => 40;

    public async Task AddAsync(SampleMember member, CancellationToken cancel)
    {
        var sellers = member.People.Where(p => p.Salesperson).ToArray();
        if (sellers.Length == 0 || member.Reports == 0)
        {
            return;
        }

        var random = new Random(member.MemberId.Aggregate(17, (seed, c) => (seed * 31) + c));
        var writer = new SampleWriter(member, random);
        var plan = await PlanAsync(member, sellers, random, cancel);
        var latest = new Dictionary<Guid, (DailyReport Report, DateOnly Date)>();
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        for (var i = 0; i < plan.Count; i++)
        {
            var (date, person, age) = plan[i];
            var report = Add(writer.Write(person, date, age), person, member);
            foreach (var customer in report.Activities.Select(a => a.CustomerId).OfType<Guid>())
            {
                if (report.State != ReportState.Draft)
                {
                    latest[customer] = (report, date);
                }
            }

            if (i % Batch == Batch - 1)
            {
                await SaveAsync(cancel);
            }
        }

        await SaveAsync(cancel);
        db.ChangeTracker.AutoDetectChangesEnabled = true;
        await TellOthersAsync(latest, cancel);
        await FillInboxAsync(member, cancel);
    }

    // Oldest first, so that the tables grow at their end. Age counts business days back from today: 0 is today.
    private async Task<List<(DateOnly Date, SamplePerson Person, int Age)>> PlanAsync(SampleMember member, SamplePerson[] sellers, Random random, CancellationToken cancel)
    {
        var plan = new List<(DateOnly, SamplePerson, int)>(member.Reports);
        var age = 0;
        for (var to = member.Today; plan.Count < member.Reports; to = to.AddDays(-200))
        {
            var days = await calendar.BetweenAsync(to.AddDays(-199), to, cancel);
            foreach (var day in days.Reverse().Where(d => d.IsBusinessDay))
            {
                for (var s = 0; s < sellers.Length && plan.Count < member.Reports; s++)
                {
                    // Of today only some have begun, never the first, as whom visitors of the demo sign on; of other days one in twenty is missing.
                    if (age == 0 ? s % 4 == 1 : random.Next(20) > 0)
                    {
                        plan.Add((day.Date, sellers[s], age));
                    }
                }

                age++;
            }
        }

        plan.Reverse();
        return plan;
    }

    private DailyReport Add(SampleWriter.Story story, SamplePerson author, SampleMember member)
    {
        var report = DailyReport.AsItStood(author.Id, story.Date, story.Written, story.Standing);
        db.Reports.Add(report);
        db.Comments.AddRange(story.Comments.Select(c => Comment.AsItStood(report.Id, c.By, c.Text, c.At)));
        db.ReadMarks.AddRange(story.Readers.Select(r => new ReadMark { ReportId = report.Id, UserId = r.By, At = r.At }));
        return report;
    }

    private async Task SaveAsync(CancellationToken cancel)
    {
        await db.SaveChangesAsync(cancel);
        db.ChangeTracker.Clear();
    }

    // Other modules learn of the last report on each customer only: of a hundred thousand they would hear the same.
    private async Task TellOthersAsync(Dictionary<Guid, (DailyReport Report, DateOnly Date)> latest, CancellationToken cancel)
    {
        await unitOfWork.RunAsync(
            async c =>
            {
                foreach (var group in latest.GroupBy(l => l.Value.Report.Id))
                {
                    var (report, date) = group.First().Value;
                    await mediator.Publish(new ReportSubmitted(report.Id, report.AuthorId, date, [.. group.Select(g => g.Key)]), c);
                }
            },
            cancel);
        db.ChangeTracker.Clear();
        await unitOfWork.RunAsync(c => db.Inbox.ExecuteDeleteAsync(c), cancel);
    }

    private async Task FillInboxAsync(SampleMember member, CancellationToken cancel)
    {
        var since = member.Today.AddDays(-7);
        var recent = await db.Reports.AsNoTracking().Where(r => r.Date >= since && r.State != ReportState.Draft).OrderBy(r => r.Date).ThenBy(r => r.Id).ToListAsync(cancel);
        var ids = recent.Select(r => r.Id).ToArray();
        var read = (await db.ReadMarks.AsNoTracking().Where(m => ids.Contains(m.ReportId)).ToListAsync(cancel)).ToDictionary(m => (m.ReportId, m.UserId), m => m.At);
        var comments = await db.Comments.AsNoTracking().Where(m => ids.Contains(m.ReportId)).ToListAsync(cancel);
        foreach (var report in recent)
        {
            foreach (var to in report.Recipients)
            {
                var seen = read.TryGetValue((report.Id, to), out var at) ? at : (DateTimeOffset?)null;
                db.Inbox.Add(Item(to, InboxReason.Submitted, report, report.AuthorId, report.SubmittedAt!.Value, null, null, seen));
            }

            if (report.State == ReportState.Returned)
            {
                db.Inbox.Add(Item(report.AuthorId, InboxReason.Returned, report, report.ReturnedBy!.Value, report.ReturnedAt!.Value, report.ReturnReason, null, null));
            }

            foreach (var comment in comments.Where(c => c.ReportId == report.Id && c.ById != report.AuthorId))
            {
                db.Inbox.Add(Item(report.AuthorId, InboxReason.Commented, report, comment.ById, comment.At, comment.Text, comment.Id, null));
            }
        }

        await SaveAsync(cancel);
    }

    private static InboxItem Item(Guid to, InboxReason reason, DailyReport report, Guid by, DateTimeOffset at, string? text, Guid? comment, DateTimeOffset? readAt) => new()
    {
        UserId = to,
        Reason = reason,
        ReportId = report.Id,
        ById = by,
        CommentId = comment,
        Date = DateOnly.FromDateTime(at.ToJapan().DateTime),
        At = at,
        Text = text is null ? null : InboxItem.Beginning(text),
        ReadAt = readAt,
        IsUnread = readAt is null,
    };
}
