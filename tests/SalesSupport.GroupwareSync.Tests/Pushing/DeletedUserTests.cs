using System.Net;
using Microsoft.EntityFrameworkCore;
using SalesSupport.GroupwareSync.Copies;
using SalesSupport.Testing.Groupware;

namespace SalesSupport.GroupwareSync.Tests.Pushing;

/// <summary>Nothing of a deleted user stays in their calendar, and what was theirs is in nobody's or in the successor's.</summary>
public abstract class DeletedUserTests(GroupwareHost home)
{
    [Fact]
    public async Task What_was_theirs_vanishes_for_all_and_others_keep_theirs()
    {
        var team = await home.TeamAsync();
        using var sato = await team.SignOnAsync("sato");
        using var okabe = await team.SignOnAsync("okabe");
        var own = await ReserveAsync(sato, "佐藤の商談", team.IdOf("okabe"));
        var theirs = await ReserveAsync(okabe, "岡部の商談", team.IdOf("sato"));
        var alone = await ReserveAsync(okabe, "岡部だけ");
        foreach (var (entry, login) in new[] { (own, "sato"), (own, "okabe"), (theirs, "sato"), (theirs, "okabe"), (alone, "okabe") })
        {
            await team.SentAsync(entry, login);
        }

        await DeleteAsync(team, null);
        await Eventually.IsAsync(async () => (await team.EventsAsync("sato")).Count == 0, "an empty calendar");
        await team.BecomesAsync(own, "okabe", CopyState.Removed);
        await team.QuietAsync();
        Assert.Equal(["岡部だけ", "岡部の商談"], (await team.TitlesAsync("okabe")).Order(StringComparer.Ordinal));
        await ForgottenAsync(team);
    }

    [Fact]
    public async Task With_a_successor_it_moves_to_their_calendar()
    {
        var team = await home.TeamAsync(["sato", "okabe", "ito"]);
        using var sato = await team.SignOnAsync("sato");
        var own = await ReserveAsync(sato, "引き継ぐ商談", team.IdOf("okabe"));
        await team.SentAsync(own, "sato");
        await team.SentAsync(own, "okabe");
        await DeleteAsync(team, "ito");
        await team.SentAsync(own, "ito");
        await Eventually.IsAsync(async () => (await team.EventsAsync("sato")).Count == 0, "an empty calendar");
        await team.QuietAsync();
        Assert.Equal(["引き継ぐ商談"], await team.TitlesAsync("ito"));
        Assert.Equal(["引き継ぐ商談"], await team.TitlesAsync("okabe"));
        await ForgottenAsync(team);
    }

    [Fact]
    public async Task With_own_passwords_theirs_is_kept_until_it_is_not_needed_any_more()
    {
        var team = await home.TeamAsync(["sato"], own: true);
        using var sato = await team.SignOnAsync("sato");
        var page = await sato.GetAsync("/me/groupware");
        await sato.SubmitAsync(page, page.MainForm, ("Form.Password", "Own-1"));
        var own = await ReserveAsync(sato, "自分で書く");
        await team.SentAsync(own, "sato");
        home.Wire.Decide = _ => Fault.CutRequest;
        await DeleteAsync(team, null);
        await team.BecomesAsync(own, "sato", CopyState.Waiting);
        Assert.Equal(1, await team.DbAsync(db => db.Accounts.CountAsync(a => a.Secret != null)));
        Assert.Single(await team.EventsAsync("sato"));
        home.Wire.Decide = _ => Fault.None;
        await team.DrainAsync();
        Assert.Empty(await team.EventsAsync("sato"));
        await ForgottenAsync(team);
    }

    [Fact]
    public async Task What_their_own_password_no_longer_opens_stays_there_and_the_list_says_why()
    {
        var team = await home.TeamAsync(["sato"], own: true);
        using var sato = await team.SignOnAsync("sato");
        var page = await sato.GetAsync("/me/groupware");
        await sato.SubmitAsync(page, page.MainForm, ("Form.Password", "Own-1"));
        var own = await ReserveAsync(sato, "消せない商談");
        await team.SentAsync(own, "sato");
        await team.DbAsync(async db =>
        {
            (await db.Accounts.SingleAsync()).Secret = null;
            return await db.SaveChangesAsync();
        });
        await DeleteAsync(team, null);
        await team.BecomesAsync(own, "sato", CopyState.Failed, "DepartedPassword");
        await team.QuietAsync();
        Assert.Single(await team.EventsAsync("sato"));
        Assert.Equal(0, await team.DbAsync(db => db.Accounts.CountAsync()));
        using var morita = await team.SignOnAsync("morita");
        var list = await morita.GetAsync("/settings/groupware/entries");
        Assert.Contains("削除されたユーザー", list.Text, StringComparison.Ordinal);
        Assert.Contains("グループウェアで消してください", list.Text, StringComparison.Ordinal);

        // And no longer, when it is long over.
        await team.CompareAsync();
        Assert.Equal(1, await team.DbAsync(db => db.Copies.CountAsync(c => c.State == CopyState.Failed)));
        await team.DbAsync(async db =>
        {
            db.Entry(await db.Copies.SingleAsync()).Property(c => c.Date).CurrentValue = new DateOnly(2026, 1, 5);
            return await db.SaveChangesAsync();
        });
        await team.CompareAsync();
        Assert.Equal(0, await team.DbAsync(db => db.Copies.CountAsync()));
    }

