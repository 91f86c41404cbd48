using System.Net;
using Microsoft.EntityFrameworkCore;
using SalesSupport.Portal.Members;

namespace SalesSupport.Portal.Tests;

[Trait("Bar", "main-job")]
public sealed class MemberTests
{
    public static async Task<Browser> OperatorAsync(TestHost host)
    {
        await host.AddOperatorAsync("staff", "operators-own-password");
        var browser = host.NewBrowser();
        var page = await browser.GetAsync("/operator/members");
        page = await browser.SubmitAsync(page, page.Form("/operator/sign-on"), ("Login", "staff"), ("Password", "operators-own-password"));
        Assert.Equal("/operator/members", page.Address.AbsolutePath);
        return browser;
    }

    /// <returns>The first administrator's initial password.</returns>
    public static async Task<string> JoinAsync(TestHost host, string memberId, string name, string login)
    {
        using var browser = await OperatorAsync(host);
        var page = await browser.GetAsync("/operator/members/new");
        page = await browser.SubmitAsync(page, page.Form("/operator/members/new"), ("MemberId", memberId), ("Name", name), ("Login", login), ("AdministratorName", "海野 大地"));
        Assert.Equal(HttpStatusCode.OK, page.Status);
        return page.InitialPassword();
    }

    [Fact]
    public async Task An_operator_makes_a_member_whose_first_administrator_signs_on()
    {
        await using var host = await TestHost.StartAsync();
        var initial = await JoinAsync(host, "umikaze", "うみかぜ運輸株式会社", "boss");
        using var browser = host.NewBrowser();
        Assert.Equal("/portal/password", (await browser.TrySignOnAsync("umikaze", "boss", initial)).Address.AbsolutePath);
        await browser.ChoosePasswordAsync(initial, "yama-to-kawa-to-umi");
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/portal/users")).Status);
    }

    [Fact]
    public async Task A_member_id_that_is_taken_or_malformed_makes_nothing()
    {
        await using var host = await TestHost.StartAsync();
        await host.AddPortalMemberAsync("demo");
        using var browser = await OperatorAsync(host);
        foreach (var (memberId, login) in new[] { ("demo", "boss"), ("DEMO", "boss"), ("ab", "boss"), ("うみかぜ", "boss"), ("a b c", "boss"), ("umikaze", "長") })
        {
            var page = await browser.GetAsync("/operator/members/new");
            page = await browser.SubmitAsync(page, page.Form("/operator/members/new"), ("MemberId", memberId), ("Name", "会社"), ("Login", login), ("AdministratorName", "誰か"));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        }

        Assert.Equal(1, await host.InMemberAsync("demo", db => db.Members.CountAsync()));
        Assert.Equal(3, await host.InMemberAsync("demo", db => db.Users.CountAsync()));
    }

    [Fact]
    public async Task The_list_finds_members_by_the_beginning_of_id_or_name_and_pages_by_key()
    {
        await using var host = await TestHost.StartAsync();
        await host.InMemberAsync("demo", async db =>
        {
            db.Members.AddRange(Enumerable.Range(0, 120).Select(i => Member.Join($"m-{i:000}", i == 77 ? "㈱ABC商事" : $"会社{i}", new DateOnly(2026, 1, 1))));
            return await db.SaveChangesAsync();
        });
        using var browser = await OperatorAsync(host);
        var seen = new List<string>();
        for (var url = "/operator/members"; url is not null;)
        {
            var page = await browser.GetAsync(url);
            seen.AddRange(page.Document.QuerySelectorAll("table.list tbody a").Select(a => a.TextContent));
            url = page.Document.QuerySelector("a[href*='after=']")?.GetAttribute("href");
        }

        Assert.Equal(Enumerable.Range(0, 120).Select(i => $"m-{i:000}"), seen);
        Assert.Equal(["m-077"], await FindAsync("(株)abc"));
        Assert.Equal(10, (await FindAsync("M-11")).Length);
        Assert.Empty(await FindAsync("%"));

        host.Statements.Clear();
        await FindAsync("m-1");
        Assert.Empty(QueryPlans.Scans(host, host.Statements.All.Where(s => s.Contains("Portal_Members", StringComparison.Ordinal))));

        async Task<string[]> FindAsync(string text) =>
            [.. (await browser.GetAsync("/operator/members?search=" + Uri.EscapeDataString(text))).Document.QuerySelectorAll("table.list tbody a").Select(a => a.TextContent)];
    }

