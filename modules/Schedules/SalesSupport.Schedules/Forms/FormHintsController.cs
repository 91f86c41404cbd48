using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using SalesSupport.Abstractions;
using SalesSupport.Schedules.Data;

namespace SalesSupport.Schedules.Forms;

/// <summary>What the form shows while it is filled: the chosen customer's people, and who is busy at that time.</summary>
[Authorize(Policies.User)]
[Route("schedule")]
internal sealed class FormHintsController(SchedulesDbContext db, EntryCustomers customers, FormPages pages, CurrentUser user) : Controller
{
    /// <summary>Choices of the field 先方担当者.</summary>
    [HttpGet("contacts")]
    public async Task<IActionResult> Contacts([FromQuery] Guid? customerId, CancellationToken cancel)
    {
        Response.Headers.CacheControl = "no-store";
        var customer = customerId is { } id ? await customers.FindAsync(id, cancel) : null;
        return customerId is not null && customer is null ? NotFound() : PartialView("/Schedules/Forms/_Contacts.cshtml", customer?.Contacts ?? []);
    }

    /// <summary>Who has something else at that time.</summary>
    [HttpGet("busy")]
    public async Task<IActionResult> Busy([FromQuery] EntryForm form, Guid? entry, CancellationToken cancel)
    {
        Response.Headers.CacheControl = "no-store";
        var owner = entry is { } id ? await db.Entries.AsNoTracking().Where(e => e.Id == id).Select(e => (Guid?)e.OwnerId).SingleOrDefaultAsync(cancel) : user.Id;
        ViewData["Book"] = await pages.BookAsync(cancel);
        return owner is null ? NotFound() : PartialView("/Schedules/Forms/_Clashes.cshtml", await pages.ClashesAsync(form, owner.Value, entry, cancel));
    }
}
