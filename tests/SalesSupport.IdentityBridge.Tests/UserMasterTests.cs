using System.Net;
using Microsoft.EntityFrameworkCore;
using SalesSupport.Abstractions;

namespace SalesSupport.IdentityBridge.Tests;

[Trait("Bar", "main-job")]
public sealed class UserMasterTests
{
    [Fact]
    [Requirement("R14")]
    public async Task Levels_change_both_ways_and_count_from_the_next_request()
    {
        await using var host = await TestHost.StartAsync();
        await host.JoinPortalAsync("alpha", 2);
        using var first = await host.SignOnAsync("alpha", "p0");
        using var second = await host.SignOnAsync("alpha", "p1");
        var (a, b) = (await host.UserAsync("alpha", "00"), await host.UserAsync("alpha", "01"));

        var last = await first.SaveUserAsync(a.Id, ("Level", "General"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, last.Status);
        Assert.Contains("管理者がいなくなる", last.Text, StringComparison.Ordinal);
        Assert.Equal(UserLevel.Administrator, (await host.UserAsync("alpha", "00")).Level);

        Assert.Equal(HttpStatusCode.OK, (await first.SaveUserAsync(b.Id, ("Level", "Administrator"))).Status);
        Assert.Equal(HttpStatusCode.OK, (await second.GetAsync("/settings")).Status);
        await second.SaveUserAsync(a.Id, ("Level", "General"));
        Assert.Equal(HttpStatusCode.Forbidden, (await first.GetAsync("/settings")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await first.PostAsync($"/settings/users/{b.Id}", ("Level", "General"))).Status);
        Assert.Equal(UserLevel.Administrator, (await host.UserAsync("alpha", "01")).Level);
        await second.SaveUserAsync(a.Id, ("Level", "Administrator"));
        Assert.Equal(HttpStatusCode.OK, (await first.GetAsync("/settings")).Status);
    }

    [Fact]
    [Requirement("R14")]
    public async Task Two_administrators_who_demote_each_other_at_once_leave_one()
    {
        await using var host = await TestHost.StartAsync();
        await host.JoinPortalAsync("alpha", 2);
        using var first = await host.SignOnAsync("alpha", "p0");
        using var second = await host.SignOnAsync("alpha", "p1");
        var (a, b) = (await host.UserAsync("alpha", "00"), await host.UserAsync("alpha", "01"));
        for (var round = 0; round < 5; round++)
        {
            await host.InMemberAsync("alpha", async db =>
            {
                var book = await PeopleBooks.ReadAsync(db, People.Cancel);
                foreach (var user in await db.Users.ToListAsync(People.Cancel))
                {
                    user.ChangeLevel(UserLevel.Administrator, book);
                }

                return await db.SaveChangesAsync(People.Cancel);
            });
            // Both have the form on the screen before either saves.
            var (ofFirst, ofSecond) = (await first.GetAsync($"/settings/users/{b.Id}"), await second.GetAsync($"/settings/users/{a.Id}"));
            await Task.WhenAll(first.SaveUserAsync(ofFirst, ("Level", "General")), second.SaveUserAsync(ofSecond, ("Level", "General")));
            Assert.Equal(1, await host.InMemberAsync("alpha", db => db.Users.CountAsync(u => u.Level == UserLevel.Administrator, People.Cancel)));
        }
    }

    [Fact]
    [Requirement("R16")]
    [Requirement("R63")]
    public async Task Suspending_in_the_portal_ends_sessions_at_once_but_the_user_stays_registered_with_a_badge()
    {
        await using var host = await TestHost.StartAsync();
        var people = await host.JoinPortalAsync("alpha", 2);
        using var administrator = await host.SignOnAsync("alpha", "p0");
        using var suspended = await host.SignOnAsync("alpha", "p1");
        Assert.True(await suspended.IsInAsync());

        await host.SuspendAsync("alpha", "p0", people[1].PortalId);
        Assert.False(await suspended.IsInAsync());
        var master = await administrator.GetAsync("/settings/users");
        Assert.Contains("登録 2人", master.Text, StringComparison.Ordinal);
        Assert.Contains("停止中", master.Document.QuerySelectorAll("tbody tr").Single(r => r.TextContent.Contains("社員 01", StringComparison.Ordinal)).TextContent, StringComparison.Ordinal);
        Assert.Contains("請求対象", master.Document.QuerySelectorAll("tbody tr").Single(r => r.TextContent.Contains("社員 01", StringComparison.Ordinal)).TextContent, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidOperationException>(() => host.SignOnAsync("alpha", "p1"));

        await host.SuspendAsync("alpha", "p0", people[1].PortalId, end: true);
        Assert.False(await suspended.IsInAsync(), "the old session stays ended");
        using var back = await host.SignOnAsync("alpha", "p1");
        Assert.True(await back.IsInAsync());
        Assert.DoesNotContain("停止中 請求対象", (await administrator.GetAsync("/settings/users")).Text, StringComparison.Ordinal);
    }

    [Fact]
    [Requirement("R16")]
    public async Task Suspending_somebody_who_never_signed_in_makes_no_user()
    {
        await using var host = await TestHost.StartAsync();
        var people = await host.JoinPortalAsync("alpha", 2);
        await host.SuspendAsync("alpha", "p0", people[1].PortalId);
        Assert.Equal(0, await host.InMemberAsync("alpha", db => db.Users.CountAsync(People.Cancel)));
    }

    [Fact]
    public async Task Somebody_elses_change_in_between_is_shown_and_nothing_is_overwritten()
    {
        await using var host = await TestHost.StartAsync(sample: true, reports: 1);
        using var browser = await host.SignOnAsync("demo", "morita");
        var user = await host.UserAsync("demo", "美咲");
        var open = await browser.GetAsync($"/settings/users/{user.Id}");
        await browser.SaveUserAsync(user.Id, ("Level", "Administrator"));
        var late = await browser.SubmitAsync(open, open.Document.Forms.First(f => f.QuerySelector("[name=Level]") is not null), ("SuperiorId", ""));
        Assert.Equal(HttpStatusCode.Conflict, late.Status);
        Assert.NotNull(late.Document.QuerySelector(".conflict"));
        var stored = await host.UserAsync("demo", "美咲");
        Assert.Equal((UserLevel.Administrator, user.SuperiorId), (stored.Level, stored.SuperiorId));
        await browser.SubmitAsync(late, late.Document.Forms.First(f => f.QuerySelector("[name=Level]") is not null));
        stored = await host.UserAsync("demo", "美咲");
        Assert.Equal((UserLevel.General, null), (stored.Level, stored.SuperiorId));
    }

    [Fact]
    public async Task What_the_form_does_not_offer_cannot_be_set_by_it()
    {
        await using var host = await TestHost.StartAsync(sample: true, reports: 1);
        using var browser = await host.SignOnAsync("demo", "morita");
        var user = await host.UserAsync("demo", "美咲");
        await browser.SaveUserAsync(user.Id, ("Name", "乗っ取り"), ("Suspended", "true"), ("TenantId", Guid.CreateVersion7().ToString()), ("Subject", "x"), ("Portal", "x"), ("Id", Guid.CreateVersion7().ToString()));
        var stored = await host.UserAsync("demo", "美咲");
        Assert.Equal((user.Name, false, user.Subject, user.Portal), (stored.Name, stored.Suspended, stored.Subject, stored.Portal));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.SaveUserAsync(user.Id, ("Level", "Owner"))).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.SaveUserAsync(user.Id, ("Level", "7"))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.SaveUserAsync(user.Id, ("SuperiorId", Guid.CreateVersion7().ToString()))).Status);
        var foreign = await host.InMemberAsync("minato", db => db.Departments.AsNoTracking().Select(d => d.Id).FirstAsync(People.Cancel));
        Assert.Equal(HttpStatusCode.NotFound, (await browser.SaveUserAsync(user.Id, ("DepartmentId", foreign.ToString()))).Status);
    }

    [Fact]
    public async Task The_list_is_searched_by_name_and_reading_filtered_and_needs_no_statement()
    {
        await using var host = await TestHost.StartAsync(sample: true, reports: 1);
        using var browser = await host.SignOnAsync("demo", "morita");
        await browser.GetAsync("/settings/users");
        host.Statements.Clear();
        Assert.Equal(12, Rows(await browser.GetAsync("/settings/users")));
        Assert.DoesNotContain(host.Statements.All, s => s.Contains("\"IdentityBridge_", StringComparison.Ordinal));
        Assert.Equal(1, Rows(await browser.GetAsync("/settings/users?q=さとう")));
        Assert.Equal(1, Rows(await browser.GetAsync("/settings/users?q=ｻﾄｳ")));
        Assert.Equal(1, Rows(await browser.GetAsync("/settings/users?level=Administrator")));
        var east = await host.InMemberAsync("demo", db => db.Departments.AsNoTracking().SingleAsync(d => d.Name == "東日本営業部", People.Cancel));
        Assert.Equal(6, Rows(await browser.GetAsync($"/settings/users?department={east.Id}")));
        Assert.Equal(0, Rows(await browser.GetAsync("/settings/users?q=いない人")));
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/settings/users?department={Guid.CreateVersion7()}")).Status);

        static int Rows(Page page) => page.Document.QuerySelectorAll("tbody tr").Length;
    }

    [Fact]
    public void A_long_list_pages_by_key_and_loses_nobody()
    {
        var book = new PeopleBook(Enumerable.Range(0, 250).Select(i => new Person(Guid.CreateVersion7(), $"{i:000}", $"{i:000}", null, null, null, UserLevel.General, i % 2 == 0)), []);
        var seen = new List<Guid>();
        Guid? after = null;
        do
        {
            var page = UserList.From(book, new UserFilter { After = after });
            seen.AddRange(page.People.Select(p => p.Id));
            after = page.Next;
        }
        while (after is not null);
        Assert.Equal(book.All.Select(p => p.Id), seen);
        Assert.Equal(125, UserList.From(book, new UserFilter()).Suspended);
    }
}
