using Microsoft.EntityFrameworkCore;
using SalesSupport.Abstractions;
using SalesSupport.Schedules.Contracts;
using SalesSupport.Schedules.Data;

namespace SalesSupport.Schedules.Entries;

/// <summary>Reads entries: those of a range in two statements that each enter an index, whatever the range holds.</summary>
internal sealed class EntryReading(SchedulesDbContext db, ISlots<IEntryMark> marks)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>Everything that overlaps a time, in order.</summary>
    /// <param name="from">The beginning (wall clock of Japan).</param>
    /// <param name="to">The end, not included.</param>
    /// <param name="people">Only what they take part in; null for everybody's.</param>
    /// <param name="cancel">Cancels.</param>
    public async Task<IReadOnlyList<Instance>> RangeAsync(DateTime from, DateTime to, IReadOnlyCollection<Guid>? people, CancellationToken cancel)
    {
        var (first, last, back) = (WallClock.At(from), WallClock.At(to), WallClock.At(from) - Day);
        var singles = db.Entries.AsNoTracking().Where(e => !e.Spans && e.FromAt >= back && e.FromAt < last && e.LastAt > first);
        var longer = db.Entries.AsNoTracking().Where(e => e.Spans && e.LastAt > first && e.FromAt < last);
        if (people is not null)
        {
            singles = singles.Where(e => db.Places.Where(p => people.Contains(p.UserId) && !p.Spans && p.FromAt >= back && p.FromAt < last).Select(p => p.EntryId).Contains(e.Id));
            longer = longer.Where(e => db.Places.Where(p => people.Contains(p.UserId) && p.Spans && p.LastAt > first).Select(p => p.EntryId).Contains(e.Id));
        }

        List<Entry> found = [.. await singles.ToListAsync(cancel), .. await longer.Include(e => e.Occurrences).ToListAsync(cancel)];
        return [.. found.SelectMany(e => Instance.Between(e, from, to)).OrderBy(i => i.Time.Start).ThenByDescending(i => i.Time.AllDay).ThenBy(i => i.Time.End).ThenBy(i => i.Entry.Id)];
    }

    /// <summary>One to look at, with its instances that differ.</summary>
    public Task<Entry?> FindAsync(Guid id, CancellationToken cancel) => db.Entries.AsNoTracking().Include(e => e.Occurrences).SingleOrDefaultAsync(e => e.Id == id, cancel);

    /// <summary>One to change: as it was, and tracked.</summary>
    public async Task<(Entry Before, Entry Now)?> TakeAsync(Guid id, CancellationToken cancel) =>
        await WholeAsync(db.Entries.AsNoTracking(), id, cancel) is { } before && await WholeAsync(db.Entries, id, cancel) is { } now ? (before, now) : null;

    public static Task<Entry?> WholeAsync(IQueryable<Entry> entries, Guid id, CancellationToken cancel) =>
        entries.Include(e => e.Occurrences).Include(e => e.Places).AsSplitQuery().SingleOrDefaultAsync(e => e.Id == id, cancel);

    /// <summary>Marks of those that the user sees in full.</summary>
    public async Task<IReadOnlyDictionary<Guid, EntryMark>> MarksAsync(IEnumerable<Instance> instances, Guid userId, CancellationToken cancel)
    {
        Guid[] ids = [.. instances.Where(i => !i.IsHiddenFrom(userId)).Select(i => i.Entry.Id).Distinct()];
        var found = new Dictionary<Guid, EntryMark>();
        foreach (var (id, mark) in ids.Length == 0 ? [] : (await marks.AskAsync(m => m.MarksAsync(ids, cancel), cancel)).SelectMany(m => m))
        {
            found.TryAdd(id, mark);
        }

        return found;
    }
}
