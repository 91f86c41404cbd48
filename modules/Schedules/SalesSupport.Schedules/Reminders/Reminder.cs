using SalesSupport.Abstractions;
using SalesSupport.Schedules.Contracts;
using SalesSupport.Schedules.Entries;

namespace SalesSupport.Schedules.Reminders;

/// <summary>When an entry is to be told next; there is none for an entry that reminds of nothing to come.</summary>
[NotAudited("follows from the entry")]
internal sealed class Reminder : Entity, ITenantOwned
{
    public Guid TenantId { get; private set; }

    public Guid Id { get; private init; } = Guid.CreateVersion7();

    public required Guid EntryId { get; init; }

    public DateTimeOffset DueAt { get; private set; }

    /// <summary>Tells everybody who takes part of what is due, and looks for the next.</summary>
    /// <returns>Whether there is a next.</returns>
    public bool Tell(Entry entry, DateTimeOffset now)
    {
        foreach (var instance in Times(entry, DueAt).TakeWhile(i => DueOf(i) <= now).Where(i => i.Time.End > WallClock.Of(now)))
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
        if (Times(entry, now).FirstOrDefault(i => DueOf(i) > now) is not { } next)
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

    private static IEnumerable<Instance> Times(Entry entry, DateTimeOffset from) =>
        entry.RemindMinutes is null ? [] : Instance.Between(entry, WallClock.Of(from), WallClock.Of(from).AddYears(9)).OrderBy(DueOf);
}
