using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Data;
using SalesSupport.DailyReports.Reading;

namespace SalesSupport.DailyReports.Inbox;

/// <summary>受信: what came to me and what waits for me. Two or three statements, whatever it holds.</summary>
[Authorize(Policies.User)]
[Route("inbox")]
internal sealed class InboxController(DailyReportsDbContext db, ReportLists lists, IPeople people, CurrentUser user) : Controller
{
    private const int PageSize = 50;

    [HttpGet]
    public async Task<IActionResult> Index(ReportList? tab, string? after, CancellationToken cancel)
    {
        var book = await people.GetAsync(cancel);
        var counts = await CountAsync(book, cancel);
        // Without a choice the first tab on which there is something to do.
        var shown = tab is { } asked && InboxPage.Tabs.Contains(asked) ? asked : InboxPage.Tabs.FirstOrDefault(t => counts.GetValueOrDefault(t) > 0, ReportList.Unread);
        var page = new InboxPage(shown, counts, book) { IsAdministrator = user.IsAdministrator };
        return View(shown switch
        {
            ReportList.Commented => await WithCommentsAsync(page, after, cancel),
            ReportList.Returned => await WithReturnedAsync(page, after, cancel),
            _ => await WithReportsAsync(page, after, cancel),
        });
    }

    /// <summary>Numbers on the tabs.</summary>
    private async Task<Dictionary<ReportList, int>> CountAsync(PeopleBook book, CancellationToken cancel)
    {
        var me = user.Id;
        var kinds = db.Inbox.Where(i => i.UserId == me && i.IsUnread && i.Reason == InboxReason.Submitted).Select(i => 1)
            .Concat(db.Inbox.Where(i => i.UserId == me && i.IsUnread && i.Reason == InboxReason.Commented).Select(i => 3))
            .Concat(lists.ToApprove(book).Select(r => 2))
            .Concat(lists.Returned().Select(r => 4));
        return await kinds.GroupBy(k => k).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => (ReportList)g.Key, g => g.Count, cancel);
    }

    private async Task<InboxPage> WithReportsAsync(InboxPage page, string? after, CancellationToken cancel)
    {
        var me = user.Id;
        var oldestFirst = ReportLists.IsOldestFirst(page.Tab);
        var reports = lists.Of(new ReportFilter { List = page.Tab }, page.Book);
        if (PageKey.Parse(after) is { } key)
        {
            reports = ReportLists.Beyond(reports, key, later: oldestFirst);
        }

        var ordered = ReportLists.Ordered(reports, oldestFirst).Take(PageSize + 1);
        if (page.Tab != ReportList.ToApprove)
        {
            var rows = await lists.Rows(ordered).ToListAsync(cancel);
            return page with { Rows = [.. rows.Take(PageSize)], Next = rows.Count > PageSize ? rows[PageSize - 1].Key.ToString() : null };
        }

        // Which of them I have read as they are now, so that they can be approved together.
        var waiting = await lists.Rows(ordered).ToListAsync(cancel);
        var ids = waiting.Take(PageSize).Select(r => r.Id).ToArray();
        var read = await db.ReadMarks.Where(m => m.UserId == me && ids.Contains(m.ReportId))
            .Join(db.Reports, m => m.ReportId, r => r.Id, (m, r) => new { r.Id, m.At, r.SubmittedAt }).Where(x => x.At >= x.SubmittedAt).Select(x => x.Id).ToListAsync(cancel);
        return page with { Rows = [.. waiting.Take(PageSize)], Read = read, Next = waiting.Count > PageSize ? waiting[PageSize - 1].Key.ToString() : null };
    }

    /// <summary>My own that were returned: by whom and why, since the author is always oneself.</summary>
    private async Task<InboxPage> WithReturnedAsync(InboxPage page, string? after, CancellationToken cancel)
    {
        var reports = PageKey.Parse(after) is { } key ? ReportLists.Beyond(lists.Returned(), key, later: false) : lists.Returned();
        var rows = await ReportLists.Ordered(reports, oldestFirst: false).Take(PageSize + 1).Select(r => new InboxReturned(r.Id, r.Date, r.ReturnedBy, r.ReturnedAt, r.ReturnReason)).ToListAsync(cancel);
        return page with { Returned = [.. rows.Take(PageSize)], Next = rows.Count > PageSize ? new PageKey(rows[PageSize - 1].Date, rows[PageSize - 1].Id).ToString() : null };
    }

    private async Task<InboxPage> WithCommentsAsync(InboxPage page, string? after, CancellationToken cancel)
    {
        var items = db.Inbox.AsNoTracking().Where(i => i.UserId == user.Id && i.Reason == InboxReason.Commented);
        if (PageKey.Parse(after) is { } key)
        {
            items = items.Where(i => i.Date < key.Date || (i.Date == key.Date && i.Id.CompareTo(key.Id) < 0));
        }

        var found = await items.OrderByDescending(i => i.Date).ThenByDescending(i => i.Id).Take(PageSize + 1)
            .Join(db.Reports, i => i.ReportId, r => r.Id, (i, r) => new InboxComment(i.Id, i.Date, i.ReportId, i.ById, i.At, i.Text, i.IsUnread, r.AuthorId, r.Date))
            .ToListAsync(cancel);
        var comments = found.OrderByDescending(i => i.Date).ThenByDescending(i => i.Id.ToString("N"), StringComparer.Ordinal).ToList();
        return page with
        {
            Comments = [.. comments.Take(PageSize)],
            Next = comments.Count > PageSize ? new PageKey(comments[PageSize - 1].Date, comments[PageSize - 1].Id).ToString() : null,
        };
    }
}

/// <summary>A comment as a line of the inbox.</summary>
internal sealed record InboxComment(Guid Id, DateOnly Date, Guid ReportId, Guid ById, DateTimeOffset At, string? Text, bool IsUnread, Guid AuthorId, DateOnly ReportDate);

/// <summary>A report of mine that was returned, as a line of the inbox.</summary>
internal sealed record InboxReturned(Guid Id, DateOnly Date, Guid? By, DateTimeOffset? At, string? Reason);

/// <summary>Model of the inbox.</summary>
internal sealed record InboxPage(ReportList Tab, IReadOnlyDictionary<ReportList, int> Counts, PeopleBook Book)
{
    public static IReadOnlyList<ReportList> Tabs { get; } = [ReportList.Unread, ReportList.ToApprove, ReportList.Commented, ReportList.Returned];

    public bool IsAdministrator { get; init; }

    public IReadOnlyList<ReportRow> Rows { get; init; } = [];

    /// <summary>Of the rows those that I have read and may approve together.</summary>
    public IReadOnlyList<Guid> Read { get; init; } = [];

    public IReadOnlyList<InboxComment> Comments { get; init; } = [];

    public IReadOnlyList<InboxReturned> Returned { get; init; } = [];

    public bool IsEmpty => Rows.Count + Comments.Count + Returned.Count == 0;

    public string? Next { get; init; }

    public string Address(Guid report) => new ReportFilter { List = Tab }.Address($"/reports/{report}");
}
