using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SalesSupport.Schedules.Contracts;

namespace SalesSupport.Schedules.Tests;

/// <summary>A series is changed at one instance, from one on, or as a whole.</summary>
[Requirement("R22")]
[Trait("Bar", "groupware")]
public sealed class SeriesTests(ScheduleHost fixture) : IClassFixture<ScheduleHost>
{
    [Fact]
    public async Task One_instance_alone_is_changed()
    {
        var id = await SeriesAsync("一回だけ", "2027-01-04");
        var saved = await EditAsync(id, "2027-01-11T10:00:00", "This", ("Title", "一回だけ別"), ("StartTime", "14:00"), ("EndTime", "15:00"));
        Assert.Contains("一回だけ別", saved.Text, StringComparison.Ordinal);
        Assert.Equal(["2027-01-04T10:00:00", "2027-01-18T10:00:00", "2027-01-25T10:00:00"], await ScheduleHost.StartsAsync(fixture.Okabe, "一回だけ", "2027-01-01", "2027-02-01"));
        Assert.Equal(["2027-01-11T14:00:00"], await ScheduleHost.StartsAsync(fixture.Okabe, "一回だけ別", "2027-01-01", "2027-02-01"));
        // It may even leave the range that it was in.
        await EditAsync(id, "2027-01-18T10:00:00", "This", ("StartDate", "2026-12-30"), ("EndDate", "2026-12-30"));
        Assert.Equal(["2026-12-30T10:00:00"], await ScheduleHost.StartsAsync(fixture.Okabe, "一回だけ", "2026-12-28", "2027-01-01"));
    }

    [Fact]
    public async Task From_an_instance_on_the_series_is_another_one()
    {
        var id = await SeriesAsync("途中から", "2027-01-04");
        await EditAsync(id, "2027-01-25T10:00:00", "This", ("Title", "途中から特別"));
        var saved = Saved.Of(await EditAsync(id, "2027-01-18T10:00:00", "Following", ("Title", "途中から新"), ("StartTime", "9:00"), ("EndTime", "10:00")));
        Assert.NotEqual(id, saved.Id);
        Assert.Equal(["2027-01-04T10:00:00", "2027-01-11T10:00:00"], await ScheduleHost.StartsAsync(fixture.Okabe, "途中から", "2027-01-01", "2027-03-01"));
        Assert.Equal(["2027-01-18T09:00:00", "2027-02-01T09:00:00", "2027-02-08T09:00:00"], (await ScheduleHost.StartsAsync(fixture.Okabe, "途中から新", "2027-01-01", "2027-02-14")));
        Assert.Equal(["2027-01-25T09:00:00"], await ScheduleHost.StartsAsync(fixture.Okabe, "途中から特別", "2027-01-01", "2027-02-14"));
    }

    [Fact]
    public async Task The_count_that_is_left_goes_on_with_the_new_series()
    {
        var id = await SeriesAsync("五回", "2027-04-05", ("Ends", "Count"), ("Count", "5"));
        await EditAsync(id, "2027-04-19T10:00:00", "Following", ("Title", "残り三回"));
        Assert.Equal(2, (await ScheduleHost.StartsAsync(fixture.Okabe, "五回", "2027-04-01", "2027-07-01")).Length);
        Assert.Equal(["2027-04-19T10:00:00", "2027-04-26T10:00:00", "2027-05-03T10:00:00"], await ScheduleHost.StartsAsync(fixture.Okabe, "残り三回", "2027-04-01", "2027-07-01"));
    }

