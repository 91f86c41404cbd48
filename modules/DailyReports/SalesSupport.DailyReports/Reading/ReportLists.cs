using Microsoft.EntityFrameworkCore;
using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Data;
using SalesSupport.DailyReports.Inbox;
using SalesSupport.DailyReports.Reports;

namespace SalesSupport.DailyReports.Reading;

/// <summary>The lists of reports, defined once for the pages, the inbox, the badge and the home tiles.</summary>
internal sealed class ReportLists(DailyReportsDbContext db, ReportQueries queries, CurrentUser user)
{
    public IQueryable<DailyReport> Of(ReportFilter filter, PeopleBook book) => filter.List switch
    {
        ReportList.Unread => Unread(),
        ReportList.ToApprove => ToApprove(book),
        ReportList.Commented => InInbox(InboxReason.Commented),
        ReportList.Returned => Returned(),
        _ => All(filter, book),
    };

    public static bool IsOldestFirst(ReportList list) => list is ReportList.Unread or ReportList.ToApprove;

    public IQueryable<DailyReport> Unread() => InInbox(InboxReason.Submitted);

    public IQueryable<DailyReport> Returned() => Visible().Where(r => r.State == ReportState.Returned && r.AuthorId == user.Id);

    /// <summary>Those that wait for this user (R27): by whom they are approved follows from the people as they are now. To an administrator also those that nobody can approve (承認者未設定).</summary>
    public IQueryable<DailyReport> ToApprove(PeopleBook book)
    {
        var me = user.Id;
        var (authors, except) = ApprovedByMe(book);
        return db.Reports.AsNoTracking().Where(r => r.AwaitsApproval && r.AuthorId != me && r.OwnerId != me && authors.Contains(r.AuthorId) != except);
    }

    /// <summary>The number beside 受信.</summary>
    public Task<int> CountWaitingAsync(PeopleBook book)
    {
        var (authors, except) = ApprovedByMe(book);
        return queries.CountWaitingAsync(db, user.Id, authors, except);
    }

    /// <summary>Everybody's reports as filtered, newest first.</summary>
    public Task<List<ReportRow>> PageAsync(ReportFilter filter, PageKey? after, int take, PeopleBook book, CancellationToken cancel)
    {
        if (after is null && !filter.IsNarrowed)
        {
            return queries.NewestAsync(db, user.Id, take, cancel);
        }

        return Rows(Part(filter, after, oldestFirst: false, take, book)).ToListAsync(cancel);
    }

    /// <summary>Some lines of the list after and before an open report.</summary>
    public Task<List<ReportRow>> AroundAsync(ReportFilter filter, ReportRow current, int before, int after, PeopleBook book, CancellationToken cancel)
    {
        if (filter.List == ReportList.All && !filter.IsNarrowed)
        {
            return queries.AroundAsync(db, user.Id, current, before, after, cancel);
        }

        // Both sides in one statement.
        var oldestFirst = IsOldestFirst(filter.List);
        return Rows(Part(filter, current.Key, !oldestFirst, before, book).Concat(Part(filter, current.Key, oldestFirst, after, book)), ReasonOf(filter.List)).ToListAsync(cancel);
    }

    /// <summary>
    /// Those of the reports that have an activity on a customer, in the order of the lists. From the customer's side, by the index of its timeline: asked which reports "have one", SQLite walks
    /// all of them. Of several such activities in a report the first stands for it.
    /// </summary>
    public IQueryable<DailyReport> OnCustomer(Guid customer, IQueryable<DailyReport> reports, PageKey? from = null, bool oldestFirst = false)
    {
        var activities = db.Activities.AsNoTracking().Where(a => a.CustomerId == customer && !db.Activities.Any(o => o.ReportId == a.ReportId && o.Position < a.Position && o.CustomerId == customer));
        if (from is { Date: var date, Id: var id })
        {
            activities = oldestFirst
                ? activities.Where(a => a.Date >= date && (a.Date > date || a.ReportId.CompareTo(id) > 0))
                : activities.Where(a => a.Date <= date && (a.Date < date || a.ReportId.CompareTo(id) < 0));
        }

        var found = activities.Join(reports, a => new { a.TenantId, Id = a.ReportId }, r => new { r.TenantId, r.Id }, (a, r) => new { a.Date, a.ReportId, Report = r });
        return (oldestFirst ? found.OrderBy(f => f.Date).ThenBy(f => f.ReportId) : found.OrderByDescending(f => f.Date).ThenByDescending(f => f.ReportId)).Select(f => f.Report);
    }

    /// <summary>What this user may see.</summary>
    public IQueryable<DailyReport> Visible() => db.Reports.AsNoTracking().Where(DailyReport.VisibleTo(user.Id));

    /// <summary>Rows before or after a key in the order of the list.</summary>
    public static IQueryable<DailyReport> Beyond(IQueryable<DailyReport> reports, PageKey key, bool later) => later
        ? reports.Where(r => r.Date >= key.Date && (r.Date > key.Date || r.Id.CompareTo(key.Id) > 0))        // a plain range first, by which the index is entered at the right place
        : reports.Where(r => r.Date <= key.Date && (r.Date < key.Date || r.Id.CompareTo(key.Id) < 0));

