using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.Customers.Contracts;
using SalesSupport.Schedules.Contracts;
using SalesSupport.Schedules.Data;
using SalesSupport.Schedules.Entries;

namespace SalesSupport.Schedules.ForOthers;

/// <summary>A customer's appointments, without those that are private to others.</summary>
internal sealed class CustomerEntries(SchedulesDbContext db, CurrentUser user)
{
    private const int MostYearsBack = 50;
    private (Guid Customer, IReadOnlyList<Entry> Entries)? longer;

    /// <summary>Single appointments of a day.</summary>
    public IQueryable<Entry> Singles(Guid customerId) => Open().Where(e => e.CustomerId == customerId && !e.Spans);

    /// <summary>Series, and what takes days, with the customer as a whole or at one instance at least. They are few; both parts of the page ask for them. One statement, by an index for either.</summary>
    public async Task<IReadOnlyList<Entry>> LongerAsync(Guid customerId, CancellationToken cancel)
    {
        if (longer is not { } known || known.Customer != customerId)
        {
            var ids = db.Entries.Where(e => e.CustomerId == customerId && e.Spans).Select(e => e.Id).Union(db.Occurrences.Where(o => o.CustomerId == customerId && !o.Cancelled).Select(o => o.EntryId));
            longer = known = (customerId, await Open().Where(e => e.Spans && ids.Contains(e.Id)).Include(e => e.Occurrences).ToListAsync(cancel));
        }

        return known.Entries;
    }

    /// <summary>Instances with the customer that the reader may see, the newest first, that begin before a time.</summary>
    public IEnumerable<Instance> Back(Entry entry, Guid customerId, DateTime before)
    {
        // Of somebody else's series only what is said of single instances is with this customer.
        var first = entry.CustomerId == customerId ? WallClock.Of(entry.FromAt) : entry.Occurrences.Where(o => o.CustomerId == customerId && !o.Cancelled).Select(o => o.Time().Start).DefaultIfEmpty(before).Min();
        for (var (to, years) = (before, 0); to > first && years < MostYearsBack; to = to.AddYears(-1), years++)
        {
            var from = to.AddYears(-1);
            foreach (var instance in Between(entry, customerId, from, to).Where(i => i.Time.Start >= from && i.Time.Start < to).OrderByDescending(i => i.Time.Start))
            {
                yield return instance;
            }
        }
    }

    /// <summary>Instances with the customer that the reader may see, in order.</summary>
    public IEnumerable<Instance> Between(Entry entry, Guid customerId, DateTime from, DateTime to) =>
        Instance.Between(entry, from, to).Where(i => i.Words.CustomerId == customerId && !i.IsHiddenFrom(user.Id));

    private IQueryable<Entry> Open()
    {
        var me = user.Id;
        return db.Entries.AsNoTracking().Where(e => !e.Private || e.OwnerId == me || e.Places.Any(p => p.UserId == me));
    }
}

/// <summary>Past appointments on a customer's page. Two statements.</summary>
internal sealed class EntriesOnCustomerTimeline(CustomerEntries entries, TimeProvider clock, IStringLocalizer<Texts> texts) : ICustomerTimelineSource
{
    public async Task<IReadOnlyList<TimelineEntry>> GetAsync(Guid customerId, PageKey? before, int take, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var singles = entries.Singles(customerId).Where(e => e.StartsAt < now);
        if (before is { Date: var date, Id: var id })
        {
            singles = singles.Where(e => e.On <= date && (e.On < date || e.Id.CompareTo(id) < 0));
        }

        var found = (await singles.OrderByDescending(e => e.On).ThenByDescending(e => e.Id).Take(take).ToListAsync(cancel)).Select(e => new Instance(e, null, e.Time(), e.Words())).ToList();
        var until = before is { } key ? key.Date.AddDays(1).ToDateTime(TimeOnly.MinValue) : DateTime.MaxValue;
        var start = now.ToJapan().DateTime is var wall && wall < until ? wall : until;
        foreach (var entry in await entries.LongerAsync(customerId, cancel))
        {
            found.AddRange(entries.Back(entry, customerId, start).Where(i => before is not { } last || Before(Key(i), last)).Take(take));
        }

        return [.. found.OrderByDescending(i => Key(i).Date).ThenByDescending(i => i.Entry.Id.ToString("N"), StringComparer.Ordinal).Take(take).Select(Line)];
    }

    private TimelineEntry Line(Instance instance)
    {
        var kind = texts[$"Kind.{instance.Entry.Kind}"].Value;
        return new TimelineEntry(
            Key(instance),
            instance.Time.AllDay ? null : WallClock.At(instance.Time.Start),
            instance.Entry.Kind == EntryKind.Reservation ? "calendar-check" : "calendar",
            kind,
            instance.Words.Title,
            instance.Words.Notes,
            instance.Entry.OwnerId,
            instance.Address);
    }

    private static PageKey Key(Instance instance) => new(DateOnly.FromDateTime(instance.Time.Start), instance.Entry.Id);

    private static bool Before(PageKey key, PageKey last) => key.Date < last.Date || (key.Date == last.Date && string.CompareOrdinal(key.Id.ToString("N"), last.Id.ToString("N")) < 0);
}

/// <summary>What is still to come with a customer, in the section 次の行動. Two statements, of which the one for series is that of the timeline.</summary>
internal sealed class NextEntriesOnCustomer(CustomerEntries entries, TimeProvider clock) : ICustomerNextActions
{
    public async Task<IReadOnlyList<CustomerNextAction>> GetAsync(Guid customerId, int take, CancellationToken cancel)
    {
        var (now, wall, today) = (clock.GetUtcNow(), clock.GetUtcNow().ToJapan().DateTime, clock.Today());
        var found = (await entries.Singles(customerId).Where(e => e.On >= today && e.EndsAt > now).OrderBy(e => e.On).ThenBy(e => e.Id).Take(take).ToListAsync(cancel))
            .Select(e => new Instance(e, null, e.Time(), e.Words())).ToList();
        foreach (var entry in await entries.LongerAsync(customerId, cancel))
        {
            // Of a series the next one is enough.
            found.AddRange(entries.Between(entry, customerId, wall, wall.AddYears(1)).Take(1));
        }

        return
        [
            .. found.OrderBy(i => i.Time.Start).Take(take).Select(i => new CustomerNextAction(
                DateOnly.FromDateTime(i.Time.Start),
                i.Time.AllDay ? i.Words.Title : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{i.Time.Start:H:mm} {i.Words.Title}"),
                i.Entry.OwnerId,
                i.Address)),
        ];
    }
}

/// <summary>予定を入れる on a customer's page.</summary>
internal sealed class PlanWithCustomer(IStringLocalizer<Texts> texts) : ICustomerAction
{
    public string Icon => "calendar-plus";

    public string Text => texts["PlanWithCustomer"];

    public string UrlFor(Guid customerId) => $"/schedule/new?customer={customerId}";
}
