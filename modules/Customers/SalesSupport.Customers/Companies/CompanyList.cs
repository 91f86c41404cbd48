using System.Globalization;
using Microsoft.EntityFrameworkCore;
using SalesSupport.Customers.Data;
using SalesSupport.Customers.Search;

namespace SalesSupport.Customers.Companies;

/// <summary>A row of the list.</summary>
internal sealed record CompanyRow(Guid Id, string Name, string Kana, CompanyRank Rank, Guid? OwnerId, DateOnly LastActivityOn, string Industry, string SortKey, DateTimeOffset UpdatedAt)
{
    /// <summary>Read only when asked for, as are the two below.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    public string Phone { get; init; } = "";

    public string Address { get; init; } = "";
}

/// <summary>One page of the list.</summary>
/// <param name="Rows">Its rows.</param>
/// <param name="Next">Value of <c>after</c> for the next page, or null on the last.</param>
/// <param name="Count">How many the filter finds; one more than <see cref="CompanyList.MostCounted"/> means "more". Null on a further page, which does not show it.</param>
internal sealed record CompanyPage(IReadOnlyList<CompanyRow> Rows, string? Next, int? Count);

/// <summary>
/// Filters, sorts and pages companies by key. The key of the last row stands in the address with its id, so rows that others add meanwhile neither repeat nor hide one.
/// Each comparison begins with a plain range on the sorted column, which is what lets the index be entered at the right place.
/// </summary>
internal static class CompanyList
{
    public const int PageSize = 50;
    public const int MostCounted = 1000;

    public static async Task<CompanyPage> LoadAsync(CustomersDbContext db, CompanyFilter filter, Guid me, DateOnly today, CancellationToken cancel, int size = PageSize, bool wide = false)
    {
        var found = Filtered(db, filter, me, today);
        var place = Place.Parse(filter.After);
        // In the order of what is the same for all: an order that matters would have SQLite walk all of the member's customers in it, where it can walk those of the filter.
        var count = place is null ? await found.OrderBy(c => c.TenantId).Take(MostCounted + 1).CountAsync(cancel) : (int?)null;
        var rows = await (wide ? WideRows(Ordered(found, filter.Sort, place).Take(size + 1)) : Rows(Ordered(found, filter.Sort, place).Take(size + 1))).ToListAsync(cancel);
        return Page(rows, size, filter.Sort, count);
    }

    /// <summary>Of one row more than a page holds, the page.</summary>
    public static CompanyPage Page(List<CompanyRow> rows, int size, CompanySort sort, int? count) =>
        rows.Count > size ? new CompanyPage(rows[..size], Place.Of(rows[size - 1], sort).ToString(), count) : new CompanyPage(rows, null, count);

    private static IQueryable<CompanyRow> Rows(IQueryable<Company> found) =>
        found.Select(c => new CompanyRow(c.Id, c.Name, c.Kana, c.Rank, c.OwnerId, c.LastActivityOn, c.Industry, c.SortKey, c.UpdatedAt));

    // The tags are joined to the rows of the page only, by their index.
    private static IQueryable<CompanyRow> WideRows(IQueryable<Company> found) =>
        found.Select(c => new CompanyRow(c.Id, c.Name, c.Kana, c.Rank, c.OwnerId, c.LastActivityOn, c.Industry, c.SortKey, c.UpdatedAt)
        {
            Tags = c.Tags.OrderBy(t => t.Name).Select(t => t.Name).ToList(),
            Phone = c.Phone,
            Address = c.Address,
        });

    private static IQueryable<Company> Filtered(CustomersDbContext db, CompanyFilter filter, Guid me, DateOnly today)
    {
        var found = db.Companies.AsNoTracking();
        if (SearchWords.Parse(filter.Q) is { } words)
        {
            found = found.Matching(db, words);
        }

        if (filter.Owner is { } owner)
        {
            Guid? id = owner == CompanyFilter.Me ? me : Guid.TryParse(owner, out var other) ? other : null;
            found = found.Where(c => c.OwnerId == id);
        }

        if (filter.Rank is { Count: > 0 } ranks)
        {
            found = found.Where(c => ranks.Contains(c.Rank));
        }

        if (filter.Industry is { } industry)
        {
            found = found.Where(c => c.Industry == industry);
        }

        if (filter.Tag is { } tag)
        {
            found = found.Where(c => db.Tags.Where(t => t.Name == tag).Select(t => t.CompanyId).Contains(c.Id));
        }

        if (filter.Quiet is { } days)
        {
            var since = today.AddDays(-Math.Clamp(days, 0, 3650));
            found = found.Where(c => c.LastActivityOn < since);
        }

        return found;
    }

