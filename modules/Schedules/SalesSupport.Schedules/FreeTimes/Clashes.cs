using SalesSupport.Abstractions;
using SalesSupport.Schedules.Contracts;
using SalesSupport.Schedules.Entries;

namespace SalesSupport.Schedules.FreeTimes;

/// <summary>Somebody has something else at that time.</summary>
internal sealed record Clash(Guid PersonId, SeenInstance Other);

/// <summary>Finds double bookings. They are said and never refused: two visits at once may well be meant.</summary>
internal sealed class Clashes(EntryReading reading, EntrySight sight, TimeProvider clock)
{
    private const int Most = 6;
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(62);

    /// <summary>Who of the people is busy, by something else than the entry itself. A whole day meets whole days only.</summary>
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

    /// <summary>Of what a form says. Of a series two months of instances are compared: those from its beginning, or from today when it has begun.</summary>
    public async Task<IReadOnlyList<Clash>> OfAsync(Entry entry, Guid? self, CancellationToken cancel)
    {
        var (time, today) = (entry.Time(), clock.Today().ToDateTime(TimeOnly.MinValue));
        var from = entry.Rule is not null && time.Start < today ? today : time.Start;
        return [.. (await OfAsync([.. Instance.Between(entry, from, entry.Rule is null ? time.End : from + Ahead)], entry.People, self, cancel)).Take(Most)];
    }
}
