using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.Schedules.Entries;

namespace SalesSupport.Schedules.Changes;

/// <summary>Deletes an entry, one instance of a series, or the series from there on.</summary>
[Authorize(Policies.User)]
[Route("schedule/{id:guid}/deletion")]
internal sealed class DeletionsController(EntryReading reading, ScheduleChanges changes, CurrentUser user, IStringLocalizer<Texts> texts) : Controller
{
    [HttpPost]
    public async Task<IActionResult> Create(Guid id, int version, string? at, EditScope? scope, CancellationToken cancel)
    {
        if (await reading.TakeAsync(id, cancel) is not var (before, now) || !now.IsEditableBy(user) || Instance.Find(before, EntryAddress.Parse(at)) is not { } instance)
        {
            return NotFound();
        }

        // Nobody deletes what they have not seen.
        if (now.Version != version)
        {
            throw new RuleBroken("ChangedMeanwhile");
        }

        Changed changed;
        try
        {
            changed = await changes.DeleteAsync(before, now, instance.Original, scope ?? EditScope.This, cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            throw new RuleBroken("ChangedMeanwhile");
        }

        TempData["Toast"] = texts["Deleted", instance.Words.Title].Value;
        TempData["ToastUndo"] = $"/schedule/undo/{changed.UndoId}";
        return Redirect($"/schedule?date={EntryAddress.Text(instance.Time.Start)[..10]}");
    }
}

/// <summary>元に戻す.</summary>
[Authorize(Policies.User)]
[Route("schedule/undo/{id:guid}")]
internal sealed class UndosController(ScheduleChanges changes, IStringLocalizer<Texts> texts) : Controller
{
    [HttpPost]
    public async Task<IActionResult> Create(Guid id, CancellationToken cancel)
    {
        var isScript = Request.Headers.Accept.ToString().Contains("application/json", StringComparison.Ordinal);
        string? address;
        try
        {
            address = await changes.UndoAsync(id, cancel);
        }
        catch (RuleBroken broken) when (isScript)
        {
            var words = texts[broken.Key].Value;
            return Problem(words, statusCode: 409, title: words);
        }

        if (address is null)
        {
            return NotFound();
        }

        if (isScript)
        {
            return Json(new { words = texts["Undone"].Value });
        }

        TempData["Toast"] = texts["Undone"].Value;
        return Redirect(address);
    }
}
