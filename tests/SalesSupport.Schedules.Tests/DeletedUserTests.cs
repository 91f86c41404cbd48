using System.Net;
using Microsoft.EntityFrameworkCore;
using SalesSupport.Schedules.Feeds;

namespace SalesSupport.Schedules.Tests;

/// <summary>Entries of a deleted user.</summary>
[Requirement("R17")]
public sealed class DeletedUserTests(ScheduleHost house) : IClassFixture<ScheduleHost>
{
    [Fact]
    public async Task Without_a_successor_what_is_to_come_goes_and_they_take_part_in_nothing_any_more()
    {
        using var ito = await house.Host.SignOnAsync("mita", "ito");
        var (id, okabe) = (house.IdOf("ito"), house.IdOf("okabe"));
        var own = await ScheduleHost.SaveAsync(ito, "自分の予定", "2026-11-27", "10:00", "11:00", ("People", okabe.ToString()));
        var series = await ScheduleHost.SaveAsync(ito, "毎週の予定", "2026-11-17", "10:00", "11:00", ("Repeat", "Weekly"));
        var weekly = await ScheduleHost.SaveAsync(ito, "二人の毎週の予定", "2026-11-10", "10:00", "11:00", ("Repeat", "Weekly"), ("People", okabe.ToString()));
        var theirs = await ScheduleHost.SaveAsync(house.Okabe, "岡部の予定", "2026-11-27", "13:00", "14:00", ("People", id.ToString()));
        var over = await ScheduleHost.SaveAsync(ito, "終わった予定", "2026-11-20", "10:00", "11:00");
        var shared = await ScheduleHost.SaveAsync(ito, "二人で終えた予定", "2026-11-20", "13:00", "14:00", ("People", okabe.ToString()));
        await house.DbAsync(async db =>
        {
            db.Feeds.Add(CalendarFeed.For(id, s => s, ScheduleHost.Now));
            return await db.SaveChangesAsync();
        });
        var others = await CountOthersAsync();

        Assert.Equal(HttpStatusCode.OK, (await house.Morita.DeleteUserAsync(id)).Status);
        foreach (var gone in new[] { own.Id, series.Id, over.Id })
        {
            Assert.False(await house.DbAsync(db => db.Entries.AnyAsync(e => e.Id == gone)));
            Assert.Equal(HttpStatusCode.NotFound, (await house.Okabe.GetAsync($"/schedule/{gone}")).Status);
        }

        Assert.Equal([okabe], (await house.DbAsync(db => db.Entries.AsNoTracking().SingleAsync(e => e.Id == theirs.Id))).People);
        // What was of the series stays with whom it was.
        var history = await house.DbAsync(db => db.Entries.AsNoTracking().SingleAsync(e => e.Id == weekly.Id));
        Assert.Equal([okabe], history.People);
        Assert.InRange(history.LastAt, ScheduleHost.Now.AddDays(-16), ScheduleHost.Now);
        var now = ScheduleHost.Now;
        Assert.Equal(0, await house.DbAsync(db => db.Places.CountAsync(p => p.UserId == id && p.LastAt > now)));
        Assert.Equal(0, await house.DbAsync(db => db.Reminders.CountAsync(r => r.EntryId == own.Id || r.EntryId == series.Id)));
        Assert.Equal(0, await house.DbAsync(db => db.Feeds.CountAsync(f => f.UserId == id)));
        Assert.Contains("削除されたユーザー", (await house.Okabe.GetAsync($"/schedule/{shared.Id}")).Text, StringComparison.Ordinal);
        Assert.Equal(others, await CountOthersAsync());

        Task<int> CountOthersAsync() => house.DbAsync(db => db.Entries.CountAsync(), house.Other);
    }

    [Fact]
    public async Task With_a_successor_the_entries_are_theirs_but_for_private_ones()
    {
        using var kato = await house.Host.SignOnAsync("mita", "kato");
        var (id, successor, okabe) = (house.IdOf("kato"), house.IdOf("yamada"), house.IdOf("okabe"));
        var own = await ScheduleHost.SaveAsync(kato, "引き継ぐ予定", "2026-11-27", "10:00", "11:00", ("People", okabe.ToString()));
        var secret = await ScheduleHost.SaveAsync(kato, "非公開の予定", "2026-11-27", "13:00", "14:00", ("Private", "true"));
        var between = await ScheduleHost.SaveAsync(kato, "引継先も出る非公開の予定", "2026-11-28", "13:00", "14:00", ("Private", "true"), ("People", successor.ToString()));
        var series = await ScheduleHost.SaveAsync(kato, "一回だけ非公開の毎週の予定", "2026-11-30", "13:00", "14:00", ("Repeat", "Weekly"));
        await house.DbAsync(async db =>
        {
            var weekly = await db.Entries.Include(e => e.Occurrences).Include(e => e.Places).SingleAsync(e => e.Id == series.Id);
            weekly.ChangeInstance(new(2026, 12, 7, 13, 0, 0), new(false, new(2026, 12, 7, 13, 0, 0), new(2026, 12, 7, 14, 0, 0)), weekly.Words() with { Private = true });
            return await db.SaveChangesAsync();
        });
        var over = await ScheduleHost.SaveAsync(kato, "済んだ予定", "2026-11-20", "10:00", "11:00");

        Assert.Equal(HttpStatusCode.OK, (await house.Morita.DeleteUserAsync(id, successor)).Status);
        var entry = await house.DbAsync(db => db.Entries.AsNoTracking().Include(e => e.Places).SingleAsync(e => e.Id == own.Id));
        Assert.Equal(successor, entry.OwnerId);
        Assert.Equal([successor, okabe], entry.People);
        Assert.Equal(new[] { successor, okabe }.Order(), entry.Places.Select(p => p.UserId).Order());
        Assert.False(await house.DbAsync(db => db.Entries.AnyAsync(e => e.Id == secret.Id)));
        Assert.Equal([successor], (await house.DbAsync(db => db.Entries.AsNoTracking().SingleAsync(e => e.Id == between.Id))).People);
        var handedOver = await house.DbAsync(db => db.Entries.AsNoTracking().Include(e => e.Occurrences).SingleAsync(e => e.Id == series.Id));
        Assert.Equal(successor, handedOver.OwnerId);
        Assert.True(Assert.Single(handedOver.Occurrences).Cancelled);
        Assert.Equal(successor, await house.DbAsync(db => db.Entries.Where(e => e.Id == over.Id).Select(e => e.OwnerId).SingleAsync()));
        Assert.Equal(HttpStatusCode.OK, (await house.Okabe.GetAsync($"/schedule/{over.Id}")).Status);
    }
}
