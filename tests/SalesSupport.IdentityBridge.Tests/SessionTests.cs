using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace SalesSupport.IdentityBridge.Tests;

[Trait("Bar", "main-job")]
public sealed class SessionTests
{
    // In the future, since the test's browser drops cookies that have expired by its own clock.
    private static readonly DateTimeOffset Start = new(2031, 11, 24, 9, 0, 0, TimeSpan.FromHours(9));

    [Fact]
    public async Task Signing_out_ends_the_session_on_the_server_so_that_its_cookie_is_worth_nothing()
    {
        await using var host = await TestHost.StartAsync();
        await host.JoinPortalAsync("alpha", 1);
        using var browser = await host.SignOnAsync("alpha", "p0");
        var cookie = await CookieAsync(browser);
        Assert.Equal(HttpStatusCode.OK, await ReplayAsync(host, cookie));

        using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-out") { Content = new FormUrlEncodedContent([new("__RequestVerificationToken", await browser.TokenAsync())]) };
        using var answer = await browser.SendAsync(request);
        Assert.Equal("\"cache\"", answer.Headers.GetValues("Clear-Site-Data").Single());
        Assert.StartsWith("/connect/end-session", answer.Headers.Location!.PathAndQuery, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, await ReplayAsync(host, cookie));

        var page = await browser.GetAsync(answer.Headers.Location.ToString());
        Assert.Equal("/signed-out", page.Address.AbsolutePath);
        Assert.StartsWith("/portal/sign-on", (await browser.GetAsync("/me")).Address.AbsolutePath, StringComparison.Ordinal);        // out of the portal too
    }

    [Fact]
    public async Task Signing_out_on_a_page_whose_session_has_ended_meanwhile_is_no_error()
    {
        await using var host = await TestHost.StartAsync(now: Start);
        await host.JoinPortalAsync("alpha", 1);
        using var browser = await host.SignOnAsync("alpha", "p0");
        var (page, portal) = (await browser.GetAsync("/me"), await browser.GetAsync("/portal"));
        host.Pass(TimeSpan.FromHours(13));
        var after = await browser.SubmitAsync(page, page.Form("/sign-out"));
        Assert.Equal(("/signed-out", HttpStatusCode.OK), (after.Address.AbsolutePath, after.Status));
        after = await browser.SubmitAsync(portal, portal.Form("/portal/sign-out"));
        Assert.Equal(("/portal/sign-on", HttpStatusCode.OK), (after.Address.AbsolutePath, after.Status));
    }

