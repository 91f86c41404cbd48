using Microsoft.EntityFrameworkCore;
using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Reading;

namespace SalesSupport.DailyReports.ForOthers;

/// <summary>未読 on the home page: the oldest reports to me that I have not read. One statement.</summary>
internal sealed class UnreadTile(ReportLists lists, IPeople people) : IHomeTile
{
    public int Order => 20;

    public async Task<HomeTile?> GetAsync(CancellationToken cancel) => await ReportTile.OfAsync("UnreadTile", ReportList.Unread, lists, await people.GetAsync(cancel), cancel);
}

/// <summary>承認待ち on the home page, for those who approve. One statement.</summary>
internal sealed class ToApproveTile(ReportLists lists, IPeople people) : IHomeTile
{
    public int Order => 30;

    public async Task<HomeTile?> GetAsync(CancellationToken cancel) => await ReportTile.OfAsync("ToApproveTile", ReportList.ToApprove, lists, await people.GetAsync(cancel), cancel);
}

/// <summary>Model of a tile with the beginning of a list.</summary>
internal sealed record ReportTile(string Title, ReportList List, IReadOnlyList<ReportRow> Rows, bool HasMore, PeopleBook Book)
{
    private const int Lines = 5;

    public static async Task<HomeTile?> OfAsync(string title, ReportList list, ReportLists lists, PeopleBook book, CancellationToken cancel)
    {
        var rows = await lists.Rows(ReportLists.Ordered(lists.Of(new ReportFilter { List = list }, book), ReportLists.IsOldestFirst(list)).Take(Lines + 1)).ToListAsync(cancel);
        return rows.Count == 0 ? null : new HomeTile("/DailyReports/ForOthers/_ReportTile.cshtml", new ReportTile(title, list, [.. rows.Take(Lines)], rows.Count > Lines, book));
    }
}
