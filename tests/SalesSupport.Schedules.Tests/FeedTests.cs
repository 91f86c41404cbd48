using System.Net;

namespace SalesSupport.Schedules.Tests;

/// <summary>What the calendar asks for.</summary>
[Requirement("R22")]
[Requirement("R25")]
[Trait("Bar", "groupware")]
public sealed class FeedTests(ScheduleHost fixture) : IClassFixture<ScheduleHost>
{
    [Fact]
    public async Task An_entry_is_made_and_everybody_of_the_member_sees_it()
    {
        var saved = await ScheduleHost.SaveAsync(fixture.Sato, "みなも食品 訪問", "2026-11-25", "10:00", "11:30", ("Kind", "Reservation"), ("Place", "本社"), ("People", fixture.IdOf("okabe").ToString()));
        Assert.Contains("みなも食品 訪問", saved.Page.Text, StringComparison.Ordinal);
        var entry = await ScheduleHost.OneAsync(fixture.Morita, "みなも食品 訪問", "2026-11-23", "2026-11-30");
        Assert.Equal(saved.Id, entry.GetProperty("id").GetGuid());
        Assert.Equal("2026-11-25T10:00:00", entry.GetProperty("start").GetString());
        Assert.Equal("2026-11-25T11:30:00", entry.GetProperty("end").GetString());
        Assert.Equal("Reservation", entry.GetProperty("kind").GetString());
        Assert.Equal("本社", entry.GetProperty("place").GetString());
        Assert.Equal("佐藤 美咲", entry.GetProperty("ownerName").GetString());
        Assert.Equal([fixture.IdOf("sato"), fixture.IdOf("okabe")], entry.GetProperty("people").EnumerateArray().Select(p => p.GetGuid()));
        Assert.False(entry.GetProperty("mine").GetBoolean());
        Assert.True((await ScheduleHost.OneAsync(fixture.Sato, "みなも食品 訪問", "2026-11-23", "2026-11-30")).GetProperty("mine").GetBoolean());
        var okabes = await ScheduleHost.OneAsync(fixture.Okabe, "みなも食品 訪問", "2026-11-23", "2026-11-30");
        Assert.True(okabes.GetProperty("mine").GetBoolean());
        Assert.False(okabes.GetProperty("editable").GetBoolean());
        Assert.Contains("みなも食品 訪問", (await fixture.Okabe.GetAsync("/schedule?date=2026-11-25")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_what_the_chosen_people_take_part_in_is_shown_when_people_are_chosen()
    {
        await ScheduleHost.SaveAsync(fixture.Sato, "佐藤だけ", "2027-01-12", "10:00", "11:00");
        await ScheduleHost.SaveAsync(fixture.Okabe, "岡部だけ", "2027-01-12", "10:00", "11:00");
        await ScheduleHost.SaveAsync(fixture.Okabe, "毎週の岡部", "2027-01-13", "10:00", "11:00", ("Repeat", "Weekly"));
        var titles = await TitlesAsync(fixture.IdOf("okabe"));
        Assert.Equal(["岡部だけ", "毎週の岡部"], titles);
        Assert.Equal(["佐藤だけ"], await TitlesAsync(fixture.IdOf("sato")));
        Assert.Equal(3, (await TitlesAsync(fixture.IdOf("sato"), fixture.IdOf("okabe"))).Length);
        Assert.Equal(["佐藤だけ"], await TitlesAsync());        // nobody named: mine, as on the page
        Assert.Equal(HttpStatusCode.NotFound, (await fixture.Sato.GetAsync($"/schedule/entries?from=2027-01-11&to=2027-01-18&people={fixture.IdOf("sato", fixture.Other)}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await fixture.Sato.GetAsync($"/schedule?people={Guid.CreateVersion7()}")).Status);

        async Task<string[]> TitlesAsync(params Guid[] people) =>
            [.. (await ScheduleHost.FeedAsync(fixture.Sato, "2027-01-11", "2027-01-18", people)).GetProperty("entries").EnumerateArray().Select(e => e.GetProperty("title").GetString()!)];
    }

    [Fact]
    public async Task Whole_days_and_what_goes_past_midnight_are_found_on_each_of_their_days()
    {
        await ScheduleHost.SaveAsync(fixture.Sato, "展示会", "2027-02-01", "", "", ("EndDate", "2027-02-03"), ("AllDay", "true"));
        await ScheduleHost.SaveAsync(fixture.Sato, "夜間作業", "2027-02-01", "22:00", "2:00", ("EndDate", "2027-02-02"));
        var fair = await ScheduleHost.OneAsync(fixture.Sato, "展示会", "2027-02-03", "2027-02-04");
        Assert.Equal(("2027-02-01", "2027-02-04"), (fair.GetProperty("start").GetString(), fair.GetProperty("end").GetString()));
        Assert.Empty(await ScheduleHost.StartsAsync(fixture.Sato, "展示会", "2027-02-04", "2027-02-05"));
        Assert.Single(await ScheduleHost.StartsAsync(fixture.Sato, "夜間作業", "2027-02-02", "2027-02-03"));
        Assert.Empty(await ScheduleHost.StartsAsync(fixture.Sato, "夜間作業", "2027-02-03", "2027-02-04"));
        var week = await fixture.Sato.GetAsync("/schedule?date=2027-02-01");
        Assert.Equal(3, week.Document.QuerySelectorAll(".line a").Count(a => a.TextContent == "展示会"));
        Assert.Equal(["22:00–", "–2:00"], week.Document.QuerySelectorAll(".line").Where(l => l.TextContent.Contains("夜間作業", StringComparison.Ordinal)).Select(l => l.QuerySelector(".num")!.TextContent.Trim()));
    }

    [Fact]
    public async Task Holidays_come_with_the_entries()
    {
        var holidays = (await ScheduleHost.FeedAsync(fixture.Sato, "2026-11-23", "2026-11-30")).GetProperty("holidays").EnumerateArray().ToDictionary(h => h.GetProperty("date").GetString()!, h => h.GetProperty("name").GetString());
        Assert.Equal("勤労感謝の日", holidays["2026-11-23"]);
        Assert.True(holidays.ContainsKey("2026-11-28"));
        Assert.False(holidays.ContainsKey("2026-11-24"));
    }

    [Theory]
    [InlineData("from=2026-11-24&to=2026-11-24")]
    [InlineData("from=2026-11-24&to=2026-11-23")]
    [InlineData("from=2026-11-24&to=2027-11-24")]
    [InlineData("from=abc&to=2027-11-24")]
    [InlineData("to=2027-11-24")]
    [InlineData("from=9999-12-30&to=9999-12-31")]
    public async Task A_range_that_makes_no_sense_is_refused(string range) =>
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await fixture.Sato.GetAsync($"/schedule/entries?{range}")).Status);

    [Fact]
    public async Task The_feed_and_the_page_take_the_same_few_statements_however_much_there_is()
    {
        for (var i = 0; i < 6; i++)
        {
            await ScheduleHost.SaveAsync(fixture.Sato, $"たくさん{i}", "2027-03-0" + (i + 1), "10:00", "11:00", ("Repeat", i % 2 == 0 ? "None" : "Daily"), ("Ends", "Count"), ("Count", "3"));
        }

        await ScheduleHost.FeedAsync(fixture.Sato, "2027-03-01", "2027-03-08");
        await fixture.Sato.GetAsync("/schedule?date=2027-03-01");
        fixture.Host.Statements.Clear();
        Assert.True((await ScheduleHost.FeedAsync(fixture.Sato, "2027-03-01", "2027-03-08")).GetProperty("entries").GetArrayLength() >= 6);
        Assert.InRange(fixture.Host.Statements.All.Count, 1, 4);
        Assert.Empty(QueryPlans.Scans(fixture.Host, fixture.Host.Statements.All));
        fixture.Host.Statements.Clear();
        await fixture.Sato.GetAsync("/schedule?date=2027-03-01");
        Assert.InRange(fixture.Host.Statements.All.Count, 1, 7);
        Assert.Empty(QueryPlans.Scans(fixture.Host, fixture.Host.Statements.All));
    }
}
