using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using SalesSupport.Abstractions;
using SalesSupport.Customers.Data;

namespace SalesSupport.Customers.Timeline;

/// <summary>Older pieces of a customer's timeline, for the page to append.</summary>
[Authorize(Policies.User)]
[Route("customers/{id:guid}/timeline")]
internal sealed class TimelinesController(CustomersDbContext db, CustomerTimeline timeline) : Controller
{
    [HttpGet]
    public async Task<IActionResult> Show(Guid id, string? before, CancellationToken cancel) =>
        await db.Companies.AnyAsync(c => c.Id == id, cancel)
            ? PartialView("/Customers/Timeline/_Timeline.cshtml", await timeline.LoadAsync(id, PageKey.Parse(before), cancel))
            : NotFound();
}
