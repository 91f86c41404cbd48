using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using SalesSupport.GroupwareSync.Copies;
using SalesSupport.GroupwareSync.Pushing;
using SalesSupport.Testing.Groupware;

namespace SalesSupport.GroupwareSync.Tests.Pushing;

/// <summary>A groupware that is away, that refuses, or that lacks something: nothing is lost, nobody is locked out, and nobody else waits.</summary>
[Trait("Bar", "groupware")]
public sealed class FaultTests(GroupwareHost home, ITestOutputHelper output) : IClassFixture<GroupwareHost>
{
    [Fact]
    public async Task A_server_that_stops_in_the_middle_and_comes_back_has_each_event_once()
    {
        var team = await home.TeamAsync();
        var ids = new List<Guid>();
        for (var n = 0; n < 12; n++)
        {
            ids.Add(await team.ReserveAsync($"予約{n:00}", "sato", "okabe"));
            if (n == 3)
            {
                await home.Server.StopAsync();
            }
        }

        await team.RenameAsync(ids[0], "予約00改");
        await team.DeleteAsync(ids[1]);
        await team.BecomesAsync(ids[11], "sato", CopyState.Waiting);
        await home.Server.StartAgainAsync();
        foreach (var id in ids.Where(i => i != ids[1]))
        {
            await team.SentAsync(id, "sato");
            await team.SentAsync(id, "okabe");
        }

        await team.BecomesAsync(ids[1], "okabe", CopyState.Removed);
        string[] wanted = ["予約00改", .. Enumerable.Range(2, 10).Select(n => $"予約{n:00}")];
        Assert.Equal(wanted, (await team.TitlesAsync("sato")).Order(StringComparer.Ordinal));
        Assert.Equal(wanted, (await team.TitlesAsync("okabe")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_frozen_server_delays_no_save_and_has_the_event_once_when_it_thaws()
    {
        var team = await home.TeamAsync(["sato"]);
        var first = await team.ReserveAsync("凍る前", "sato");
        await team.SentAsync(first, "sato");
        home.Server.Freeze();
        Guid id;
        try
        {
            var since = Stopwatch.GetTimestamp();
            id = await team.ReserveAsync("凍っている間", "sato");
            await team.RenameAsync(first, "凍っている間に変更");
            output.WriteLine($"two saves while the server is frozen: {Stopwatch.GetElapsedTime(since).TotalMilliseconds:0} ms");
            await Task.Delay(300);
            team.Host.Clock!.Advance(TimeSpan.FromSeconds(15));
            await team.BecomesAsync(id, "sato", CopyState.Waiting, "Dav.TooSlow");
        }
        finally
        {
            home.Server.Thaw();
        }

        await team.SentAsync(id, "sato");
        await Eventually.IsAsync(async () => (await team.TitlesAsync("sato")).Order().SequenceEqual(["凍っている間", "凍っている間に変更"]));
    }

    [Fact]
    public async Task A_wrong_password_of_the_service_account_is_tried_once_told_and_waits_for_the_right_one()
    {
        var team = await home.TeamAsync(on: false);
        var before = home.Wire.Requests.Count;
        await team.SetAsync(password: "wrong");
        Guid[] ids = [await team.ReserveAsync("一", "sato", "okabe"), await team.ReserveAsync("二", "sato"), await team.ReserveAsync("三", "okabe")];
        await Eventually.IsAsync(async () => await team.DbAsync(db => db.Groupwares.AnyAsync(g => g.Fault == "Dav.PasswordWrong")), "the pause");
        await team.QuietAsync();
        Assert.Single(home.Wire.Requests.Skip(before));

        using var morita = await team.SignOnAsync("morita");
        var page = await morita.GetAsync("/settings/groupware");
        Assert.Contains("グループウェアへの登録を止めています", page.Text, StringComparison.Ordinal);
        Assert.Contains("アカウント名かパスワードが違います", page.Text, StringComparison.Ordinal);
        await team.SetAsync();
        foreach (var id in ids)
        {
            await Eventually.IsAsync(async () => (await team.CopiesAsync()).Where(c => c.EntryId == id).All(c => c.State == CopyState.Sent));
        }

        Assert.DoesNotContain("止めています", (await morita.GetAsync("/settings/groupware")).Text, StringComparison.Ordinal);
        Assert.Equal(["一", "二"], (await team.TitlesAsync("sato")).Order());
    }

    [Fact]
    public async Task A_wrong_password_of_one_person_pauses_that_person_only_and_they_can_mend_it()
    {
        var team = await home.TeamAsync(own: true);
        await PasswordAsync(team, "sato", "wrong");
        await PasswordAsync(team, "okabe", "Own-1");
        var before = home.Wire.Requests.Count;
        Guid[] ids = [await team.ReserveAsync("一", "sato", "okabe"), await team.ReserveAsync("二", "sato", "okabe")];
        await team.SentAsync(ids[0], "okabe");
        await team.SentAsync(ids[1], "okabe");
        await team.QuietAsync();
        Assert.Empty(await team.EventsAsync("sato"));
        Assert.DoesNotContain(home.Wire.Requests.Skip(before), r => r.StartsWith("PUT", StringComparison.Ordinal) && r.Contains(team.AccountOf("sato"), StringComparison.Ordinal));
        Assert.Equal("Dav.PasswordWrong", (await team.DbAsync(db => db.Accounts.SingleAsync(a => a.Fault != null))).Fault);

        using (var sato = await team.SignOnAsync("sato"))
        {
            Assert.Contains("登録を止めています", (await sato.GetAsync("/me/groupware")).Text, StringComparison.Ordinal);
        }

        await PasswordAsync(team, "sato", "Own-1");
        await team.SentAsync(ids[0], "sato");
        await team.SentAsync(ids[1], "sato");
        Assert.Equal(["一", "二"], (await team.TitlesAsync("sato")).Order());
    }

    [Fact]
    [Requirement("R31")]
    public async Task Where_the_account_does_not_exist_yet_it_waits_says_why_and_goes_through_once_it_does()
    {
        var team = await home.TeamAsync(["okabe"]);
        var id = await team.ReserveAsync("新人の予約", "sato", "okabe");
        await team.BecomesAsync(id, "sato", CopyState.Waiting, "Dav.NoAccount");
        var next = await team.ReserveAsync("ほかの人は待たない", "okabe");
        await team.SentAsync(id, "okabe");
        await team.SentAsync(next, "okabe");
        using var morita = await team.SignOnAsync("morita");
        Assert.Contains("グループウェアにアカウントがありません", (await morita.GetAsync("/settings/groupware/entries?state=Waiting")).Text, StringComparison.Ordinal);
        await team.RenameAsync(id, "新人の予約（変更）");
        await home.Server.AddAccountAsync(team.AccountOf("sato"), "Own-1");
        await team.SentAsync(id, "sato");
        Assert.Equal(["新人の予約（変更）"], await team.TitlesAsync("sato"));
    }

    [Fact]
    public async Task A_calendar_that_is_missing_is_waited_for_and_what_stood_in_it_is_no_deletion_of_its_user()
    {
        var team = await home.TeamAsync(["sato"]);
        var id = await team.ReserveAsync("カレンダーごと消えた", "sato");
        await team.SentAsync(id, "sato");
        await ((Radicale)home.Server).RemoveCalendarAsync(team.AccountOf("sato"));
        await team.RenameAsync(id, "戻ってきた");
        await team.BecomesAsync(id, "sato", CopyState.Waiting, "Dav.NoCalendar");
        await home.Server.AddCalendarAsync(team.AccountOf("sato"));
        await team.SentAsync(id, "sato");
        Assert.Equal(["戻ってきた"], await team.TitlesAsync("sato"));
    }

    [Fact]
    public async Task How_long_saving_takes_with_the_groupware_alive_and_dead_and_how_soon_it_has_it()
    {
        var team = await home.TeamAsync(["sato"]);
        var alive = await SavesAsync("生きている");
        var since = Stopwatch.GetTimestamp();
        var id = await team.ReserveAsync("いつ届くか", "sato");
        await Eventually.IsAsync(async () => (await team.TitlesAsync("sato")).Contains("いつ届くか"));
        output.WriteLine($"in the calendar after {Stopwatch.GetElapsedTime(since).TotalMilliseconds:0} ms");
        await team.SentAsync(id, "sato");
        await team.QuietAsync();
        home.Wire.Decide = _ => Fault.CutRequest;
        var dead = await SavesAsync("死んでいる");
        home.Wire.Decide = _ => Fault.None;
        await team.DrainAsync();
        output.WriteLine($"median of a save: {alive:0.0} ms alive, {dead:0.0} ms dead");

        async Task<double> SavesAsync(string title)
        {
            var took = new List<double>();
            for (var n = 0; n < 30; n++)
            {
                var began = Stopwatch.GetTimestamp();
                await team.ReserveAsync($"{title}{n}", "sato");
                took.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }

            await Eventually.IsAsync(async () => home.Wire.Decide("PUT /") == Fault.CutRequest || (await team.OutboxAsync()) == 0);
            return took.Order().ElementAt(took.Count / 2);
        }
    }

    private static async Task PasswordAsync(Team team, string login, string password)
    {
        using var browser = await team.SignOnAsync(login);
        var page = await browser.GetAsync("/me/groupware");
        page = await browser.SubmitAsync(page, page.MainForm, ("Form.Password", password));
        Assert.Equal(System.Net.HttpStatusCode.OK, page.Status);
        Assert.DoesNotContain(password, page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void When_a_server_answers_again_what_waits_of_each_member_goes_on()
    {
        var breakers = new Breakers(TimeProvider.System);
        var (one, other) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        for (var n = 0; n < 3; n++)
        {
            breakers.Faults("groupware.example.jp");
            breakers.Waits(one, "groupware.example.jp");
            breakers.Waits(other, "groupware.example.jp");
        }

        Assert.NotNull(breakers.Rests("groupware.example.jp"));
        Assert.True(breakers.Answers(one, "groupware.example.jp"));
        Assert.Null(breakers.Rests("groupware.example.jp"));
        Assert.True(breakers.Answers(other, "groupware.example.jp"));
        Assert.False(breakers.Answers(other, "groupware.example.jp"));
    }
}
