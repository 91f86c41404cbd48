using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.Schedules.Data;
using SalesSupport.Schedules.Entries;

namespace SalesSupport.Schedules.ForOthers;

/// <summary>Entries in the search box, by words of title and place: those to come first, then those of the last months. Private ones of others are not found. Three statements, each within a range of an index.</summary>
internal sealed class FindEntries(SchedulesDbContext db, EntrySight sight, TimeProvider clock, IStringLocalizer<Texts> texts) : ISearchSource
{
    private const int DaysBack = 180;
    private const int DaysAhead = 365;

    public int Order => 40;

    public async Task<IReadOnlyList<SearchHit>> FindAsync(string text, int take, CancellationToken cancel)
    {
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(SearchText.Fold).Where(w => w.Length > 0).Distinct().Take(5).ToArray();
        if (words.Sum(w => w.Length) < 2)
        {
            return [];
        }

        var (me, today) = (sight.Me, clock.Today().At(TimeOnly.MinValue));
        var (first, last) = (today.AddDays(-DaysBack), today.AddDays(DaysAhead));
        var all = db.Entries.AsNoTracking().Where(e => !e.Private || e.OwnerId == me || e.Places.Any(p => p.UserId == me));
        foreach (var word in words)
        {
            all = all.Where(e => e.SearchKey.Contains(word));
        }

        var coming = await all.Where(e => !e.Spans && e.FromAt >= today && e.FromAt < last).OrderBy(e => e.FromAt).ThenBy(e => e.Id).Take(take).ToListAsync(cancel);
        var longer = await all.Where(e => e.Spans && e.LastAt > first).OrderBy(e => e.LastAt).ThenBy(e => e.Id).Take(take).Include(e => e.Occurrences).ToListAsync(cancel);
        var past = await all.Where(e => !e.Spans && e.FromAt >= first && e.FromAt < today).OrderByDescending(e => e.FromAt).ThenByDescending(e => e.Id).Take(take).ToListAsync(cancel);
        var now = clock.GetUtcNow().ToJapan().DateTime;
        return
        [
            .. coming.Concat(longer).Concat(past).Select(e => Instance.Nearest(e, now)).OfType<Instance>().Where(i => !i.IsHiddenFrom(me))
                .OrderBy(i => i.Time.End < now).ThenBy(i => Math.Abs((i.Time.Start - now).Ticks)).Take(take)
                .Select(i => new SearchHit(texts["MenuSchedule"], "calendar-event", i.Words.Title, TimeWords.Of(i.Time, texts), i.Address)),
        ];
    }
}
