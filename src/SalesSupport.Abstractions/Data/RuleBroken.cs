namespace SalesSupport.Abstractions;

/// <summary>
/// A rule of the business was broken by what a user asked for. Thrown by entities; controllers put it beside the field, and the house answers one that nobody
/// caught with a page (HTTP 409) that shows its words.
/// </summary>
/// <param name="key">Resource key of the words in the module's <c>Texts</c>.</param>
/// <param name="field">The form field it belongs to, or null for the form as a whole.</param>
/// <param name="arguments">Values for the words' placeholders.</param>
public sealed class RuleBroken(string key, string? field = null, params object[] arguments) : Exception(key)
{
    /// <summary>Resource key of the words.</summary>
    public string Key { get; } = key;

    /// <summary>The form field, or null.</summary>
    public string? Field { get; } = field;

    /// <summary>Values for the placeholders.</summary>
    public IReadOnlyList<object> Arguments { get; } = arguments;
}
