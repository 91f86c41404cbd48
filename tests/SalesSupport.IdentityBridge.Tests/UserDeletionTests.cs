using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SalesSupport.Abstractions;
using SalesSupport.IdentityBridge.Contracts;

namespace SalesSupport.IdentityBridge.Tests;

/// <summary>Who is deleted is gone at once, and nobody is left without an administrator.</summary>
[Requirement("R17")]
public sealed class UserDeletionTests
{
    [Fact]
    public async Task A_deleted_user_is_signed_out_not_counted_and_comes_back_as_somebody_new()
    {
        await using var host = await TestHost.StartAsync();
        await host.JoinPortalAsync("alpha", 3);
        using var administrator = await host.SignOnAsync("alpha", "p0");
        using var deleted = await host.SignOnAsync("alpha", "p1");
        using var other = await host.SignOnAsync("alpha", "p2");
        var user = await host.UserAsync("alpha", "01");
        Assert.Equal($"/settings/users/{user.Id}/deletion", (await administrator.GetAsync($"/settings/users/{user.Id}")).Document.QuerySelector("a.btn-danger")!.GetAttribute("href"));

        var page = await administrator.DeleteUserAsync(user.Id);
        Assert.Equal((HttpStatusCode.OK, "/settings/users"), (page.Status, page.Address.AbsolutePath));
        Assert.Contains("登録 2人", page.Text, StringComparison.Ordinal);
        Assert.False(await deleted.IsInAsync());
        await deleted.GetAsync("/sign-in");
        Assert.False(await deleted.IsInAsync(), "its sign-on at the portal made a new user without a password");
        Assert.True(await other.IsInAsync());
        Assert.Equal(0, await host.InMemberAsync("alpha", db => db.Sessions.CountAsync(s => s.UserId == user.Id, People.Cancel)));
        Assert.Equal(HttpStatusCode.NotFound, (await administrator.GetAsync($"/settings/users/{user.Id}/deletion")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await administrator.PostAsync($"/settings/users/{user.Id}/deletion")).Status);

        using var back = await host.SignOnAsync("alpha", "p1");
        var again = await host.UserAsync("alpha", "01");
        Assert.NotEqual(user.Id, again.Id);
        Assert.Equal(UserLevel.General, again.Level);
        Assert.Contains("登録 3人", (await administrator.GetAsync("/settings/users")).Text, StringComparison.Ordinal);
    }

    [Fact]
    [Requirement("R14")]
    public async Task Nobody_deletes_themselves_or_the_last_administrator_or_hands_over_to_who_is_gone()
    {
        await using var host = await TestHost.StartAsync();
        var portal = await host.JoinPortalAsync("alpha", 3);
        using var first = await host.SignOnAsync("alpha", "p0");
        using var second = await host.SignOnAsync("alpha", "p1");
        using var third = await host.SignOnAsync("alpha", "p2");
        var (a, b, c) = (await host.UserAsync("alpha", "00"), await host.UserAsync("alpha", "01"), await host.UserAsync("alpha", "02"));

        Assert.Contains("管理者がいなくなる", await RefusedAsync(first, a.Id), StringComparison.Ordinal);
        await first.SaveUserAsync(b.Id, ("Level", "Administrator"));
        Assert.Contains("自分は削除できません", await RefusedAsync(first, a.Id), StringComparison.Ordinal);
        await host.SuspendAsync("alpha", "p0", portal[2].PortalId);
        Assert.Contains("その人には引き継げません", await RefusedAsync(first, b.Id, c.Id), StringComparison.Ordinal);
        Assert.Contains("その人には引き継げません", await RefusedAsync(first, b.Id, b.Id), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await first.DeleteUserAsync(b.Id, Guid.CreateVersion7())).Status);
        Assert.Equal(3, await host.InMemberAsync("alpha", db => db.Users.CountAsync(People.Cancel)));

        var (ofFirst, ofSecond) = (await first.GetAsync($"/settings/users/{b.Id}/deletion"), await second.GetAsync($"/settings/users/{a.Id}/deletion"));
        await Task.WhenAll(first.SubmitAsync(ofFirst, ofFirst.MainForm), second.SubmitAsync(ofSecond, ofSecond.MainForm));
        Assert.Equal(1, await host.InMemberAsync("alpha", db => db.Users.CountAsync(u => u.Level == UserLevel.Administrator, People.Cancel)));

