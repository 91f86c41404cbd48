using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SalesSupport.Abstractions;

namespace SalesSupport.IdentityBridge.Tests;

[Trait("Bar", "main-job")]
public sealed class SettingsPageTests
{
    [Fact]
    public async Task Departments_are_added_renamed_moved_reordered_and_deleted()
    {
        await using var host = await TestHost.StartAsync();
        await host.JoinPortalAsync("alpha", 1);
        using var browser = await host.SignOnAsync("alpha", "p0");
        await AddAsync("営業部", null);
        await AddAsync("総務部", null);
        var sales = await FindAsync("営業部");
        await AddAsync("第一課", sales.Id);
        Assert.Equal(["営業部", "第一課", "総務部"], await NamesAsync());

        var again = await AddAsync("営業部", null);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, again.Status);
        Assert.Contains("同じ名前", again.Document.QuerySelector("#Form_Name-error")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("営業部", again.Document.QuerySelector("#Form_Name")!.GetAttribute("value"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await AddAsync("", null)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await AddAsync("迷子", Guid.CreateVersion7())).Status);

        await browser.PostAsync($"/settings/departments/{(await FindAsync("総務部")).Id}/position", ("step", "-1"));
        Assert.Equal(["総務部", "営業部", "第一課"], await NamesAsync());

        var user = await host.UserAsync("alpha", "00");
        await browser.SaveUserAsync(user.Id, ("DepartmentId", sales.Id.ToString()));
        var full = await browser.PostAsync($"/settings/departments/{sales.Id}/deletion");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, full.Status);
        Assert.Contains("1人", full.Text, StringComparison.Ordinal);
        await browser.SaveUserAsync(user.Id, ("DepartmentId", ""));
        Assert.Contains("1個の部署", (await browser.PostAsync($"/settings/departments/{sales.Id}/deletion")).Text, StringComparison.Ordinal);

        var action = $"/settings/departments/{(await FindAsync("第一課")).Id}";
        var edit = await browser.GetAsync(action);
        await browser.SubmitAsync(edit, edit.Form(action), ("Form.Name", "営業第一課"), ("Form.ParentId", ""));
        Assert.Equal(["総務部", "営業部", "営業第一課"], await NamesAsync());
        var late = await browser.SubmitAsync(edit, edit.Form(action), ("Form.Name", "第二課"));
        Assert.Equal(HttpStatusCode.Conflict, late.Status);
        await browser.PostAsync($"/settings/departments/{sales.Id}/deletion");
        Assert.Equal(["総務部", "営業第一課"], await NamesAsync());

        async Task<Page> AddAsync(string name, Guid? parent)
        {
            var page = await browser.GetAsync("/settings/departments");
            return await browser.SubmitAsync(page, page.Form("/settings/departments"), ("Form.Name", name), ("Form.ParentId", parent?.ToString() ?? ""));
        }

