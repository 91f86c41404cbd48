using System.Net;
using SalesSupport.Portal.Accounts;
using SalesSupport.Portal.Users;

namespace SalesSupport.Portal.Tests;

[Trait("Bar", "main-job")]
public sealed class UserTests
{
    [Fact]
    [Requirement("R02")]
    public async Task A_registered_user_signs_on_with_the_initial_password_and_must_choose_another_first()
    {
        await using var host = await TestHost.StartAsync();
        await host.AddPortalMemberAsync("demo");
        using var admin = await host.PortalAsync("demo", "morita");
        var page = await admin.GetAsync("/portal/users/new");
        page = await admin.SubmitAsync(page, page.Form("/portal/users/new"), ("Login", "Kuroda"), ("Name", "黒田 彩"), ("Kana", "クロダ アヤ"));
        var initial = page.InitialPassword();
        Assert.DoesNotContain(initial, (await admin.GetAsync("/portal/users")).Html);

        using var browser = host.NewBrowser();
        Assert.Equal("/portal/password", (await browser.TrySignOnAsync("demo", "kuroda", initial)).Address.AbsolutePath);
        Assert.Equal("/portal/password", (await browser.GetAsync("/portal")).Address.AbsolutePath);
        page = await browser.ChoosePasswordAsync(initial, "yama-to-kawa-to-umi");
        Assert.Equal("/portal", page.Address.AbsolutePath);
        Assert.Contains("黒田 彩", page.Text);

        using var again = host.NewBrowser();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await again.TrySignOnAsync("demo", "kuroda", initial)).Status);
        Assert.Equal("/portal", (await again.TrySignOnAsync("demo", "kuroda", "yama-to-kawa-to-umi")).Address.AbsolutePath);
    }

    [Fact]
    public async Task A_form_sent_twice_registers_one_user_who_signs_on_with_the_password_shown_last()
    {
        await using var host = await TestHost.StartAsync();
        await host.AddPortalMemberAsync("demo");
        using var admin = await host.PortalAsync("demo", "morita");
        var form = await admin.GetAsync("/portal/users/new");
        Task<Page> SendAsync(string login, string name) => admin.SubmitAsync(form, form.Form("/portal/users/new"), ("Login", login), ("Name", name));
        await SendAsync("kuroda", "黒田 彩");
        var second = await SendAsync("kuroda", "黒田 彩");
        Assert.Equal((HttpStatusCode.OK, "初期パスワードを発行しました"), (second.Status, second.Document.QuerySelector("h1")!.TextContent));
        using var kuroda = host.NewBrowser();
        Assert.Equal("/portal/password", (await kuroda.TrySignOnAsync("demo", "kuroda", second.InitialPassword())).Address.AbsolutePath);

        // All at once, and gone back to register somebody else.
        var atOnce = await admin.GetAsync("/portal/users/new");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => admin.SubmitAsync(atOnce, atOnce.Form("/portal/users/new"), ("Login", "shirai"), ("Name", "白井 翔"))));
        Assert.Equal(HttpStatusCode.OK, (await SendAsync("akagi", "赤木 優")).Status);
        Assert.Equal(["akagi", "kuroda", "shirai"], await host.InMemberAsync("demo", db => Task.FromResult(db.Users.Where(u => u.InitialPasswordUntil != null).Select(u => u.Login).Order().ToList())));

        // Once the person has chosen a password the form takes it from nobody.
        await kuroda.ChoosePasswordAsync(second.InitialPassword(), "yama-to-kawa-to-umi");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await SendAsync("kuroda", "黒田 彩")).Status);
        Assert.Equal("/portal", (await kuroda.GetAsync("/portal")).Address.AbsolutePath);
    }

    [Fact]
    public async Task An_initial_password_that_nobody_used_expires()
    {
        await using var host = await TestHost.StartAsync(now: new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.FromHours(9)));
        await host.AddPortalMemberAsync("demo");
        using var admin = await host.PortalAsync("demo", "morita");
        var sato = await host.UserAsync("demo", "sato");
        var page = await admin.GetAsync($"/portal/users/{sato.Id}");
        var initial = (await admin.SubmitAsync(page, page.Form($"/portal/users/{sato.Id}/password-reset"))).InitialPassword();
        host.Pass(PortalUser.InitialPasswordLife + TimeSpan.FromSeconds(1));
        using var browser = host.NewBrowser();
        Assert.Contains("期限", (await browser.TrySignOnAsync("demo", "sato", initial)).Seen());
    }

    [Fact]
    public async Task A_new_password_lifts_the_lock_that_the_forgotten_one_brought()
    {
        await using var host = await TestHost.StartAsync();
        await host.AddPortalMemberAsync("demo");
        using var admin = await host.PortalAsync("demo", "morita");
        var sato = await host.UserAsync("demo", "sato");
        using var browser = host.NewBrowser();
        for (var attempt = 0; attempt < AccountTries.Most; attempt++)
        {
            await browser.TrySignOnAsync("demo", "sato", "wrong-password");
        }

        Assert.Contains("15分", (await browser.TrySignOnAsync("demo", "sato", TestHost.Password)).Seen());
        var page = await admin.GetAsync($"/portal/users/{sato.Id}");
        var initial = (await admin.SubmitAsync(page, page.Form($"/portal/users/{sato.Id}/password-reset"))).InitialPassword();
        Assert.DoesNotContain("15分", (await browser.TrySignOnAsync("demo", "sato", initial)).Seen());
    }

    [Fact]
    public async Task A_session_that_ended_over_a_form_leads_to_the_portals_own_door()
    {
        await using var host = await TestHost.StartAsync();
        await host.AddPortalMemberAsync("demo");
        using var admin = await host.PortalAsync("demo", "morita");
        var page = await admin.GetAsync("/portal/users/new");
        using var signedOff = host.NewBrowser();
        page = await signedOff.SubmitAsync(page, page.Form("/portal/users/new"), ("Login", "kuroda"), ("Name", "黒田 彩"));
        Assert.Equal(HttpStatusCode.Unauthorized, page.Status);
        Assert.Contains("黒田 彩", page.Html, StringComparison.Ordinal);
        Assert.NotNull(page.Document.QuerySelector("main a[href='/portal']"));
    }

    [Fact]
    public async Task Bad_input_comes_back_with_what_was_typed()
    {
        await using var host = await TestHost.StartAsync();
        await host.AddPortalMemberAsync("demo");
        using var admin = await host.PortalAsync("demo", "morita");
        foreach (var (login, name) in new[] { ("sato", "同じID"), ("さとう", "日本語ID"), ("x", "短い"), ("ok", new string('長', 101)), ("ok", "制御\u0001文字"), ("ok", "") })
        {
            var page = await admin.GetAsync("/portal/users/new");
            page = await admin.SubmitAsync(page, page.Form("/portal/users/new"), ("Login", login), ("Name", name));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
            Assert.Equal(login, page.Document.QuerySelector("#Login")!.GetAttribute("value"));
            Assert.Contains(page.Document.QuerySelectorAll(".field-error"), e => e.TextContent.Trim().Length > 0);
        }

        Assert.Equal(3, await host.InMemberAsync("demo", db => Task.FromResult(db.Users.Count())));
    }

    [Fact]
    [Requirement("R16")]
    public async Task Suspending_blocks_sign_on_and_ends_sessions_at_once_and_can_be_undone()
    {
        await using var host = await TestHost.StartAsync();
        await host.AddPortalMemberAsync("demo");
        using var admin = await host.PortalAsync("demo", "morita");
        using var browser = await host.PortalAsync("demo", "sato");
        var sato = await host.UserAsync("demo", "sato");

        var page = await admin.GetAsync($"/portal/users/{sato.Id}");
        page = await admin.SubmitAsync(page, page.Form($"/portal/users/{sato.Id}/suspension"));
        Assert.Contains("利用停止中", page.Text);
        Assert.Equal("/portal/sign-on", (await browser.GetAsync("/portal")).Address.AbsolutePath);
        Assert.Contains("利用停止", (await browser.TrySignOnAsync("demo", "sato", TestHost.Password)).Seen());
        // Only who knows the password learns that.
        Assert.Contains("確かめてください", (await browser.TrySignOnAsync("demo", "sato", "wrong-password")).Seen());

        await admin.SubmitAsync(page, page.Form($"/portal/users/{sato.Id}/suspension/end"));
        Assert.Equal("/portal", (await browser.TrySignOnAsync("demo", "sato", TestHost.Password)).Address.AbsolutePath);
    }

    [Fact]
    [Requirement("R16")]
    public async Task A_suspension_made_by_another_process_ends_sessions_within_a_minute()
    {
        await using var host = await TestHost.StartAsync(now: new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.FromHours(9)));
        await host.AddPortalMemberAsync("demo");
        using var browser = await host.PortalAsync("demo", "sato");
        await host.InMemberAsync("demo", async db =>
        {
            db.Users.Single(u => u.Login == "sato").Suspend("demo", Guid.Empty, 1);
            return await db.SaveChangesAsync();
        });
        host.Clock!.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal("/portal/sign-on", (await browser.GetAsync("/portal")).Address.AbsolutePath);
    }

    [Fact]
    public async Task The_last_portal_administrator_stays_one()
    {
        await using var host = await TestHost.StartAsync();
        await host.AddPortalMemberAsync("demo");
        using var admin = await host.PortalAsync("demo", "morita");
        var (morita, sato) = (await host.UserAsync("demo", "morita"), await host.UserAsync("demo", "sato"));

        var page = await admin.GetAsync($"/portal/users/{morita.Id}");
        Assert.DoesNotContain(page.Document.Forms, f => f.GetAttribute("action")!.EndsWith("/suspension", StringComparison.Ordinal));
        var refused = await admin.SubmitAsync(page, page.Form($"/portal/users/{morita.Id}"), ("Administrator", "false"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("一人もいなくなる", refused.Text);

        // With a second administrator it is possible, but suspending oneself is not.
        page = await admin.GetAsync($"/portal/users/{sato.Id}");
        await admin.SubmitAsync(page, page.Form($"/portal/users/{sato.Id}"), ("Administrator", "true"));
        var suspend = page.Form($"/portal/users/{sato.Id}/suspension");
        suspend.SetAttribute("action", $"/portal/users/{morita.Id}/suspension");
        refused = await admin.SubmitAsync(page, suspend);
        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.False((await host.UserAsync("demo", "morita")).Suspended);

        page = await admin.GetAsync($"/portal/users/{morita.Id}");
        await admin.SubmitAsync(page, page.Form($"/portal/users/{morita.Id}"), ("Administrator", "false"));
        Assert.False((await host.UserAsync("demo", "morita")).Administrator);
        // The flag counts as it is now, not as it was at sign-on.
        Assert.Equal(HttpStatusCode.Forbidden, (await admin.GetAsync("/portal/users")).Status);
    }

    [Fact]
    public async Task Two_administrators_who_suspend_each_other_at_once_leave_one()
    {
        await using var host = await TestHost.StartAsync();
        await host.AddPortalMemberAsync("demo");
        using var morita = await host.PortalAsync("demo", "morita");
        var (one, two) = (await host.UserAsync("demo", "morita"), await host.UserAsync("demo", "sato"));
        var page = await morita.GetAsync($"/portal/users/{two.Id}");
        await morita.SubmitAsync(page, page.Form($"/portal/users/{two.Id}"), ("Administrator", "true"));
        using var sato = await host.PortalAsync("demo", "sato");
        var (first, second) = (await morita.GetAsync($"/portal/users/{two.Id}"), await sato.GetAsync($"/portal/users/{one.Id}"));
        await Task.WhenAll(
            morita.SubmitAsync(first, first.Form($"/portal/users/{two.Id}/suspension")),
            sato.SubmitAsync(second, second.Form($"/portal/users/{one.Id}/suspension")));
        Assert.Equal(1, await host.InMemberAsync("demo", db => Task.FromResult(db.Users.Count(u => u.Administrator && !u.Suspended))));
    }

    [Fact]
    public async Task Two_administrators_who_edit_one_person_see_the_conflict()
    {
        await using var host = await TestHost.StartAsync();
        await host.AddPortalMemberAsync("demo");
        using var admin = await host.PortalAsync("demo", "morita");
        var sato = await host.UserAsync("demo", "sato");
        var page = await admin.GetAsync($"/portal/users/{sato.Id}");
        await admin.SubmitAsync(page, page.Form($"/portal/users/{sato.Id}"), ("Name", "佐藤 美咲(東京)"));
        var late = await admin.SubmitAsync(page, page.Form($"/portal/users/{sato.Id}"), ("Name", "佐藤 みさき"));
        Assert.Equal(HttpStatusCode.Conflict, late.Status);
        Assert.Contains("佐藤 美咲(東京)", late.Text);
        Assert.Equal("佐藤 みさき", late.Document.QuerySelector("#Name")!.GetAttribute("value"));
        await admin.SubmitAsync(late, late.Form($"/portal/users/{sato.Id}"));
        Assert.Equal("佐藤 みさき", (await host.UserAsync("demo", "sato")).Name);
    }

    [Fact]
    [Requirement("R51")]
    public async Task Another_members_user_is_not_found_and_not_changed()
    {
        await using var host = await TestHost.StartAsync();
        await host.AddPortalMemberAsync("demo");
        await host.AddPortalMemberAsync("minato");
        using var admin = await host.PortalAsync("demo", "morita");
        var (own, stranger) = (await host.UserAsync("demo", "sato"), await host.UserAsync("minato", "sato"));
        Assert.Equal(HttpStatusCode.NotFound, (await admin.GetAsync($"/portal/users/{stranger.Id}")).Status);
        var page = await admin.GetAsync($"/portal/users/{own.Id}");
        foreach (var path in new[] { "", "/password-reset", "/suspension", "/suspension/end" })
        {
            var form = page.Form($"/portal/users/{own.Id}");
            form.SetAttribute("action", $"/portal/users/{stranger.Id}{path}");
            Assert.Equal(HttpStatusCode.NotFound, (await admin.SubmitAsync(page, form, ("Name", "乗っ取り"))).Status);
            form.SetAttribute("action", $"/portal/users/{own.Id}");
        }

        var after = await host.UserAsync("minato", "sato");
        Assert.Equal((stranger.Version, stranger.Name, stranger.PasswordHash), (after.Version, after.Name, after.PasswordHash));
    }

    [Fact]
    public async Task Posted_extras_change_nothing()
    {
        await using var host = await TestHost.StartAsync();
        await host.AddPortalMemberAsync("demo");
        using var admin = await host.PortalAsync("demo", "morita");
        var sato = await host.UserAsync("demo", "sato");
        var page = await admin.GetAsync($"/portal/users/{sato.Id}");
        await admin.SubmitAsync(
            page, page.Form($"/portal/users/{sato.Id}"), ("Id", Guid.CreateVersion7().ToString()), ("TenantId", Guid.CreateVersion7().ToString()), ("Suspended", "true"), ("PasswordHash", "x"), ("Login", "other"));
        var after = await host.UserAsync("demo", "sato");
        Assert.Equal((sato.TenantId, false, sato.PasswordHash, "sato"), (after.TenantId, after.Suspended, after.PasswordHash, after.Login));
    }

    [Fact]
    public async Task Ordinary_portal_users_and_visitors_do_not_get_into_administration()
    {
        await using var host = await TestHost.StartAsync();
        await host.AddPortalMemberAsync("demo");
        using var sato = await host.PortalAsync("demo", "sato");
        foreach (var url in new[] { "/portal/users", "/portal/users/new", "/portal/application" })
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await sato.GetAsync(url)).Status);
            using var visitor = host.NewBrowser();
            Assert.Equal("/portal/sign-on", (await visitor.GetAsync(url)).Address.AbsolutePath);
        }

        using var admin = await host.PortalAsync("demo", "morita");
        Assert.Equal("/operator/sign-on", (await admin.GetAsync("/operator/members")).Address.AbsolutePath);
    }

    [Fact]
    public async Task A_form_of_the_portal_goes_through_with_a_renewed_token_and_from_the_error_page_whoever_is_signed_in_to_the_service()
    {
        await using var host = await TestHost.StartAsync(sample: true, reports: 1);
        using var browser = await host.SignOnAsync("demo", "morita");       // in the portal and in SalesSupport
        var page = await browser.PostAsync("/portal/users/new", ("Login", "renewed"), ("Name", "更新 一郎"));
        Assert.Equal(HttpStatusCode.OK, page.Status);

        var stale = await browser.GetAsync("/portal/users/new");
        var refused = await browser.SubmitAsync(stale, stale.Form("/portal/users/new"), ("Login", "resent"), ("Name", "再送 花子"), ("__RequestVerificationToken", "stale"));
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        page = await browser.SubmitAsync(refused, refused.Document.Forms.First(f => f.HasAttribute("data-error-typed")));
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal("再送 花子", (await host.UserAsync("demo", "resent")).Name);

        page = await browser.GetAsync("/portal/users");
        page = await browser.SubmitAsync(page, page.Form("/language"), ("language", "en"));
        Assert.Equal("en", page.Document.DocumentElement.GetAttribute("lang"));
    }

    [Fact]
    public async Task Breaking_a_rule_is_not_called_somebody_elses_change()
    {
        await using var host = await TestHost.StartAsync();
        await host.AddPortalMemberAsync("demo");
        using var browser = await host.PortalAsync("demo", "morita");
        var me = await host.UserAsync("demo", "morita");
        var page = await browser.PostAsync($"/portal/users/{me.Id}/suspension");
        Assert.Equal(HttpStatusCode.Conflict, page.Status);
        Assert.Equal("この操作はできません", page.Document.QuerySelector("h1")!.TextContent);
        Assert.DoesNotContain("ほかの人が先に", page.Text);
    }
}
