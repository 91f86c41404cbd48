namespace SalesSupport.IdentityBridge;

/// <summary>
/// Japan's national holidays by the law (国民の祝日に関する法律) as it stood in each year since 1948, with the special days and the moves for the accession and the Olympic Games.
/// The two equinoxes are computed by the usual formula, good to 2099; the government names each one in February of the year before, and has always named the computed day.
/// </summary>
internal static class NationalHolidays
{
    private static readonly DateOnly SubstituteSince = new(1973, 4, 12);
    private static readonly DateOnly BetweenSince = new(1985, 12, 27);

    // Days that a law of their own made holidays.
    private static readonly Dictionary<DateOnly, string> Once = new()
    {
        [new(1959, 4, 10)] = "HolidayImperialWedding",
        [new(1989, 2, 24)] = "HolidayImperialFuneral",
        [new(1990, 11, 12)] = "HolidayEnthronement",
        [new(1993, 6, 9)] = "HolidayImperialWedding",
        [new(2019, 5, 1)] = "HolidayAccession",
        [new(2019, 10, 22)] = "HolidayEnthronement",
    };

    /// <summary>The resource key of the day's name, or null when it is no holiday.</summary>
    public static string? NameOf(DateOnly day) => Named(day) ?? (IsSubstitute(day) ? "HolidaySubstitute" : IsBetween(day) ? "HolidayBetween" : null);

    /// <summary>祝日 proper, without 振替休日 and 国民の休日.</summary>
    private static string? Named(DateOnly day)
    {
        var y = day.Year;
        if (day < new DateOnly(1948, 7, 20))
        {
            return null;
        }

        if (Once.TryGetValue(day, out var once))
        {
            return once;
        }

        return (day.Month, day.Day) switch
        {
            (1, 1) => "HolidayNewYear",
            (1, 15) when y < 2000 => "HolidayAdults",
            (1, _) when y >= 2000 && IsMonday(day, 2) => "HolidayAdults",
            (2, 11) when y >= 1967 => "HolidayFoundation",
            (2, 23) when y >= 2020 => "HolidayEmperor",
            (3, var d) when d == Equinox(y, 20.8357, 20.8431) => "HolidaySpring",
            (4, 29) => y < 1989 ? "HolidayEmperor" : y < 2007 ? "HolidayGreenery" : "HolidayShowa",
            (5, 3) => "HolidayConstitution",
            (5, 4) when y >= 2007 => "HolidayGreenery",
            (5, 5) => "HolidayChildren",
            (7, 20) when y is >= 1996 and < 2003 => "HolidaySea",
            (7, 23) when y == 2020 => "HolidaySea",
            (7, 24) when y == 2020 => "HolidaySports",
            (7, 22) when y == 2021 => "HolidaySea",
            (7, 23) when y == 2021 => "HolidaySports",
            (7, _) when y >= 2003 && y is not (2020 or 2021) && IsMonday(day, 3) => "HolidaySea",
            (8, 10) when y == 2020 => "HolidayMountain",
            (8, 8) when y == 2021 => "HolidayMountain",
            (8, 11) when y >= 2016 && y is not (2020 or 2021) => "HolidayMountain",
            (9, 15) when y is >= 1966 and < 2003 => "HolidayAged",
            (9, _) when y >= 2003 && IsMonday(day, 3) => "HolidayAged",
            (9, var d) when d == Equinox(y, 23.2588, 23.2488) => "HolidayAutumn",
            (10, 10) when y is >= 1966 and < 2000 => "HolidayHealth",
            (10, _) when y >= 2000 && y is not (2020 or 2021) && IsMonday(day, 2) => y < 2020 ? "HolidayHealth" : "HolidaySports",
            (11, 3) => "HolidayCulture",
            (11, 23) => "HolidayLabour",
            (12, 23) when y is >= 1989 and < 2019 => "HolidayEmperor",
            _ => null,
        };
    }

    /// <summary>振替休日: a holiday fell on a Sunday. Since 2007 the first day after it that is no holiday itself; before, the Monday.</summary>
    private static bool IsSubstitute(DateOnly day)
    {
        if (day < SubstituteSince || (day.Year < 2007 && day.DayOfWeek != DayOfWeek.Monday))
        {
            return false;
        }

        for (var before = day.AddDays(-1); Named(before) is not null; before = before.AddDays(-1))
        {
            if (before.DayOfWeek == DayOfWeek.Sunday)
            {
                return before >= SubstituteSince;
            }
        }

        return false;
    }

    /// <summary>国民の休日: a day between two holidays. Sundays, which were days off anyway, were left out until 2007.</summary>
    private static bool IsBetween(DateOnly day) =>
        day >= BetweenSince && (day.Year >= 2007 || day.DayOfWeek != DayOfWeek.Sunday) && Named(day.AddDays(-1)) is not null && Named(day.AddDays(1)) is not null;

    private static bool IsMonday(DateOnly day, int number) => day.DayOfWeek == DayOfWeek.Monday && (day.Day - 1) / 7 == number - 1;

    // The formula cuts towards zero, as integer division does here.
    private static int Equinox(int year, double until1979, double since1980) =>
        year < 1980
            ? (int)(until1979 + (0.242194 * (year - 1980)) - ((year - 1983) / 4))
            : (int)(since1980 + (0.242194 * (year - 1980)) - ((year - 1980) / 4));
}
