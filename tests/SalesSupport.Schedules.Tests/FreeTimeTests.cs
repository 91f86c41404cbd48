using System.Net;
using AngleSharp.Html.Dom;

namespace SalesSupport.Schedules.Tests;

/// <summary>空き時間: a time at which all of them are free, pressed, becomes an entry.</summary>
[Requirement("R22")]
[Trait("Bar", "groupware")]
public sealed class FreeTimeTests(ScheduleHost fixture) : IClassFixture<ScheduleHost>
{
    [Fact]
    public async Task Times_are_offered_at_which_everybody_is_free_within_working_hours_on_business_days()
    {
        // Friday; the weekend after it is off.
        await ScheduleHost.SaveAsync(fixture.Sato, "朝", "2026-12-04", "9:00", "12:00");
        await ScheduleHost.SaveAsync(fixture.Okabe, "毎日の昼", "2026-12-04", "12:00", "16:30", ("Repeat", "Daily"), ("Private", "true"));
        var found = await FindAsync("2026-12-04", "2026-12-07", 60, "sato", "okabe");
        Assert.Equal(["2026-12-04T16:30:00", "2026-12-04T17:00:00"], found.Where(f => f.StartsWith("2026-12-04", StringComparison.Ordinal)));
        Assert.DoesNotContain(found, f => f.StartsWith("2026-12-05", StringComparison.Ordinal) || f.StartsWith("2026-12-06", StringComparison.Ordinal));
        Assert.Equal("2026-12-07T09:00:00", found.First(f => f.StartsWith("2026-12-07", StringComparison.Ordinal)));
        Assert.DoesNotContain("2026-12-07T11:30:00", found);
        Assert.Empty((await FindAsync("2026-12-04", "2026-12-04", 120, "sato", "okabe")));
        Assert.Equal("2026-12-04T12:00:00", (await FindAsync("2026-12-04", "2026-12-04", 120, "sato"))[0]);
    }

    [Fact]
    public async Task One_pressed_fills_the_form_with_its_people()
    {
        var page = await fixture.Sato.GetAsync($"/schedule/free?from=2026-12-10&to=2026-12-10&minutes=90&people={fixture.IdOf("sato")}&people={fixture.IdOf("okabe")}");
        var form = (await fixture.Sato.GetAsync(page.Document.QuerySelector("#free-found a")!.GetAttribute("href")!)).MainForm;
        Assert.Equal(["2026-12-10", "9:00", "10:30"], new[] { "StartDate", "StartTime", "EndTime" }.Select(n => ((IHtmlInputElement)form.QuerySelector($"[name={n}]")!).Value));
        Assert.True(((IHtmlInputElement)form.QuerySelector($"[name=People][value='{fixture.IdOf("okabe")}']")!).IsChecked);
    }

    [Fact]
    public async Task What_is_past_or_makes_no_sense_is_not_offered()
    {
        var found = await FindAsync("2026-11-20", "2026-11-24", 60, "sato");
        Assert.All(found, f => Assert.True(string.CompareOrdinal(f, "2026-11-24T09:00:00") >= 0, f));
        foreach (var query in new[] { "from=abc&to=9999-12-31&minutes=7", "from=2026-12-01&to=2026-11-01", "from=2026-12-01&to=2030-01-01" })
        {
            Assert.Equal(HttpStatusCode.OK, (await fixture.Sato.GetAsync($"/schedule/free?{query}")).Status);
        }
    }

    [Fact]
    public async Task The_last_day_of_the_longest_range_is_as_free_as_the_first()
    {
        var found = await FindAsync("2027-02-01", "2027-03-03", 30, "sato");
        Assert.Equal(18, found.Count(f => f.StartsWith("2027-02-01", StringComparison.Ordinal)));
        Assert.Equal(18, found.Count(f => f.StartsWith("2027-03-03", StringComparison.Ordinal)));
    }

    private async Task<string[]> FindAsync(string from, string to, int minutes, params string[] logins)
    {
        var page = await fixture.Sato.GetAsync($"/schedule/free?from={from}&to={to}&minutes={minutes}{string.Concat(logins.Select(l => $"&people={fixture.IdOf(l)}"))}");
        Assert.Equal(HttpStatusCode.OK, page.Status);
        return [.. page.Document.QuerySelectorAll("#free-found a").Select(a => a.GetAttribute("href")!.Split("start=")[1][..19])];
    }
}
