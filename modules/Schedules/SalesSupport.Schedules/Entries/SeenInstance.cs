using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.Schedules.Contracts;

namespace SalesSupport.Schedules.Entries;

/// <summary>An appointment as one user may see it: of somebody else's private one only who is busy, and when (R25).</summary>
internal sealed record SeenInstance(Instance Instance, bool Masked, bool Mine, bool Editable, EntryWords Words)
{
    public Entry Entry => Instance.Entry;

    public EntryTime Time => Instance.Time;

    /// <summary>The kind, which says something about a private one too.</summary>
    public EntryKind Kind => Masked ? EntryKind.Plan : Entry.Kind;

    public string Address => Instance.Address;
}

/// <summary>Hides what is private. The only way from an entry to a page, a feed or a slot.</summary>
internal sealed class EntrySight(CurrentUser user, IStringLocalizer<Texts> texts)
{
    public Guid Me => user.Id;

    public SeenInstance See(Instance instance)
    {
        var masked = instance.IsHiddenFrom(user.Id);
        return new SeenInstance(
            instance,
            masked,
            instance.Entry.Concerns(user.Id),
            !masked && instance.Entry.IsEditableBy(user),
            masked ? new EntryWords(texts["Busy"], Private: true) : instance.Words);
    }
}

/// <summary>Times in words.</summary>
internal static class TimeWords
{
    /// <summary>11/24(火) 10:00–11:00, 11/24(火) 22:00 – 11/25(水) 1:00, 11/24(火) 終日.</summary>
    public static string Of(EntryTime time, IStringLocalizer texts)
    {
        var (start, end) = (DateOnly.FromDateTime(time.Start), DateOnly.FromDateTime(time.End));
        if (time.AllDay)
        {
            var last = end.AddDays(-1);
            return last <= start ? $"{HouseTexts.Day(start)} {texts["AllDay"]}" : $"{HouseTexts.Day(start)} – {HouseTexts.Day(last)} {texts["AllDay"]}";
        }

        return start == end || (end == start.AddDays(1) && time.End.TimeOfDay == TimeSpan.Zero)
            ? $"{HouseTexts.Day(start)} {Clock(time, start, texts)}"
            : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{HouseTexts.Day(start)} {time.Start:H:mm} – {HouseTexts.Day(end)} {time.End:H:mm}");
    }

    /// <summary>The same under the heading of a day: 10:00–11:00, 終日, –1:00 of what began the day before.</summary>
    public static string Clock(EntryTime time, DateOnly day, IStringLocalizer texts)
    {
        var (from, to) = (day.ToDateTime(TimeOnly.MinValue), day.AddDays(1).ToDateTime(TimeOnly.MinValue));
        return time.AllDay || (time.Start <= from && time.End >= to) ? texts["AllDay"]
            : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{(time.Start < from ? "" : time.Start.ToString("H:mm", System.Globalization.CultureInfo.InvariantCulture))}–{(time.End > to ? "" : time.End == to ? "24:00" : time.End.ToString("H:mm", System.Globalization.CultureInfo.InvariantCulture))}");
    }
}
