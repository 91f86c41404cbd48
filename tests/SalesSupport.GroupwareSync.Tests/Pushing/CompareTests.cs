using Microsoft.EntityFrameworkCore;
using SalesSupport.GroupwareSync.Copies;
using SalesSupport.Testing.Groupware;

namespace SalesSupport.GroupwareSync.Tests.Pushing;

/// <summary>The nightly comparison heals what went wrong in any way, and says what it did.</summary>
[Trait("Bar", "groupware")]
public sealed class CompareTests(GroupwareHost home) : IClassFixture<GroupwareHost>
{
    [Fact]
    public async Task It_finds_what_was_changed_there_and_what_was_never_decided_and_twice_is_the_same()
    {
        var team = await home.TeamAsync();
        var (edited, deleted, same) = (await team.ReserveAsync("変えられた", "sato"), await team.ReserveAsync("消された", "sato"), await team.ReserveAsync("同じ", "sato", "okabe"));
        await Eventually.IsAsync(async () => (await team.CopiesAsync()) is { Count: 4 } all && all.All(c => c.State == CopyState.Sent));
        await team.QuietAsync();
        var there = await team.EventsAsync("sato");
        await home.Server.EditAsync(team.AccountOf("sato"), there.Single(e => e["SUMMARY"] == "変えられた").Path, "変えられた", "別の題");
        await home.Server.DeleteAsync(team.AccountOf("sato"), there.Single(e => e["SUMMARY"] == "消された").Path);
        // What a fault of ours, or a restored database, would leave: entries of which nobody was told.
        var untold = Team.Entry(team.IdOf("okabe"), "知らされなかった");
        home.Diary.All[untold.Id] = untold;
        await team.CompareAsync();
        await team.SentAsync(untold.Id, "okabe");
        await team.BecomesAsync(deleted, "sato", CopyState.RemovedByUser);
        await Eventually.IsAsync(async () => (await team.TitlesAsync("sato")).Order().SequenceEqual(["変えられた", "同じ"], StringComparer.Ordinal) || (await team.TitlesAsync("sato")).Order(StringComparer.Ordinal).SequenceEqual(new[] { "変えられた", "同じ" }.Order(StringComparer.Ordinal)));
        await team.QuietAsync();
        Assert.NotNull((await team.CopyAsync(edited, "sato")).ChangedByUserAt);
        Assert.Equal(["同じ", "知らされなかった"], (await team.TitlesAsync("okabe")).Order());
        Assert.Equal(CopyState.Sent, (await team.CopyAsync(same, "okabe")).State);

        var writes = Writes();
        await team.CompareAsync();
        await team.QuietAsync();
        Assert.Equal(writes, Writes());
        var runs = await team.DbAsync(db => db.CompareRuns.AsNoTracking().OrderBy(r => r.Id).ToListAsync());
        Assert.Equal((1, 2, 0, 0), (runs[0].Decided, runs[0].Differing, runs[1].Decided, runs[1].Differing));
        Assert.Equal(2, runs[1].Calendars);
        using var morita = await team.SignOnAsync("morita");
        Assert.Equal(2, (await morita.GetAsync("/settings/groupware/entries")).Document.QuerySelectorAll("section table tbody tr").Length);

        // Of this member only: what other tests left waiting is tried again while the clock goes on.
        int Writes() => home.Wire.Requests.Count(r => (r.StartsWith("PUT", StringComparison.Ordinal) || r.StartsWith("DELETE", StringComparison.Ordinal)) && r.Contains(team.AccountOf(""), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_calendar_that_was_emptied_or_restored_from_before_is_filled_again()
    {
        var team = await home.TeamAsync(["sato"]);
        for (var n = 0; n < 3; n++)
        {
            await team.SentAsync(await team.ReserveAsync($"予約{n}", "sato"), "sato");
        }

        await team.QuietAsync();
        foreach (var there in await team.EventsAsync("sato"))
        {
            await home.Server.DeleteAsync(team.AccountOf("sato"), there.Path);
        }

        await team.CompareAsync();
        await Eventually.IsAsync(async () => (await team.EventsAsync("sato")).Count == 3);
        await team.QuietAsync();
        Assert.All(await team.CopiesAsync(), c => Assert.Equal(CopyState.Sent, c.State));
    }

    [Fact]
    public async Task What_was_paused_and_mended_at_the_other_side_goes_on()
    {
        var team = await home.TeamAsync(["sato"], own: true);
        using var sato = await team.SignOnAsync("sato");
        await sato.PostAsync("/me/groupware", ("Form.Password", "Own-1"));
        var id = await team.ReserveAsync("前", "sato");
        await team.SentAsync(id, "sato");
        await home.Server.SetPasswordAsync(team.AccountOf("sato"), "Changed-1");
        await team.RenameAsync(id, "後");
        await team.BecomesAsync(id, "sato", CopyState.Waiting, "Dav.PasswordWrong");
        await team.CompareAsync();
        await team.QuietAsync();
        Assert.Equal(1, await team.DbAsync(db => db.Accounts.CountAsync(a => a.Fault != null)));
        await home.Server.SetPasswordAsync(team.AccountOf("sato"), "Own-1");
        await team.CompareAsync();
        await team.SentAsync(id, "sato");
        Assert.Equal(["後"], await team.TitlesAsync("sato"));
    }

    [Fact]
    public async Task A_pause_of_the_service_account_ends_at_night_only_when_the_server_takes_the_password_and_is_tried_once()
    {
        var team = await home.TeamAsync(on: false);
        await team.SetAsync(password: "Later-1");
        var id = await team.ReserveAsync("止まる前に何も送っていない", "sato", "okabe");
        await team.BecomesAsync(id, "sato", CopyState.Waiting, "Dav.PasswordWrong");
        await team.BecomesAsync(id, "okabe", CopyState.Waiting, "Dav.PasswordWrong");
        await team.QuietAsync();
        var before = home.Wire.Requests.Count;
        await team.CompareAsync();
        await team.QuietAsync();
        Assert.Single(home.Wire.Requests.Skip(before), r => r.StartsWith("PROPFIND / ", StringComparison.Ordinal));
        Assert.Equal("Dav.PasswordWrong", (await team.DbAsync(db => db.Groupwares.AsNoTracking().SingleAsync())).Fault);
        try
        {
            await home.Server.SetPasswordAsync(home.Server.Service, "Later-1");
            await team.CompareAsync();
            await team.SentAsync(id, "sato");
            await team.SentAsync(id, "okabe");
        }
        finally
        {
            await home.Server.SetPasswordAsync(home.Server.Service, home.Server.ServicePassword);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_restored_groupware_lacks_the_newest_events_and_gets_them_again_and_what_its_user_deleted_stays_away(bool newest)
    {
        var team = await home.TeamAsync(["sato"]);
        var ids = new List<Guid>();
        for (var n = 0; n < 5; n++)
        {
            team.Host.Clock!.Advance(TimeSpan.FromSeconds(1));
            ids.Add(await team.ReserveAsync($"予約{n}", "sato"));
            await team.SentAsync(ids[n], "sato");
        }

        await team.QuietAsync();
        var there = (await team.EventsAsync("sato")).OrderBy(e => e["SUMMARY"], StringComparer.Ordinal).ToList();
        foreach (var gone in newest ? there[2..] : there[..3])
        {
            await home.Server.DeleteAsync(team.AccountOf("sato"), gone.Path);
        }

        await team.CompareAsync();
        await team.BecomesAsync(ids[newest ? 4 : 0], "sato", newest ? CopyState.Sent : CopyState.RemovedByUser);
        await team.DrainAsync();
        Assert.Equal(newest ? 5 : 2, (await team.EventsAsync("sato")).Count);
    }

    [Fact]
    public async Task What_its_user_deleted_and_took_back_is_ours_again_and_goes_when_the_reservation_does()
    {
        var team = await home.TeamAsync(["sato"]);
        var id = await team.ReserveAsync("ごみ箱から戻す", "sato");
        await team.SentAsync(id, "sato");
        var there = Assert.Single(await team.EventsAsync("sato"));
        var (_, _, text) = await home.Server.SendAsync("GET", team.AccountOf("sato"), there.Path);
        await home.Server.DeleteAsync(team.AccountOf("sato"), there.Path);
        await team.CompareAsync();
        await team.BecomesAsync(id, "sato", CopyState.RemovedByUser);
        await home.Server.PutAsync(team.AccountOf("sato"), there.Path, text);
        await team.DeleteAsync(id);
        await team.CompareAsync();
        await team.BecomesAsync(id, "sato", CopyState.Removed);
        Assert.Empty(await team.EventsAsync("sato"));
    }

    [Fact]
    public async Task Where_the_calendar_was_replaced_by_another_its_entries_go_there()
    {
        var team = await home.TeamAsync(["sato"]);
        var account = team.AccountOf("sato");
        var (one, two) = (await team.ReserveAsync("夜に移る", "sato"), await team.ReserveAsync("変更で移る", "sato"));
        await team.SentAsync(one, "sato");
        await team.SentAsync(two, "sato");
        await ((Radicale)home.Server).RemoveCalendarAsync(account);
        await team.RenameAsync(two, "変更で移った");
        await team.BecomesAsync(two, "sato", CopyState.Waiting, "Dav.NoCalendar");
        await home.Server.SendAsync("MKCALENDAR", account, $"/{account}/second/");
        await team.SentAsync(two, "sato");
        await team.CompareAsync();
        await Eventually.IsAsync(async () => (await team.CopiesAsync()).All(c => c.State == CopyState.Sent && c.Href!.Contains("/second/", StringComparison.Ordinal)), "both in the new calendar");
    }

    [Fact]
    public async Task The_trouble_of_one_member_does_not_end_the_comparison_of_the_others()
    {
        var (bad, good) = (await home.TeamAsync(["sato"]), await home.TeamAsync(["sato"]));
        await good.QuietAsync();       // else it may still catch up with what the diary holds by then
        var id = await bad.ReserveAsync("読めない予定", "sato");
        await bad.SentAsync(id, "sato");
        home.Diary.All.TryRemove(id, out _);      // the diary is everybody's, and only one has a copy of it
        home.Diary.Broken = id;
        try
        {
            await good.CompareAsync();
        }
        finally
        {
            home.Diary.Broken = null;
        }

        Assert.Equal(0, await bad.DbAsync(db => db.CompareRuns.CountAsync()));
        Assert.Equal(1, await good.DbAsync(db => db.CompareRuns.CountAsync()));
    }
}
