using Microsoft.Extensions.DependencyInjection;
using SalesSupport.Abstractions;
using SalesSupport.Portal.Data;
using SalesSupport.Portal.Members;
using SalesSupport.Portal.Users;

namespace SalesSupport.Portal.Tests;

/// <summary>What people do at the portal's door.</summary>
internal static class Visitors
{
    /// <summary>A member as the portal alone makes it: an administrator and two people, applied long ago.</summary>
    public static Task<SampleMember> AddPortalMemberAsync(this TestHost host, string memberId) => host.InScopeAsync(Member.TenantOf(memberId), async services =>
    {
        SamplePerson Person(string login, string name, string kana, bool administrator) => new(TenantScope.IdOf(memberId, login), login, name, kana, -1, -1, administrator, false);
        var member = new SampleMember
        {
            MemberId = memberId,
            Name = $"{memberId}株式会社",
            TenantId = Member.TenantOf(memberId),
            Reports = 0,
            Customers = 0,
            Today = services.GetRequiredService<TimeProvider>().Today(),
            Password = TestHost.Password,
            People = [Person("morita", "森田 和也", "モリタ カズヤ", true), Person("sato", "佐藤 美咲", "サトウ ミサキ", false), Person("ito", "伊藤 あゆみ", "イトウ アユミ", false)],
            DepartmentNames = [],
        };
        await services.GetServices<ISampleData>().Single(s => s.GetType().Assembly == typeof(PortalModule).Assembly).AddAsync(member, Cancel);
        return member;
    });

    public static async Task<Page> TrySignOnAsync(this Browser browser, string memberId, string login, string password, string? returnUrl = null, bool remember = false)
    {
        var page = await browser.GetAsync("/portal/sign-on" + (returnUrl is null ? "" : "?returnUrl=" + Uri.EscapeDataString(returnUrl)));
        return await browser.SubmitAsync(page, page.Form("/portal/sign-on"), [("MemberId", memberId), ("Login", login), ("Password", password), .. remember ? [("Remember", "true")] : Array.Empty<(string, string)>()]);
    }

    public static async Task<Browser> PortalAsync(this TestHost host, string memberId, string login, string password = TestHost.Password)
    {
        var browser = host.NewBrowser();
        var page = await browser.TrySignOnAsync(memberId, login, password);
        Assert.True(page.Address.AbsolutePath == "/portal", $"Signing on as {memberId}/{login} ended at {page.Address} ({page.Status}): {page.Text}");
        return browser;
    }

    public static async Task<Page> ChoosePasswordAsync(this Browser browser, string current, string chosen, string? again = null)
    {
        var page = await browser.GetAsync("/portal/password");
        return await browser.SubmitAsync(page, page.Form("/portal/password"), ("PasswordCurrent", current), ("PasswordNew", chosen), ("PasswordAgain", again ?? chosen));
    }

    public static Task<T> InMemberAsync<T>(this TestHost host, string memberId, Func<PortalDbContext, Task<T>> work) =>
        host.InScopeAsync(Member.TenantOf(memberId), services => work(services.GetRequiredService<PortalDbContext>()));

    public static Task<PortalUser> UserAsync(this TestHost host, string memberId, string login) =>
        host.InMemberAsync(memberId, db => Task.FromResult(db.Users.Single(u => u.Login == login)));

    /// <summary>The one-time password that a page shows.</summary>
    public static string InitialPassword(this Page page) => page.Document.GetElementById("initial-password")!.TextContent;

    /// <summary>What a visitor can tell two answers apart by.</summary>
    public static string Seen(this Page page) => $"{(int)page.Status} {page.Document.QuerySelector(".notice")?.TextContent.Trim()}";

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;
}