    [Fact]
    public async Task The_whole_series_is_changed_and_what_was_said_of_one_instance_stays()
    {
        var id = await SeriesAsync("全部", "2027-05-03");
        await EditAsync(id, "2027-05-10T10:00:00", "This", ("Place", "出先"));
        await DeleteAsync(id, "2027-05-17T10:00:00", "This");
        await EditAsync(id, "2027-05-10T10:00:00", "All", ("Title", "全部新"), ("StartTime", "11:00"), ("EndTime", "12:00"), ("Private", "true"));
        Assert.Equal(["2027-05-03T11:00:00", "2027-05-10T11:00:00", "2027-05-24T11:00:00", "2027-05-31T11:00:00"], await ScheduleHost.StartsAsync(fixture.Sato, "全部新", "2027-05-01", "2027-06-02"));
        var changed = (await ScheduleHost.FeedAsync(fixture.Sato, "2027-05-10", "2027-05-11")).GetProperty("entries").EnumerateArray().Single(e => e.GetProperty("id").GetGuid() == id);
        Assert.Equal("出先", changed.GetProperty("place").GetString());
        // Made private as a whole, the instance that says something of its own is private too.
        Assert.Empty(await ScheduleHost.StartsAsync(fixture.Okabe, "全部新", "2027-05-01", "2027-06-02"));
    }

    [Theory]
    [InlineData("This", "2027-06-07 2027-06-21 2027-06-28")]
    [InlineData("Following", "2027-06-07")]
    [InlineData("All", "")]
    public async Task Deleted_with_each_scope_it_can_be_brought_back(string scope, string left)
    {
        var title = $"削除{scope}";
        var id = await SeriesAsync(title, "2027-06-07");
        var page = await DeleteAsync(id, "2027-06-14T10:00:00", scope);
        Assert.Equal(left, string.Join(' ', (await ScheduleHost.StartsAsync(fixture.Okabe, title, "2027-06-01", "2027-07-01")).Select(s => s[..10])));
        await fixture.Sato.SubmitAsync(page, page.Form("/schedule/undo"));
        Assert.Equal("2027-06-07 2027-06-14 2027-06-21 2027-06-28", string.Join(' ', (await ScheduleHost.StartsAsync(fixture.Okabe, title, "2027-06-01", "2027-07-01")).Select(s => s[..10])));
    }

    [Fact]
    public async Task A_series_begins_on_the_first_day_of_its_rule()
    {
        await ScheduleHost.SaveAsync(fixture.Sato, "平日の朝礼", "2027-07-03", "8:30", "8:45", ("Repeat", "Weekdays"));
        Assert.Equal(["2027-07-05", "2027-07-06", "2027-07-07", "2027-07-08", "2027-07-09", "2027-07-12"], (await ScheduleHost.StartsAsync(fixture.Okabe, "平日の朝礼", "2027-07-01", "2027-07-13")).Select(s => s[..10]));
        await ScheduleHost.SaveAsync(fixture.Sato, "月曜と金曜", "2027-07-07", "13:00", "14:00", ("Repeat", "Weekly"), ("Days", "Monday"), ("Ends", "Until"), ("Until", "2027-07-20"));
        Assert.Equal(["2027-07-12", "2027-07-19"], (await ScheduleHost.StartsAsync(fixture.Okabe, "月曜と金曜", "2027-07-01", "2027-08-30")).Select(s => s[..10]));
    }