    [Fact]
    public async Task A_database_that_cannot_be_written_does_not_take_the_pages_with_it()
    {
        await using var host = await TestHost.StartAsync(now: Start, embedded: true);
        await host.JoinPortalAsync("alpha", 1);
        using var browser = await host.SignOnAsync("alpha", "p0");
        host.Clock!.Advance(TimeSpan.FromMinutes(6));
        await using var other = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(host.DataFolder, "salessupport.db")};Pooling=False");
        await other.OpenAsync(People.Cancel);
        await using var writer = other.BeginTransaction(deferred: false);
        Assert.True(await browser.IsInAsync());
    }

    [Fact]
    public async Task Signing_out_without_a_token_of_ours_is_refused()
    {
        await using var host = await TestHost.StartAsync();
        await host.JoinPortalAsync("alpha", 1);
        using var browser = await host.SignOnAsync("alpha", "p0");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-out") { Content = new FormUrlEncodedContent([]) };
        using var answer = await browser.SendAsync(request);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.True(await browser.IsInAsync());
        using var portal = new HttpRequestMessage(HttpMethod.Post, "/portal/sign-out") { Content = new FormUrlEncodedContent([]) };
        using var refused = await browser.SendAsync(portal);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal("/portal", (await browser.GetAsync("/portal")).Address.AbsolutePath);
    }

    [Fact]
    public async Task A_session_ends_after_eight_hours_without_a_request_and_after_seven_days_in_any_case()
    {
        await using var host = await TestHost.StartAsync(now: Start);
        await host.JoinPortalAsync("alpha", 2);
        using var idle = await host.SignOnAsync("alpha", "p0");
        using var busy = await host.SignOnAsync("alpha", "p1");
        host.Pass(TimeSpan.FromHours(7.9));
        Assert.True(await idle.IsInAsync());
        Assert.True(await busy.IsInAsync());
        host.Pass(TimeSpan.FromHours(7.9));
        Assert.True(await busy.IsInAsync());
        host.Pass(TimeSpan.FromHours(0.2));
        Assert.False(await idle.IsInAsync());
        var hours = 16.0;
        for (; hours + 7 < 7 * 24; hours += 7)
        {
            host.Pass(TimeSpan.FromHours(7));
            Assert.True(await busy.IsInAsync(), $"after {hours} hours");
        }

        host.Pass(TimeSpan.FromHours((7 * 24) - hours + 0.1));
        Assert.False(await busy.IsInAsync());
    }

    [Fact]
    public async Task Reading_pages_writes_the_session_at_most_every_five_minutes()
    {
        await using var host = await TestHost.StartAsync(now: Start);
        await host.JoinPortalAsync("alpha", 1);
        using var browser = await host.SignOnAsync("alpha", "p0");
        await browser.IsInAsync();
        host.Statements.Clear();
        for (var i = 0; i < 5; i++)
        {
            Assert.True(await browser.IsInAsync("/help"));
        }

        Assert.DoesNotContain(host.Statements.All, s => s.Contains("\"IdentityBridge_", StringComparison.Ordinal));
        host.Clock!.Advance(TimeSpan.FromMinutes(6));
        await browser.IsInAsync("/help");
        Assert.Single(host.Statements.All, s => s.StartsWith("UPDATE", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Signing_in_gives_a_new_session_and_ends_the_browsers_old_one()
    {
        await using var host = await TestHost.StartAsync();
        await host.JoinPortalAsync("alpha", 1);
        using var browser = await host.SignOnAsync("alpha", "p0");
        var old = await CookieAsync(browser);
        await browser.GetAsync("/sign-in");
        Assert.True(await browser.IsInAsync());
        Assert.Equal(HttpStatusCode.Redirect, await ReplayAsync(host, old));
    }

    [Fact]
    public async Task A_person_ends_their_other_sessions_and_nobody_elses()
    {
        await using var host = await TestHost.StartAsync();
        await host.JoinPortalAsync("alpha", 2);
        using var phone = await host.SignOnAsync("alpha", "p0");
        using var office = await host.SignOnAsync("alpha", "p0");
        using var other = await host.SignOnAsync("alpha", "p1");
        var me = await office.GetAsync("/me");
        Assert.Equal(2, me.Document.QuerySelectorAll("tbody tr").Length);
        var theirs = (await host.InMemberAsync("alpha", db => db.Sessions.AsNoTracking().ToListAsync(People.Cancel))).GroupBy(s => s.UserId).Single(g => g.Count() == 1).Single();
        Assert.Equal(HttpStatusCode.NotFound, (await office.PostAsync($"/me/sessions/{theirs.Id}/ending")).Status);
        await office.SubmitAsync(me, me.Form("/me/sessions/others/ending"));
        Assert.True(await office.IsInAsync());
        Assert.False(await phone.IsInAsync());
        await phone.GetAsync("/sign-in");
        Assert.False(await phone.IsInAsync(), "its sign-on at the portal let it in again");
        Assert.True(await other.IsInAsync());

        var user = await host.UserAsync("alpha", "01");
        await office.PostAsync($"/settings/users/{user.Id}/sessions/ending");
        Assert.False(await other.IsInAsync());
        await other.GetAsync("/sign-in");
        Assert.False(await other.IsInAsync());
    }

    [Fact]
    public async Task Ending_sessions_and_signing_out_leave_audit_rows_of_the_person()
    {
        await using var host = await TestHost.StartAsync();
        await host.JoinPortalAsync("alpha", 1);
        using var phone = await host.SignOnAsync("alpha", "p0");
        using var office = await host.SignOnAsync("alpha", "p0");
        var me = await office.GetAsync("/me");
        await office.SubmitAsync(me, me.Form("/me/sessions/others/ending"));
        await office.PostAsync("/sign-out");
        var rows = await host.InMemberAsync("alpha", db => db.Database.SqlQuery<string>($"SELECT \"Action\" || ' ' || \"Actor\" AS \"Value\" FROM \"House_Audit\" WHERE \"Action\" IN ('OwnSessionsEnded', 'SignedOut') ORDER BY \"At\"").ToListAsync(People.Cancel));
        Assert.Equal(["OwnSessionsEnded SalesSupport:社員 00", "SignedOut SalesSupport:社員 00"], rows);
    }

    [Fact]
    public async Task Another_password_in_the_portal_ends_the_sessions_here()
    {
        await using var host = await TestHost.StartAsync();
        var people = await host.JoinPortalAsync("alpha", 2);
        using var thief = await host.SignOnAsync("alpha", "p1");
        using var administrator = await host.SignOnAsync("alpha", "p0");
        using var owner = await host.PortalAsync("alpha", "p1");
        var form = await owner.GetAsync("/portal/password");
        await owner.SubmitAsync(form, form.Form("/portal/password"), ("PasswordCurrent", TestHost.Password), ("PasswordNew", "yama-to-kawa-to-umi"), ("PasswordAgain", "yama-to-kawa-to-umi"));
        Assert.False(await thief.IsInAsync());
        Assert.True(await administrator.IsInAsync());

        using var again = await host.SignOnAsync("alpha", "p1", "yama-to-kawa-to-umi");
        Assert.True(await again.IsInAsync());
        form = await administrator.GetAsync($"/portal/users/{people[1].PortalId}");
        await administrator.SubmitAsync(form, form.Form($"/portal/users/{people[1].PortalId}/password-reset"));
        Assert.False(await again.IsInAsync());
        Assert.True(await administrator.IsInAsync());
    }

    [Fact]
    [Requirement("R51")]
    public async Task A_cookie_of_another_members_user_opens_nothing_of_ours()
    {
        await using var host = await TestHost.StartAsync();
        await host.JoinPortalAsync("alpha", 1);
        await host.JoinPortalAsync("beta", 1);
        using var ours = await host.SignOnAsync("alpha", "p0");
        using var theirs = await host.SignOnAsync("beta", "p0");
        var user = await host.UserAsync("alpha", "00");
        Assert.Equal(HttpStatusCode.OK, (await ours.GetAsync($"/settings/users/{user.Id}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await theirs.GetAsync($"/settings/users/{user.Id}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await theirs.PostAsync($"/settings/users/{user.Id}", ("Level", "General"))).Status);
        Assert.DoesNotContain("alpha", (await theirs.GetAsync("/settings/users")).Text, StringComparison.Ordinal);

        // A ticket that pairs their member with our session, were one ever made, is refused as well.
        var session = await host.InMemberAsync("alpha", db => db.Sessions.AsNoTracking().Select(s => s.Id).FirstAsync(People.Cancel));
        var tickets = host.Services.GetRequiredService<Tickets>();
        Assert.NotNull(await tickets.ReadAsync(Tickets.Cookie(People.Tenant("alpha"), session), People.Cancel));
        Assert.Null(await tickets.ReadAsync(Tickets.Cookie(People.Tenant("beta"), session), People.Cancel));
    }

    [Fact]
    public async Task Old_sessions_are_deleted_by_the_job()
    {
        await using var host = await TestHost.StartAsync(now: Start);
        await host.JoinPortalAsync("alpha", 1);
        using var browser = await host.SignOnAsync("alpha", "p0");
        host.Pass(TimeSpan.FromDays(29));
        await RunAsync();
        Assert.Equal(1, await host.InMemberAsync("alpha", db => db.Sessions.CountAsync(People.Cancel)));
        host.Pass(TimeSpan.FromDays(2));
        await RunAsync();
        Assert.Equal(0, await host.InMemberAsync("alpha", db => db.Sessions.CountAsync(People.Cancel)));

        async Task RunAsync()
        {
            await using var scope = host.Services.CreateAsyncScope();
            await ActivatorUtilities.CreateInstance<EndOldSessions>(scope.ServiceProvider).Execute(null!, People.Cancel);
        }
    }

    private static async Task<string> CookieAsync(Browser browser)
    {
        // The browser does not show its cookies; a fresh sign-in sets the one we want.
        using var request = new HttpRequestMessage(HttpMethod.Get, "/sign-in");
        var answer = await browser.SendAsync(request);
        while (answer.Headers.Location is { } location)
        {
            if (answer.Headers.TryGetValues("Set-Cookie", out var set) && set.FirstOrDefault(c => c.StartsWith("salessupport.session=", StringComparison.Ordinal)) is { } cookie)
            {
                Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
                Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
                return cookie.Split(';')[0];
            }

            using var next = new HttpRequestMessage(HttpMethod.Get, new Uri(answer.RequestMessage!.RequestUri!, location));
            answer = await browser.SendAsync(next);
        }

        throw new InvalidOperationException("No cookie was set.");
    }

    private static async Task<HttpStatusCode> ReplayAsync(TestHost host, string cookie)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(host.Address, "/me")) { Headers = { { "Cookie", cookie } } };
        using var answer = await client.SendAsync(request, People.Cancel);
        return answer.StatusCode;
    }
}
