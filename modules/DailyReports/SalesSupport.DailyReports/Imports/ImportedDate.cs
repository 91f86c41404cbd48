using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using SalesSupport.DailyReports.ReportForms;

namespace SalesSupport.DailyReports.Imports;

/// <summary>Dates and times as other systems write them: 2025/4/1, 2025-04-01 9:30:00, 2025年4月1日(火), 20250401, 令和7年4月1日, R7.4.1.</summary>
internal static partial class ImportedDate
{
    /// <returns>Null when it is no date.</returns>
    public static DateOnly? Date(string text)
    {
        var match = Written().Match(Narrow(text));
        if (!match.Success)
        {
            return null;
        }

        var year = match.Groups["year"].Value is { Length: > 0 } western ? Number(western) : match.Groups["of"].Value is "元" ? 1 : Number(match.Groups["of"].Value);
        year += match.Groups["era"].Value switch { "令和" or "R" => 2018, "平成" or "H" => 1988, "昭和" or "S" => 1925, _ => 0 };
        var (month, day) = (Number(match.Groups["month"].Value), Number(match.Groups["day"].Value));
        return month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month) ? new DateOnly(year, month, day) : null;
    }

    /// <returns>Null when it is no time of a day.</returns>
    public static TimeOnly? Time(string text)
    {
        var narrow = Narrow(text);
        var match = Clock().Match(narrow);
        return FormReading.Time(match.Success ? match.Groups["time"].Value : narrow);
    }

    private static string Narrow(string text) => string.Concat(text.EnumerateRunes().Where(r => r != Rune.ReplacementChar)).Normalize(NormalizationForm.FormKC).Trim();

    private static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?:(?<year>(?:19|20)[0-9][0-9])|(?<era>令和|平成|昭和|R|H|S)(?<of>元|[0-9]{1,2}))(?:\s*[-/.年]\s*(?<month>[0-9]{1,2})\s*[-/.月]\s*(?<day>[0-9]{1,2})|(?<=[0-9]{4})(?<month>[0-9][0-9])(?<day>[0-9][0-9]))日?\s*(?:\(.\))?(?:[ T].*)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 200)]
    private static partial Regex Written();

    // The day may stand before it, and seconds behind it.
    [GeneratedRegex(@"(?:^|[ T])(?<time>[0-9]{1,2}:[0-9][0-9])(?::[0-9][0-9](?:\.[0-9]+)?)?(?:\+09:00)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 200)]
    private static partial Regex Clock();
}
