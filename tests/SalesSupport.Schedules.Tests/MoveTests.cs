using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace SalesSupport.Schedules.Tests;

/// <summary>An entry that is drawn to another time in the calendar.</summary>
[Requirement("R22")]
[Trait("Bar", "groupware")]
public sealed class MoveTests(ScheduleHost fixture) : IClassFixture<ScheduleHost>
{
    [Fact]
    public async Task It_is_moved_and_taken_back()
    {
        var id = (await ScheduleHost.SaveAsync(fixture.Sato, "動かす", "2026-12-14", "10:00", "11:00", ("People", fixture.IdOf("okabe").ToString()))).Id;
        await ScheduleHost.SaveAsync(fixture.Okabe, "岡部の用", "2026-12-15", "13:00", "14:00");
        var version = (await ScheduleHost.OneAsync(fixture.Sato, "動かす", "2026-12-14", "2026-12-15")).GetProperty("version").GetInt32();
        var (status, answer) = await MoveAsync(id, version, "2026-12-15T13:30:00", "2026-12-15T15:00:00");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.True(answer.GetProperty("version").GetInt32() > version);
        Assert.Contains("12/15(火) 13:30–15:00", answer.GetProperty("words").GetString(), StringComparison.Ordinal);
        Assert.Contains("岡部の用", answer.GetProperty("busy")[0].GetString(), StringComparison.Ordinal);
        Assert.Equal(["2026-12-15T13:30:00"], await ScheduleHost.StartsAsync(fixture.Okabe, "動かす", "2026-12-14", "2026-12-16"));

        Assert.Equal(HttpStatusCode.OK, (await fixture.Sato.PostAsync(answer.GetProperty("undo").GetString()!)).Status);
        var back = await ScheduleHost.OneAsync(fixture.Okabe, "動かす", "2026-12-14", "2026-12-16");
        Assert.Equal(("2026-12-14T10:00:00", "2026-12-14T11:00:00"), (back.GetProperty("start").GetString(), back.GetProperty("end").GetString()));
        Assert.Equal(2, back.GetProperty("people").GetArrayLength());
        Assert.Equal(HttpStatusCode.NotFound, (await fixture.Sato.PostAsync(answer.GetProperty("undo").GetString()!)).Status);
    }

    [Fact]
    public async Task Into_whole_days_and_back()
    {
        var id = (await ScheduleHost.SaveAsync(fixture.Sato, "終日へ", "2026-12-16", "10:00", "11:00")).Id;
        var (_, answer) = await MoveAsync(id, 0, "2026-12-17", null, ("allDay", "true"));
        var days = await ScheduleHost.OneAsync(fixture.Sato, "終日へ", "2026-12-17", "2026-12-18");
        Assert.Equal((true, "2026-12-17", "2026-12-18"), (days.GetProperty("allDay").GetBoolean(), days.GetProperty("start").GetString(), days.GetProperty("end").GetString()));
        await MoveAsync(id, answer.GetProperty("version").GetInt32(), "2026-12-17T09:00:00", null);
        var hour = await ScheduleHost.OneAsync(fixture.Sato, "終日へ", "2026-12-17", "2026-12-18");
        Assert.Equal(("2026-12-17T09:00:00", "2026-12-17T10:00:00"), (hour.GetProperty("start").GetString(), hour.GetProperty("end").GetString()));
    }

