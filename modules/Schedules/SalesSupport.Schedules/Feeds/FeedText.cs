using System.Globalization;
using System.Text;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;
using Microsoft.EntityFrameworkCore;
using SalesSupport.Abstractions;
using SalesSupport.Schedules.Contracts;
using SalesSupport.Schedules.Data;
using SalesSupport.Schedules.ForOthers;

namespace SalesSupport.Schedules.Feeds;

/// <summary>What a user takes part in, as iCalendar (RFC 5545): the last 90 days and everything to come.</summary>
internal sealed class FeedText(SchedulesDbContext db, IPeople people, TimeProvider clock)
{
    private const int Most = 2000;
    private const string Zone = "Asia/Tokyo";
    private static readonly TimeSpan Past = TimeSpan.FromDays(90);

    /// <returns>Null when the feed is gone or its user may not sign in.</returns>
    public async Task<string?> OfAsync(string hash, CancellationToken cancel)
    {
        var userId = await db.Feeds.AsNoTracking().Where(f => f.Hash == hash).Select(f => (Guid?)f.UserId).SingleOrDefaultAsync(cancel);
        if ((await people.GetAsync(cancel)).Find(userId) is not { Suspended: false } person)
        {
            return null;
        }

        var calendar = new Ical.Net.Calendar { ProductId = "-//SalesSupport//Schedule//JA", Method = "PUBLISH" };
        calendar.AddProperty("X-WR-CALNAME", person.Name);
        calendar.AddProperty("X-WR-TIMEZONE", Zone);
        calendar.AddTimeZone(Japan());
        foreach (var entry in await EntriesAsync(person.Id, cancel))
        {
            calendar.Events.AddRange(EventsOf(entry));
        }

        return new CalendarSerializer().SerializeToString(calendar);
    }

    private static IEnumerable<CalendarEvent> EventsOf(EntrySnapshot entry)
    {
        var master = EventOf(entry, entry.Time, entry.Text);
        if (entry.Rule is { } rule)
        {
            master.RecurrenceRule = new RecurrenceRule(rule);
            foreach (var gone in entry.Exceptions.Where(e => e.Changed is null))
            {
                master.ExceptionDates.Add(At(gone.Original, entry.Time.AllDay));
            }
        }

        yield return master;
        foreach (var exception in entry.Exceptions)
        {
            if (exception.Changed is { } changed)
            {
                var instance = EventOf(entry, changed.Time, changed.Text);
                instance.RecurrenceIdentifier = new RecurrenceIdentifier(At(exception.Original, entry.Time.AllDay));
                yield return instance;
            }
        }
    }

    private static CalendarEvent EventOf(EntrySnapshot entry, EntryTime time, EntryText text)
    {
        var lines = new[] { text.CustomerName, text.ContactName, text.MeetingUrl, text.Notes }.Where(l => !string.IsNullOrEmpty(l));
        return new CalendarEvent
        {
            Uid = $"{entry.Id}@salessupport",
            Sequence = entry.Version,
            // The text must be the same while nothing changes, or every reading would look like a change.
            DtStamp = new CalDateTime(MadeAt(entry.Id).AddSeconds(entry.Version), CalDateTime.UtcTzId),
            Summary = Clean(text.Title),
            Location = text.Place is { } place ? Clean(place) : null,
            Description = Clean(string.Join('\n', lines)),
            Status = entry.Kind == EntryKind.Plan ? EventStatus.Tentative : EventStatus.Confirmed,
            Class = text.Private ? "PRIVATE" : "PUBLIC",
            Start = At(time.Start, time.AllDay),
            End = At(time.End, time.AllDay),
        };
    }

    private static CalDateTime At(DateTime wall, bool allDay) => allDay ? new CalDateTime(DateOnly.FromDateTime(wall)) : new CalDateTime(DateTime.SpecifyKind(wall, DateTimeKind.Unspecified), Zone);

    // A plain one: what the library makes from the zone's history says other things of 1951.
    private static VTimeZone Japan()
    {
        var standard = new VTimeZoneInfo("STANDARD") { Start = new CalDateTime(1970, 1, 1, 0, 0, 0), OffsetFrom = new UtcOffset(TimeSpan.FromHours(9)), OffsetTo = new UtcOffset(TimeSpan.FromHours(9)), TimeZoneName = "JST" };
        var zone = new VTimeZone { TzId = Zone };
        zone.Children.Add(standard);
        return zone;
    }

    // The first 48 bits of a UUIDv7 are milliseconds since 1970 (RFC 9562 5.7).
    private static DateTime MadeAt(Guid id) => DateTime.UnixEpoch.AddMilliseconds(long.Parse(id.ToString("N")[..12], NumberStyles.HexNumber, CultureInfo.InvariantCulture));

    // RFC 5545 3.1 allows no control characters but the tab; line feeds are escaped by the library.
    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var c in text.Where(c => c is '\t' or '\n' || !char.IsControl(c)))
        {
            clean.Append(c);
        }

        return clean.ToString();
    }

    private async Task<IReadOnlyList<EntrySnapshot>> EntriesAsync(Guid userId, CancellationToken cancel)
    {
        var from = clock.GetUtcNow() - Past;
        var ids = db.Places.Where(p => p.UserId == userId && p.LastAt >= from).OrderBy(p => p.LastAt).Take(Most).Select(p => p.EntryId);
        var entries = await db.Entries.AsNoTracking().Include(e => e.Occurrences).Where(e => ids.Contains(e.Id)).OrderBy(e => e.Id).ToListAsync(cancel);
        return [.. entries.Select(ScheduleEntries.Snapshot)];
    }
}
