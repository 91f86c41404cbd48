namespace SalesSupport.IdentityBridge.Tests;

[Requirement("R28")]
public sealed class NationalHolidaysTests
{
    /// <summary>As the Cabinet Office published them (昭和30年から令和8年の国民の祝日), for years in which the law was new or made an exception.</summary>
    public static TheoryData<int, string> Years => new()
    {
        { 1955, "1/1 1/15 3/21 4/29 5/3 5/5 9/24 11/3 11/23" },
        { 1973, "1/1 1/15 2/11 3/21 4/29 4/30 5/3 5/5 9/15 9/23 9/24 10/10 11/3 11/23" },
        { 1986, "1/1 1/15 2/11 3/21 4/29 5/3 5/5 9/15 9/23 10/10 11/3 11/23 11/24" },
        { 1988, "1/1 1/15 2/11 3/20 3/21 4/29 5/3 5/4 5/5 9/15 9/23 10/10 11/3 11/23" },
        { 1989, "1/1 1/2 1/15 1/16 2/11 2/24 3/21 4/29 5/3 5/4 5/5 9/15 9/23 10/10 11/3 11/23 12/23" },
        { 1996, "1/1 1/15 2/11 2/12 3/20 4/29 5/3 5/4 5/5 5/6 7/20 9/15 9/16 9/23 10/10 11/3 11/4 11/23 12/23" },
        { 2000, "1/1 1/10 2/11 3/20 4/29 5/3 5/4 5/5 7/20 9/15 9/23 10/9 11/3 11/23 12/23" },
        { 2003, "1/1 1/13 2/11 3/21 4/29 5/3 5/5 7/21 9/15 9/23 10/13 11/3 11/23 11/24 12/23" },
        { 2007, "1/1 1/8 2/11 2/12 3/21 4/29 4/30 5/3 5/4 5/5 7/16 9/17 9/23 9/24 10/8 11/3 11/23 12/23 12/24" },
        { 2008, "1/1 1/14 2/11 3/20 4/29 5/3 5/4 5/5 5/6 7/21 9/15 9/23 10/13 11/3 11/23 11/24 12/23" },
        { 2009, "1/1 1/12 2/11 3/20 4/29 5/3 5/4 5/5 5/6 7/20 9/21 9/22 9/23 10/12 11/3 11/23 12/23" },
        { 2015, "1/1 1/12 2/11 3/21 4/29 5/3 5/4 5/5 5/6 7/20 9/21 9/22 9/23 10/12 11/3 11/23 12/23" },
        { 2016, "1/1 1/11 2/11 3/20 3/21 4/29 5/3 5/4 5/5 7/18 8/11 9/19 9/22 10/10 11/3 11/23 12/23" },
        { 2019, "1/1 1/14 2/11 3/21 4/29 4/30 5/1 5/2 5/3 5/4 5/5 5/6 7/15 8/11 8/12 9/16 9/23 10/14 10/22 11/3 11/4 11/23" },
        { 2020, "1/1 1/13 2/11 2/23 2/24 3/20 4/29 5/3 5/4 5/5 5/6 7/23 7/24 8/10 9/21 9/22 11/3 11/23" },
        { 2021, "1/1 1/11 2/11 2/23 3/20 4/29 5/3 5/4 5/5 7/22 7/23 8/8 8/9 9/20 9/23 11/3 11/23" },
        { 2024, "1/1 1/8 2/11 2/12 2/23 3/20 4/29 5/3 5/4 5/5 5/6 7/15 8/11 8/12 9/16 9/22 9/23 10/14 11/3 11/4 11/23" },
        { 2025, "1/1 1/13 2/11 2/23 2/24 3/20 4/29 5/3 5/4 5/5 5/6 7/21 8/11 9/15 9/23 10/13 11/3 11/23 11/24" },
        { 2026, "1/1 1/12 2/11 2/23 3/20 4/29 5/3 5/4 5/5 5/6 7/20 8/11 9/21 9/22 9/23 10/12 11/3 11/23" },
        { 2032, "1/1 1/12 2/11 2/23 3/20 4/29 5/3 5/4 5/5 7/19 8/11 9/20 9/21 9/22 10/11 11/3 11/23" },
    };

    [Theory]
    [MemberData(nameof(Years))]
    public void A_year_has_the_holidays_of_the_law(int year, string expected)
    {
        var first = new DateOnly(year, 1, 1);
        var found = Enumerable.Range(0, DateTime.IsLeapYear(year) ? 366 : 365).Select(first.AddDays).Where(d => NationalHolidays.NameOf(d) is not null).Select(d => $"{d.Month}/{d.Day}");
        Assert.Equal(expected, string.Join(' ', found));
    }

    [Theory]
    [InlineData("2026-01-01", "HolidayNewYear")]
    [InlineData("2026-05-06", "HolidaySubstitute")]
    [InlineData("2026-09-22", "HolidayBetween")]
    [InlineData("2019-04-30", "HolidayBetween")]
    [InlineData("2019-05-01", "HolidayAccession")]
    [InlineData("2019-10-14", "HolidayHealth")]
    [InlineData("2020-07-24", "HolidaySports")]
    [InlineData("2021-08-08", "HolidayMountain")]
    [InlineData("1988-04-29", "HolidayEmperor")]
    [InlineData("1989-04-29", "HolidayGreenery")]
    [InlineData("2007-04-29", "HolidayShowa")]
    [InlineData("2007-05-04", "HolidayGreenery")]
    [InlineData("2018-12-23", "HolidayEmperor")]
    [InlineData("2019-12-23", null)]
    [InlineData("1948-05-03", null)]
    [InlineData("1948-11-03", "HolidayCulture")]
    public void A_holiday_has_the_name_of_its_time(string day, string? name) => Assert.Equal(name, NationalHolidays.NameOf(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture)));

    // 国立天文台 and 理科年表 agree on these; the years in which the day moves.
    [Theory]
    [InlineData(2000, 20, 23)]
    [InlineData(2012, 20, 22)]
    [InlineData(2026, 20, 23)]
    [InlineData(2030, 20, 23)]
    [InlineData(2044, 20, 22)]
    [InlineData(2050, 20, 23)]
    [InlineData(2092, 19, 22)]
    [InlineData(2099, 20, 23)]
    public void The_equinoxes_follow_the_sun(int year, int spring, int autumn)
    {
        Assert.Equal("HolidaySpring", NationalHolidays.NameOf(new DateOnly(year, 3, spring)));
        Assert.Equal("HolidayAutumn", NationalHolidays.NameOf(new DateOnly(year, 9, autumn)));
    }

    [Fact]
    public void Every_name_has_words_in_both_languages()
    {
        var resources = new System.Resources.ResourceManager("SalesSupport.IdentityBridge.Resources.Texts", typeof(NationalHolidays).Assembly);
        var first = new DateOnly(1948, 1, 1);
        var names = Enumerable.Range(0, 366 * 152).Select(i => NationalHolidays.NameOf(first.AddDays(i))).OfType<string>().Distinct().ToArray();
        Assert.Equal(23, names.Length);
        foreach (var language in (string[])["ja", "en"])
        {
            Assert.All(names, n => Assert.False(string.IsNullOrEmpty(resources.GetString(n, System.Globalization.CultureInfo.GetCultureInfo(language))), $"{n} in {language}"));
        }
    }
}
