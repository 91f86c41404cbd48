using SalesSupport.GroupwareSync.Copies;
using SalesSupport.Schedules.Contracts;
using SalesSupport.Testing.Groupware;

namespace SalesSupport.GroupwareSync.Tests.Pushing;

/// <summary>A host with SOGo beside it.</summary>
public sealed class SogoHost : GroupwareHost
{
    public override Uri Typed => new(Wire.Address, "/SOGo/dav/");

    protected override async Task<CalDavServer> StartServerAsync() => await Sogo.StartAsync();
}

/// <summary>The same on SOGo, which believes no condition and takes what stands there for its own.</summary>
[Trait("Bar", "groupware")]
public sealed class SogoPushTests(SogoHost home) : IClassFixture<SogoHost>
{
    [Fact]
    [Requirement("R30")]
    [Requirement("R92")]
    public async Task A_reservation_is_made_changed_turned_into_a_plan_and_deleted_with_all_its_signs()
    {
        var team = await home.TeamAsync();
        var id = await team.ReserveAsync("見積の相談 😀𠮷野\u000bさま", "sato", "okabe");
        await team.SentAsync(id, "sato");
        await team.SentAsync(id, "okabe");
        var there = Assert.Single(await team.EventsAsync("sato"));
        Assert.Contains("見積の相談 😀𠮷野", there["SUMMARY"], StringComparison.Ordinal);
        Assert.DoesNotContain('\u000b', there.Text);
        await team.RenameAsync(id, "契約の相談");
        await Eventually.IsAsync(async () => (await team.TitlesAsync("sato")) is ["契約の相談"]);
        Assert.Equal(there.Path, Assert.Single(await team.EventsAsync("sato")).Path);
        await team.ChangeAsync(id, e => e with { Kind = EntryKind.Plan });
        await team.BecomesAsync(id, "sato", CopyState.Removed);
        await team.BecomesAsync(id, "okabe", CopyState.Removed);
        Assert.Empty(await team.EventsAsync("sato"));
        Assert.Empty(await team.EventsAsync("okabe"));
        await team.ChangeAsync(id, e => e with { Kind = EntryKind.Reservation });
        await team.SentAsync(id, "sato");
        Assert.Single(await team.EventsAsync("sato"));
        await team.DeleteAsync(id);
        await team.BecomesAsync(id, "sato", CopyState.Removed);
        Assert.Empty(await team.EventsAsync("sato"));
    }

    [Fact]
    [Requirement("R30")]
    public async Task Whole_days_and_a_series_with_a_moved_and_a_cancelled_instance_stand_as_they_are()
    {
        var team = await home.TeamAsync(["sato"]);
        var day = Team.Entry(team.IdOf("sato"), "展示会") with { Time = new EntryTime(true, Team.Ten.Date, Team.Ten.Date.AddDays(2)) };
        await team.SaveAsync(day);
        var plain = Team.Entry(team.IdOf("sato"), "定例");
        var series = plain with
        {
            Rule = "FREQ=WEEKLY;COUNT=5",
            Exceptions = [new EntryException(Team.Ten.AddDays(7), new ChangedInstance(new EntryTime(false, Team.Ten.AddDays(8), Team.Ten.AddDays(8).AddHours(1)), plain.Text)), new EntryException(Team.Ten.AddDays(14), null)],
        };
        await team.SaveAsync(series);
        await team.SentAsync(day.Id, "sato");
        await team.SentAsync(series.Id, "sato");
        var events = await team.EventsAsync("sato");
        Assert.Equal(2, events.Count);
        Assert.Equal("20261127", events.Single(e => e["SUMMARY"] == "展示会")["DTSTART"]);
        Assert.Equal(2, events.Single(e => e["SUMMARY"] == "定例").Text.Split("BEGIN:VEVENT").Length - 1);
        await team.CompareAsync();
        await team.QuietAsync();
        Assert.All(await team.CopiesAsync(), c => Assert.Equal((CopyState.Sent, null), (c.State, c.ChangedByUserAt)));
    }

    [Fact]
    public async Task What_its_user_has_changed_or_deleted_there_and_an_answer_that_is_lost_come_to_the_same_as_anywhere()
    {
        var team = await home.TeamAsync(["sato"]);
        var (changed, deleted) = (await team.ReserveAsync("変える", "sato"), await team.ReserveAsync("消す", "sato"));
        await team.SentAsync(changed, "sato");
        await team.SentAsync(deleted, "sato");
        var there = await team.EventsAsync("sato");
        await home.Server.EditAsync(team.AccountOf("sato"), there.Single(e => e["SUMMARY"] == "変える").Path, "SUMMARY:変える", "SUMMARY:勝手に");
        await home.Server.DeleteAsync(team.AccountOf("sato"), there.Single(e => e["SUMMARY"] == "消す").Path);
        await team.CompareAsync();
        await team.BecomesAsync(deleted, "sato", CopyState.RemovedByUser);
        await Eventually.IsAsync(async () => (await team.TitlesAsync("sato")) is ["変える"]);
        await team.QuietAsync();
        Assert.NotNull((await team.CopyAsync(changed, "sato")).ChangedByUserAt);

        home.Wire.Once("PUT", Fault.DropAnswer);
        var lost = await team.ReserveAsync("一度だけ", "sato");
        await team.SentAsync(lost, "sato");
        Assert.Equal(["一度だけ", "変える"], (await team.TitlesAsync("sato")).Order(StringComparer.Ordinal));
    }
}
