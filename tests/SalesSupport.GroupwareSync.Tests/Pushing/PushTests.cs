using SalesSupport.GroupwareSync.Copies;
using SalesSupport.Schedules.Contracts;

namespace SalesSupport.GroupwareSync.Tests.Pushing;

/// <summary>Reservations stand in the calendars of their people, on Radicale (R30–R32).</summary>
[Trait("Bar", "groupware")]
public sealed class PushTests(GroupwareHost home) : IClassFixture<GroupwareHost>
{
    [Fact]
    [Requirement("R30")]
    public async Task A_reservation_is_in_the_calendar_of_each_participant_and_follows_its_changes()
    {
        var team = await home.TeamAsync();
        var id = await team.ReserveAsync("見積の相談 😀", "sato", "okabe");
        await team.SentAsync(id, "sato");
        await team.SentAsync(id, "okabe");
        var mine = Assert.Single(await team.EventsAsync("sato"));
        var theirs = Assert.Single(await team.EventsAsync("okabe"));
        Assert.Equal(("見積の相談 😀", "見積の相談 😀"), (mine["SUMMARY"], theirs["SUMMARY"]));
        Assert.NotEqual(mine["UID"], theirs["UID"]);
        Assert.Null(mine["ORGANIZER"]);

        await team.ChangeAsync(id, e => e with { Text = e.Text with { Title = "契約の相談", Place = "本社" }, Time = new EntryTime(false, Team.Ten.AddHours(3), Team.Ten.AddHours(4)) });
        await Eventually.IsAsync(async () => (await team.TitlesAsync("okabe")) is ["契約の相談"]);
        await team.QuietAsync();
        var changed = Assert.Single(await team.EventsAsync("sato"));
        Assert.Equal((mine.Path, mine["UID"], "本社"), (changed.Path, changed["UID"], changed["LOCATION"]));
    }

    [Fact]
    [Requirement("R30")]
    public async Task What_is_a_plan_or_deleted_or_no_more_theirs_is_in_no_calendar_any_more()
    {
        var team = await home.TeamAsync();
        var (plan, gone, left, given) = (await team.ReserveAsync("予定に戻す", "sato"), await team.ReserveAsync("消す", "sato"), await team.ReserveAsync("抜ける", "sato", "okabe"), await team.ReserveAsync("譲る", "sato"));
        await Eventually.IsAsync(async () => (await team.EventsAsync("sato")).Count == 4);
        await team.QuietAsync();
        await team.ChangeAsync(plan, e => e with { Kind = EntryKind.Plan });
        await team.DeleteAsync(gone);
        await team.ChangeAsync(left, e => e with { ParticipantIds = [e.OwnerId] });
        await team.ChangeAsync(given, e => e with { OwnerId = team.IdOf("okabe"), ParticipantIds = [team.IdOf("okabe")] });
        await team.BecomesAsync(gone, "sato", CopyState.Removed);
        await team.BecomesAsync(left, "okabe", CopyState.Removed);
        await team.SentAsync(given, "okabe");
        await team.QuietAsync();
        Assert.Equal(["抜ける"], await team.TitlesAsync("sato"));
        Assert.Equal(["譲る"], await team.TitlesAsync("okabe"));

        await team.ChangeAsync(plan, e => e with { Kind = EntryKind.Reservation });
        await team.SentAsync(plan, "sato");
        Assert.Equal(["予定に戻す", "抜ける"], (await team.TitlesAsync("sato")).Order());
    }

    [Fact]
    [Requirement("R32")]
    public async Task Switched_off_nothing_is_sent_and_switched_on_again_what_changed_meanwhile_is()
    {
        var team = await home.TeamAsync();
        var (same, changed, gone, plan) = (await team.ReserveAsync("そのまま", "sato"), await team.ReserveAsync("変わる前", "sato"), await team.ReserveAsync("消える", "sato"), await team.ReserveAsync("予定になる", "sato"));
        await Eventually.IsAsync(async () => (await team.EventsAsync("sato")).Count == 4);
        await team.QuietAsync();
        await team.SetAsync(on: false);
        await team.QuietAsync();
        var before = home.Wire.Requests.Count;
        await team.RenameAsync(changed, "変わった後");
        await team.DeleteAsync(gone);
        await team.ChangeAsync(plan, e => e with { Kind = EntryKind.Plan });
        var fresh = await team.ReserveAsync("新しい", "sato", "okabe");
        await Task.Delay(300);
        Assert.Equal(before, home.Wire.Requests.Count);
        Assert.Equal(4, (await team.EventsAsync("sato")).Count);

        await team.SetAsync(on: true);
        await team.SentAsync(fresh, "sato");
        await team.SentAsync(fresh, "okabe");
        await Eventually.IsAsync(async () => (await team.TitlesAsync("sato")).Order().SequenceEqual(["そのまま", "変わった後", "新しい"]), "what changed meanwhile");
        await team.QuietAsync();
        Assert.Equal(CopyState.Sent, (await team.CopyAsync(same, "sato")).State);
    }

    [Fact]
    [Requirement("R32")]
    public async Task Switched_on_for_the_first_time_it_sends_what_is_not_over_yet()
    {
        var team = await home.TeamAsync(on: false);
        var yesterday = Team.Entry(team.IdOf("sato"), "昨日まで") with { Time = new EntryTime(false, Team.Ten.AddDays(-2), Team.Ten.AddDays(-2).AddHours(1)) };
        var today = Team.Entry(team.IdOf("sato"), "今朝終わった") with { Time = new EntryTime(false, Team.Ten.AddDays(-1).AddHours(-2), Team.Ten.AddDays(-1).AddHours(-1)) };
        await team.SaveAsync(yesterday);
        await team.SaveAsync(today);
        Assert.Empty(await team.CopiesAsync());
        await team.SetAsync();
        await team.SentAsync(today.Id, "sato");
        await team.QuietAsync();
        Assert.Equal(["今朝終わった"], await team.TitlesAsync("sato"));
        await team.ChangeAsync(yesterday.Id, e => e with { Text = e.Text with { Title = "昨日の訂正" } });
        await team.QuietAsync();
        Assert.Equal(["今朝終わった"], await team.TitlesAsync("sato"));
    }
}
