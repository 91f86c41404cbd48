using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text;

namespace SalesSupport.Abstractions;

/// <summary>
/// Text that a person typed: at most <paramref name="maximum"/> characters (UTF-16 units, as the column counts them), no control characters but tab and line feed,
/// no unpaired or replacement characters, nothing that reorders what is shown, and something to see. The house trims it and turns CR LF into LF before this is asked. Put it on every text of a form.
/// </summary>
/// <param name="maximum">The column's length.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class PlainTextAttribute(int maximum) : ValidationAttribute
{
    /// <summary>The longest text allowed, in UTF-16 units.</summary>
    public int Maximum { get; } = maximum;

    /// <summary>Whether line feeds are allowed.</summary>
    public bool Lines { get; set; }

    /// <inheritdoc />
    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext)
    {
        ArgumentNullException.ThrowIfNull(validationContext);
        var fault = value is string text ? Fault(text, Maximum, Lines) : null;
        return fault is null ? null : new ValidationResult(HouseTexts.Get(fault, Maximum), [validationContext.MemberName!]);
    }

    /// <summary>The resource key (in <see cref="HouseTexts"/>) of what is wrong with a text, or null.</summary>
    public static string? Fault(string text, int maximum, bool lines)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > maximum)
        {
            return "TextTooLong";
        }

        var seen = text.Length == 0;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            seen |= !char.IsWhiteSpace(c) && !IsInvisible(c);
            // A name that is shown backwards passes for another one.
            if (c is (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069'))
            {
                return "TextReordering";
            }

            if (char.IsControl(c) && !(c == '\t' || (c == '\n' && lines)))
            {
                return "TextControlCharacter";
            }

            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(c) || c == '\ufffd')
            {
                return "TextBrokenCharacter";
            }
        }

        return seen ? null : "TextInvisible";
    }

    /// <summary>
    /// A text that nobody can be asked to type again, such as a name from a portal: without what <see cref="Fault"/> refuses in one line and without anything invisible, trimmed,
    /// and cut between characters to the longest allowed.
    /// </summary>
    /// <returns>The text, or an empty one when nothing that can be seen remains.</returns>
    public static string Clean(string? text, int maximum)
    {
        var clean = string.Concat((text ?? "").EnumerateRunes().Where(IsKept).Select(r => r.ToString())).Trim();
        clean = clean.Length <= maximum ? clean : clean[..(char.IsHighSurrogate(clean[maximum - 1]) ? maximum - 1 : maximum)].TrimEnd();
        return Fault(clean, maximum, lines: false) is null ? clean : "";
    }

    // Half a character is read as the mark for a broken one.
    private static bool IsKept(Rune rune) =>
        rune.Value != 0xFFFD && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    // Format characters, the fillers that count as letters, the empty braille cell, and what only changes the character before it.
    private static bool IsInvisible(char c) =>
        char.GetUnicodeCategory(c) == UnicodeCategory.Format || c is '\u115f' or '\u1160' or '\u3164' or '\uffa0' or '\u2800' or '\u034f' or (>= '\ufe00' and <= '\ufe0f');
}
