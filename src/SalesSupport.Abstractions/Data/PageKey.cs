using System.Globalization;

namespace SalesSupport.Abstractions;

/// <summary>Where a list that is ordered by (date, id) goes on: the last row of the page before. Lists page by key, never by offset.</summary>
/// <param name="Date">The row's business date (Japan).</param>
/// <param name="Id">The row's id.</param>
public readonly record struct PageKey(DateOnly Date, Guid Id)
{
    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <returns>Null for anything else, so that a mangled address shows the first page.</returns>
    public static PageKey? Parse(string? text) =>
        text is { Length: > 11 } && text[10] == '_'
        && DateOnly.TryParseExact(text.AsSpan(0, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
        && Guid.TryParse(text.AsSpan(11), out var id)
            ? new PageKey(date, id)
            : null;

    /// <summary>As it stands in an address: <c>2026-11-24_id</c>.</summary>
    public override string ToString() => $"{Date:yyyy-MM-dd}_{Id:N}";
}
