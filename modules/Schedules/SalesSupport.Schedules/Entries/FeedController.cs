using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.Schedules.Contracts;

namespace SalesSupport.Schedules.Entries;

/// <summary>What the calendar on the page shows, as JSON. Times are those of a Japanese wall clock, without a zone.</summary>
[Authorize(Policies.User)]
[Route("schedule/entries")]
internal sealed class FeedController(EntryReading reading, EntrySight sight, IPeople people, IBusinessCalendar calendar, IStringLocalizer<Texts> texts) : Controller
{
    private const int MostDays = 124;

    [HttpGet]
    public async Task<IActionResult> Index([FromQuery(Name = "people")] string[] chosen, string? from, string? to, string? start, string? end, CancellationToken cancel)
    {
        Response.Headers.CacheControl = "no-store";
        var (first, last) = (Day(from ?? start), Day(to ?? end));
        if (first is not { } begin || last is not { } until || until <= begin || until.DayNumber - begin.DayNumber > MostDays)
        {
            return Problem(texts["RangeInvalid", MostDays], statusCode: StatusCodes.Status422UnprocessableEntity);
        }

        var book = await people.GetAsync(cancel);
        if (KnownPeople.Parse(chosen, book) is not { } ids)
        {
            return NotFound();
        }

        // Nobody named: mine, as the page does.
        var instances = await reading.RangeAsync(begin.ToDateTime(TimeOnly.MinValue), until.ToDateTime(TimeOnly.MinValue), ids.Count == 0 ? [sight.Me] : ids, cancel);
        var marks = await reading.MarksAsync(instances, sight.Me, cancel);
        var days = await calendar.BetweenAsync(begin, until.AddDays(-1), cancel);
        return Json(new
        {
            entries = instances.Select(i => Item(sight.See(i), book, marks)),
            holidays = days.Where(d => !d.IsBusinessDay || d.HolidayName is not null).Select(d => new { date = Text(d.Date), name = d.HolidayName, off = !d.IsBusinessDay }),
        });
    }

    private static object Item(SeenInstance seen, PeopleBook book, IReadOnlyDictionary<Guid, EntryMark> marks)
    {
        var mark = seen.Masked ? null : marks.GetValueOrDefault(seen.Entry.Id);
        return new
        {
            id = seen.Entry.Id,
            version = seen.Entry.Version,
            original = !seen.Masked && seen.Instance.Original is { } at ? EntryAddress.Text(at) : null,
            title = seen.Words.Title,
            start = Text(seen.Time, seen.Time.Start),
            end = Text(seen.Time, seen.Time.End),
            allDay = seen.Time.AllDay,
            kind = seen.Kind.ToString(),
            @private = seen.Words.Private,
            masked = seen.Masked,
            mine = seen.Mine,
            editable = seen.Editable,
            ownerName = book.NameOf(seen.Entry.OwnerId),
            people = seen.Entry.People,
            customerName = seen.Words.CustomerName,
            place = seen.Words.Place,
            url = seen.Address,
            mark = mark is null ? null : new { icon = mark.Icon, words = mark.Words, trouble = mark.Trouble, url = mark.Url },
            series = !seen.Masked && seen.Instance.Original is not null,
        };
    }

    // FullCalendar sends times; its days are what counts.
    private static DateOnly? Day(string? text) =>
        text is { Length: >= 10 } && DateOnly.TryParseExact(text[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 1900 and < 9000 ? day : null;

    private static string Text(EntryTime time, DateTime at) => time.AllDay ? Text(DateOnly.FromDateTime(at)) : EntryAddress.Text(at);

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
