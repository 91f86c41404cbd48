using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using SalesSupport.Abstractions;
using SalesSupport.Schedules.Contracts;
using SalesSupport.Schedules.FreeTimes;

namespace SalesSupport.Schedules.Entries;

/// <summary>The page of an entry, or of one instance of a series.</summary>
internal sealed record EntryPage(SeenInstance Seen, PeopleBook Book, EntryMark? Mark, IReadOnlyList<Clash> Clashes, IReadOnlyList<EntryLink> Actions);

/// <summary>A button of another module.</summary>
internal sealed record EntryLink(string Icon, string Text, string? Url);

/// <summary>Shows an entry.</summary>
[Authorize(Policies.User)]
[Route("schedule")]
internal sealed class EntriesController(EntryReading reading, EntrySight sight, Clashes clashes, ISlots<IEntryAction> actions, IPeople people, TimeProvider clock) : Controller
{
    [HttpGet("{id:guid}")]
    public async Task<IActionResult> Show(Guid id, string? at, CancellationToken cancel)
    {
        if (await reading.FindAsync(id, cancel) is not { } entry)
        {
            return NotFound();
        }

        var instance = at is null ? Instance.Nearest(entry, clock.GetUtcNow().ToJapan().DateTime) : EntryAddress.Parse(at) is { } original ? Instance.Find(entry, original) : null;
        if (instance is null)
        {
            return NotFound();
        }

        var seen = sight.See(instance);
        var mark = (await reading.MarksAsync([instance], sight.Me, cancel)).GetValueOrDefault(id);
        var others = seen.Editable ? await clashes.OfAsync([instance], entry.People, id, cancel) : [];
        var shown = instance.ToContract();
        var links = seen is { Mine: true, Masked: false } ? await actions.AskAsync(a => Task.FromResult(new EntryLink(a.Icon, a.Text, a.UrlFor(shown))), cancel) : [];
        return View("/Schedules/Entries/Show.cshtml", new EntryPage(seen, await people.GetAsync(cancel), mark, others, [.. links.Where(l => l.Url is not null)]));
    }
}
