using SalesSupport.Schedules.Contracts;
using SalesSupport.Schedules.Repeating;

namespace SalesSupport.Schedules.Entries;

/// <summary>One appointment as it takes place: a single entry, or one instance of a series.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Original">When the rule of a series puts it, or null for a single entry.</param>
/// <param name="Time">When it is.</param>
/// <param name="Words">What it says.</param>
internal sealed record Instance(Entry Entry, DateTime? Original, EntryTime Time, EntryWords Words)
{
    public string Address => Entries.EntryAddress.Of(Entry.Id, Original);

    public bool IsHiddenFrom(Guid userId) => Entry.IsHiddenFrom(userId, Words.Private);

    public EntryInstance ToContract() => new(Entry.Id, Original, Entry.Kind, Words.ToText(), Time, Words.CustomerId, Words.ContactId);

    /// <summary>Those of an entry that overlap a time, in order.</summary>
    /// <param name="entry">With its occurrences, if it is a series.</param>
    /// <param name="from">The beginning (wall clock of Japan).</param>
    /// <param name="to">The end, not included.</param>
    public static IEnumerable<Instance> Between(Entry entry, DateTime from, DateTime to)
    {
        var time = entry.Time();
        if (entry.Repeat() is not { } repeat)
        {
            return time.Start < to && time.End > from ? [new Instance(entry, null, time, entry.Words())] : [];
        }

        var (length, clock) = (time.End - time.Start, TimeOnly.FromDateTime(time.Start));
        var different = entry.Occurrences.Select(o => o.Original()).ToHashSet();
        var byRule = RecurrenceDays.Between(DateOnly.FromDateTime(time.Start), repeat, Day(from, -length), Day(to, TimeSpan.Zero))
            .Select(d => d.ToDateTime(clock)).Where(s => s < to && s + length > from && !different.Contains(s))
            .Select(s => new Instance(entry, s, new EntryTime(time.AllDay, s, s + length), entry.Words()));
        var changed = entry.Occurrences.Where(o => !o.Cancelled).Select(o => new Instance(entry, o.Original(), o.Time(), o.Words())).Where(i => i.Time.Start < to && i.Time.End > from);
        return byRule.Concat(changed).OrderBy(i => i.Time.Start);
    }

    /// <summary>The instance that the rule puts at a time, or the single entry when none is named; null when there is no such one.</summary>
    public static Instance? Find(Entry entry, DateTime? original)
    {
        var time = entry.Time();
        if (entry.Repeat() is not { } repeat)
        {
            return original is null ? new Instance(entry, null, time, entry.Words()) : null;
        }

        if (original is not { } at || at.TimeOfDay != time.Start.TimeOfDay)
        {
            return null;
        }

        var day = DateOnly.FromDateTime(at);
        if (!RecurrenceDays.Between(DateOnly.FromDateTime(time.Start), repeat, day, day).Any())
        {
            return null;
        }

        return entry.Occurrences.Find(o => o.Original() == at) switch
        {
            null => new Instance(entry, at, new EntryTime(time.AllDay, at, at + (time.End - time.Start)), entry.Words()),
            { Cancelled: true } => null,
            var changed => new Instance(entry, at, changed.Time(), changed.Words()),
        };
    }

    /// <summary>The one that a link without a time means: the next from a time on, else the last before it.</summary>
    public static Instance? Nearest(Entry entry, DateTime now)
    {
        if (entry.Rule is null)
        {
            return Find(entry, null);
        }

        return Between(entry, now, now.AddYears(1)).FirstOrDefault()
            ?? Between(entry, entry.Time().Start.AddDays(-LongestBack), Later(entry.Time().Start, now).AddYears(1)).OrderBy(i => Math.Abs((i.Time.Start - now).Ticks)).FirstOrDefault();
    }

    private const int LongestBack = 400;

    private static DateTime Later(DateTime one, DateTime other) => one > other ? one : other;

    private static DateOnly Day(DateTime at, TimeSpan further) => DateOnly.FromDateTime(at.Ticks + further.Ticks > 0 ? at + further : at).AddDays(further < TimeSpan.Zero ? -1 : 0);
}

/// <summary>Addresses of entries.</summary>
internal static class EntryAddress
{
    public const string Clock = "yyyy-MM-ddTHH:mm:ss";

    public static string Of(Guid id, DateTime? original) => $"/schedule/{id}{At(original)}";

    public static string Edit(Guid id, DateTime? original, EditScope? scope = null) => $"/schedule/{id}/edit{At(original)}{(scope is null ? "" : $"&scope={scope}")}";

    public static string Text(DateTime at) => at.ToString(Clock, System.Globalization.CultureInfo.InvariantCulture);

    /// <returns>Null for what is no time of the wall clock.</returns>
    public static DateTime? Parse(string? text) =>
        DateTime.TryParseExact(text, [Clock, "yyyy-MM-ddTHH:mm", "yyyy-MM-dd"], System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out var at) && at.Year is > 1900 and < 9000 ? at : null;

    private static string At(DateTime? original) => original is { } at ? $"?at={Text(at)}" : "";
}

/// <summary>How much of a series is meant.</summary>
internal enum EditScope
{
    /// <summary>この回だけ.</summary>
    This,

    /// <summary>この回以降.</summary>
    Following,

    /// <summary>すべての回.</summary>
    All,
}
