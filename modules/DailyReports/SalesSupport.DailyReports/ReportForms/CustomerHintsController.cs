using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Data;

namespace SalesSupport.DailyReports.ReportForms;

/// <summary>What the form shows once a customer is chosen: the last reports on them, and their people to choose from.</summary>
[Authorize(Policies.User)]
[Route("reports")]
internal sealed class CustomerHintsController(DailyReportsDbContext db, FormPages pages, TimeProvider clock) : Controller
{
    private const string HistoryView = "/DailyReports/ReportForms/_History.cshtml";

    [HttpGet("customer-history")]
    public async Task<IActionResult> History([FromQuery] Guid? customerId, [FromQuery] DateOnly? before, CancellationToken cancel)
    {
        Response.Headers.CacheControl = "no-store";
        return (customerId ?? FromRow()) is not { } id ? PartialView(HistoryView, null)
            : await pages.HistoryAsync(id, before ?? clock.Today().AddDays(1), cancel) is { } history ? PartialView(HistoryView, history)
            : NotFound();
    }

    /// <summary>Choices of the field 先方担当者.</summary>
    [HttpGet("customer-contacts")]
    public async Task<IActionResult> Contacts([FromQuery] Guid? customerId, CancellationToken cancel)
    {
        Response.Headers.CacheControl = "no-store";
        var id = customerId ?? FromRow();
        var contacts = id is null ? [] : await db.ContactNames.AsNoTracking().Where(c => c.CustomerId == id && !c.Removed).OrderBy(c => c.Id).Select(c => new ContactChoice(c.Id, c.Name, c.Title)).ToListAsync(cancel);
        return contacts.Count == 0 && id is not null && !await db.CustomerNames.AnyAsync(c => c.Id == id, cancel) ? NotFound() : PartialView("/DailyReports/ReportForms/_Contacts.cshtml", contacts);
    }

    // The script sends the field as the form names it, Activities[2].CustomerId.
    private Guid? FromRow() => Guid.TryParse(Request.Query.FirstOrDefault(q => q.Key.EndsWith(".CustomerId", StringComparison.Ordinal)).Value, out var id) ? id : null;
}
