using System.Collections.Concurrent;
using SalesSupport.Schedules.Contracts;

namespace SalesSupport.GroupwareSync.Tests;

/// <summary>A schedule that says what a test wrote down: what is sent depends on what it says and on nothing of how it came about.</summary>
internal sealed class Diary : IScheduleEntries
{
    public ConcurrentDictionary<Guid, EntrySnapshot> All { get; } = new();

    /// <summary>An entry that the schedule cannot read.</summary>
    public Guid? Broken { get; set; }

    public Task<EntrySnapshot?> FindAsync(Guid id, CancellationToken cancel) => id == Broken ? throw new InvalidOperationException("planted") : Task.FromResult(All.GetValueOrDefault(id));

    public Task<IReadOnlyList<EntrySnapshot>> ReservationsAsync(DateOnly endingFrom, Guid? after, int take, CancellationToken cancel) => Task.FromResult<IReadOnlyList<EntrySnapshot>>(
        [.. All.Values.Where(e => e.Kind == EntryKind.Reservation && (e.Rule is not null || e.Time.End > endingFrom.ToDateTime(default)) && (after is not { } id || e.Id.CompareTo(id) > 0)).OrderBy(e => e.Id).Take(take)]);

    public Task<IReadOnlyList<EntryInstance>> OnDayAsync(Guid userId, DateOnly day, CancellationToken cancel) => throw new NotSupportedException();
}
