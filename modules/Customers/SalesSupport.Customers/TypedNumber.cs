using System.Text;
using System.Text.RegularExpressions;
using SalesSupport.Abstractions;
using SalesSupport.Customers.Companies;

namespace SalesSupport.Customers;

/// <summary>Numbers as Japanese input methods leave them: full-width digits, six kinds of hyphen, a postal mark.</summary>
internal static partial class TypedNumber
{
    /// <summary>０３－１２３４ → 03-1234; other words (内線) stay.</summary>
    /// <exception cref="RuleBroken">It holds no number.</exception>
    public static string Phone(string? typed, string field = "Phone")
    {
        var narrow = CompanyName.Cut(Narrow(typed), 30);
        return narrow.Length == 0 || Digits(narrow).Length >= 3 ? narrow : throw new RuleBroken("PhoneInvalid", field);
    }

    /// <summary>〒１２３４５６７ → 123-4567; a foreign code stays as typed. None anywhere has fewer than three letters or digits.</summary>
    /// <exception cref="RuleBroken">It is too short for one.</exception>
    public static string PostalCode(string? typed)
    {
        var narrow = CompanyName.Cut(Narrow(typed).TrimStart('〒').Trim(), 10);
        return JapanesePostalCode().Match(narrow) is { Success: true } m ? $"{m.Groups[1]}-{m.Groups[2]}"
            : narrow.Length == 0 || narrow.Count(char.IsAsciiLetterOrDigit) >= 3 ? narrow
            : throw new RuleBroken("PostalCodeInvalid", "PostalCode");
    }

    /// <summary>Half width, with one kind of hyphen.</summary>
    public static string Narrow(string? typed) => Hyphens().Replace((typed ?? "").Normalize(NormalizationForm.FormKC), "-").Trim();

    public static string Digits(string text) => string.Concat(text.Where(char.IsAsciiDigit));

    /// <summary>What a phone dials: the first number only, since 内線 or a second one may follow.</summary>
    public static string Dial(string phone)
    {
        var first = FirstNumber().Match(phone).Value;
        return (first.StartsWith('+') ? "+" : "") + Digits(first);
    }

    [GeneratedRegex("[‐‑‒–—―−ー─﹣－]", RegexOptions.CultureInvariant, 200)]
    private static partial Regex Hyphens();

    [GeneratedRegex(@"^(\d{3})-?(\d{4})$", RegexOptions.CultureInvariant | RegexOptions.ECMAScript, 200)]
    private static partial Regex JapanesePostalCode();

    [GeneratedRegex(@"^\+?[\d\-() ]+", RegexOptions.CultureInvariant | RegexOptions.ECMAScript, 200)]
    private static partial Regex FirstNumber();
}
