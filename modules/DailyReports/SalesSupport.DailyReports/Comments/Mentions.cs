using SalesSupport.Abstractions;

namespace SalesSupport.DailyReports.Comments;

/// <summary>Whom a text speaks to: @佐藤 花子, or @佐藤 where one person alone is called so. Width, kana and spaces make no difference.</summary>
internal static class Mentions
{
    public static IReadOnlyList<Guid> In(string text, PeopleBook book)
    {
        var folded = SearchText.Fold(text);
        if (!folded.Contains('@', StringComparison.Ordinal))
        {
            return [];
        }

        var names = book.All.Select(p => (p.Id, Whole: SearchText.Fold(p.Name), Family: SearchText.Fold(p.Name.Split(' ', '　')[0]))).ToArray();
        return [.. folded.Split('@').Skip(1).SelectMany(rest => Named(rest, names)).Distinct()];
    }

    // The longest name counts, so that 佐藤 花 is not spoken to where 佐藤 花子 is.
    private static IEnumerable<Guid> Named(string rest, (Guid Id, string Whole, string Family)[] names)
    {
        var whole = Longest(rest, names, n => n.Whole);
        if (whole.Length > 0)
        {
            return whole;
        }

        var family = Longest(rest, names, n => n.Family);
        return family.Length == 1 ? family : [];
    }

    private static Guid[] Longest(string rest, (Guid Id, string Whole, string Family)[] names, Func<(Guid Id, string Whole, string Family), string> part) =>
        names.Where(n => part(n).Length > 0 && rest.StartsWith(part(n), StringComparison.Ordinal)).GroupBy(n => part(n).Length).MaxBy(g => g.Key)?.Select(n => n.Id).ToArray() ?? [];
}