        Task<Department> FindAsync(string name) => host.InMemberAsync("alpha", db => db.Departments.AsNoTracking().SingleAsync(d => d.Name == name, People.Cancel));
        async Task<string[]> NamesAsync() => [.. (await browser.GetAsync("/settings/departments")).Document.QuerySelectorAll("tbody th a").Select(a => a.TextContent)];
    }

    [Fact]
    public async Task A_department_or_a_period_whose_form_is_sent_twice_is_there_once_and_no_error_is_shown()
    {
        await using var host = await TestHost.StartAsync();
        await host.JoinPortalAsync("alpha", 1);
        using var browser = await host.SignOnAsync("alpha", "p0");
        var departments = await browser.GetAsync("/settings/departments");
        var calendar = await browser.GetAsync("/settings/calendar");
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await browser.SubmitAsync(departments, departments.MainForm, ("Form.Name", "営業部"))).Status);
            Assert.Equal(HttpStatusCode.OK, (await browser.SubmitAsync(calendar, calendar.MainForm, ("Period.Name", "夏季休業"), ("Period.From", "2031-08-13"), ("Period.Until", "2031-08-15"))).Status);
        }

        // Gone back and typed another one.
        Assert.Equal(HttpStatusCode.OK, (await browser.SubmitAsync(departments, departments.MainForm, ("Form.Name", "総務部"))).Status);
        Assert.Equal(["営業部", "総務部"], (await browser.GetAsync("/settings/departments")).Document.QuerySelectorAll("tbody th a").Select(a => a.TextContent));
        Assert.Single((await browser.GetAsync("/settings/calendar?month=2031-08")).Document.QuerySelectorAll("form[action$='/deletion']"));
    }

    [Fact]
    [Requirement("R28")]
    public async Task The_company_calendar_decides_what_a_business_day_is()
    {
        await using var host = await TestHost.StartAsync(now: new DateTimeOffset(2031, 8, 3, 9, 0, 0, TimeSpan.FromHours(9)));
        await host.JoinPortalAsync("alpha", 2);
        using var browser = await host.SignOnAsync("alpha", "p0");
        using var general = await host.SignOnAsync("alpha", "p1");
        Assert.Equal(HttpStatusCode.Forbidden, (await general.GetAsync("/settings/calendar")).Status);
        Assert.Equal((false, "山の日"), await DayAsync(new(2031, 8, 11)));
        Assert.Equal((true, null), await DayAsync(new(2031, 8, 13)));

        var page = await browser.GetAsync("/settings/calendar");
        page = await browser.SubmitAsync(page, PeriodForm(page), ("Period.Name", "夏季休業"), ("Period.From", "2031-08-13"), ("Period.Until", "2031-08-15"));
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal("?month=2031-08", page.Address.Query);
        Assert.Equal((false, "夏季休業"), await DayAsync(new(2031, 8, 13)));
        page = await browser.SubmitAsync(page, PeriodForm(page), ("Period.Name", "土曜出勤"), ("Period.From", "2031-08-23"), ("Period.Working", "true"));
        Assert.Equal((true, null), await DayAsync(new(2031, 8, 23)));

        var overlap = await browser.SubmitAsync(page, PeriodForm(page), ("Period.Name", "棚卸"), ("Period.From", "2031-08-14"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, overlap.Status);
        Assert.Contains("重なって", overlap.Document.QuerySelector("#Period_From-error")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("棚卸", overlap.Document.QuerySelector("#Period_Name")!.GetAttribute("value"));
        var wrong = await browser.SubmitAsync(page, PeriodForm(page), ("Period.Name", "棚卸"), ("Period.From", "2026-02-30"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);

        await browser.PostAsync("/settings/calendar", ("DaysOff", "Sunday"));
        Assert.Equal((true, null), await DayAsync(new(2031, 8, 9)));
        Assert.Equal((false, null), await DayAsync(new(2031, 8, 10)));
        Assert.Equal((true, null), await DayAsync(new(2031, 8, 11)));
        var allOff = await browser.PostAsync("/settings/calendar", Enum.GetNames<DayOfWeek>().Select(d => ("DaysOff", d)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, allOff.Status);

        page = await browser.PostAsync("/settings/calendar/periods/2031-08-13/deletion");
        Assert.Equal((true, null), await DayAsync(new(2031, 8, 13)));
        page = await browser.SubmitAsync(page, (AngleSharp.Html.Dom.IHtmlFormElement)page.Document.QuerySelector("[data-toast] form")!);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal((false, "夏季休業"), await DayAsync(new(2031, 8, 13)));
        Assert.Equal((false, "夏季休業"), await DayAsync(new(2031, 8, 15)));
        page = await browser.PostAsync("/settings/calendar/periods/2031-08-23/deletion");
        await browser.SubmitAsync(page, (AngleSharp.Html.Dom.IHtmlFormElement)page.Document.QuerySelector("[data-toast] form")!);
        Assert.Equal((true, null), await DayAsync(new(2031, 8, 23)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.PostAsync("/settings/calendar/periods/restoration?From=2031-02-30&Name=x")).Status);
        await browser.PostAsync("/settings/calendar/periods/2031-08-13/deletion");
        Assert.Equal(HttpStatusCode.NotFound, (await browser.PostAsync("/settings/calendar/periods/2031-08-13/deletion")).Status);

        AngleSharp.Html.Dom.IHtmlFormElement PeriodForm(Page shown) => shown.Document.Forms.Single(f => f.GetAttribute("action") == "/settings/calendar/periods");
        async Task<(bool, string?)> DayAsync(DateOnly day) => await host.InScopeAsync(People.Tenant("alpha"), async services =>
        {
            System.Globalization.CultureInfo.CurrentUICulture = System.Globalization.CultureInfo.GetCultureInfo("ja");
            var found = (await services.GetRequiredService<IBusinessCalendar>().BetweenAsync(day, day, People.Cancel)).Single();
            return (found.IsBusinessDay, found.HolidayName);
        });
    }

    [Fact]
    public async Task The_first_day_checklist_leads_a_new_administrator_and_goes_when_all_is_done()
    {
        await using var host = await TestHost.StartAsync();
        await host.JoinPortalAsync("alpha", 2);
        using var browser = await host.SignOnAsync("alpha", "p0");
        Assert.Equal(["上長を決める", "仲間にサインオンしてもらう", "会社カレンダーを確かめる", "最初の日報を書く", "最初の顧客を登録する", "部署を作る"], await LeftAsync(browser));
        using var colleague = await host.SignOnAsync("alpha", "p1");
        Assert.Null(await LeftAsync(colleague));
        Assert.Equal(["上長を決める", "会社カレンダーを確かめる", "最初の日報を書く", "最初の顧客を登録する", "部署を作る"], await LeftAsync(browser));

        var page = await browser.GetAsync("/settings/departments");
        await browser.SubmitAsync(page, page.MainForm, ("Form.Name", "営業部"));
        page = await browser.GetAsync("/settings/calendar");
        await browser.SubmitAsync(page, page.Document.Forms.Single(f => f.QuerySelector("[name=DaysOff]") is not null));
        await browser.SaveUserAsync((await host.UserAsync("alpha", "01")).Id, ("SuperiorId", (await host.UserAsync("alpha", "00")).Id.ToString()));
        Assert.Equal(["最初の日報を書く", "最初の顧客を登録する"], await LeftAsync(browser));

        page = await browser.GetAsync("/customers/new");
        await browser.SubmitAsync(page, page.MainForm, ("Form.Name", "最初の商店"));
        Assert.Equal(["最初の日報を書く"], await LeftAsync(browser));

        page = await colleague.GetAsync("/reports/today");
        var submit = page.Document.QuerySelector("button[formaction$='/submission']")!.GetAttribute("formaction")!;
        using var answer = await colleague.SendFormAsync(submit, Browser.Fields(page.MainForm, ("Note", "はじめての日報です")));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Null(await LeftAsync(browser));

        // The steps that are still to do, or null when the whole list is gone.
        static async Task<IEnumerable<string>?> LeftAsync(Browser who) =>
            (await who.GetAsync("/")).Document.QuerySelector(".checklist")?.QuerySelectorAll("a").Select(a => a.TextContent).Order(StringComparer.Ordinal);
    }
}
