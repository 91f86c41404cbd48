using System.Net;
using Microsoft.EntityFrameworkCore;
using SalesSupport.Abstractions;

namespace SalesSupport.IdentityBridge.Tests;

[Trait("Bar", "main-job")]
public sealed class FirstSignInTests
{
    [Fact]
    [Requirement("R10")]
    [Requirement("R11")]
    [Requirement("R12")]
    [Requirement("R13")]
    [Requirement("R15")]
    public async Task The_first_person_of_a_member_becomes_administrator_and_everyone_later_a_general_user()
    {
        await using var host = await TestHost.StartAsync();
        await host.JoinPortalAsync("alpha", 3);
        Assert.Equal(0, await host.InMemberAsync("alpha", db => db.Users.CountAsync(People.Cancel)));

        using var first = await host.SignOnAsync("alpha", "p2");       // no administrator of the portal
        using var second = await host.SignOnAsync("alpha", "p0");      // who administers the portal
        Assert.Equal(UserLevel.Administrator, (await host.UserAsync("alpha", "02")).Level);
        Assert.Equal(UserLevel.General, (await host.UserAsync("alpha", "00")).Level);
        Assert.Equal(HttpStatusCode.OK, (await first.GetAsync("/settings/users")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await second.GetAsync("/settings/users")).Status);

        var master = await first.GetAsync("/settings/users");
        Assert.Contains("登録 2人", master.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("社員 01", master.Text, StringComparison.Ordinal);
    }

    [Fact]
    [Requirement("R12")]
    public async Task Twenty_first_logins_at_once_make_one_administrator_and_none_fails()
    {
        await using var host = await TestHost.StartAsync();
        await host.JoinPortalAsync("alpha", 20);
        var browsers = new List<Browser>();
        for (var i = 0; i < 20; i++)
        {
            browsers.Add(await host.PortalAsync("alpha", $"p{i}"));
        }

        var pages = await Task.WhenAll(browsers.Select(b => b.GetAsync("/me")));
        Assert.All(pages, p => Assert.Equal(("/me", HttpStatusCode.OK), (p.Address.AbsolutePath, p.Status)));
        var levels = await host.InMemberAsync("alpha", db => db.Users.AsNoTracking().Select(u => u.Level).ToListAsync(People.Cancel));
        Assert.Equal(20, levels.Count);
        Assert.Single(levels, UserLevel.Administrator);
        var member = await host.InMemberAsync("alpha", db => db.Members.AsNoTracking().SingleAsync(People.Cancel));
        var administrator = await host.InMemberAsync("alpha", db => db.Users.AsNoTracking().SingleAsync(u => u.Level == UserLevel.Administrator, People.Cancel));
        Assert.Equal(administrator.Id, member.FirstAdministratorId);
        browsers.ForEach(b => b.Dispose());
    }

    [Fact]
    public async Task The_same_person_signing_in_again_is_the_same_user_with_the_portals_newest_name()
    {
        await using var host = await TestHost.StartAsync();
        await host.JoinPortalAsync("alpha", 1);
        using var first = await host.SignOnAsync("alpha", "p0");
        await host.InMemberAsync("alpha", async db =>
        {
            (await db.Users.SingleAsync(People.Cancel)).Rename("旧姓 花子", "キュウセイ ハナコ");
            return await db.SaveChangesAsync(People.Cancel);
        });
        Assert.Contains("旧姓 花子", (await first.GetAsync("/me")).Text, StringComparison.Ordinal);
        using var again = await host.SignOnAsync("alpha", "p0");
        Assert.Contains("社員 00", (await first.GetAsync("/me")).Text, StringComparison.Ordinal);
        Assert.Equal(1, await host.InMemberAsync("alpha", db => db.Users.CountAsync(People.Cancel)));
    }

    [Fact]
    [Requirement("R51")]
    public async Task The_database_takes_one_user_for_a_portals_subject_in_a_member()
    {
        await using var host = await TestHost.StartAsync();
        await host.JoinPortalAsync("alpha", 1);
        using var browser = await host.SignOnAsync("alpha", "p0");
        var user = await host.UserAsync("alpha", "00");
        var twin = new PortalAccount(user.Portal, user.Subject, "alpha", "alpha", "にせもの", "");
        await Assert.ThrowsAsync<DbUpdateException>(() => host.InMemberAsync("alpha", async db =>
        {
            db.Users.Add(User.Register(twin, UserLevel.General, DateTimeOffset.UnixEpoch));
            return await db.SaveChangesAsync(People.Cancel);
        }));
        // The same subject of another portal is somebody else.
        await host.InMemberAsync("alpha", async db =>
        {
            db.Users.Add(User.Register(twin with { Portal = "other" }, UserLevel.General, DateTimeOffset.UnixEpoch));
            return await db.SaveChangesAsync(People.Cancel);
        });
    }
}