    [Fact]
    public async Task One_instance_the_rest_or_all_of_a_series()
    {
        var id = (await ScheduleHost.SaveAsync(fixture.Sato, "連なり", "2027-01-05", "10:00", "11:00", ("Repeat", "Weekly"))).Id;
        await MoveAsync(id, await VersionAsync(id), "2027-01-13T15:00:00", "2027-01-13T16:00:00", ("original", "2027-01-12T10:00:00"), ("scope", "This"));
        Assert.Equal(["2027-01-05T10:00:00", "2027-01-13T15:00:00", "2027-01-19T10:00:00", "2027-01-26T10:00:00"], await StartsAsync());
        var (_, all) = await MoveAsync(id, await VersionAsync(id), "2027-01-20T09:00:00", "2027-01-20T11:00:00", ("original", "2027-01-19T10:00:00"), ("scope", "All"));
        Assert.Equal(["2027-01-06T09:00:00", "2027-01-13T15:00:00", "2027-01-20T09:00:00", "2027-01-27T09:00:00"], await StartsAsync());
        await fixture.Sato.PostAsync(all.GetProperty("undo").GetString()!);
        Assert.Equal(["2027-01-05T10:00:00", "2027-01-13T15:00:00", "2027-01-19T10:00:00", "2027-01-26T10:00:00"], await StartsAsync());
        var (_, rest) = await MoveAsync(id, await VersionAsync(id), "2027-01-21T10:00:00", "2027-01-21T11:00:00", ("original", "2027-01-19T10:00:00"), ("scope", "Following"));
        Assert.NotEqual(id, rest.GetProperty("id").GetGuid());
        Assert.Equal(["2027-01-05T10:00:00", "2027-01-13T15:00:00", "2027-01-21T10:00:00", "2027-01-28T10:00:00"], await StartsAsync());
        await fixture.Sato.PostAsync(rest.GetProperty("undo").GetString()!);
        Assert.Equal(["2027-01-05T10:00:00", "2027-01-13T15:00:00", "2027-01-19T10:00:00", "2027-01-26T10:00:00"], await StartsAsync());

        Task<string[]> StartsAsync() => ScheduleHost.StartsAsync(fixture.Okabe, "連なり", "2027-01-01", "2027-02-01");
    }

    [Fact]
    public async Task An_old_version_and_a_time_that_makes_no_sense_are_refused_in_words()
    {
        var id = (await ScheduleHost.SaveAsync(fixture.Sato, "古い", "2026-12-21", "10:00", "11:00")).Id;
        var (conflict, words) = await MoveAsync(id, 99, "2026-12-22T10:00:00", "2026-12-22T11:00:00");
        Assert.Equal(HttpStatusCode.Conflict, conflict);
        Assert.Contains("先に変更しました", words.GetProperty("title").GetString(), StringComparison.Ordinal);
        var version = await VersionAsync(id);
        foreach (var (start, end) in new[] { ("abc", "2026-12-22T11:00:00"), ("2026-12-22T11:00:00", "2026-12-22T11:00:00"), ("2026-12-22T11:00:00", "2029-12-22T11:00:00"), ("", "") })
        {
            var (refused, problem) = await MoveAsync(id, version, start, end);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused);
            Assert.NotEmpty(problem.GetProperty("title").GetString()!);
        }

        Assert.Equal(["2026-12-21T10:00:00"], await ScheduleHost.StartsAsync(fixture.Sato, "古い", "2026-12-20", "2026-12-31"));
    }

    [Fact]
    public async Task What_somebody_has_changed_since_is_not_taken_back()
    {
        var id = (await ScheduleHost.SaveAsync(fixture.Sato, "戻せない", "2026-12-23", "10:00", "11:00")).Id;
        var (_, answer) = await MoveAsync(id, await VersionAsync(id), "2026-12-24T10:00:00", "2026-12-24T11:00:00");
        var page = await fixture.Sato.GetAsync($"/schedule/{id}/edit");
        await fixture.Sato.SubmitAsync(page, page.MainForm, ("Place", "変わった"));
        var refused = await fixture.Sato.PostAsync(answer.GetProperty("undo").GetString()!);
        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Contains("先に変更しました", refused.Text, StringComparison.Ordinal);
        Assert.Equal(["2026-12-24T10:00:00"], await ScheduleHost.StartsAsync(fixture.Sato, "戻せない", "2026-12-20", "2026-12-31"));
    }

    private Task<int> VersionAsync(Guid id) => fixture.DbAsync(db => db.Entries.Where(e => e.Id == id).Select(e => e.Version).SingleAsync());

    private async Task<(HttpStatusCode Status, JsonElement Answer)> MoveAsync(Guid id, int version, string start, string? end, params (string Name, string Value)[] more)
    {
        var page = await fixture.Sato.PostAsync($"/schedule/{id}/time", [("version", version.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("start", start), .. end is null ? [] : new[] { ("end", end) }, .. more]);
        return (page.Status, JsonDocument.Parse(page.Html).RootElement);
    }
}
