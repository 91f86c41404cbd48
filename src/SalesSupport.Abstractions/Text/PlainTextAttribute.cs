using System.ComponentModel.DataAnnotations;

namespace SalesSupport.Abstractions;

/// <summary>
/// Text that a person typed: at most <paramref name="maximum"/> characters (UTF-16 units, as the column counts them), no control characters but tab and line feed,
/// no unpaired surrogates. The house trims it and turns CR LF into LF before this is asked. Put it on every text of a form.
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

        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsControl(c) && !(c == '\t' || (c == '\n' && lines)))
            {
                return "TextControlCharacter";
            }

            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(c))
            {
                return "TextBrokenCharacter";
            }
        }

        return null;
    }
}
