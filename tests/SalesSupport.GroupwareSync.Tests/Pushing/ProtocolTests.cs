using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SalesSupport.Abstractions;
using SalesSupport.GroupwareSync.Copies;
using SalesSupport.GroupwareSync.Data;
using SalesSupport.GroupwareSync.Pushing;
using SalesSupport.Testing.Groupware;

namespace SalesSupport.GroupwareSync.Tests.Pushing;

/// <summary>Whatever happens to answers and to events in between, exactly one right event stands there, or none.</summary>
[Trait("Bar", "groupware")]
public sealed class ProtocolTests(GroupwareHost home) : IClassFixture<GroupwareHost>
{
    [Fact]
    public async Task A_change_that_a_user_made_there_gives_way_at_the_next_change_and_is_noted()
    {
        var team = await home.TeamAsync(["sato"]);
        var id = await team.ReserveAsync("打ち合わせ", "sato");
        await team.SentAsync(id, "sato");
        var there = Assert.Single(await team.EventsAsync("sato"));
        await home.Server.EditAsync(team.AccountOf("sato"), there.Path, "打ち合わせ", "勝手に変えた");
        await team.RenameAsync(id, "商談");
        await Eventually.IsAsync(async () => (await team.TitlesAsync("sato")) is ["商談"]);
        await team.QuietAsync();
        var copy = await team.CopyAsync(id, "sato");
        Assert.Equal(CopyState.Sent, copy.State);
        Assert.NotNull(copy.ChangedByUserAt);
        using var sato = await team.SignOnAsync("sato");
        Assert.Contains("営業支援の内容に戻しました", (await sato.GetAsync("/me/groupware")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_its_user_has_deleted_there_comes_back_only_when_somebody_asks()
    {
        var team = await home.TeamAsync(["sato"]);
        var (id, other) = (await team.ReserveAsync("消される", "sato"), await team.ReserveAsync("残る", "sato"));
        await team.SentAsync(id, "sato");
        await team.SentAsync(other, "sato");
        var there = (await team.EventsAsync("sato")).Single(e => e["SUMMARY"] == "消される");
        await home.Server.DeleteAsync(team.AccountOf("sato"), there.Path);
        await team.RenameAsync(id, "消された");
        await team.BecomesAsync(id, "sato", CopyState.RemovedByUser);
        await team.RenameAsync(id, "まだ消えている");
        await team.QuietAsync();
        Assert.Equal(["残る"], await team.TitlesAsync("sato"));

        using var sato = await team.SignOnAsync("sato");
        var page = await sato.GetAsync("/me/groupware?state=RemovedByUser");
        Assert.Contains("本人が削除", page.Text, StringComparison.Ordinal);
        await sato.SubmitAsync(page, page.Form("/me/groupware/entries/"));
        await team.SentAsync(id, "sato");
        Assert.Equal(["まだ消えている", "残る"], (await team.TitlesAsync("sato")).Order());
    }

    [Theory]
    [InlineData(Fault.DropAnswer)]
    [InlineData(Fault.HoldAnswer)]
    public async Task A_write_whose_answer_is_lost_is_found_again_and_not_made_twice(Fault fault)
    {
        var team = await home.TeamAsync(["sato"]);
        home.Wire.Once("PUT", fault);
        var before = home.Wire.Requests.Count;
        var id = await team.ReserveAsync("一度だけ", "sato");
        if (fault == Fault.HoldAnswer)
        {
            await Eventually.IsAsync(() => home.Wire.Requests.Skip(before).Any(r => r.StartsWith("PUT", StringComparison.Ordinal)));
            await Eventually.IsAsync(async () => (await team.EventsAsync("sato")).Count == 1);
            team.Host.Clock!.Advance(TimeSpan.FromSeconds(15));
        }

        await team.SentAsync(id, "sato");
        Assert.Equal(["一度だけ"], await team.TitlesAsync("sato"));
        Assert.Single(home.Wire.Requests.Skip(before), r => r.StartsWith("PUT", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_request_that_never_arrives_is_made_again()
    {
        var team = await home.TeamAsync(["sato"]);
        home.Wire.Once("PUT", Fault.CutRequest);
        var id = await team.ReserveAsync("届かない", "sato");
        await team.SentAsync(id, "sato");
        Assert.Equal(["届かない"], await team.TitlesAsync("sato"));
        home.Wire.Once("DELETE", Fault.DropAnswer);
        await team.DeleteAsync(id);
        await team.BecomesAsync(id, "sato", CopyState.Removed);
        Assert.Empty(await team.EventsAsync("sato"));
    }

    [Fact]
    public async Task A_worker_that_dies_between_the_write_and_its_own_commit_knows_its_write_again()
    {
        var team = await home.TeamAsync(["sato"]);
        var id = await team.ReserveAsync("前", "sato");
        await team.SentAsync(id, "sato");
        await team.QuietAsync();
        var (before, etag) = (await team.CopyAsync(id, "sato"), (await team.EventsAsync("sato"))[0].ETag);
        // As the row was before the commit that never came, with the delivery that is left.
        await team.InScopeAsync(async services =>
        {
            var db = services.GetRequiredService<GroupwareSyncDbContext>();
            await services.GetRequiredService<IUnitOfWork>().RunAsync(
                async c =>
                {
                    await db.Copies.Where(o => o.Id == before.Id).ExecuteUpdateAsync(s => s.SetProperty(o => o.SentVersion, (int?)null).SetProperty(o => o.ETag, (string?)null).SetProperty(o => o.Print, (string?)null).SetProperty(o => o.State, CopyState.Waiting), c);
                },
                default);
            return 0;
        });
        var requests = home.Wire.Requests.Count;
        await SendAsync(team, before.Id);
        await team.SentAsync(id, "sato");
        Assert.Equal(etag, Assert.Single(await team.EventsAsync("sato")).ETag);
        Assert.DoesNotContain(home.Wire.Requests.Skip(requests), r => r.StartsWith("PUT", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_same_delivery_in_several_workers_at_once_makes_one_event()
    {
        var team = await home.TeamAsync(["sato"]);
        home.Wire.Decide = _ => Fault.CutRequest;
        var id = await team.ReserveAsync("同時", "sato");
        await team.BecomesAsync(id, "sato", CopyState.Waiting, "Dav.Unreachable");
        home.Wire.Decide = _ => Fault.None;
        var copy = await team.CopyAsync(id, "sato");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => SendAsync(team, copy.Id)));
        Assert.Equal(["同時"], await team.TitlesAsync("sato"));
        await team.SentAsync(id, "sato");
        await team.RenameAsync(id, "同時に変更");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => SendAsync(team, copy.Id)));
        Assert.Equal(["同時に変更"], await team.TitlesAsync("sato"));
    }

    [Fact]
    public async Task Where_the_same_UID_stands_at_another_place_that_event_is_taken_over()
    {
        var team = await home.TeamAsync(["sato"]);
        home.Wire.Decide = _ => Fault.CutRequest;
        var id = await team.ReserveAsync("取り込み済み", "sato");
        await team.BecomesAsync(id, "sato", CopyState.Waiting, "Dav.Unreachable");
        var copy = await team.CopyAsync(id, "sato");
        await home.Server.PutAsync(team.AccountOf("sato"), "elsewhere.ics", $"""
            BEGIN:VCALENDAR
            VERSION:2.0
            PRODID:-//x//y//EN
            BEGIN:VEVENT
            UID:{copy.Uid}
            DTSTAMP:20261126T000000Z
            DTSTART:20261127T010000Z
            DTEND:20261127T020000Z
            SUMMARY:古い写し
            END:VEVENT
            END:VCALENDAR
            """.ReplaceLineEndings("\r\n"));
        home.Wire.Decide = _ => Fault.None;
        await team.SentAsync(id, "sato");
        var there = Assert.Single(await team.EventsAsync("sato"));
        Assert.Equal("取り込み済み", there["SUMMARY"]);
        Assert.EndsWith("/elsewhere.ics", there.Path, StringComparison.Ordinal);
        await team.DeleteAsync(id);
        await team.BecomesAsync(id, "sato", CopyState.Removed);
        Assert.Empty(await team.EventsAsync("sato"));
    }

    private static Task SendAsync(Team team, Guid copy) => team.InScopeAsync(async services =>
    {
        await services.GetRequiredService<Push>().SendAsync(new CopyDue(copy), new Delivery(copy, 1, 1), default);
        return 0;
    });
}
