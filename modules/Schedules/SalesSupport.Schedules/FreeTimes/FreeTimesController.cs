using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using SalesSupport.Abstractions;
using SalesSupport.Schedules.Entries;

namespace SalesSupport.Schedules.FreeTimes;

/// <summary>A time at which all of them are free.</summary>
internal sealed record FreeTime(DateTime Start, DateTime End);

/// <summary>What is asked for.</summary>
internal sealed record FreeTimesPage(IReadOnlyList<Guid> People, DateOnly From, DateOnly To, int Minutes, PeopleBook Book, IReadOnlyList<FreeTime> Found);

/// <summary>空き時間: when several people are all free, within working hours on business days.</summary>
[Authorize(Policies.User)]
[Route("schedule/free")]
internal sealed class FreeTimesController(EntryReading reading, IPeople people, IBusinessCalendar calendar, CurrentUser user, TimeProvider clock) : Controller
{
    public const int MostDays = 31;
    private const int Step = 30;
    private static readonly TimeOnly Opens = new(9, 0);
    private static readonly TimeOnly Closes = new(18, 0);

    public static IReadOnlyList<int> Lengths { get; } = [30, 60, 90, 120, 180, 240];

    [HttpGet]
    public async Task<IActionResult> Index([FromQuery(Name = "people")] string[] chosen, string? from, string? to, int? minutes, CancellationToken cancel)
    {
        var book = await people.GetAsync(cancel);
        if (KnownPeople.Parse(chosen, book) is not { } ids)
        {
            return NotFound();
        }

        var today = clock.Today();
        var first = Day(from) is { } begin && begin >= today ? begin : today;
        var last = Day(to) is { } end && end >= first && end.DayNumber - first.DayNumber < MostDays ? end : first.AddDays(6);
        var length = minutes is { } typed && Lengths.Contains(typed) ? typed : 60;
        Guid[] who = ids.Count == 0 ? [user.Id] : [.. ids];
        return View("/Schedules/FreeTimes/Index.cshtml", new FreeTimesPage(who, first, last, length, book, await FindAsync(who, first, last, TimeSpan.FromMinutes(length), cancel)));
    }

    private async Task<IReadOnlyList<FreeTime>> FindAsync(Guid[] who, DateOnly from, DateOnly to, TimeSpan length, CancellationToken cancel)
    {
        var busy = await reading.RangeAsync(from.ToDateTime(TimeOnly.MinValue), to.AddDays(1).ToDateTime(TimeOnly.MinValue), who, cancel);
        var now = clock.GetUtcNow().ToJapan().DateTime;
        var found = new List<FreeTime>();
        foreach (var day in (await calendar.BetweenAsync(from, to, cancel)).Where(d => d.IsBusinessDay))
        {
            var closes = day.Date.ToDateTime(Closes);
            for (var start = day.Date.ToDateTime(Opens); start + length <= closes; start = start.AddMinutes(Step))
            {
                var end = start + length;
                if (start >= now && !busy.Any(b => b.Time.Start < end && b.Time.End > start))
                {
                    found.Add(new FreeTime(start, end));
                }
            }
        }

        // All of them: the range and the working hours bound it, and a day that were left out would look taken.
        return found;
    }

    private static DateOnly? Day(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year < 9000 ? day : null;
}
