using SalesSupport.Abstractions;
using SalesSupport.Customers.Companies;
using SalesSupport.Customers.Data;

namespace SalesSupport.Customers.Search;

/// <summary>What somebody typed into a search box, ready for the index. All words must be found.</summary>
internal sealed class SearchWords
{
    private const int MostWords = 4;
    private const int MostTerms = 8;

    private SearchWords(IReadOnlyList<string> words)
    {
        Words = words;
        // Short words first: they are looked for here only, while longer ones are compared again.
        Terms = [.. TermsOf(words.Where(w => w.Length <= 2)).Concat(TermsOf(words.Where(w => w.Length > 2)).Order(StringComparer.Ordinal)).Distinct(StringComparer.Ordinal).Take(MostTerms)];
    }

    public IReadOnlyList<string> Words { get; }

    /// <summary>Index entries that each hit has; a few are enough, since words that are longer are compared after that.</summary>
    public IReadOnlyList<string> Terms { get; }

    /// <returns>Null when nothing to search for was typed.</returns>
    public static SearchWords? Parse(string? typed)
    {
        if (typed is null || typed.Length > 200)
        {
            typed = typed?[..200];
        }

        // An empty Split separator is any white space, the ideographic one too.
        var words = (typed ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(Word).Where(w => w.Length > 0).Distinct(StringComparer.Ordinal).Take(MostWords).ToArray();
        return words.Length == 0 ? null : new SearchWords(words);
    }

    /// <summary>Pairs without those that cut a character outside the basic plane in two, which no database keeps faithfully.</summary>
    public static HashSet<string> TermsOf(IEnumerable<string> folded) =>
        [.. SearchText.Pairs(folded).Where(p => !char.IsLowSurrogate(p[0]) && !char.IsHighSurrogate(p[^1]))];

    // 03-1234-5678 is looked for as digits; ㈱ beside a name says nothing and may stand on its other side.
    private static string Word(string typed)
    {
        var narrow = TypedNumber.Narrow(SearchText.Fold(typed));
        return narrow.All(c => char.IsAsciiDigit(c) || c is '-' or '(' or ')' or '+') && TypedNumber.Digits(narrow) is { Length: >= 4 } digits ? digits : CompanyName.Key(typed);
    }
}

internal static class SearchQueries
{
    /// <summary>Companies that are found by the words. Each pair is looked up in the index; no table is read through.</summary>
    public static IQueryable<Company> Matching(this IQueryable<Company> companies, CustomersDbContext db, SearchWords words)
    {
        foreach (var term in words.Terms)
        {
            companies = companies.Where(c => db.SearchTerms.Where(t => t.Term == term).Select(t => t.CompanyId).Contains(c.Id));
        }

        foreach (var word in words.Words.Where(w => w.Length > 2))
        {
            companies = companies.Where(c => db.SearchTexts.Any(s => s.Id == c.Id && s.Text.Contains(word)));
        }

        return companies;
    }
}
