using SalesSupport.Abstractions;
using SalesSupport.Schedules.Contracts;

namespace SalesSupport.Schedules.Entries;

/// <summary>What people write about an entry.</summary>
internal sealed record EntryWords(string Title, Guid? CustomerId = null, string? CustomerName = null, Guid? ContactId = null, string? ContactName = null, string? Place = null, string? MeetingUrl = null, string? Notes = null, bool Private = false)
{
    public EntryText ToText() => new(Title, CustomerName, ContactName, Place, MeetingUrl, Notes, Private);
}

/// <summary>An instance of a series that was cancelled, or says something else than the series.</summary>
[NotAudited("told by the entry, whose instance it is")]
internal sealed class Occurrence : ITenantOwned
{
    private Occurrence()
    {
    }

    public Guid TenantId { get; private set; }

    public Guid Id { get; private init; } = Guid.CreateVersion7();

    public Guid EntryId { get; private set; }

    /// <summary>When the rule puts it.</summary>
    public DateTimeOffset OriginalAt { get; private set; }

    public bool Cancelled { get; private set; }

    public bool AllDay { get; private set; }

    public DateTimeOffset StartsAt { get; private set; }

    public DateTimeOffset EndsAt { get; private set; }

    public string Title { get; private set; } = "";

    public Guid? CustomerId { get; private set; }

    public string? CustomerName { get; private set; }

    public Guid? ContactId { get; private set; }

    public string? ContactName { get; private set; }

    public string? Place { get; private set; }

    public string? MeetingUrl { get; private set; }

    public string? Notes { get; private set; }

    public bool Private { get; private set; }

    public static Occurrence Of(DateTime original) => new() { OriginalAt = WallClock.At(original), StartsAt = WallClock.At(original), EndsAt = WallClock.At(original) };

    public DateTime Original() => WallClock.Of(OriginalAt);

    public EntryTime Time() => new(AllDay, WallClock.Of(StartsAt), WallClock.Of(EndsAt));

    public EntryWords Words() => new(Title, CustomerId, CustomerName, ContactId, ContactName, Place, MeetingUrl, Notes, Private);

    public Occurrence Cancel()
    {
        Cancelled = true;
        return this;
    }

    public Occurrence Say(EntryTime time, EntryWords words)
    {
        Cancelled = false;
        (AllDay, StartsAt, EndsAt) = (time.AllDay, WallClock.At(time.Start), WallClock.At(time.End));
        (Title, CustomerId, CustomerName, ContactId, ContactName) = (words.Title, words.CustomerId, words.CustomerName, words.ContactId, words.ContactName);
        (Place, MeetingUrl, Notes, Private) = (words.Place, words.MeetingUrl, words.Notes, words.Private);
        return this;
    }

    /// <summary>The same for another series, or for another original time.</summary>
    public Occurrence Copy(DateTime original)
    {
        var copy = Of(original);
        return Cancelled ? copy.Cancel() : copy.Say(Time(), Words());
    }
}

/// <summary>Instants as a clock on a Japanese wall shows them (UTC+9, no summer time), and back.</summary>
internal static class WallClock
{
    private static readonly TimeSpan Offset = TimeSpan.FromHours(9);

    public static DateTimeOffset At(DateTime wall) => new(DateTime.SpecifyKind(wall, DateTimeKind.Unspecified), Offset);

    public static DateTime Of(DateTimeOffset instant) => instant.ToOffset(Offset).DateTime;
}
