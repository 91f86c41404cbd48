using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.Schedules.Repeating;

namespace SalesSupport.Schedules.Entries;

/// <summary>A rule in words: 毎週 月・水 (2週ごと、12/25(金)まで).</summary>
internal static class RepeatWords
{
    public static string Of(Repeat repeat, Entry entry, IStringLocalizer texts)
    {
        var first = DateOnly.FromDateTime(entry.Time().Start);
        var days = string.Join(texts["Comma"], Repeat.WholeWeek.Where(d => repeat.Days?.Contains(d) == true).Select(d => texts[$"Day.{d}"].Value));
        string words = repeat switch
        {
            { Every: Frequency.Daily } => texts["Rule.Daily"],
            { Every: Frequency.Weekly } => texts["Rule.Weekly", days.Length > 0 ? days : texts[$"Day.{first.DayOfWeek}"].Value],
            { Every: Frequency.Monthly, Nth: -1 } => texts["Rule.MonthLastWeekday", days],
            { Every: Frequency.Monthly, Nth: { } nth } => texts["Rule.MonthWeekday", nth, days],
            { Every: Frequency.Monthly, MonthDay: -1 } => texts["Rule.MonthEnd"],
            { Every: Frequency.Monthly } => texts["Rule.MonthDay", repeat.MonthDay ?? first.Day],
            _ => texts["Rule.Yearly", first.Month, first.Day],
        };
        string[] more =
        [
            .. repeat.Interval > 1 ? new[] { texts[$"RuleEvery.{repeat.Every}", repeat.Interval].Value } : [],
            .. repeat.Until is { } until ? new[] { texts["RuleUntil", HouseTexts.LongDay(until)].Value } : [],
            .. repeat.Count is { } count ? new[] { texts["RuleCount", count].Value } : [],
        ];
        return more.Length == 0 ? words : $"{words} ({string.Join(texts["Comma"], more)})";
    }
}
