using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;

namespace SalesSupport.Customers.Companies;

/// <summary>Orders of the list.</summary>
internal enum CompanySort
{
    Kana,
    Activity,
    Rank,
    Updated,
}

/// <summary>What the list shows, as it stands in its address, so that it can be kept as a bookmark and sent to a colleague.</summary>
internal sealed record CompanyFilter
{
    public const string Me = "me";
    public const string Nobody = "none";

    public string? Q { get; init; }

    /// <summary><see cref="Me"/>, <see cref="Nobody"/> or a user's id; anything else is a mangled address and filters nothing.</summary>
    public string? Owner
    {
        get;
        init => field = value is Me or Nobody ? value : Guid.TryParse(value, out var id) ? id.ToString() : null;
    }

    // A list: model binding adds to the collection that is there, which only a real list allows.
    public List<CompanyRank> Rank { get; init; } = [];

    public string? Industry { get; init; }

    public string? Tag { get; init; }

    /// <summary>No activity for so many days (ご無沙汰).</summary>
    public int? Quiet { get; init; }

    public CompanySort Sort { get; init; }

    /// <summary>The last row of the page before, see <see cref="CompanyList"/>.</summary>
    public string? After { get; init; }

    /// <summary>How many rows もっと見る has shown so far: the address keeps it, so that coming back from a customer shows them all again.</summary>
    public int? Shown { get; init; }

    public bool IsEmpty => Q is null && Owner is null && Rank.Count == 0 && Industry is null && Tag is null && Quiet is null;

    /// <summary>The list's address with this filter.</summary>
    public string Url
    {
        get
        {
            var query = new List<KeyValuePair<string, string?>>
            {
                new("q", Q), new("owner", Owner), new("industry", Industry), new("tag", Tag), new("quiet", Quiet?.ToString(CultureInfo.InvariantCulture)),
                new("sort", Sort == CompanySort.Kana ? null : Sort.ToString()), new("after", After), new("shown", Shown?.ToString(CultureInfo.InvariantCulture)),
            };
            query.AddRange(Rank.Select(r => KeyValuePair.Create("rank", (string?)r.ToString())));
            return QueryHelpers.AddQueryString("/customers", query.Where(p => p.Value is not null));
        }
    }
}
