using Microsoft.EntityFrameworkCore;
using SalesSupport.GroupwareSync.Copies;

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

        int Writes() => home.Wire.Requests.Count(r => r.StartsWith("PUT", StringComparison.Ordinal) || r.StartsWith("DELETE", StringComparison.Ordinal));
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
}
