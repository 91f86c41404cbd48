using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Html;

namespace SalesSupport.Abstractions;

/// <summary>
/// The small parts that a page repeats, as functions. <c>&lt;icon&gt;</c>, <c>&lt;chip&gt;</c> and <c>&lt;face&gt;</c> write the same and read better; in rows and in the layout a
/// tag helper costs more than the row's query, so those call these.
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

    internal static string? IconOf(string kind) => kind switch { "draft" => "pencil", "sent" => "circle", "back" => "arrow-back-up", "ok" => "check", "miss" => "alert-circle", _ => null };

    internal static string Initial(string? name) => string.IsNullOrEmpty(name) ? "?" : name.EnumerateRunes().First().ToString();

    private static string Encoded(string text) => WebUtility.HtmlEncode(text);
}
