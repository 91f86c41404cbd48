using System.ComponentModel.DataAnnotations;
using System.Text;
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

namespace SalesSupport.Schedules.Imports;

/// <summary>Takes entries from an iCalendar file of another calendar into one's own schedule. Each is known by its UID, so that the same file twice makes nothing twice.</summary>
[Authorize(Policies.User)]
[Route("schedule/imports")]
internal sealed class ImportsController(SchedulesDbContext db, IUnitOfWork unitOfWork, JustDone<TakenBack> done, CurrentUser user, IStringLocalizer<Texts> texts) : Controller
{
    private const int MostBytes = 1024 * 1024;
    private const int MostEvents = 500;
    private const string Path = "/schedule/imports";

    [HttpGet("new")]
    public IActionResult New() => View("Edit", new ImportPage(new ImportForm(), null));

    [HttpPost]
    public async Task<IActionResult> Create([Bind(Prefix = "Form")] ImportForm form, CancellationToken cancel)
    {
        if (!ModelState.IsValid)
        {
            return Invalid(form);
        }

        try
        {
            var file = IcsReader.Read(await TextAsync(form.File!, cancel));
            return file.Events.Count > MostEvents
                ? throw new RuleBroken("IcsTooMany", "File", MostEvents)
                : View("Edit", new ImportPage(form, await TakeAsync(file, form.Kind!.Value, cancel)));
        }
        catch (RuleBroken e)
        {
            ModelState.AddModelError($"Form.{e.Field}", texts[e.Key, [.. e.Arguments]]);
            return Invalid(form);
        }
    }

    private static async Task<string> TextAsync(IFormFile file, CancellationToken cancel)
    {
        if (file.Length > MostBytes)
        {
            throw new RuleBroken("IcsTooBig", "File", MostBytes / 1024 / 1024);
        }

        try
        {
            using var reader = new StreamReader(file.OpenReadStream(), new UTF8Encoding(false, throwOnInvalidBytes: true));      // RFC 5545 3.1.4
            return await reader.ReadToEndAsync(cancel);
        }
        catch (DecoderFallbackException)
        {
            throw new RuleBroken("IcsUnreadable", "File");
        }
    }

    private async Task<ImportResult> TakeAsync(IcsFile file, EntryKind kind, CancellationToken cancel)
    {
        var (made, known) = (new List<Entry>(), 0);
        List<IcsLeftOut> leftOut = [.. file.LeftOut];
        await unitOfWork.RunAsync(
            async c =>
            {
                (made, known) = ([], 0);
                string[] uids = [.. file.Events.Select(e => e.Uid)];
                var before = (await db.Entries.Where(e => e.OwnerId == user.Id && e.SourceUid != null && uids.Contains(e.SourceUid)).Select(e => e.SourceUid!).ToListAsync(c)).ToHashSet(StringComparer.Ordinal);
                foreach (var found in file.Events)
                {
                    if (!before.Add(found.Uid))
                    {
                        known++;
                        continue;
                    }

                    try
                    {
                        made.Add(EntryOf(found, kind));
                    }
                    catch (RuleBroken e)
                    {
                        leftOut.Add(new IcsLeftOut(found.Text.Title, e.Key, e.Arguments));
                    }
                }

                db.Entries.AddRange(made);
            },
            cancel);
        var id = Guid.CreateVersion7();
        if (made.Count > 0)
        {
            await done.KeepAsync(db.Tenant, user.Id, id, new TakenBack { Made = [.. made.Select(e => e.Id)], Left = made.ToDictionary(e => e.Id, e => e.Version), Address = $"{Path}/new" });
        }

        return new ImportResult(made, known, leftOut, made.Count > 0 ? $"/schedule/undo/{id}" : null);
    }

    private Entry EntryOf(IcsEvent found, EntryKind kind)
    {
        var repeat = found.Rule is { } rule ? IcsRules.Read(rule, found.Time) : null;
        var entry = Entry.Make(Guid.CreateVersion7(), user.Id, new WrittenEntry(kind, Words(found.Text), found.Time, repeat, [user.Id], null), found.Uid);
        if (found.Exceptions.Count > 0)
        {
            entry.TakeOver(found.Exceptions.Select(e => (e.Original, e.Changed is { } changed ? (changed.Time, Words(changed.Text)) : ((EntryTime, EntryWords)?)null)));
        }

        return entry;
    }

    private static EntryWords Words(EntryText text) => new(text.Title, Place: text.Place, MeetingUrl: text.MeetingUrl, Notes: text.Notes, Private: text.Private);

    private ViewResult Invalid(ImportForm form)
    {
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return View("Edit", new ImportPage(form, null));
    }
}

internal sealed class ImportForm
{
    [Required]
    public IFormFile? File { get; set; }

    [Required]
    public EntryKind? Kind { get; set; } = EntryKind.Plan;
}

// Without a result before anything was taken in.
internal sealed record ImportPage(ImportForm Form, ImportResult? Result);

/// <param name="Made">What came in.</param>
/// <param name="Known">How many were there already.</param>
/// <param name="LeftOut">What does not fit, and why.</param>
/// <param name="Undo">Takes back what came in, or null.</param>
internal sealed record ImportResult(IReadOnlyList<Entry> Made, int Known, IReadOnlyList<IcsLeftOut> LeftOut, string? Undo);