    private static IQueryable<Company> Ordered(IQueryable<Company> found, CompanySort sort, Place? place) => sort switch
    {
        CompanySort.Activity => OrderedByActivity(found, place),
        CompanySort.Rank => OrderedByRank(found, place),
        CompanySort.Updated => OrderedByUpdate(found, place),
        _ => OrderedByKana(found, place),
    };

    private static IQueryable<Company> OrderedByKana(IQueryable<Company> found, Place? place)
    {
        if (place is { Kana: { } kana, Id: var id })
        {
            found = found.Where(c => c.SortKey.CompareTo(kana) >= 0 && (c.SortKey.CompareTo(kana) > 0 || c.Id.CompareTo(id) > 0));
        }

        return found.OrderBy(c => c.SortKey).ThenBy(c => c.Id);
    }

    private static IQueryable<Company> OrderedByActivity(IQueryable<Company> found, Place? place)
    {
        if (place is { Date: { } date, Id: var id })
        {
            found = found.Where(c => c.LastActivityOn <= date && (c.LastActivityOn < date || c.Id.CompareTo(id) < 0));
        }

        return found.OrderByDescending(c => c.LastActivityOn).ThenByDescending(c => c.Id);
    }

    // Ranks are stored as words, so the next ones are named instead of compared; each word is a range of the index.
    private static IQueryable<Company> OrderedByRank(IQueryable<Company> found, Place? place)
    {
        if (place is { Rank: { } rank, Kana: { } kana, Id: var id })
        {
            CompanyRank[] rest = [.. Enum.GetValues<CompanyRank>().Where(r => r >= rank)];
            found = found.Where(c => rest.Contains(c.Rank) && (c.Rank != rank || (c.SortKey.CompareTo(kana) >= 0 && (c.SortKey.CompareTo(kana) > 0 || c.Id.CompareTo(id) > 0))));
        }

        return found.OrderBy(c => c.Rank).ThenBy(c => c.SortKey).ThenBy(c => c.Id);
    }

    private static IQueryable<Company> OrderedByUpdate(IQueryable<Company> found, Place? place)
    {
        if (place is { At: { } at, Id: var id })
        {
            found = found.Where(c => c.UpdatedAt <= at && (c.UpdatedAt < at || c.Id.CompareTo(id) < 0));
        }

        return found.OrderByDescending(c => c.UpdatedAt).ThenByDescending(c => c.Id);
    }

    /// <summary>Where a page begins: what the last row before it is sorted by. A mangled one shows the first page.</summary>
    private sealed record Place(Guid Id, string? Kana = null, CompanyRank? Rank = null, DateOnly? Date = null, DateTimeOffset? At = null)
    {
        public static Place Of(CompanyRow last, CompanySort sort) => sort switch
        {
            CompanySort.Activity => new Place(last.Id, Date: last.LastActivityOn),
            CompanySort.Rank => new Place(last.Id, last.SortKey, last.Rank),
            CompanySort.Updated => new Place(last.Id, At: last.UpdatedAt),
            _ => new Place(last.Id, last.SortKey),
        };

        public static Place? Parse(string? text)
        {
            // The reading comes last, since it may hold anything.
            if (text?.Split('_', 3) is not [var id, var kind, var rest] || !Guid.TryParse(id, out var known))
            {
                return null;
            }

            return kind switch
            {
                "k" => new Place(known, rest),
                "d" when DateOnly.TryParseExact(rest, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) => new Place(known, Date: date),
                "t" when long.TryParse(rest, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTime.MaxValue.Ticks => new Place(known, At: new DateTimeOffset(ticks, TimeSpan.Zero)),
                _ when Enum.TryParse<CompanyRank>(kind, out var rank) && Enum.IsDefined(rank) => new Place(known, rest, rank),
                _ => null,
            };
        }

        public override string ToString() => this switch
        {
            { Date: { } date } => $"{Id:N}_d_{date:yyyy-MM-dd}",
            { At: { } at } => string.Create(CultureInfo.InvariantCulture, $"{Id:N}_t_{at.UtcTicks}"),
            { Rank: { } rank } => $"{Id:N}_{rank}_{Kana}",
            _ => $"{Id:N}_k_{Kana}",
        };
    }
}