    public static IQueryable<DailyReport> Ordered(IQueryable<DailyReport> reports, bool oldestFirst) => oldestFirst
        ? reports.OrderBy(r => r.Date).ThenBy(r => r.Id)
        : reports.OrderByDescending(r => r.Date).ThenByDescending(r => r.Id);

    /// <param name="reports">The reports.</param>
    /// <param name="reason">For what a row is 未読: what was submitted, as in the tab, the tile and the filter of that name.</param>
    public IQueryable<ReportRow> Rows(IQueryable<DailyReport> reports, InboxReason reason = InboxReason.Submitted)
    {
        var me = user.Id;
        return reports.Select(r => new ReportRow
        {
            Id = r.Id,
            AuthorId = r.AuthorId,
            Date = r.Date,
            State = r.State,
            About = r.LeadCustomer ?? r.Excerpt,
            CustomerCount = r.CustomerCount,
            VisitCount = r.VisitCount,
            CommentCount = r.CommentCount,
            IsUnread = db.Inbox.Any(i => i.ReportId == r.Id && i.UserId == me && i.IsUnread && i.Reason == reason),
        });
    }

    // By what a report came into a list of the inbox.
    private static InboxReason ReasonOf(ReportList list) => list switch
    {
        ReportList.Commented => InboxReason.Commented,
        ReportList.Returned => InboxReason.Returned,
        _ => InboxReason.Submitted,
    };

    private IQueryable<DailyReport> Part(ReportFilter filter, PageKey? from, bool oldestFirst, int take, PeopleBook book)
    {
        var reports = Of(filter, book);
        return filter is { List: ReportList.All, Customer: { } customer }
            ? OnCustomer(customer, reports, from, oldestFirst).Take(take)
            : Ordered(from is { } key ? Beyond(reports, key, later: oldestFirst) : reports, oldestFirst).Take(take);
    }

    private IQueryable<DailyReport> All(ReportFilter filter, PeopleBook book)
    {
        var reports = filter.Unread ? Unread() : Visible();
        if (filter.Author is { } author)
        {
            reports = reports.Where(r => r.AuthorId == author);
        }

        if (filter.Department is { } department)
        {
            var members = book.MembersOf(department);
            reports = reports.Where(r => members.Contains(r.AuthorId));
        }

        if (filter.State is { } state)
        {
            reports = reports.Where(r => r.State == state);
        }

        if (filter.Since is { } since)
        {
            reports = reports.Where(r => r.Date >= since);
        }

        return filter.Until is { } until ? reports.Where(r => r.Date <= until) : reports;
    }

    private IQueryable<DailyReport> InInbox(InboxReason reason)
    {
        // Joined from the inbox's side: asked for "one of these", SQLite walks all reports in the order of the list and looks each up.
        var me = user.Id;
        var items = db.Inbox.Where(i => i.UserId == me && i.IsUnread && i.Reason == reason).Select(i => i.ReportId).Distinct();
        return items.Join(Visible(), id => id, r => r.Id, (_, r) => r);
    }

    // Whose reports this user approves: for an administrator all but those whom somebody else approves, so that one whose author is gone is not forgotten.
    private (Guid[] Authors, bool Except) ApprovedByMe(PeopleBook book)
    {
        var me = user.Id;
        return user.IsAdministrator
            ? ([.. book.All.Where(p => book.ApproverOf(p.Id).Id is { } approver && approver != me).Select(p => p.Id)], true)
            : ([.. book.All.Where(p => book.ApproverOf(p.Id).Id == me).Select(p => p.Id)], false);
    }
}

/// <summary>A report as a line of a list.</summary>
internal sealed class ReportRow
{
    public Guid Id { get; init; }

    public Guid AuthorId { get; init; }

    public DateOnly Date { get; init; }

    public ReportState State { get; init; }

    /// <summary>The first customer, or without one how the text begins.</summary>
    public string? About { get; init; }

    public int CustomerCount { get; init; }

    public int VisitCount { get; init; }

    public int CommentCount { get; init; }

    public bool IsUnread { get; init; }

    public PageKey Key => new(Date, Id);

    public static ReportRow Of(DailyReport r, bool unread) => new()
    {
        Id = r.Id,
        AuthorId = r.AuthorId,
        Date = r.Date,
        State = r.State,
        About = r.LeadCustomer ?? r.Excerpt,
        CustomerCount = r.CustomerCount,
        VisitCount = r.VisitCount,
        CommentCount = r.CommentCount,
        IsUnread = unread,
    };

    /// <summary>みなも食品 ほか3件, or how the text begins.</summary>
    public string Subject(Microsoft.Extensions.Localization.IStringLocalizer words) =>
        CustomerCount > 1 ? words["AndOthers", About!, CustomerCount - 1] : About ?? "";
}
