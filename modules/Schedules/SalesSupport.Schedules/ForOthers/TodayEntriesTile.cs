using SalesSupport.Abstractions;
using SalesSupport.Schedules.Entries;

namespace SalesSupport.Schedules.ForOthers;

/// <summary>Model of the tile.</summary>
internal sealed record TodayEntries(DateOnly Today, IReadOnlyList<SeenInstance> Entries, DateTime Now);

/// <summary>今日の予定 on the home page: what I take part in today. Two statements.</summary>
internal sealed class TodayEntriesTile(EntryReading reading, EntrySight sight, TimeProvider clock) : IHomeTile
{
    public int Order => 15;

    public async Task<HomeTile?> GetAsync(CancellationToken cancel)
    {
        var today = clock.Today();
        var from = today.ToDateTime(TimeOnly.MinValue);
        var entries = await reading.RangeAsync(from, from.AddDays(1), [sight.Me], cancel);
        return new HomeTile("/Schedules/ForOthers/_TodayEntries.cshtml", new TodayEntries(today, [.. entries.Select(sight.See)], clock.GetUtcNow().ToJapan().DateTime));
    }
}
