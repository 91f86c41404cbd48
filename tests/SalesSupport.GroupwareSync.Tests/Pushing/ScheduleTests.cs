using System.Text.Json;
using SalesSupport.GroupwareSync.Copies;

namespace SalesSupport.GroupwareSync.Tests.Pushing;

/// <summary>A host with the product's own schedule.</summary>
public sealed class ScheduleAndGroupware : GroupwareHost
{
    protected override bool HasDiary => false;
}

/// <summary>From the form of an entry to the calendar, and back to the mark on the entry.</summary>
[Trait("Bar", "groupware")]
public sealed class ScheduleTests(ScheduleAndGroupware home) : IClassFixture<ScheduleAndGroupware>
{
    [Fact]
    [Requirement("R30")]
    [Requirement("R22")]
    public async Task What_is_reserved_in_the_form_is_in_both_calendars_and_marked_until_it_is_a_plan_again()
    {
        var team = await home.TeamAsync();
        using var sato = await team.SignOnAsync("sato");
        var page = await sato.GetAsync("/schedule/new");
        page = await sato.SubmitAsync(page, page.MainForm, ("Title", "湊商会さま訪問"), ("StartDate", "2026-11-27"), ("StartTime", "23:30"), ("EndDate", "2026-11-28"), ("EndTime", "00:30"), ("Kind", "Reservation"), ("People", team.IdOf("okabe").ToString()));
        var id = Guid.Parse(page.Address.Segments[2].TrimEnd('/'));
        await team.SentAsync(id, "sato");
        await team.SentAsync(id, "okabe");
        Assert.Contains("湊商会さま訪問", await team.TitlesAsync("okabe"));
        Assert.Equal("グループウェアに登録済み", (await MarkAsync()).GetProperty("words").GetString());

        page = await sato.GetAsync($"/schedule/{id}/edit");
        page = await sato.SubmitAsync(page, page.MainForm, ("Kind", "Plan"));
        await team.BecomesAsync(id, "okabe", CopyState.Removed);
        await team.BecomesAsync(id, "sato", CopyState.Removed);
        Assert.DoesNotContain("湊商会さま訪問", await team.TitlesAsync("sato"));
        Assert.Equal(JsonValueKind.Null, (await MarkAsync()).ValueKind);

        async Task<JsonElement> MarkAsync()
        {
            var feed = await sato.GetAsync("/schedule/entries?from=2026-11-27&to=2026-11-29");
            return JsonDocument.Parse(feed.Html).RootElement.GetProperty("entries").EnumerateArray().First(e => e.GetProperty("id").GetGuid() == id).GetProperty("mark");
        }
    }

    [Fact]
    [Requirement("R32")]
    public async Task What_a_member_has_in_its_schedule_when_it_is_switched_on_is_sent()
    {
        var team = await home.TeamAsync(on: false);
        using var okabe = await team.SignOnAsync("okabe");
        var page = await okabe.GetAsync("/schedule/new");
        page = await okabe.SubmitAsync(page, page.MainForm, ("Title", "毎週の会議"), ("StartDate", "2026-11-27"), ("StartTime", "09:00"), ("EndDate", "2026-11-27"), ("EndTime", "10:00"), ("Kind", "Reservation"), ("Repeat", "Weekly"));
        var id = Guid.Parse(page.Address.Segments[2].TrimEnd('/'));
        await team.SetAsync();
        await team.SentAsync(id, "okabe");
        Assert.StartsWith("FREQ=WEEKLY", (await team.EventsAsync("okabe")).Single(e => e["SUMMARY"] == "毎週の会議")["RRULE"], StringComparison.Ordinal);
    }
}
