using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Data;
using SalesSupport.DailyReports.Reports;

namespace SalesSupport.DailyReports.Reading;

/// <summary>Everybody's reports (R25), and one of them with the list it was opened from beside it. Nothing here changes anything: that a report was read, the page says by a POST.</summary>
[Authorize(Policies.User)]
[Route("reports")]
internal sealed class ReadingController(DailyReportsDbContext db, ReportLists lists, ReportPages pages, IPeople people, CurrentUser user) : Controller
{
    private const int PageSize = 40;

    [HttpGet]
    public async Task<IActionResult> Index(ReportFilter filter, string? after, CancellationToken cancel)
    {
        var book = await people.GetAsync(cancel);
        filter.List = ReportList.All;
        if (!await filter.IsKnownAsync(db, book, cancel))
        {
            return NotFound();
        }

        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return View(new ReportListPage(filter, [], null, book, user.Id));
        }

        var found = await lists.PageAsync(filter, PageKey.Parse(after), PageSize + 1, book, cancel);
        var rows = found.Take(PageSize).ToArray();
        return View(new ReportListPage(filter, rows, found.Count > PageSize ? rows[^1].Key : null, book, user.Id));
    }

    [HttpGet("{id:guid}")]
    public async Task<IActionResult> Show(Guid id, ReportFilter filter, CancellationToken cancel)
    {
        var book = await people.GetAsync(cancel);
        if (!await filter.IsKnownAsync(db, book, cancel))
        {
            return NotFound();
        }

        var page = await pages.LoadAsync(id, filter, cancel);
        return page is null ? NotFound() : View(page);
    }
}

/// <summary>Model of the list of everybody's reports.</summary>
internal sealed record ReportListPage(ReportFilter Filter, IReadOnlyList<ReportRow> Rows, PageKey? Next, PeopleBook Book, Guid Me)
{
    /// <summary>Drafts are private, so that state is offered as one's own drafts.</summary>
    public static IReadOnlyList<ReportState> States { get; } = [ReportState.Submitted, ReportState.Returned, ReportState.Approved, ReportState.Draft];
}
