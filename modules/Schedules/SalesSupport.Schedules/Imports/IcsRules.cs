using System.Globalization;
using SalesSupport.Abstractions;
using SalesSupport.Schedules.Contracts;
using SalesSupport.Schedules.Repeating;

namespace SalesSupport.Schedules.Imports;

/// <summary>Rules of other programs (RFC 5545 3.3.10) that the schedule has too. One that it would read otherwise is refused, not guessed at.</summary>
internal static class IcsRules
{
    private static readonly string[] Known = ["FREQ", "INTERVAL", "BYDAY", "BYMONTH", "BYMONTHDAY", "UNTIL", "COUNT", "WKST"];

    /// <exception cref="RuleBroken">The schedule has no such rule.</exception>
    public static Repeat Read(string rule, EntryTime time)
    {
        var parts = rule.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('=', 2)).Where(p => p.Length == 2).ToDictionary(p => p[0].ToUpperInvariant(), p => p[1].ToUpperInvariant(), StringComparer.Ordinal);
        var days = parts.GetValueOrDefault("BYDAY")?.Split(',') ?? [];
        var fits = parts.Keys.All(Known.Contains)
            && parts.GetValueOrDefault("FREQ") switch
            {
                "DAILY" => days.Length == 0 && Absent(parts, "BYMONTHDAY", "BYMONTH"),
                "WEEKLY" => days.All(d => d.Length == 2) && Absent(parts, "BYMONTHDAY", "BYMONTH") && (parts.GetValueOrDefault("WKST") is null or "MO" || !parts.ContainsKey("INTERVAL") || days.Length < 2),
                "MONTHLY" => (days is [] or [{ Length: > 2 }]) && (days.Length == 0 || Absent(parts, "BYMONTHDAY")) && parts.GetValueOrDefault("BYMONTHDAY")?.Contains(',', StringComparison.Ordinal) != true && Absent(parts, "BYMONTH"),
                "YEARLY" => days.Length == 0 && Is(parts, "BYMONTH", time.Start.Month) && Is(parts, "BYMONTHDAY", time.Start.Day),
                _ => false,
            };
        if (!fits || Repeat.Parse(string.Join(';', parts.Where(p => p.Key != "BYMONTH").Select(p => $"{p.Key}={p.Value}"))) is not { } repeat)
        {
            throw new RuleBroken("IcsRuleUnknown");
        }

        return repeat.Every == Frequency.Yearly ? repeat with { MonthDay = null } : repeat;
    }

    private static bool Absent(Dictionary<string, string> parts, params string[] names) => !names.Any(parts.ContainsKey);

    private static bool Is(Dictionary<string, string> parts, string name, int number) => parts.GetValueOrDefault(name) is not { } said || said == number.ToString(CultureInfo.InvariantCulture);
}