    private protected static async Task<Guid> ReserveAsync(Browser browser, string title, params Guid[] others)
    {
        var page = await browser.GetAsync("/schedule/new");
        page = await browser.SubmitAsync(page, page.MainForm, [("Title", title), ("StartDate", "2026-11-27"), ("StartTime", "10:00"), ("EndDate", "2026-11-27"), ("EndTime", "11:00"), ("Kind", "Reservation"), .. others.Select(o => ("People", o.ToString()))]);
        return Guid.Parse(page.Address.Segments[2].TrimEnd('/'));
    }

    private protected static async Task DeleteAsync(Team team, string? successor)
    {
        using var morita = await team.SignOnAsync("morita");
        Assert.Equal(HttpStatusCode.OK, (await morita.DeleteUserAsync(team.IdOf("sato"), successor is null ? null : team.IdOf(successor))).Status);
    }

    private static async Task ForgottenAsync(Team team)
    {
        var id = team.IdOf("sato");
        await Eventually.IsAsync(async () => !await team.DbAsync(db => db.Accounts.AnyAsync(a => a.UserId == id)) && !await team.DbAsync(db => db.Copies.AnyAsync(c => c.UserId == id)), "a forgotten account");
    }
}

/// <summary>On Radicale.</summary>
[Trait("Bar", "groupware")]
[Requirement("R17")]
[Requirement("R30")]
public sealed class RadicaleDeletedUserTests(ScheduleAndGroupware home) : DeletedUserTests(home), IClassFixture<ScheduleAndGroupware>
{
    /// <summary>Not on SOGo, which takes the old password for a while after it was changed.</summary>
    [Fact]
    public async Task A_refused_own_password_is_tried_once_and_not_for_every_copy()
    {
        var team = await home.TeamAsync(["sato"], own: true);
        using var sato = await team.SignOnAsync("sato");
        var page = await sato.GetAsync("/me/groupware");
        await sato.SubmitAsync(page, page.MainForm, ("Form.Password", "Own-1"));
        var copies = new List<Guid>();
        for (var i = 0; i < 4; i++)
        {
            copies.Add(await ReserveAsync(sato, $"消せない商談{i}"));
            await team.SentAsync(copies[^1], "sato");
        }

        await team.QuietAsync();
        await home.Server.SetPasswordAsync(team.AccountOf("sato"), "Changed-1");
        var before = home.Wire.Requests.Count;
        await DeleteAsync(team, null);
        foreach (var copy in copies)
        {
            await team.BecomesAsync(copy, "sato", CopyState.Failed, "DepartedPassword");
        }

        await team.QuietAsync();
        Assert.Single(home.Wire.Requests.Skip(before));

        // Asked for again, they end the same way and ask nobody.
        using var morita = await team.SignOnAsync("morita");
        Assert.Equal(HttpStatusCode.OK, (await morita.PostAsync("/settings/groupware/entries/resendings")).Status);
        await team.QuietAsync();
        foreach (var copy in copies)
        {
            await team.BecomesAsync(copy, "sato", CopyState.Failed, "DepartedPassword");
        }

        Assert.Single(home.Wire.Requests.Skip(before));
    }
}

/// <summary>A host with SOGo beside it and the product's own schedule.</summary>
public sealed class ScheduleAndSogo : GroupwareHost
{
    public override Uri Typed => new(Wire.Address, "/SOGo/dav/");

    protected override bool HasDiary => false;

    protected override async Task<CalDavServer> StartServerAsync() => await Sogo.StartAsync();
}

/// <summary>The same on SOGo.</summary>
[Trait("Bar", "groupware")]
[Requirement("R17")]
[Requirement("R30")]
public sealed class SogoDeletedUserTests(ScheduleAndSogo home) : DeletedUserTests(home), IClassFixture<ScheduleAndSogo>;
