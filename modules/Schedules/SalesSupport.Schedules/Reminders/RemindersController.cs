using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.Schedules.Entries;

namespace SalesSupport.Schedules.Reminders;

/// <summary>What the page that is open tells by its own clock: one's reminders of the next day, as JSON.</summary>
[Authorize(Policies.User)]
[Route("schedule/reminders")]
internal sealed class RemindersController(EntryReading reading, CurrentUser user, TimeProvider clock, IStringLocalizer<Texts> texts) : Controller
{
    private const int Hours = 24;
    private const int LongestAhead = 48;

    [HttpGet]
    public async Task<IActionResult> Index(CancellationToken cancel)
    {
        Response.Headers.CacheControl = "no-store";
        var (now, wall) = (clock.GetUtcNow(), WallClock.Of(clock.GetUtcNow()));
        var mine = await reading.RangeAsync(wall, wall.AddHours(LongestAhead), [user.Id], cancel);
        return Json(new { reminders = mine.Where(i => i.Entry.RemindMinutes is not null && Reminder.DueOf(i) < now.AddHours(Hours)).Select(Item) });
    }

    private object Item(Instance instance)
    {
        var time = instance.Time;
        var day = HouseTexts.Day(DateOnly.FromDateTime(time.Start));
        var url = EntryAddress.Of(instance.Entry.Id, instance.Original);
        return new
        {
            // A moved one is told again.
            id = string.Create(CultureInfo.InvariantCulture, $"{instance.Entry.Id:N}{time.Start:yyyyMMddHHmm}"),
            due = Text(Reminder.DueOf(instance)),
            until = Text(WallClock.At(time.End)),
            text = time.AllDay ? texts["ComesUpDay", day, instance.Words.Title].Value : texts["ComesUp", day, time.Start.ToString("HH:mm", CultureInfo.InvariantCulture), instance.Words.Title].Value,
            open = texts["OpenEntry"].Value,
            url,
        };
    }

    private static string Text(DateTimeOffset at) => at.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);
}