    [Fact]
    public async Task An_instance_that_is_not_there_is_not_found()
    {
        var id = await SeriesAsync("ない回", "2027-08-02");
        await DeleteAsync(id, "2027-08-09T10:00:00", "This");
        foreach (var at in new[] { "2027-08-09T10:00:00", "2027-08-10T10:00:00", "2027-08-16T11:00:00", "2027-07-26T10:00:00", "abc" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await fixture.Sato.GetAsync($"/schedule/{id}?at={at}")).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await fixture.Sato.GetAsync($"/schedule/{id}/edit?at={at}")).Status);
        }

        Assert.Equal(HttpStatusCode.OK, (await fixture.Sato.GetAsync($"/schedule/{id}")).Status);
    }

    [Fact]
    public async Task Others_read_a_series_whole_with_its_exceptions_also_late()
    {
        var id = await SeriesAsync("丸ごと", "2027-09-06", ("Kind", "Reservation"), ("People", fixture.IdOf("okabe").ToString()));
        await EditAsync(id, "2027-09-13T10:00:00", "This", ("Title", "丸ごと別"));
        await DeleteAsync(id, "2027-09-20T10:00:00", "This");
        var snapshot = (await AskAsync(e => e.FindAsync(id, CancellationToken.None)))!;
        Assert.Equal(("丸ごと", "FREQ=WEEKLY;BYDAY=MO", EntryKind.Reservation), (snapshot.Text.Title, snapshot.Rule, snapshot.Kind));
        Assert.Equal([fixture.IdOf("sato"), fixture.IdOf("okabe")], snapshot.ParticipantIds);
        Assert.Equal(new DateTime(2027, 9, 6, 10, 0, 0, DateTimeKind.Unspecified), snapshot.Time.Start);
        Assert.Equal(["丸ごと別", null], snapshot.Exceptions.Select(e => e.Changed?.Text.Title));
        Assert.Equal(new DateTime(2027, 9, 13, 10, 0, 0, DateTimeKind.Unspecified), snapshot.Exceptions[0].Original);
        Assert.True(snapshot.Version >= 2);
        var all = await AskAsync(async e =>
        {
            var found = new List<EntrySnapshot>();
            for (Guid? after = null; ;)
            {
                var page = await e.ReservationsAsync(new DateOnly(2027, 9, 1), after, 1, CancellationToken.None);
                found.AddRange(page);
                if (page.Count == 0)
                {
                    return found;
                }

                after = page[^1].Id;
            }
        });
        Assert.Contains(all, s => s.Id == id);
        Assert.Equal(all.Count, all.DistinctBy(s => s.Id).Count());
        Assert.Equal(["丸ごと"], (await AskAsync(e => e.OnDayAsync(fixture.IdOf("okabe"), new DateOnly(2027, 9, 27), CancellationToken.None))).Select(i => i.Text.Title));
        Assert.Empty(await AskAsync(e => e.OnDayAsync(fixture.IdOf("okabe"), new DateOnly(2027, 9, 20), CancellationToken.None)));
        await DeleteAsync(id, "2027-09-06T10:00:00", "All");
        Assert.Null(await AskAsync(e => e.FindAsync(id, CancellationToken.None)));
        Assert.Equal(0, await fixture.DbAsync(db => db.Occurrences.CountAsync(o => o.EntryId == id)));
    }

    private Task<T> AskAsync<T>(Func<IScheduleEntries, Task<T>> ask) => fixture.Host.InScopeAsync(fixture.Member.TenantId, sp => ask(sp.GetServices<IScheduleEntries>().Single()));

    private async Task<Guid> SeriesAsync(string title, string monday, params (string Name, string Value)[] more) =>
        (await ScheduleHost.SaveAsync(fixture.Sato, title, monday, "10:00", "11:00", [("Repeat", "Weekly"), .. more])).Id;

    private async Task<Page> EditAsync(Guid id, string at, string scope, params (string Name, string Value)[] set)
    {
        var page = await fixture.Sato.GetAsync($"/schedule/{id}/edit?at={at}&scope={scope}");
        Assert.Equal(HttpStatusCode.OK, page.Status);
        var saved = await fixture.Sato.SubmitAsync(page, page.MainForm, set);
        Assert.Equal(HttpStatusCode.OK, saved.Status);
        return saved;
    }

    private async Task<Page> DeleteAsync(Guid id, string at, string scope)
    {
        var page = await fixture.Sato.GetAsync($"/schedule/{id}?at={at}");
        var gone = await fixture.Sato.SubmitAsync(page, page.Form($"/schedule/{id}/deletion"), ("scope", scope));
        Assert.Equal(HttpStatusCode.OK, gone.Status);
        return gone;
    }
}
