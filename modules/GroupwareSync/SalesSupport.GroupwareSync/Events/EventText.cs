using System.Globalization;
using System.Text;
using SalesSupport.Schedules.Contracts;

namespace SalesSupport.GroupwareSync.Events;

/// <summary>
/// What a groupware gets of an entry: an iCalendar text (RFC 5545) with nobody as organizer or attendee, because a groupware would send invitations and copy the event by itself. Times are Japan's, with
/// a zone of nothing but +09:00: Japan has had no other since 1951, and the history of before confuses some programs.
/// </summary>
internal static class EventText
{
    public const string ReferenceName = "X-SALESSUPPORT-REF";
    public const string VersionName = "X-SALESSUPPORT-VERSION";
    public const string Zone = "Asia/Tokyo";

    /// <summary>The text of one person's copy.</summary>
    /// <param name="entry">What it says.</param>
    /// <param name="uid">The copy's UID, the same for as long as it lives.</param>
    /// <param name="reference">Own reference, by which a copy is known again.</param>
    /// <param name="version">Which state of the entry it is.</param>
    /// <param name="now">When it is written.</param>
    public static string Write(EntrySnapshot entry, string uid, string reference, int version, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var text = new StringBuilder();
        void Line(string line) => EventLines.Write(text, line);

        Line("BEGIN:VCALENDAR");
        Line("VERSION:2.0");
        Line("PRODID:-//SalesSupport//SalesSupport//JA");
        Line("CALSCALE:GREGORIAN");
        if (!entry.Time.AllDay || entry.Exceptions.Any(e => e.Changed is { Time.AllDay: false }))
        {
            Line("BEGIN:VTIMEZONE");
            Line($"TZID:{Zone}");
            Line("BEGIN:STANDARD");
            Line("DTSTART:19700101T000000");
            Line("TZOFFSETFROM:+0900");
            Line("TZOFFSETTO:+0900");
            Line("TZNAME:JST");
            Line("END:STANDARD");
            Line("END:VTIMEZONE");
        }

        Event(entry.Text, entry.Time, null);
        foreach (var (original, changed) in entry.Exceptions.OrderBy(e => e.Original))
        {
            if (changed is not null)
            {
                Event(changed.Text, changed.Time, original);
            }
        }

        Line("END:VCALENDAR");
        return text.ToString();

        void Event(EntryText says, EntryTime time, DateTime? original)
        {
            var stamp = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
            Line("BEGIN:VEVENT");
            Line($"UID:{EventLines.Escape(uid)}");
            if (original is { } at)
            {
                Line(When("RECURRENCE-ID", entry.Time.AllDay, at));
            }

            Line($"DTSTAMP:{stamp}");
            Line($"LAST-MODIFIED:{stamp}");
            Line($"SEQUENCE:{version.ToString(CultureInfo.InvariantCulture)}");
            Line(When("DTSTART", time.AllDay, time.Start));
            Line(When("DTEND", time.AllDay, time.End));
            if (original is null && entry.Rule is { Length: > 0 } rule)
            {
                Line($"RRULE:{EventLines.Clean(rule)}");
                foreach (var cancelled in entry.Exceptions.Where(e => e.Changed is null).OrderBy(e => e.Original))
                {
                    Line(When("EXDATE", entry.Time.AllDay, cancelled.Original));
                }
            }

            Text("SUMMARY", says.Title);
            Text("LOCATION", says.Place);
            Text("DESCRIPTION", Description(says));
            if (Address(says.MeetingUrl) is { } url)
            {
                Line($"URL:{url}");
            }

            Line($"CLASS:{(says.Private ? "PRIVATE" : "PUBLIC")}");
            Line("STATUS:CONFIRMED");
            Line("TRANSP:OPAQUE");
            Line($"{ReferenceName}:{EventLines.Escape(reference)}");
            Line($"{VersionName}:{version.ToString(CultureInfo.InvariantCulture)}");
            Line("END:VEVENT");
        }

        void Text(string name, string? value)
        {
            if (EventLines.Clean(value) is { Length: > 0 } said)
            {
                Line($"{name}:{EventLines.Escape(said)}");
            }
        }
    }

    private static string When(string name, bool allDay, DateTime at) => allDay
        ? $"{name};VALUE=DATE:{at.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}"
        : $"{name};TZID={Zone}:{at.ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture)}";

    // Without labels: a groupware has one text for everybody, whatever their language.
    private static string Description(EntryText says)
    {
        string[] head = [$"{EventLines.Clean(says.CustomerName)}  {EventLines.Clean(says.ContactName)}".Trim(), EventLines.Clean(says.MeetingUrl)];
        return string.Join("\n\n", new[] { string.Join('\n', head.Where(h => h.Length > 0)), EventLines.Clean(says.Notes) }.Where(p => p.Length > 0));
    }

    // A URI is written as it is, without escapes, so it must have none of what ends a line.
    private static string? Address(string? typed) => Uri.TryCreate(EventLines.Clean(typed), UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address.AbsoluteUri : null;
}
