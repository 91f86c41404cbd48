using System.Net;
using Microsoft.EntityFrameworkCore;

namespace SalesSupport.Schedules.Tests;

/// <summary>Everybody sees; the owner and administrators change; another member's are not there.</summary>
[Requirement("R22")]
[Requirement("R26")]
[Trait("Bar", "groupware")]
public sealed class OwnerTests(ScheduleHost fixture) : IClassFixture<ScheduleHost>
{
    [Fact]
    public async Task Who_takes_part_sees_but_does_not_change_and_an_administrator_does()
    {
        var id = (await ScheduleHost.SaveAsync(fixture.Sato, "佐藤のもの", "2026-12-01", "10:00", "11:00", ("People", fixture.IdOf("okabe").ToString()))).Id;
        var shown = await fixture.Okabe.GetAsync($"/schedule/{id}");
        Assert.Contains("佐藤のもの", shown.Text, StringComparison.Ordinal);
        Assert.Null(shown.Document.QuerySelector($"a[href^='/schedule/{id}/edit']"));
        Assert.Equal(HttpStatusCode.NotFound, (await fixture.Okabe.GetAsync($"/schedule/{id}/edit")).Status);
        await AssertUntouchedAsync(fixture.Okabe, id, "佐藤のもの");
        var form = await fixture.Morita.GetAsync($"/schedule/{id}/edit");
        var saved = await fixture.Morita.SubmitAsync(form, form.MainForm, ("Title", "管理者が直したもの"));
        Assert.Contains("管理者が直したもの", saved.Text, StringComparison.Ordinal);
        Assert.Equal("佐藤 美咲", (await ScheduleHost.OneAsync(fixture.Okabe, "管理者が直したもの", "2026-12-01", "2026-12-02")).GetProperty("ownerName").GetString());
    }

    [Fact]
    [Requirement("R51")]
    public async Task Another_members_entries_people_and_customers_are_not_found()
    {
        using var nobody = await fixture.Host.SignOnAsync("umeda", "sato");
        var theirs = (await ScheduleHost.SaveAsync(nobody, "よその予定", "2026-12-02", "10:00", "11:00")).Id;
        Assert.Equal(HttpStatusCode.NotFound, (await fixture.Sato.GetAsync($"/schedule/{theirs}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await fixture.Sato.GetAsync($"/schedule/{theirs}/edit")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await fixture.Sato.GetAsync($"/schedule/busy?entry={theirs}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await fixture.Sato.GetAsync($"/schedule/contacts?customerId={fixture.Other.MadeCustomers[0].Id}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await fixture.Sato.GetAsync($"/schedule/new?customer={fixture.Other.MadeCustomers[0].Id}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await fixture.Sato.GetAsync($"/schedule/free?people={fixture.IdOf("sato", fixture.Other)}")).Status);
        await AssertUntouchedAsync(fixture.Sato, theirs, "よその予定", fixture.Other);
        Assert.Empty(await ScheduleHost.StartsAsync(fixture.Sato, "よその予定", "2026-12-01", "2026-12-05"));

        var page = await fixture.Sato.GetAsync("/schedule/new");
        foreach (var (field, id) in new[] { ("People", fixture.IdOf("sato", fixture.Other)), ("CustomerId", fixture.Other.MadeCustomers[0].Id) })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await fixture.Sato.SubmitAsync(page, page.MainForm, ("Title", "乗っ取り"), (field, id.ToString()))).Status);
        }

        // The id of a form is mine to choose, theirs or not: it makes a row of mine beside theirs.
        await ScheduleHost.SaveAsync(fixture.Sato, "同じ番号", "2026-12-03", "10:00", "11:00", ("FormId", theirs.ToString()));
        Assert.Equal("よその予定", await fixture.DbAsync(db => db.Entries.Where(e => e.Id == theirs).Select(e => e.Title).SingleAsync(), fixture.Other));
    }

    [Fact]
    public async Task An_undo_is_for_whoever_has_deleted()
    {
        var id = (await ScheduleHost.SaveAsync(fixture.Sato, "消すもの", "2026-12-04", "10:00", "11:00")).Id;
        var page = await fixture.Sato.GetAsync($"/schedule/{id}");
        var gone = await fixture.Sato.SubmitAsync(page, page.Form($"/schedule/{id}/deletion"));
        Assert.Contains("「消すもの」を削除しました", gone.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await fixture.Sato.GetAsync($"/schedule/{id}")).Status);
        var undo = gone.Form("/schedule/undo").GetAttribute("action")!;
        Assert.Equal(HttpStatusCode.NotFound, (await fixture.Okabe.PostAsync(undo)).Status);
        var back = await fixture.Sato.PostAsync(undo);
        Assert.Contains("消すもの", back.Text, StringComparison.Ordinal);
        Assert.Equal(["2026-12-04T10:00:00"], await ScheduleHost.StartsAsync(fixture.Okabe, "消すもの", "2026-12-04", "2026-12-05"));
    }

    [Fact]
    public async Task An_entry_that_was_changed_since_it_was_looked_at_is_not_deleted()
    {
        var id = (await ScheduleHost.SaveAsync(fixture.Sato, "見てから変わる", "2026-12-07", "10:00", "11:00")).Id;
        var page = await fixture.Sato.GetAsync($"/schedule/{id}");
        var edit = await fixture.Sato.GetAsync($"/schedule/{id}/edit");
        await fixture.Sato.SubmitAsync(edit, edit.MainForm, ("Place", "新しい場所"));
        Assert.Equal(HttpStatusCode.Conflict, (await fixture.Sato.SubmitAsync(page, page.Form($"/schedule/{id}/deletion"))).Status);
        Assert.Equal(HttpStatusCode.OK, (await fixture.Sato.GetAsync($"/schedule/{id}")).Status);
    }

    private async Task AssertUntouchedAsync(Browser browser, Guid id, string title, SalesSupport.Abstractions.SampleMember? of = null)
    {
        Assert.Equal(HttpStatusCode.NotFound, (await browser.PostAsync($"/schedule/{id}", ("Title", "乗っ取り"), ("Version", "0"), ("StartDate", "2026-12-01"), ("StartTime", "1:00"), ("EndTime", "2:00"))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.PostAsync($"/schedule/{id}/time", ("version", "0"), ("start", "2026-12-01T18:00:00"))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.PostAsync($"/schedule/{id}/deletion", ("version", "0"))).Status);
        Assert.Equal((title, 0), await fixture.DbAsync(async db => (await db.Entries.Where(e => e.Id == id).Select(e => e.Title).SingleAsync(), await db.Entries.Where(e => e.Id == id).Select(e => e.Version).SingleAsync()), of));
    }
}