    [Fact]
    public async Task A_members_page_shows_counts_and_no_names()
    {
        await using var host = await TestHost.StartAsync();
        await host.AddPortalMemberAsync("demo");
        using var browser = await OperatorAsync(host);
        var page = await browser.GetAsync($"/operator/members/{Member.TenantOf("demo")}");
        Assert.Contains("3人", page.Text);
        Assert.DoesNotContain("佐藤", page.Text);
        Assert.DoesNotContain("sato", page.Text);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/operator/members/{Guid.CreateVersion7()}")).Status);
    }

    [Fact]
    public async Task A_form_of_joining_that_is_sent_twice_makes_one_member_whose_administrator_signs_on_with_the_password_shown_last()
    {
        await using var host = await TestHost.StartAsync();
        using var browser = await OperatorAsync(host);
        var form = await browser.GetAsync("/operator/members/new");
        (string, string)[] typed = [("MemberId", "umikaze"), ("Name", "うみかぜ運輸株式会社"), ("Login", "boss"), ("AdministratorName", "海野 大地")];
        await browser.SubmitAsync(form, form.Form("/operator/members/new"), typed);
        var second = await browser.SubmitAsync(form, form.Form("/operator/members/new"), typed);
        Assert.Equal(HttpStatusCode.OK, second.Status);
        Assert.Equal(1, await host.InMemberAsync("umikaze", db => db.Users.CountAsync()));
        using var boss = host.NewBrowser();
        Assert.Equal("/portal/password", (await boss.TrySignOnAsync("umikaze", "boss", second.InitialPassword())).Address.AbsolutePath);

        // Once a password has been chosen the form makes nothing more.
        await boss.ChoosePasswordAsync(second.InitialPassword(), "yama-to-kawa-to-umi");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.SubmitAsync(form, form.Form("/operator/members/new"), typed)).Status);
        Assert.Equal("/portal", (await boss.GetAsync("/portal")).Address.AbsolutePath);
    }

    [Fact]
    public async Task An_operator_gives_a_portal_administrator_a_new_initial_password_and_nobody_else()
    {
        await using var host = await TestHost.StartAsync();
        await host.AddPortalMemberAsync("demo");
        using var old = await host.PortalAsync("demo", "morita");
        using var browser = await OperatorAsync(host);
        var action = $"/operator/members/{Member.TenantOf("demo")}/password-reset";
        var page = await browser.GetAsync($"/operator/members/{Member.TenantOf("demo")}");
        foreach (var nobody in new[] { "sato", "nobody", "" })
        {
            var refused = await browser.SubmitAsync(page, page.Form(action), ("Login", nobody));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
            Assert.NotEqual("", refused.Document.QuerySelector(".field-error")!.TextContent.Trim());
        }

        page = await browser.SubmitAsync(page, page.Form(action), ("Login", "Morita"));
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.DoesNotContain("森田", page.Text);
        Assert.Equal("/portal/sign-on", (await old.GetAsync("/portal")).Address.AbsolutePath);
        using var morita = host.NewBrowser();
        Assert.Equal("/portal/password", (await morita.TrySignOnAsync("demo", "morita", page.InitialPassword())).Address.AbsolutePath);
        var actor = await host.InMemberAsync("demo", db => db.Database.SqlQuery<string>($"SELECT \"Actor\" AS \"Value\" FROM \"House_Audit\" WHERE \"Action\" = 'PortalPasswordReissued'").ToListAsync());
        Assert.Equal(["Operator:staff"], actor);
    }
}
