using SalesSupport.Abstractions;
using SalesSupport.Schedules.Contracts;
using SalesSupport.Schedules.Entries;

namespace SalesSupport.Schedules.Reminders;

/// <summary>When an entry is to be told next; there is none for an entry that reminds of nothing to come.</summary>
[NotAudited("follows from the entry")]
internal sealed class Reminder : Entity, ITenantOwned
{
    /// <summary>Nothing is told earlier than this before it begins.</summary>
    private static readonly TimeSpan Furthest = TimeSpan.FromDays(3);

    public Guid TenantId { get; private set; }

    public Guid Id { get; private init; } = Guid.CreateVersion7();

    public required Guid EntryId { get; init; }

    public DateTimeOffset DueAt { get; private set; }

    /// <summary>Tells everybody who takes part of what is due, and looks for the next.</summary>
    /// <returns>Whether there is a next.</returns>
    public bool Tell(Entry entry, DateTimeOffset now)
    {
        // One that goes on just now was told before.
        foreach (var instance in Times(entry, DueAt, now + Furthest).Where(i => DueOf(i) >= DueAt && DueOf(i) <= now && i.Time.End > WallClock.Of(now)))
        {
            foreach (var userId in entry.People)
            {
                Record(new EntryComesUp(entry.Id, instance.Original, userId, instance.Words.Title, instance.Time));
            }
        }

        return LookFor(entry, now);
    }

    /// <summary>Looks for the next that is due after now.</summary>
    /// <returns>Whether there is one.</returns>
    public bool LookFor(Entry entry, DateTimeOffset now)
    {
        // Nearly all have one soon; only the others are looked through for years.
        if ((Next(entry, now, TimeSpan.FromDays(62)) ?? Next(entry, now, TimeSpan.FromDays(9 * 366))) is not { } next)
        {
            return false;
        }

        DueAt = DueOf(next);
        return true;
    }

    /// <summary>Whole days are told at eight in the morning, that day or the day before.</summary>
    public static DateTimeOffset DueOf(Instance instance)
    {
        var minutes = instance.Entry.RemindMinutes!.Value;
        return WallClock.At(instance.Time.AllDay ? instance.Time.Start.AddHours(8).AddDays(-(minutes / (24 * 60))) : instance.Time.Start.AddMinutes(-minutes));
    }

    private static Instance? Next(Entry entry, DateTimeOffset now, TimeSpan within) => Times(entry, now, now + within).OrderBy(DueOf).FirstOrDefault(i => DueOf(i) > now);

    private static IEnumerable<Instance> Times(Entry entry, DateTimeOffset from, DateTimeOffset to) => entry.RemindMinutes is null ? [] : Instance.Between(entry, WallClock.Of(from), WallClock.Of(to));
}
