using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.Schedules.Changes;
using SalesSupport.Schedules.Contracts;
using SalesSupport.Schedules.Data;
using SalesSupport.Schedules.Entries;

namespace SalesSupport.Schedules.Forms;

/// <summary>予定を作る and 編集する.</summary>
[Authorize(Policies.User)]
[Route("schedule")]
internal sealed class EntryFormsController(SchedulesDbContext db, EntryReading reading, FormReading forms, FormPages pages, ScheduleChanges changes, EntryCustomers customers, IPeople people, CurrentUser user, TimeProvider clock, IStringLocalizer<Texts> texts) : Controller
{
    private const int Step = 30;
    private const int MostRemembered = 5;
    private const string Answered = "salessupport.entries";
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(12);

    [HttpGet("new")]
    public async Task<IActionResult> New(string? start, string? end, bool? allDay, Guid? customer, string? kind, [FromQuery(Name = "people")] string[] chosen, CancellationToken cancel)
    {
        var named = customer is { } id ? await customers.FindAsync(id, cancel) : null;
        if ((customer is not null && named is null) || KnownPeople.Parse(chosen, await people.GetAsync(cancel)) is not { } ids)
        {
            return NotFound();
        }

        var form = new EntryForm
        {
            FormId = Guid.CreateVersion7(),
            Kind = (kind == nameof(EntryKind.Reservation) ? EntryKind.Reservation : EntryKind.Plan).ToString(),
            CustomerId = named?.Id.ToString(),
            CustomerName = named?.Name,
            People = [.. ids.Where(p => p != user.Id).Select(p => p.ToString())],
            Repeat = nameof(RepeatChoice.None),
            Ends = nameof(RepeatEnd.Never),
        };
        form.Take(TimeOf(EntryAddress.Parse(start), EntryAddress.Parse(end), allDay == true));
        ModelState.Clear();
        return await ShowAsync(form, null, cancel);
    }

    // Nothing said: the next half hour, as calendars do.
    private EntryTime TimeOf(DateTime? start, DateTime? end, bool allDay)
    {
        var now = clock.GetUtcNow().ToJapan().DateTime;
        var next = now.Date.AddMinutes(((int)now.TimeOfDay.TotalMinutes / Step * Step) + Step);
        var begin = start is { Year: > 1900 and < 9000 } at ? at : next;
        begin = allDay ? begin.Date : begin;
        var shortest = allDay ? TimeSpan.FromDays(1) : TimeSpan.FromHours(1);
        return new EntryTime(allDay, begin, end is { } until && until > begin && (until - begin).TotalDays <= Entry.LongestDays ? until : begin + shortest);
    }

    [HttpPost]
    public async Task<IActionResult> Create(EntryForm form, CancellationToken cancel)
    {
        if (await forms.ReadAsync(form, null, ModelState, cancel) is not { } written)
        {
            return NotFound();
        }

        if (!ModelState.IsValid)
        {
            return await ShowAsync(form, null, cancel);
        }

        var id = form.FormId == Guid.Empty ? Guid.CreateVersion7() : form.FormId;
        Entry entry;
        try
        {
            entry = await MakeAsync(id, written, cancel);
        }
        catch (RuleBroken broken)
        {
            return await ShowAsync(form, null, cancel, broken);
        }
        catch (DbUpdateException) when (db.Entries.AsNoTracking().FirstOrDefault(e => e.Id == id) is not null)
        {
            // Both copies of a form that was sent twice came at the same instant.
            db.ChangeTracker.Clear();
            entry = await MakeAsync(id, written, cancel);
        }

        var answered = string.Join('.', AnsweredForms().Where(f => f != $"{id:N}").TakeLast(MostRemembered - 1).Append($"{id:N}"));
        Response.Cookies.Append(Answered, answered, new CookieOptions { Path = "/schedule", MaxAge = Remembered, HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = Request.IsHttps });
        return Done(entry, null, "entry-new");
    }

    // One form makes one entry, however often it is sent. Sent again with something else in it, it changes that entry when the browser never got the first answer; when it did, its user has gone back to make another one.
    private async Task<Entry> MakeAsync(Guid id, WrittenEntry written, CancellationToken cancel)
    {
        var entry = Entry.Make(id, user.Id, written);
        if (await reading.TakeAsync(id, cancel) is var (before, sent))
        {
            if (sent.OwnerId == user.Id && SaysSame(sent, entry))
            {
                return sent;
            }

            if (sent.OwnerId == user.Id && sent.Version == 0 && !AnsweredForms().Contains($"{id:N}"))
            {
                return (await changes.WriteAsync(before, sent, null, EditScope.All, written, cancel)).Entry!;
            }

            entry = Entry.Make(Guid.CreateVersion7(), user.Id, written);
        }

        db.Entries.Add(entry);
        await db.SaveChangesAsync(cancel);
        return entry;
    }

