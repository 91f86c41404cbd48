using System.Globalization;
using SalesSupport.Abstractions;

namespace SalesSupport.DailyReports.Reports;

/// <summary>An entry of the schedule, or one instance of a series, as forms and addresses name it: the id, and behind an @ when the series puts the instance.</summary>
/// <param name="Id">The entry.</param>
/// <param name="Original">When the rule of the series puts it (wall clock of Japan), or null for a single entry.</param>
internal readonly record struct EntryKey(Guid Id, DateTime? Original)
{
    private const string Clock = "yyyy-MM-ddTHH:mm:ss";

    public DateTimeOffset? OriginalAt => Original is { } at ? DateOnly.FromDateTime(at).At(TimeOnly.FromDateTime(at)) : null;

    public static EntryKey? Of(Guid? id, DateTimeOffset? originalAt) => id is { } known ? new EntryKey(known, originalAt?.ToJapan().DateTime) : null;

    /// <returns>Null for what names no entry.</returns>
    public static EntryKey? Parse(string? text)
    {
        var parts = (text ?? "").Split('@', 2);
        return Parse(parts[0], parts.Length > 1 ? parts[1] : null);
    }

    public static EntryKey? Parse(string? id, string? at) =>
        !Guid.TryParse(id, out var known) ? null
        : at is null ? new EntryKey(known, null)
        : DateTime.TryParseExact(at, Clock, CultureInfo.InvariantCulture, DateTimeStyles.None, out var original) ? new EntryKey(known, original)
        : null;

    public static string Text(DateTime at) => at.ToString(Clock, CultureInfo.InvariantCulture);

    public override string ToString() => Original is { } at ? $"{Id}@{Text(at)}" : Id.ToString();
}
