using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Reading;

namespace SalesSupport.DailyReports.ForOthers;

/// <summary>The number beside 受信: reports with something unread, returned to me, and those to approve, each once. One statement.</summary>
internal sealed class InboxBadge(ReportLists lists, IPeople people) : IMenuBadge
{
    public string Url => "/inbox";

    public async Task<int> CountAsync(CancellationToken cancel) => await lists.CountWaitingAsync(await people.GetAsync(cancel));
}