        static async Task<string> RefusedAsync(Browser browser, Guid user, Guid? successor = null)
        {
            var page = await browser.DeleteUserAsync(user, successor);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
            return page.Text;
        }
    }

    [Fact]
    [Requirement("R51")]
    public async Task A_user_of_another_member_and_a_form_without_its_token_delete_nobody()
    {
        await using var host = await TestHost.StartAsync();
        await host.JoinPortalAsync("alpha", 2);
        await host.JoinPortalAsync("beta", 1);
        using var ours = await host.SignOnAsync("alpha", "p0");
        using var general = await host.SignOnAsync("alpha", "p1");
        using var theirs = await host.SignOnAsync("beta", "p0");
        var (user, foreign) = (await host.UserAsync("alpha", "01"), await host.UserAsync("beta", "00"));
        Assert.Equal(HttpStatusCode.NotFound, (await theirs.GetAsync($"/settings/users/{user.Id}/deletion")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await theirs.PostAsync($"/settings/users/{user.Id}/deletion")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await ours.PostAsync($"/settings/users/{user.Id}/deletion", ("Form.SuccessorId", foreign.Id.ToString()))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await general.GetAsync($"/settings/users/{user.Id}/deletion")).Status);
        using var bare = new HttpRequestMessage(HttpMethod.Post, $"/settings/users/{user.Id}/deletion") { Content = new FormUrlEncodedContent([]) };
        using var answer = await ours.SendAsync(bare);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(user.Id, (await host.UserAsync("alpha", "01")).Id);
    }

    [Fact]
    [Requirement("R27")]
    public async Task Whose_superior_is_deleted_has_the_deputy_or_nobody_and_the_audit_tells_it()
    {
        await using var host = await TestHost.StartAsync(sample: true, reports: 1);
        using var morita = await host.SignOnAsync("demo", "morita");
        var (okabe, nishino, sato, kato) = (await host.UserAsync("demo", "正樹"), await host.UserAsync("demo", "由紀"), await host.UserAsync("demo", "美咲"), await host.UserAsync("demo", "翔太"));
        await morita.SaveUserAsync(okabe.Id, ("DeputyId", sato.Id.ToString()));
        await morita.SaveUserAsync(kato.Id, ("DeputyId", okabe.Id.ToString()));

        await morita.DeleteUserAsync(okabe.Id, nishino.Id);
        Assert.Equal(sato.Id, (await host.UserAsync("demo", "健")).SuperiorId);
        Assert.Null((await host.UserAsync("demo", "美咲")).SuperiorId);
        Assert.Null((await host.UserAsync("demo", "翔太")).DeputyId);
        await morita.DeleteUserAsync(nishino.Id);
        Assert.Null((await host.UserAsync("demo", "翔太")).SuperiorId);

        var audit = await morita.GetAsync("/settings/audit");
        Assert.Contains("ユーザーを削除", audit.Text, StringComparison.Ordinal);
        Assert.Contains("削除したユーザーの引継先", audit.Text, StringComparison.Ordinal);
        Assert.Contains(audit.Document.QuerySelectorAll("tbody tr"), r => r.TextContent.Contains("岡部 正樹", StringComparison.Ordinal) && r.TextContent.Contains("削除したユーザー", StringComparison.Ordinal) && !r.TextContent.Contains("引継先", StringComparison.Ordinal));
        var rows = await host.InMemberAsync("demo", db => db.Database.SqlQuery<string>($"SELECT \"Action\" || ' ' || \"Subject\" AS \"Value\" FROM \"House_Audit\" WHERE \"Action\" IN ('User.Deleted', 'UserHandedOver') ORDER BY \"At\", \"Action\"").ToListAsync(People.Cancel));
        Assert.Equal(new[] { $"User.Deleted {okabe.Id}", $"User.Deleted {nishino.Id}", $"UserHandedOver {nishino.Id}" }.Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_page_counts_what_the_user_has_in_all_modules_and_while_one_cannot_be_asked_nobody_is_deleted()
    {
        var fault = new Fault();
        await using var host = await TestHost.StartAsync(sample: true, reports: 200, services: s => s.AddScoped<IUserBelongings>(_ => fault));
        using var morita = await host.SignOnAsync("demo", "morita");
        var sato = await host.UserAsync("demo", "美咲");
        var page = await morita.GetAsync($"/settings/users/{sato.Id}/deletion");
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Null(page.Document.QuerySelector(".btn-danger"));
        Assert.Contains("いまは削除できません", page.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await morita.PostAsync($"/settings/users/{sato.Id}/deletion")).Status);
        Assert.NotNull(await host.UserAsync("demo", "美咲"));

        fault.IsThere = false;
        page = await morita.GetAsync($"/settings/users/{sato.Id}/deletion");
        Assert.NotNull(page.Document.QuerySelector("button.btn-danger"));
        Assert.Contains("元に戻せません", page.Text, StringComparison.Ordinal);
        var rows = page.Document.QuerySelectorAll("tbody tr").ToDictionary(r => r.QuerySelector("th")!.TextContent.Trim(), r => r.QuerySelector("td")!.TextContent.Trim());
        Assert.Equal(["この人を上長とするユーザー", "これからの予定・予約", "ほかの人の予定・予約への参加", "ほかの人の日報へのコメント", "グループウェアに登録した予約", "日報", "日報の下書き", "終わった予定・予約", "自社担当の顧客"], rows.Keys.Order(StringComparer.Ordinal));
        Assert.NotEqual("0件", rows["日報"]);
        Assert.NotEqual("0件", rows["自社担当の顧客"]);
        Assert.Equal(HttpStatusCode.OK, (await morita.DeleteUserAsync(sato.Id)).Status);
    }

    private sealed class Fault : IUserBelongings
    {
        public bool IsThere { get; set; } = true;

        public Task<IReadOnlyList<UserBelonging>> CountAsync(Guid userId, CancellationToken cancel) => IsThere ? throw new InvalidOperationException("planted") : Task.FromResult<IReadOnlyList<UserBelonging>>([]);
    }
}
