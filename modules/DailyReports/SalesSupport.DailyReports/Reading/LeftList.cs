using Microsoft.EntityFrameworkCore;
using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Reports;

namespace SalesSupport.DailyReports.Reading;

/// <summary>The list beside an open report: some lines before it and after it in the list it was opened from.</summary>
internal sealed record LeftList(IReadOnlyList<ReportRow> Rows, ReportRow? Previous, ReportRow? Next)
{
    private const int Before = 8;
    private const int After = 20;

    public static async Task<LeftList> AroundAsync(ReportLists lists, ReportFilter filter, ReportRow current, PeopleBook book, CancellationToken cancel)
    {
        var oldestFirst = ReportLists.IsOldestFirst(filter.List);
        var rows = (await lists.AroundAsync(filter, current, Before, After, book, cancel)).Append(current).OrderBy(r => r.Date).ThenBy(r => r.Id).ToList();
        if (!oldestFirst)
        {
            rows.Reverse();
        }

        var at = rows.FindIndex(r => r.Id == current.Id);
        return new LeftList(rows, at > 0 ? rows[at - 1] : null, at + 1 < rows.Count ? rows[at + 1] : null);
    }

    /// <summary>The report of the list to read after this one: the next in order, else the first that is left; null when none is.</summary>
    public static async Task<Guid?> NextAsync(IQueryable<DailyReport> reports, PageKey done, CancellationToken cancel)
    {
        var left = reports.Where(r => r.Id != done.Id);
        var next = await ReportLists.Ordered(ReportLists.Beyond(left, done, later: true), oldestFirst: true).Select(r => (Guid?)r.Id).FirstOrDefaultAsync(cancel);
        return next ?? await ReportLists.Ordered(left, oldestFirst: true).Select(r => (Guid?)r.Id).FirstOrDefaultAsync(cancel);
    }
}
