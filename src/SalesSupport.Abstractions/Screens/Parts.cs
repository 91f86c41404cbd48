using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Html;

namespace SalesSupport.Abstractions;

/// <summary>
/// The small parts of which pages are made: icons, states, faces, times. Functions and no tag helpers, of which one costs more than the row's query.
/// </summary>
public static class Parts
{
    private static readonly ConcurrentDictionary<string, HtmlString> Icons = new(StringComparer.Ordinal);

    /// <summary>A picture from the UI kit's set.</summary>
    /// <param name="name">The icon's name in the kit; a constant of the code, since each is kept.</param>
    public static IHtmlContent Icon(string name) => Icons.GetOrAdd(name, n => new HtmlString($"<svg class=\"icon\" aria-hidden=\"true\"><use href=\"/dist/icons.svg#{WebUtility.HtmlEncode(n)}\"></use></svg>"));

    /// <summary>A state as word, icon and colour.</summary>
    /// <param name="kind">draft, sent, back, ok, miss or tag.</param>
    /// <param name="text">The word.</param>
    /// <param name="icon">Name of an icon, or null for the state's own.</param>
    public static IHtmlContent Chip(string kind, string text, string? icon = null) =>
        new HtmlString($"<span class=\"chip chip-{kind}\">{((icon ?? IconOf(kind)) is { } name ? Icon(name) : null)}{Encoded(text)}</span>");

    /// <summary>A person's first character in a circle, for the eye only.</summary>
    /// <param name="name">The person's name.</param>
    /// <param name="small">Half size, for rows.</param>
    public static IHtmlContent Face(string? name, bool small = false) => new HtmlString($"<span class=\"face{(small ? " face-sm" : "")}\" aria-hidden=\"true\">{Encoded(Initial(name))}</span>");

    /// <summary>An instant in Japan time, <c>11/23(月) 18:30</c>, with its machine form.</summary>
    /// <param name="at">The instant; null writes nothing.</param>
    public static IHtmlContent When(DateTimeOffset? at) => at is not { } instant
        ? HtmlString.Empty
        : new HtmlString($"<time datetime=\"{instant.ToJapan().ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture)}\">{Encoded(HouseTexts.Instant(instant))}</time>");

    private static string? IconOf(string kind) => kind switch { "draft" => "pencil", "sent" => "circle", "back" => "arrow-back-up", "ok" => "check", "miss" => "alert-circle", _ => null };

    private static string Initial(string? name) => string.IsNullOrEmpty(name) ? "?" : name.EnumerateRunes().First().ToString();

    private static string Encoded(string text) => WebUtility.HtmlEncode(text);
}
