using System.Globalization;
using System.Xml;

namespace SalesSupport.GroupwareSync.Events;

/// <summary>Reads what a groupware gives back, written by it or by its users' programs.</summary>
internal static class EventReader
{
    private const int MostLines = 20000;

    // Japan's own offset, for zones that a server has given a name of its own.
    private static readonly TimeSpan Japan = TimeSpan.FromHours(9);

    /// <summary>What a text says; never fails.</summary>
    public static ReadEvent Read(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return ReadEvent.None;
        }

        var stack = new Stack<string>();
        var events = new List<List<Property>>();
        foreach (var line in EventLines.Read(text.TrimStart('\uFEFF')).Take(MostLines))
        {
            if (Property.Parse(line) is not { } property)
            {
                continue;       // one odd line does not make the others unreadable
            }

            if (property.Name == "BEGIN")
            {
                stack.Push(property.Value.Trim().ToUpperInvariant());
                if (stack.Peek() == "VEVENT")
                {
                    events.Add([]);
                }
            }
            else if (property.Name == "END")
            {
                if (!stack.TryPop(out var open) || !string.Equals(open, property.Value.Trim(), StringComparison.OrdinalIgnoreCase))
                {
                    return ReadEvent.None;
                }
            }
            else if (stack.TryPeek(out var within) && within == "VEVENT")
            {
                events[^1].Add(property);
            }
        }

        return stack.Count == 0 && events.Count > 0 ? Event(events) : ReadEvent.None;
    }

    private static ReadEvent Event(List<List<Property>> events)
    {
        // Somebody may have kept one instance only; that is then all there is.
        var main = events.Find(e => One(e, "RECURRENCE-ID") is null) ?? events[0];
        if (One(main, "UID") is not { } uid || Time(One(main, "DTSTART")) is null)
        {
            return ReadEvent.None;
        }

        var changed = new Dictionary<EventTime, EventFields>();
        foreach (var other in events.Where(e => e != main))
        {
            if (Time(One(other, "RECURRENCE-ID")) is { } original)
            {
                changed[original] = Fields(other);
            }
        }

        return new ReadEvent
        {
            Readable = true,
            Uid = EventLines.Unescape(uid.Value).Trim(),
            Reference = One(main, EventText.ReferenceName) is { } reference ? EventLines.Unescape(reference.Value).Trim() : null,
            Version = int.TryParse(One(main, EventText.VersionName)?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null,
            Main = Fields(main),
            Rule = Rule(One(main, "RRULE")?.Value),
            Cancelled = main.Where(p => p.Name == "EXDATE").SelectMany(p => p.Value.Split(',').Select(v => Time(p with { Value = v }))).OfType<EventTime>().ToHashSet(),
            Changed = changed,
        };
    }

    private static EventFields Fields(List<Property> properties)
    {
        var start = Time(One(properties, "DTSTART"));
        return new EventFields(
            Words(properties, "SUMMARY"),
            Words(properties, "LOCATION"),
            Words(properties, "DESCRIPTION"),
            EventLines.Unescape(One(properties, "URL")?.Value.Trim() ?? ""),        // SOGo escapes it like a text
            One(properties, "CLASS")?.Value.Trim().ToUpperInvariant() is "PRIVATE" or "CONFIDENTIAL",
            string.Equals(One(properties, "STATUS")?.Value.Trim(), "CANCELLED", StringComparison.OrdinalIgnoreCase),
            start,
            Time(One(properties, "DTEND")) ?? End(start, One(properties, "DURATION")?.Value));
    }

    private static EventTime? End(EventTime? start, string? duration)
    {
        if (start is not { } begins)
        {
            return null;
        }

        if (duration is null)
        {
            return begins with { At = begins.Kind == EventTimeKind.Day ? begins.At.AddDays(1) : begins.At };       // RFC 5545, 3.6.1
        }

        try
        {
            var text = duration.Trim().TrimStart('+');
            return begins with { At = begins.At + (text.EndsWith('W') ? TimeSpan.FromDays(7 * int.Parse(text.Trim('P', 'W'), CultureInfo.InvariantCulture)) : XmlConvert.ToTimeSpan(text)) };
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException)
        {
            return null;
        }
    }

    private static string Words(List<Property> properties, string name) => One(properties, name) is { } property ? EventLines.Clean(EventLines.Unescape(property.Value)) : "";

    private static Property? One(List<Property> properties, string name) => properties.Find(p => p.Name == name);

    // What stands for the same: the order of the parts, parts that say what holds anyhow, and capitals.
    private static string Rule(string? rule) => string.Join(';', (rule ?? "").ToUpperInvariant().Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(p => p is not ("INTERVAL=1" or "WKST=MO")).Order(StringComparer.Ordinal));

    private static EventTime? Time(Property? property)
    {
        if (property is null)
        {
            return null;
        }

        var value = property.Value.Trim();
        if (DateTime.TryParseExact(value, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return new EventTime(day, EventTimeKind.Day);
        }

        var utc = value.EndsWith('Z');
        if (!DateTime.TryParseExact(utc ? value[..^1] : value, "yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at))
        {
            return null;
        }

        return utc ? new EventTime(at, EventTimeKind.Instant)
            : property.Parameters.TryGetValue("TZID", out var zone) ? new EventTime(ToUtc(at, zone), EventTimeKind.Instant)
            : new EventTime(at, EventTimeKind.Floating);
    }

    private static DateTime ToUtc(DateTime wall, string zone)
    {
        // Programs put a path before the name: /freeassociation.sourceforge.net/Asia/Tokyo
        if (zone.EndsWith(EventText.Zone, StringComparison.Ordinal) || !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var known))
        {
            return wall.Ticks > Japan.Ticks ? wall - Japan : wall;
        }

        return known.IsInvalidTime(wall) ? wall - known.BaseUtcOffset : TimeZoneInfo.ConvertTimeToUtc(wall, known);
    }

    private sealed record Property(string Name, IReadOnlyDictionary<string, string> Parameters, string Value)
    {
        /// <summary><c>NAME;PARAMETER="VALUE":VALUE</c>; null when it is no such line.</summary>
        public static Property? Parse(string line)
        {
            var parts = new List<string>();
            var (begins, quoted) = (0, false);
            for (var i = 0; i < line.Length; i++)
            {
                switch (line[i])
                {
                    case '"':
                        quoted = !quoted;
                        break;
                    case ';' when !quoted:
                        parts.Add(line[begins..i]);
                        begins = i + 1;
                        break;
                    case ':' when !quoted:
                        parts.Add(line[begins..i]);
                        var parameters = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
                        foreach (var parameter in parts.Skip(1))
                        {
                            if (parameter.Split('=', 2) is [var name, var value])
                            {
                                parameters[name.Trim()] = value.Trim('"');
                            }
                        }

                        return new Property(parts[0].Trim().ToUpperInvariant(), parameters, line[(i + 1)..]);
                }
            }

            return null;
        }
    }
}
