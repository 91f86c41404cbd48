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

    /// <summary>Name of the reader's own saved view that is open. A name and no id: a colleague who is sent the address has no such view, and sees the same customers all the same.</summary>
    public string? View { get; init; }

    /// <summary>The last row of the page before, see <see cref="CompanyList"/>.</summary>
    public string? After { get; init; }

    /// <summary>How many rows もっと見る has shown so far: the address keeps it, so that coming back from a customer shows them all again.</summary>
    public int? Shown { get; init; }

    public bool IsEmpty => Q is null && Owner is null && Rank.Count == 0 && Industry is null && Tag is null && Quiet is null;

    /// <summary>Conditions and order as the address has them. The same ones give the same text. Never empty, since the list without any address opens with the reader's first view.</summary>
    public string Query
    {
        get
        {
            var query = new List<KeyValuePair<string, string?>>
            {
                new("q", Q), new("owner", Owner), new("industry", Industry), new("tag", Tag), new("quiet", Quiet?.ToString(CultureInfo.InvariantCulture)),
                new("sort", Sort == CompanySort.Kana && !IsEmpty ? null : Sort.ToString()),
            };
            query.AddRange(Rank.Distinct().Order().Select(r => KeyValuePair.Create("rank", (string?)r.ToString())));
            return QueryHelpers.AddQueryString("", query.Where(p => p.Value is not null));
        }
    }

    /// <summary>The list's address with this filter.</summary>
    public string Url => Address(Query, View, After, Shown);

    /// <summary>An address of the list.</summary>
    /// <param name="query">See <see cref="Query"/>.</param>
    /// <param name="view">Name of the view it opens, or null.</param>
    /// <param name="after">See <see cref="After"/>.</param>
    /// <param name="shown">See <see cref="Shown"/>.</param>
    public static string Address(string query, string? view, string? after = null, int? shown = null)
    {
        KeyValuePair<string, string?>[] more = [new("view", view), new("after", after), new("shown", shown?.ToString(CultureInfo.InvariantCulture))];
        return QueryHelpers.AddQueryString("/customers" + query, more.Where(p => p.Value is not null));
    }

    /// <summary>Reads what <see cref="Url"/> has behind its path. What it does not know asks for nothing.</summary>
    public static CompanyFilter Parse(string? query)
    {
        var asked = QueryHelpers.ParseQuery(query);
        int? Number(string name) => int.TryParse(Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
        string? Text(string name) => asked.TryGetValue(name, out var values) && values[0]?.Trim() is { Length: > 0 } text ? text : null;
        return new CompanyFilter
        {
            Q = Text("q"),
            Owner = Text("owner"),
            Industry = Text("industry"),
            Tag = Text("tag"),
            Quiet = Number("quiet"),
            Sort = Enum.TryParse<CompanySort>(Text("sort"), out var sort) && Enum.IsDefined(sort) ? sort : CompanySort.Kana,
            Rank = [.. asked.GetValueOrDefault("rank").Select(r => Enum.TryParse<CompanyRank>(r, out var rank) && Enum.IsDefined(rank) ? rank : (CompanyRank?)null).OfType<CompanyRank>()],
            View = Text("view"),
            After = Text("after"),
            Shown = Number("shown"),
        };
    }
}
