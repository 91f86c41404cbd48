using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace SalesSupport.Infrastructure;

/// <summary>A changed field of an audit row.</summary>
/// <param name="Field">Name of the property.</param>
/// <param name="Old">Its value before, as <see cref="ValueOf"/> writes it; of a list what went away.</param>
/// <param name="New">Its value after; of a list what came.</param>
/// <param name="IsTold">False for text that people wrote: it is named and not copied, so that deleting it deletes it.</param>
internal sealed record AuditChange(string Field, string? Old, string? New, bool IsTold = true)
{
    public const int Longest = 1000;

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>A property's change, or null when both values are the same.</summary>
    public static AuditChange? Between(string field, object? old, object? now)
    {
        if (old is string or null && now is string or null)
        {
            return Equals(old, now) ? null : new AuditChange(field, null, null, IsTold: false);
        }

        if (old is System.Collections.IEnumerable or null && now is System.Collections.IEnumerable or null)
        {
            var before = Items(old);
            var after = Items(now);
            var (gone, come) = (before.Except(after).ToArray(), after.Except(before).ToArray());
            return gone.Length + come.Length == 0 ? null : new AuditChange(field, Lines(gone), Lines(come));
        }

        return Equals(old, now) ? null : new AuditChange(field, ValueOf(old), ValueOf(now));
    }

    /// <summary>As stored: <c>{"State":["Submitted","Returned"],"Note":null}</c>. What would be too long is named without its values.</summary>
    public static string? Write(IEnumerable<AuditChange> changes)
    {
        var kept = changes.ToList();
        while (kept.Count > 0)
        {
            var text = JsonSerializer.Serialize(kept.ToDictionary(c => c.Field, c => c.IsTold ? new[] { c.Old, c.New } : null), Readable);
            if (text.Length <= Longest)
            {
                return text;
            }

            if (kept.Where(c => c.IsTold).MaxBy(c => c.Old?.Length + c.New?.Length) is { } longest)
            {
                kept[kept.IndexOf(longest)] = new AuditChange(longest.Field, null, null, IsTold: false);
            }
            else
            {
                kept.RemoveAt(kept.Count - 1);
            }
        }

        return null;
    }

    public static IReadOnlyList<AuditChange> Read(string? text) =>
        text is null ? [] : [.. JsonSerializer.Deserialize<Dictionary<string, string?[]?>>(text)!.Select(c => c.Value is [var old, var now] ? new AuditChange(c.Key, old, now) : new AuditChange(c.Key, null, null, IsTold: false))];

    /// <summary>A value in one form on every machine: ISO dates, instants in UTC, words of enums, one line for each item of a list.</summary>
    public static string? ValueOf(object? value) => value switch
    {
        null => null,
        bool truth => truth ? "true" : "false",
        DateTimeOffset at => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString("HH:mm", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    private static string[] Items(object? list) => list is System.Collections.IEnumerable items ? [.. items.Cast<object?>().Select(i => ValueOf(i) ?? "")] : [];

    private static string? Lines(string[] items) => items.Length == 0 ? null : string.Join('\n', items);
}
