using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SalesSupport.Abstractions;

namespace SalesSupport.IdentityBridge.Tests;

[Trait("Bar", "main-job")]
public sealed class SettingsConflictTests
{
    [Fact]
    public async Task Two_editors_of_the_week_see_each_other_and_a_period_added_meanwhile_stays()
    {
        await using var host = await TestHost.StartAsync(now: new DateTimeOffset(2031, 8, 3, 9, 0, 0, TimeSpan.FromHours(9)));
        await host.JoinPortalAsync("alpha", 1);
        using var browser = await host.SignOnAsync("alpha", "p0");
        var mine = await browser.GetAsync("/settings/calendar");
        var theirs = await browser.GetAsync("/settings/calendar");
        await browser.SubmitAsync(theirs, Period(theirs), ("Period.Name", "夏季休業"), ("Period.From", "2031-08-13"));
        var late = await browser.SubmitAsync(mine, Week(mine), ("NationalHolidays", "false"));
        Assert.Equal(HttpStatusCode.Conflict, late.Status);
        Assert.Contains("国民の祝日", late.Document.QuerySelector(".conflict")!.TextContent, StringComparison.Ordinal);
        Assert.False(((AngleSharp.Html.Dom.IHtmlInputElement)Week(late).QuerySelector("[name=NationalHolidays]")!).IsChecked, "what was typed is still there");

        var decided = await browser.SubmitAsync(late, Week(late));
        Assert.Equal(HttpStatusCode.OK, decided.Status);
        Assert.Contains("夏季休業", decided.Text, StringComparison.Ordinal);
        Assert.False(((AngleSharp.Html.Dom.IHtmlInputElement)Week(decided).QuerySelector("[name=NationalHolidays]")!).IsChecked);

        static AngleSharp.Html.Dom.IHtmlFormElement Week(Page shown) => shown.Document.Forms.Single(f => f.GetAttribute("action") == "/settings/calendar");
        static AngleSharp.Html.Dom.IHtmlFormElement Period(Page shown) => shown.Document.Forms.Single(f => f.GetAttribute("action") == "/settings/calendar/periods");
    }

    [Fact]
    public async Task The_calendar_reaches_to_the_ends_of_time()
    {
        await using var host = await TestHost.StartAsync();
        await host.InScopeAsync(People.Tenant("alpha"), async services =>
        {
            var calendar = services.GetRequiredService<IBusinessCalendar>();
            Assert.Equal(2, (await calendar.BetweenAsync(DateOnly.MaxValue.AddDays(-1), DateOnly.MaxValue, People.Cancel)).Count);
            Assert.Single(await calendar.BetweenAsync(DateOnly.MinValue, DateOnly.MinValue, People.Cancel));
            return 0;
        });
    }

    [Fact]
    public async Task A_persons_day_of_registration_is_in_the_book()
    {
        await using var host = await TestHost.StartAsync(now: new DateTimeOffset(2031, 8, 3, 23, 30, 0, TimeSpan.Zero));
        await host.JoinPortalAsync("alpha", 1);
        using var browser = await host.SignOnAsync("alpha", "p0");
        var book = await host.InScopeAsync(People.Tenant("alpha"), services => services.GetRequiredService<IPeople>().GetAsync(People.Cancel));
        Assert.Equal(new DateOnly(2031, 8, 4), Assert.Single(book.All).RegisteredOn);
    }

    [Theory]
    [InlineData("after=00000000-0000-0000-0000-000000000001")]
    [InlineData("after=abc")]
    [InlineData("after=")]
    [InlineData("level=99")]
    [InlineData("level=Nobody")]
    [InlineData("department=abc")]
    [InlineData("suspended=perhaps")]
    [InlineData("q=%ED%A0%80")]
    public async Task A_mangled_address_of_the_user_list_shows_the_first_page(string query)
    {
        await using var host = await TestHost.StartAsync();
        await host.JoinPortalAsync("alpha", 1);
        using var browser = await host.SignOnAsync("alpha", "p0");
        var page = await browser.GetAsync($"/settings/users?{query}");
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/settings/users?department={Guid.CreateVersion7()}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/settings/users/abc")).Status);
    }
}
