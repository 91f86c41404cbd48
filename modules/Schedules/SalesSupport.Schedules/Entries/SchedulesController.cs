using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using SalesSupport.Abstractions;
using SalesSupport.Schedules.Contracts;

namespace SalesSupport.Schedules.Entries;

/// <summary>A day of the week's list.</summary>
internal sealed record WeekDay(CalendarDay Day, IReadOnlyList<SeenInstance> Entries);

/// <summary>The week that the page shows without script.</summary>
internal sealed record WeekPage(DateOnly First, DateOnly Today, IReadOnlyList<WeekDay> Days, PeopleBook Book, IReadOnlyList<Guid> People, IReadOnlyDictionary<Guid, EntryMark> Marks)
{
    /// <summary>The same page of another week, or of other people.</summary>
    public string Address(DateOnly day, IReadOnlyList<Guid>? people = null) =>
        string.Create(CultureInfo.InvariantCulture, $"/schedule?date={day:yyyy-MM-dd}") + string.Concat((people ?? People).Select(p => $"&people={p}"));
}

/// <summary>予定: everybody's week (R22, R25).</summary>
[Authorize(Policies.User)]
[Route("schedule")]
internal sealed class SchedulesController(EntryReading reading, EntrySight sight, IPeople people, IBusinessCalendar calendar, TimeProvider clock) : Controller
{
    [HttpGet]
    public async Task<IActionResult> Index([FromQuery(Name = "people")] string[] chosen, string? date, CancellationToken cancel)
    {
        var today = clock.Today();
        var day = DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var typed) && typed.Year is > 1900 and < 9000 ? typed : today;
        var first = day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
        var book = await people.GetAsync(cancel);
        if (KnownPeople.Parse(chosen, book) is not { } ids)
        {
            return NotFound();
        }

        // Nobody named: mine. ?people= with every id shows all.
        Guid[] shown = [.. ids.Count == 0 ? [sight.Me] : ids];
        var instances = await reading.RangeAsync(first.ToDateTime(TimeOnly.MinValue), first.AddDays(7).ToDateTime(TimeOnly.MinValue), shown, cancel);
        var days = (await calendar.BetweenAsync(first, first.AddDays(6), cancel)).Select(d => new WeekDay(d, [.. On(instances, d.Date).Select(sight.See)])).ToArray();
        return View("/Schedules/Entries/Index.cshtml", new WeekPage(first, today, days, book, ids, await reading.MarksAsync(instances, sight.Me, cancel)));
    }

    internal static IEnumerable<Instance> On(IEnumerable<Instance> instances, DateOnly day)
    {
        var (from, to) = (day.ToDateTime(TimeOnly.MinValue), day.AddDays(1).ToDateTime(TimeOnly.MinValue));
        return instances.Where(i => i.Time.Start < to && i.Time.End > from);
    }
}
