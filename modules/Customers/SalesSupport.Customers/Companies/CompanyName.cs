using System.Text;
using SalesSupport.Abstractions;

namespace SalesSupport.Customers.Companies;

/// <summary>A company's name as people look for it: ㈱, （株） and 株式会社 are one, and may as well be left out.</summary>
internal static class CompanyName
{
    private static readonly (string Short, string Long)[] LegalForms =
    [
        ("(株)", "株式会社"), ("(有)", "有限会社"), ("(合)", "合同会社"), ("(名)", "合名会社"), ("(資)", "合資会社"),
        ("(一社)", "一般社団法人"), ("(一財)", "一般財団法人"), ("(医)", "医療法人"), ("(学)", "学校法人"), ("(福)", "社会福祉法人"),
    ];

    /// <summary>Folded for search, with the legal form in its long form.</summary>
    public static string Fold(string? name) => LegalForms.Aggregate(SearchText.Fold(name), (folded, form) => folded.Replace(form.Short, form.Long, StringComparison.Ordinal));

    /// <summary>Folded and without the legal form; the folded name itself when nothing else is left. Two companies with the same key are probably one.</summary>
    public static string Key(string? name)
    {
        var folded = Fold(name);
        var bare = LegalForms.Aggregate(folded, (rest, form) => rest.Replace(form.Long, "", StringComparison.Ordinal));
        return bare.Length == 0 ? folded : bare;
    }

    /// <summary>A reading as it is kept: full-width katakana, spaces as typed.</summary>
    public static string Kana(string? typed) =>
        string.Concat((typed ?? "").Normalize(NormalizationForm.FormKC).Select(c => c is >= 'ぁ' and <= 'ゖ' ? (char)(c + 0x60) : c));

    /// <summary>A folded text shortened to its column, without cutting a character in two. Folding can lengthen: ㍿ becomes four characters.</summary>
    public static string Cut(string text, int length) =>
        text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
}
