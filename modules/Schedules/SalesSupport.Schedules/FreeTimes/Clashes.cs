using SalesSupport.Schedules.Contracts;
using SalesSupport.Schedules.Entries;

namespace SalesSupport.Schedules.FreeTimes;

/// <summary>Somebody has something else at that time.</summary>
internal sealed record Clash(Guid PersonId, SeenInstance Other);

/// <summary>Finds double bookings. They are said and never refused: two visits at once may well be meant.</summary>
internal sealed class Clashes(EntryReading reading, EntrySight sight)
{
    private const int Most = 6;
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(62);

    /// <summary>Who of the people is busy, by something else than the entry itself; of a series the instances of the next two months are compared. A whole day meets whole days only.</summary>
    public async Task<IReadOnlyList<Clash>> OfAsync(IReadOnlyList<Instance> instances, IReadOnlyCollection<Guid> people, Guid? self, CancellationToken cancel)
    {
        if (instances.Count == 0)
        {
            return [];
        }

        var from = instances.Min(i => i.Time.Start);
        var to = instances.Max(i => i.Time.End);
        var others = await reading.RangeAsync(from, to, people, cancel);
        return
        [
            .. from other in others
               where other.Entry.Id != self
               where instances.Any(i => i.Time.AllDay == other.Time.AllDay && i.Time.Start < other.Time.End && other.Time.Start < i.Time.End)
                   || instances.Any(i => !i.Time.AllDay && other.Time.AllDay && other.Entry.Kind == EntryKind.Reservation && i.Time.Start < other.Time.End && other.Time.Start < i.Time.End)
               let seen = sight.See(other)
               from person in people.Where(other.Entry.People.Contains).Take(1)
               select new Clash(person, seen),
        ];
    }

    /// <summary>Of what a form says.</summary>
    public async Task<IReadOnlyList<Clash>> OfAsync(Entry entry, EntryTime time, Guid? self, CancellationToken cancel) =>
        [.. (await OfAsync([.. Instance.Between(entry, time.Start, entry.Rule is null ? time.End : time.Start + Ahead)], entry.People, self, cancel)).Take(Most)];
}
