using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Approvals;
using SalesSupport.DailyReports.Comments;
using SalesSupport.DailyReports.Data;
using SalesSupport.DailyReports.Likes;
using SalesSupport.DailyReports.ReadMarks;
using SalesSupport.DailyReports.Reports;

namespace SalesSupport.DailyReports.Reading;

/// <summary>Loads one report with everything around it: four statements, whatever it holds.</summary>
internal sealed class ReportPages(DailyReportsDbContext db, ReportLists lists, ReportQueries queries, IPeople people, CurrentUser user)
{
    /// <returns>Null when there is none, or none that this user may see.</returns>
    public async Task<ReportPage?> LoadAsync(Guid id, ReportFilter filter, CancellationToken cancel)
    {
        var me = user.Id;
        var book = await people.GetAsync(cancel);
        var found = await queries.FindAsync(db, me, id);
        if (found is null)
        {
            return null;
        }

        var report = found.Report;
        var comments = await queries.CommentsAsync(db, id, cancel);
        var marks = await queries.MarksAsync(db, me, id, cancel);
        var unread = marks.Exists(m => m.Kind == MarkKind.Unread);
        var readers = marks.Where(m => m.Kind == MarkKind.Read && m.At >= (report.SubmittedAt ?? m.At)).OrderBy(m => m.At).ToList();
        var own = report.AuthorId == me || report.OwnerId == me;
        return new ReportPage(
            report,
            found.Activities,
            book,
            filter,
            await LeftList.AroundAsync(lists, filter, ReportRow.Of(report, unread), book, cancel),
            new CommentList(id, filter, book, me, comments) { Revision = report.Revision },
            new LikeButton(id, filter, [.. marks.Where(m => m.Kind == MarkKind.Liked).OrderBy(m => m.At).Select(m => book.NameOf(m.UserId))], marks.Exists(m => m.Kind == MarkKind.Liked && m.UserId == me)),
            new Readers([.. readers.Select(m => book.NameOf(m.UserId))]),
            NeedsReadMark: unread || (!own && !readers.Exists(m => m.UserId == me)),
            MayDecide: report.MayBeDecidedBy(me, user.IsAdministrator, book),
            IsMine: report.AuthorId == me);
    }
}

/// <summary>An activity with the names it shows.</summary>
internal sealed record ShownActivity(Activity Activity, string? Customer, string? Contact, string? ContactTitle);

/// <summary>Model of the page of one report.</summary>
internal sealed record ReportPage(
    DailyReport Report,
    IReadOnlyList<ShownActivity> Activities,
    PeopleBook Book,
    ReportFilter Filter,
    LeftList Left,
    CommentList Comments,
    LikeButton Like,
    Readers Readers,
    bool NeedsReadMark,
    bool MayDecide,
    bool IsMine)
{
    public string Author => Book.NameOf(Report.AuthorId);

    public string Address(Guid id) => Filter.Address($"/reports/{id}");

    /// <summary>Where the list goes on.</summary>
    public string ListAddress => Filter.List switch
    {
        ReportList.Unread => "/inbox",
        ReportList.ToApprove => "/inbox?tab=ToApprove",
        ReportList.Commented => "/inbox?tab=Commented",
        ReportList.Returned => "/inbox?tab=Returned",
        _ => Filter.Address("/reports"),
    };

    public ReturnForm ReturnForm => ReturnForm.Of(Report, Book);
}
