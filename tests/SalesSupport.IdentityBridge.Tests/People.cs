using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SalesSupport.Abstractions;

namespace SalesSupport.IdentityBridge.Tests;

/// <summary>Members and people as these tests need them, through the embedded portal.</summary>
internal static class People
{
    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static Guid Tenant(string memberId) => TenantScope.IdOf("portal", memberId);

    /// <summary>A member whose people are in the portal but have never signed in to SalesSupport; logins p0, p1, …, p0 administers the portal.</summary>
    public static async Task<IReadOnlyList<SamplePerson>> JoinPortalAsync(this TestHost host, string memberId, int people)
    {
        var member = new SampleMember
        {
            MemberId = memberId,
            Name = $"{memberId}株式会社",
            TenantId = Tenant(memberId),
            Reports = 0,
            Customers = 0,
            Today = host.Services.GetRequiredService<TimeProvider>().Today(),
            Password = TestHost.Password,
            DepartmentNames = [],
            People = [.. Enumerable.Range(0, people).Select(i => new SamplePerson(Guid.CreateVersion7(), $"p{i}", $"社員 {i:00}", $"シャイン {i:00}", -1, -1, i == 0, false))],
        };
        return await host.InScopeAsync(member.TenantId, async services =>
        {
            await services.GetServices<ISampleData>().Single(s => s.Order == 10).AddAsync(member, Cancel);
            return member.People;
        });
    }

    public static Task<T> InMemberAsync<T>(this TestHost host, string memberId, Func<IdentityBridgeDbContext, Task<T>> work) =>
        host.InScopeAsync(Tenant(memberId), services => work(services.GetRequiredService<IdentityBridgeDbContext>()));

    public static Task<User> UserAsync(this TestHost host, string memberId, string nameEnding) =>
        host.InMemberAsync(memberId, db => db.Users.AsNoTracking().SingleAsync(u => u.Name.EndsWith(nameEnding), Cancel));

    /// <summary>A browser signed on to the portal that has not yet been to SalesSupport.</summary>
    public static async Task<Browser> PortalAsync(this TestHost host, string memberId, string login)
    {
        var browser = host.NewBrowser();
        var page = await browser.GetAsync("/portal/sign-on");
        page = await browser.SubmitAsync(page, page.Form("/portal/sign-on"), ("MemberId", memberId), ("Login", login), ("Password", TestHost.Password));
        Assert.True(page.Address.AbsolutePath == "/portal", $"{page.Address}: {page.Text}");
        return browser;
    }

    /// <summary>Suspends or lets in again, as the portal's administrator does it.</summary>
    public static async Task SuspendAsync(this TestHost host, string memberId, string administrator, Guid portalUser, bool end = false)
    {
        using var portal = await host.PortalAsync(memberId, administrator);
        var page = await portal.GetAsync($"/portal/users/{portalUser}");
        page = await portal.SubmitAsync(page, page.Form($"/portal/users/{portalUser}/suspension{(end ? "/end" : "")}"));
        Assert.True((int)page.Status < 400, page.Text);
    }

    /// <summary>Whether the browser gets a page of SalesSupport without being sent to the portal.</summary>
    public static async Task<bool> IsInAsync(this Browser browser, string path = "/me")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        using var answer = await browser.SendAsync(request);
        return answer.StatusCode == System.Net.HttpStatusCode.OK;
    }

    public static async Task<Page> SaveUserAsync(this Browser browser, Guid user, params IEnumerable<(string Name, string Value)> set) =>
        await browser.SaveUserAsync(await browser.GetAsync($"/settings/users/{user}"), set);

    public static Task<Page> SaveUserAsync(this Browser browser, Page form, params IEnumerable<(string Name, string Value)> set) =>
        browser.SubmitAsync(form, form.Document.Forms.First(f => f.QuerySelector("[name=Level]") is not null), set);
}
