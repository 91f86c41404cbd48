namespace SalesSupport.GroupwareSync.Events;

/// <summary>When something is: an instant, a wall clock without zone, or whole days.</summary>
/// <param name="At">The instant (UTC), the wall clock, or midnight of the day.</param>
/// <param name="Kind">Which of them.</param>
internal readonly record struct EventTime(DateTime At, EventTimeKind Kind);

internal enum EventTimeKind
{
    Instant,
    Floating,
    Day,
}

/// <summary>What one VEVENT says: the event, or a changed instance of the series.</summary>
internal sealed record EventFields(string Title, string Place, string Notes, string Url, bool Private, bool Cancelled, EventTime? Start, EventTime? End)
{
    /// <summary>Whether two texts are the same but for backslashes: some servers (Xandikos) take <c>\\n</c> for an end of line.</summary>
    public static bool Same(string a, string b) => Loose(a) == Loose(b);

    public bool SaysTheSameAs(EventFields other) =>
        Same(Title, other.Title) && Same(Place, other.Place) && Same(Notes, other.Notes) && Same(Url, other.Url) && (Private, Cancelled, Start, End) == (other.Private, other.Cancelled, other.Start, other.End);

    private static string Loose(string text) => text.Replace("\\n", "\n", StringComparison.OrdinalIgnoreCase).Replace("\\", "", StringComparison.Ordinal);
}

/// <summary>What an iCalendar text says, in values that can be compared, however the server has written them.</summary>
internal sealed record ReadEvent
{
    public static readonly ReadEvent None = new();

    /// <summary>False when the text is none that we understand; then nothing else is there.</summary>
    public bool Readable { get; init; }

    public string? Uid { get; init; }

    /// <summary>Our reference, or null when it is not ours.</summary>
    public string? Reference { get; init; }

    /// <summary>Our version, or null.</summary>
    public int? Version { get; init; }

    public EventFields? Main { get; init; }

    public string? Title => Main?.Title;

    /// <summary>The rule's parts in the order of their names.</summary>
    public string Rule { get; init; } = "";

    public IReadOnlySet<EventTime> Cancelled { get; init; } = new HashSet<EventTime>();

    public IReadOnlyDictionary<EventTime, EventFields> Changed { get; init; } = new Dictionary<EventTime, EventFields>();

    /// <summary>Whether both say the same to a person; reference and version are not looked at.</summary>
    public bool SaysTheSameAs(ReadEvent? other) => Readable && other is { Readable: true } && Differences(other).Count == 0;

    /// <summary>What differs, by the names of the fields.</summary>
    public IReadOnlyList<string> Differences(ReadEvent other)
    {
        if (Main is not { } mine || other?.Main is not { } theirs)
        {
            return Main is null && other?.Main is null ? [] : ["Text"];
        }

        return
        [
            .. new (string Name, bool Same)[]
            {
                ("Title", EventFields.Same(mine.Title, theirs.Title)),
                ("Place", EventFields.Same(mine.Place, theirs.Place)),
                ("Notes", EventFields.Same(mine.Notes, theirs.Notes)),
                ("Url", EventFields.Same(mine.Url, theirs.Url)),
                ("Private", mine.Private == theirs.Private),
                ("Cancelled", mine.Cancelled == theirs.Cancelled),
                ("Time", mine.Start == theirs.Start && mine.End == theirs.End),
                ("Rule", Rule == other.Rule),
                ("Exceptions", Cancelled.SetEquals(other.Cancelled) && Changed.Count == other.Changed.Count && Changed.All(c => other.Changed.TryGetValue(c.Key, out var fields) && fields.SaysTheSameAs(c.Value))),
            }.Where(f => !f.Same).Select(f => f.Name),
        ];
    }
}
