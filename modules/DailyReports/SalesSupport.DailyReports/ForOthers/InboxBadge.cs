using Microsoft.EntityFrameworkCore;
using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Data;
using SalesSupport.DailyReports.Reading;

namespace SalesSupport.DailyReports.ForOthers;

/// <summary>The number beside 受信: reports with something unread, and those to approve, each once. One statement.</summary>
internal sealed class InboxBadge(DailyReportsDbContext db, ReportLists lists, IPeople people, CurrentUser user) : IMenuBadge
{
    public string Url => "/inbox";

    public async Task<int> CountAsync(CancellationToken cancel)
    {
        var unread = db.Inbox.Where(i => i.UserId == user.Id && i.IsUnread).Select(i => i.ReportId);
        var waiting = lists.ToApprove(await people.GetAsync(cancel)).Select(r => r.Id);
        return await unread.Union(waiting).CountAsync(cancel);
    }
}
