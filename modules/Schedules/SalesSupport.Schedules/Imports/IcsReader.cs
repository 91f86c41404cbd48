using System.Security.Cryptography;
using System.Text;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using SalesSupport.Abstractions;
using SalesSupport.Schedules.Contracts;
using SalesSupport.Schedules.Entries;
using SalesSupport.Schedules.Repeating;

namespace SalesSupport.Schedules.Imports;

/// <summary>What an iCalendar file holds that fits the schedule.</summary>
/// <param name="Events">In the order of the file.</param>
/// <param name="LeftOut">What does not fit, and why.</param>
internal sealed record IcsFile(IReadOnlyList<IcsEvent> Events, IReadOnlyList<IcsLeftOut> LeftOut);

// By its UID other programs know it; the same file twice makes nothing twice.
internal sealed record IcsEvent(string Uid, EntryText Text, EntryTime Time, string? Rule, IReadOnlyList<EntryException> Exceptions);

/// <param name="Title">What it is called.</param>
/// <param name="Why">Key of the text that says why.</param>
/// <param name="Arguments">Values for its placeholders.</param>
internal sealed record IcsLeftOut(string Title, string Why, IReadOnlyList<object> Arguments);

/// <summary>Reads iCalendar (RFC 5545) from other programs: their zones become the wall clock of Japan.</summary>
internal static class IcsReader
{
    private const string Zone = "Asia/Tokyo";

    /// <exception cref="RuleBroken">It is no iCalendar file.</exception>
    public static IcsFile Read(string text)
    {
        IList<Calendar> calendars;
        try
        {
            calendars = Calendar.Load<Calendar>(text);
        }
        catch (Exception e) when (e is not OutOfMemoryException)     // the library throws many kinds
        {
            throw new RuleBroken("IcsUnreadable", "File");
        }

        if (calendars.Count == 0)
        {
            throw new RuleBroken("IcsUnreadable", "File");
        }

        List<CalendarEvent> all = [.. calendars.SelectMany(c => c.Events)];
        var events = new List<IcsEvent>();
        var leftOut = new List<IcsLeftOut>();
        var changed = all.Where(e => e.RecurrenceIdentifier is not null).ToLookup(e => e.Uid, StringComparer.Ordinal);
        foreach (var found in all.Where(e => e.RecurrenceIdentifier is null))
        {
            try
            {
                events.Add(EventOf(found, changed[found.Uid]));
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                leftOut.Add(new IcsLeftOut(TitleOf(found), (e as RuleBroken)?.Key ?? "IcsEventUnreadable", []));
            }
        }

        // Invitations to a single date of somebody's series.
        var masters = all.Where(e => e.RecurrenceIdentifier is null).Select(e => e.Uid).ToHashSet(StringComparer.Ordinal);
        leftOut.AddRange(changed.Where(c => !masters.Contains(c.Key)).SelectMany(c => c).Select(e => new IcsLeftOut(TitleOf(e), "IcsWithoutSeries", [])));

        return new IcsFile(events, leftOut);
    }

    private static IcsEvent EventOf(CalendarEvent found, IEnumerable<CalendarEvent> changed)
    {
        if (string.Equals(found.Status, EventStatus.Cancelled, StringComparison.OrdinalIgnoreCase))
        {
            throw new RuleBroken("IcsCancelled");
        }

        var rule = found.RecurrenceRule;
        if (found.Properties.AllOf("RRULE").Skip(1).Any() || found.Properties.AllOf("EXRULE").Any() || found.RecurrenceDates.GetAllDates().Any())
        {
            throw new RuleBroken("IcsRuleUnknown");
        }

        var time = TimeOf(found);
        if (rule is not null && !time.AllDay && found.Start!.Value != time.Start)
        {
            throw new RuleBroken("IcsRuleOfOtherZone");       // its days of the week would be others here
        }

        var cancelled = found.ExceptionDates.GetAllDates().Take(Repeat.MostTimes + 1).ToArray();
        if (cancelled.Length > Repeat.MostTimes)
        {
            throw new RuleBroken("IcsRuleUnknown");
        }

        List<EntryException> exceptions =
        [
            .. cancelled.Select(d => new EntryException(Wall(d), null)),
            .. changed.Take(Repeat.MostTimes).Select(c => new EntryException(Wall(c.RecurrenceIdentifier!.StartTime), new ChangedInstance(TimeOf(c), TextOf(c)))),
        ];
        return new IcsEvent(Uid(found), TextOf(found), time, rule?.ToString(), rule is null ? [] : exceptions);
    }

    private static EntryText TextOf(CalendarEvent found) => new(
        TitleOf(found),
        null,
        null,
        Line(found.Location, 200),
        found.Url is { Scheme: "http" or "https", UserInfo.Length: 0, AbsoluteUri: { Length: <= 500 } url } ? url : null,
        Lines(found.Description, 2000),
        found.Class is { } c && !string.Equals(c, "PUBLIC", StringComparison.OrdinalIgnoreCase));

    private static EntryTime TimeOf(CalendarEvent found)
    {
        var start = found.Start ?? throw new RuleBroken("IcsNoTime");
        var from = Wall(start);
        var until = found.End is { } end ? Wall(end) : from + found.EffectiveDuration.ToTimeSpanUnspecified();
        return start.HasTime
            ? new EntryTime(false, from, until > from ? until : from.AddMinutes(30))       // a moment without a length; half an hour can be seen
            : new EntryTime(true, from, until > from ? until.Date : from.AddDays(1));
    }

    // Longer than the column: still the same for the same event.
    private static string Uid(CalendarEvent found) => found.Uid is not { Length: > 0 } uid ? throw new RuleBroken("IcsEventUnreadable")
        : uid.Length <= Entry.UidLength && !uid.Any(char.IsControl) ? uid
        : Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(uid)));

    // Times of no zone are those of whoever wrote the file, and so ours.
    private static DateTime Wall(CalDateTime at) =>
        at.Value.Year is > 1900 and < 9000 ? DateTime.SpecifyKind(!at.HasTime || at.IsFloating ? at.Value : at.ToTimeZone(Zone).Value, DateTimeKind.Unspecified) : throw new RuleBroken("IcsEventUnreadable");

    private static string TitleOf(CalendarEvent found) =>
        PlainTextAttribute.Clean(found.Summary, 200) is { Length: > 0 } title ? title : HouseTexts.Day(DateOnly.FromDateTime(found.Start?.Value ?? DateTime.MinValue));

    private static string? Line(string? text, int most) => PlainTextAttribute.Clean(text, most) is { Length: > 0 } line ? line : null;

    private static string? Lines(string? text, int most)
    {
        var kept = new StringBuilder();
        foreach (var line in (text ?? "").Split('\n').Select(l => PlainTextAttribute.Clean(l, most)))
        {
            if (kept.Length + line.Length >= most)
            {
                break;
            }

            kept.Append(line).Append('\n');
        }

        return kept.ToString().Trim() is { Length: > 0 } lines ? lines : null;
    }
}
