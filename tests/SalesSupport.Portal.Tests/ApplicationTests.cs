using System.Net;
using Microsoft.EntityFrameworkCore;

namespace SalesSupport.Portal.Tests;

[Trait("Bar", "main-job")]
public sealed class ApplicationTests
{
    private static readonly DateTimeOffset Evening = new(2026, 11, 24, 19, 0, 0, TimeSpan.FromHours(9));

    [Fact]
    [Requirement("R01")]
    [Requirement("R02")]
    public async Task A_new_member_applies_and_is_let_in_from_the_hour_of_opening_on()
    {
        await using var host = await TestHost.StartAsync(now: Evening);
        var (admin, staff) = await NewMemberAsync(host);
        using var adminRp = new Rp(host, admin);
        using var staffRp = new Rp(host, staff);

        // Nobody has applied: administrators are shown where, others whom to ask.
        var closed = await adminRp.AuthorizeAsync();
        Assert.Equal(HttpStatusCode.Forbidden, closed.StatusCode);
        Assert.Contains("/portal/application", await ReadAsync(closed));
        Assert.Contains("ポータル管理者に", await ReadAsync(await staffRp.AuthorizeAsync()));

        var page = await admin.GetAsync("/portal/application");
        Assert.Contains("11/25(水) 8:00", page.Text);
        page = await admin.SubmitAsync(page, page.Form("/portal/application"));
        Assert.Contains("受け付けました", page.Text);
        Assert.Contains("11/25(水) 8:00", page.Text);

        host.Pass(TimeSpan.FromHours(13) - TimeSpan.FromSeconds(1));
        using var early = await host.PortalAsync("umikaze", "staff", "yama-to-kawa-to-umi");
        using var earlyRp = new Rp(host, early);
        closed = await earlyRp.AuthorizeAsync();
        Assert.Equal(HttpStatusCode.Forbidden, closed.StatusCode);
        Assert.Contains("11/25(水) 8:00", await ReadAsync(closed));

        host.Clock!.Advance(TimeSpan.FromSeconds(1));
        Assert.NotEmpty(await earlyRp.CodeAsync());
        admin.Dispose();
        staff.Dispose();
    }

    [Fact]
    [Requirement("R01")]
    public async Task One_second_later_it_is_the_day_after()
    {
        await using var host = await TestHost.StartAsync(now: Evening.AddSeconds(1));
        var (admin, staff) = await NewMemberAsync(host);
        var page = await admin.GetAsync("/portal/application");
        page = await admin.SubmitAsync(page, page.Form("/portal/application"));
        Assert.Contains("11/26(木) 8:00", page.Text);
        admin.Dispose();
        staff.Dispose();
    }

    [Fact]
    public async Task Pressing_the_button_many_times_applies_once()
    {
        await using var host = await TestHost.StartAsync(now: Evening);
        var (admin, staff) = await NewMemberAsync(host);
        var page = await admin.GetAsync("/portal/application");
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => admin.SubmitAsync(page, page.Form("/portal/application"))));
        Assert.Equal(1, await host.InMemberAsync("umikaze", db => db.Applications.CountAsync()));
        admin.Dispose();
        staff.Dispose();
    }

    private static async Task<string> ReadAsync(HttpResponseMessage answer) => WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());

    // 入会 by the operator, the first administrator, and one portal user.
    private static async Task<(Browser Admin, Browser Staff)> NewMemberAsync(TestHost host)
    {
        var initial = await MemberTests.JoinAsync(host, "umikaze", "うみかぜ運輸株式会社", "boss");
        var admin = host.NewBrowser();
        await admin.TrySignOnAsync("umikaze", "boss", initial);
        await admin.ChoosePasswordAsync(initial, "yama-to-kawa-to-umi");
        var page = await admin.GetAsync("/portal/users/new");
        page = await admin.SubmitAsync(page, page.Form("/portal/users/new"), ("Login", "staff"), ("Name", "海野 渚"));
        var staff = host.NewBrowser();
        initial = page.InitialPassword();
        await staff.TrySignOnAsync("umikaze", "staff", initial);
        Assert.Equal("/portal", (await staff.ChoosePasswordAsync(initial, "yama-to-kawa-to-umi")).Address.AbsolutePath);
        return (admin, staff);
    }
}
