using System.Text;

namespace SalesSupport.Abstractions;

/// <summary>The one way text is folded for search: NFKC, lower case, hiragana as katakana, no spaces or middle dots; and cut into pairs of characters for the index.</summary>
public static class SearchText
{
    /// <summary>Folds a text. ㈱ and (株) both become (株); full and half width are one.</summary>
    public static string Fold(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return "";
        }

        var folded = new StringBuilder(text.Length);
        foreach (var c in WithoutBrokenCharacters(text).Normalize(NormalizationForm.FormKC))
        {
            var lower = char.ToLowerInvariant(c);
            if (char.IsWhiteSpace(lower) || char.IsControl(lower) || lower is '・' or '･')
            {
                continue;
            }

            folded.Append(lower is >= 'ぁ' and <= 'ゖ' ? (char)(lower + 0x60) : lower);
        }

        return folded.ToString();
    }

    /// <summary>The distinct pairs of neighbouring characters of folded texts (a text of one character is itself), which an index row is written for each.</summary>
    public static IReadOnlySet<string> Pairs(params IEnumerable<string?> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var pairs = new HashSet<string>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            var folded = Fold(text);
            if (folded.Length == 1)
            {
                pairs.Add(folded);
            }

            for (var i = 0; i + 1 < folded.Length; i++)
            {
                pairs.Add(folded.Substring(i, 2));
            }
        }

        return pairs;
    }

    // Normalize throws on unpaired surrogates, which a query string may hold.
    private static string WithoutBrokenCharacters(string text) => string.Concat(text.EnumerateRunes().Where(r => r != Rune.ReplacementChar));
}
