namespace SalesSupport.Abstractions;

/// <summary>
/// A lost update made visible: somebody else saved while this form was open. Put it into <c>ViewData["Conflict"]</c>, give the form the stored version, answer 409 and
/// show the form again: <c>Views/Shared/_Conflict.cshtml</c> shows both versions side by side, and saving again is then a decision.
/// </summary>
/// <param name="Differences">Fields that differ.</param>
public sealed record Conflict(IReadOnlyList<ConflictField> Differences)
{
    /// <summary>Compares two form models by their public properties of simple types.</summary>
    /// <param name="mine">What this user typed.</param>
    /// <param name="theirs">The same form made from what is stored now.</param>
    /// <param name="label">Words for a property's name; null leaves the property out.</param>
    public static Conflict Between<T>(T mine, T theirs, Func<string, string?> label)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(label);
        var fields = from property in typeof(T).GetProperties()
                     where property.Name != "Version" && property.GetIndexParameters().Length == 0
                         && (property.PropertyType == typeof(string) || !typeof(System.Collections.IEnumerable).IsAssignableFrom(property.PropertyType))
                     let words = label(property.Name)
                     where words is not null
                     let one = property.GetValue(mine)?.ToString() ?? ""
                     let other = property.GetValue(theirs)?.ToString() ?? ""
                     where one != other
                     select new ConflictField(words, one, other);
        return new Conflict([.. fields]);
    }
}

/// <summary>One field that differs between two versions.</summary>
/// <param name="Label">Its words.</param>
/// <param name="Mine">What this user typed.</param>
/// <param name="Theirs">What is stored.</param>
public sealed record ConflictField(string Label, string Mine, string Theirs);