    private static bool SaysSame(Entry one, Entry other) =>
        one.Kind == other.Kind && one.Time() == other.Time() && one.Words() == other.Words() && one.Rule == other.Rule && one.RemindMinutes == other.RemindMinutes && one.People.SequenceEqual(other.People);

    // Forms whose answer this browser has got: it has the cookie that came with it.
    private string[] AnsweredForms() => Request.Cookies[Answered]?.Split('.') ?? [];

    [HttpGet("{id:guid}/edit")]
    public async Task<IActionResult> Edit(Guid id, string? at, EditScope? scope, CancellationToken cancel)
    {
        if (await reading.FindAsync(id, cancel) is not { } entry || !entry.IsEditableBy(user) || Meant(entry, at) is not { } instance)
        {
            return NotFound();
        }

        ModelState.Clear();
        return await ShowAsync(EntryForm.Of(instance, scope ?? (instance.Original is null ? EditScope.All : EditScope.This)), instance, cancel);
    }

    [HttpPost("{id:guid}")]
    public async Task<IActionResult> Update(Guid id, EntryForm form, CancellationToken cancel)
    {
        if (await reading.TakeAsync(id, cancel) is not var (before, now) || !now.IsEditableBy(user))
        {
            return NotFound();
        }

        if (Meant(before, form.At) is not { } instance)
        {
            return NotFound();
        }

        if (await forms.ReadAsync(form, instance, ModelState, cancel) is not { } written)
        {
            // It may name somebody who was deleted, and was taken out of the entry, while it was filled in.
            return now.Version == form.Version ? NotFound() : await ConflictAsync(form, instance, cancel);
        }

        if (!ModelState.IsValid)
        {
            return await ShowAsync(form, instance, cancel);
        }

        if (now.Version != form.Version)
        {
            return await ConflictAsync(form, instance, cancel);
        }

        try
        {
            var changed = await changes.WriteAsync(before, now, instance.Original, form.EditScope, written, cancel);
            return Done(changed.Entry!, changed.Original, $"entry-{id}");
        }
        catch (RuleBroken broken)
        {
            db.ChangeTracker.Clear();
            return await ShowAsync(form, instance, cancel, broken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return await reading.FindAsync(id, cancel) is { } theirs && Meant(theirs, form.At) is { } other ? await ConflictAsync(form, other, cancel) : NotFound();
        }
    }

    // A link without a time means the next one of a series.
    private Instance? Meant(Entry entry, string? at) =>
        at is null ? Instance.Nearest(entry, clock.GetUtcNow().ToJapan().DateTime) : EntryAddress.Parse(at) is { } original ? Instance.Find(entry, original) : null;

    private RedirectResult Done(Entry entry, DateTime? original, string kept)
    {
        TempData["KeptDone"] = kept;
        TempData["Toast"] = HouseTexts.Get("Saved");
        return Redirect(EntryAddress.Of(entry.Id, original ?? (entry.Rule is null ? null : entry.Time().Start)));
    }

    private async Task<IActionResult> ShowAsync(EntryForm form, Instance? stored, CancellationToken cancel, RuleBroken? broken = null)
    {
        if (broken is not null)
        {
            ModelState.AddModelError(broken.Field ?? "", texts[broken.Key, [.. broken.Arguments]]);
        }

        Response.StatusCode = ModelState.IsValid ? Response.StatusCode : StatusCodes.Status422UnprocessableEntity;
        ViewData["Page"] = await pages.LoadAsync(form, stored, cancel);
        return View("/Schedules/Forms/Edit.cshtml", form);
    }

    private async Task<IActionResult> ConflictAsync(EntryForm mine, Instance theirs, CancellationToken cancel)
    {
        var conflict = await pages.CompareAsync(mine, EntryForm.Of(theirs, mine.EditScope), cancel);
        if (conflict.Differences.Count == 0)
        {
            return Done(theirs.Entry, theirs.Original, $"entry-{theirs.Entry.Id}");        // the first of two that were sent has said it
        }

        mine.Version = theirs.Entry.Version;
        ModelState.Remove(nameof(EntryForm.Version));
        ViewData["ConflictStored"] = EntryAddress.Edit(theirs.Entry.Id, theirs.Original, mine.EditScope);
        ViewData["Page"] = await pages.LoadAsync(mine, theirs, cancel) with { Conflict = conflict };
        Response.StatusCode = StatusCodes.Status409Conflict;
        return View("/Schedules/Forms/Edit.cshtml", mine);
    }
}
