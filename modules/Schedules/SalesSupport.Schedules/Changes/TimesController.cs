using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.Schedules.Contracts;
using SalesSupport.Schedules.Entries;
using SalesSupport.Schedules.FreeTimes;

namespace SalesSupport.Schedules.Changes;

/// <summary>An entry was drawn to another time in the calendar.</summary>
internal sealed class TimeForm
{
    public string? Start { get; set; }

    /// <summary>None: as long as before.</summary>
    public string? End { get; set; }

    public bool AllDay { get; set; }

    public int Version { get; set; }

    public string? Original { get; set; }

    public EditScope? Scope { get; set; }
}

/// <summary>Moves an entry. Answers JSON, to the script that has drawn it.</summary>
[Authorize(Policies.User)]
[Route("schedule/{id:guid}/time")]
internal sealed class TimesController(EntryReading reading, ScheduleChanges changes, Clashes clashes, IPeople people, CurrentUser user, IStringLocalizer<Texts> texts) : Controller
{
    private const int MostYears = 100;

    [HttpPost]
    public async Task<IActionResult> Update(Guid id, TimeForm form, CancellationToken cancel)
    {
        if (await reading.TakeAsync(id, cancel) is not var (before, now) || !now.IsEditableBy(user))
        {
            return NotFound();
        }

        if (now.Version != form.Version)
        {
            return Conflict(now.Version);
        }

        if (Instance.Find(before, EntryAddress.Parse(form.Original)) is not { } instance)
        {
            return NotFound();
        }

        if (!ModelState.IsValid || EntryAddress.Parse(form.Start) is not { Year: > 1900 and < 9000 } start || Math.Abs(start.Year - instance.Time.Start.Year) > MostYears || (form.End is not null && EntryAddress.Parse(form.End) is not { Year: < 9000 }))
        {
            return Problem(HouseTexts.Get("ValueInvalid"), statusCode: StatusCodes.Status422UnprocessableEntity, title: HouseTexts.Get("ValueInvalid"));
        }

        var scope = form.Scope ?? EditScope.This;
        var time = TimeOf(form, start, instance.Time);
        try
        {
            var changed = await changes.WriteAsync(before, now, instance.Original, scope, Written(before, instance, scope, time), cancel);
            var moved = Instance.Find(changed.Entry!, scope == EditScope.This ? instance.Original : changed.Original);
            var book = await people.GetAsync(cancel);
            var busy = moved is null ? [] : await clashes.OfAsync([moved], changed.Entry!.People, changed.Entry.Id, cancel);
            return Json(new
            {
                id = changed.Entry!.Id,
                version = changed.Entry.Version,
                undo = $"/schedule/undo/{changed.UndoId}",
                words = texts["MovedTo", TimeWords.Of(time, texts)].Value,
                busy = busy.Select(c => texts["ClashLine", book.NameOf(c.PersonId), TimeWords.Of(c.Other.Time, texts), c.Other.Words.Title].Value),
            });
        }
        catch (RuleBroken broken)
        {
            var words = texts[broken.Key, [.. broken.Arguments]].Value;
            return Problem(words, statusCode: StatusCodes.Status422UnprocessableEntity, title: words);
        }
        catch (DbUpdateConcurrencyException)
        {
            return Conflict((await reading.FindAsync(id, cancel))?.Version ?? 0);
        }
    }

    private ObjectResult Conflict(int version)
    {
        var words = texts["ChangedMeanwhile"].Value;
        return Problem(words, statusCode: StatusCodes.Status409Conflict, title: words, extensions: new Dictionary<string, object?> { ["version"] = version });
    }

    // Drawn from the hours to whole days or back, it is as long as calendars make it: a day, an hour.
    private static EntryTime TimeOf(TimeForm form, DateTime start, EntryTime old)
    {
        var begin = form.AllDay ? start.Date : start;
        var length = form.AllDay == old.AllDay ? old.End - old.Start : form.AllDay ? TimeSpan.FromDays(1) : TimeSpan.FromHours(1);
        var end = EntryAddress.Parse(form.End) is { } typed ? form.AllDay ? typed.Date : typed : begin + length;
        return new EntryTime(form.AllDay, begin, end);
    }

    // All of a series go as far as the one that was drawn, and become as long.
    private static WrittenEntry Written(Entry entry, Instance instance, EditScope scope, EntryTime time)
    {
        if (instance.Original is null || scope == EditScope.This)
        {
            return new WrittenEntry(entry.Kind, instance.Words, time, entry.Repeat(), entry.People, entry.RemindMinutes);
        }

        var repeat = entry.Repeat()!.Moved(DateOnly.FromDateTime(instance.Time.Start), DateOnly.FromDateTime(time.Start));
        var moved = time.Start - instance.Time.Start;
        var first = scope == EditScope.All || instance.Original == entry.Time().Start ? entry.Time().Start + moved : time.Start;
        if (repeat.Count is { } count && first > entry.Time().Start && scope == EditScope.Following && instance.Original != entry.Time().Start)
        {
            var start = DateOnly.FromDateTime(entry.Time().Start);
            repeat = repeat with { Count = count - Repeating.RecurrenceDays.Between(start, entry.Repeat()!, start, DateOnly.FromDateTime(instance.Original.Value).AddDays(-1)).Count() };
        }

        return new WrittenEntry(entry.Kind, entry.Words(), new EntryTime(time.AllDay, first, first + (time.End - time.Start)), repeat, entry.People, entry.RemindMinutes);
    }
}
