using System.Net;
using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Approvals;
using SalesSupport.DailyReports.Reports;

namespace SalesSupport.DailyReports.Tests.Reading;

/// <summary>A report is never stuck (R27), whatever is changed after it was submitted.</summary>
[Requirement("R27")]
[Trait("Bar", "main-job")]
public sealed class WaitingTests : IAsyncLifetime
{
    private readonly ReadingHost house = new();

    public ValueTask InitializeAsync() => house.InitializeAsync();

    public ValueTask DisposeAsync() => house.DisposeAsync();

    [Fact]
    public async Task The_only_administrators_own_report_is_final_once_the_suspended_superior_is_removed()
    {
        await PlaceAsync("morita", "okabe", expected: HttpStatusCode.UnprocessableEntity);      // a circle
        await PlaceAsync("okabe", null);
        await PlaceAsync("nishino", null);
        await PlaceAsync("morita", "okabe");
        var id = await house.SubmitAsync("morita", new(2026, 11, 24));
        await house.SuspendAsync("okabe");
        var report = await house.ReportAsync(id);
        var book = await house.Host.InScopeAsync(house.Member.TenantId, s => ((IPeople)s.GetService(typeof(IPeople))!).GetAsync(CancellationToken.None));
        Assert.True(report.AwaitsApproval);
        Assert.Equal("Waiting.Nobody", Waiting.Of(report, book)!.Key);

        await PlaceAsync("morita", null);
        report = await house.ReportAsync(id);
        Assert.Equal((ReportState.Submitted, false), (report.State, report.AwaitsApproval));
        Assert.Null(Waiting.Of(report, book));
    }

    [Fact]
    public async Task Switching_approval_off_finishes_what_waits_and_is_audited()
    {
        var first = await house.SubmitAsync("sato", new(2026, 11, 24));
        var second = await house.SubmitAsync("kato", new(2026, 11, 24));
        var approved = await house.SubmitAsync("ito", new(2026, 11, 24));
        await house.ApproveAsync("okabe", approved);
        var morita = await house.AsAsync("morita");
        var page = await morita.GetAsync("/settings/approval");
        Assert.Equal(HttpStatusCode.OK, (await morita.SubmitAsync(page, page.Form("/settings/approval"), ("Enabled", "false"))).Status);
        Assert.Equal((ReportState.Submitted, false), await StandsAsync(first));
        Assert.Equal((ReportState.Submitted, false), await StandsAsync(second));
        Assert.Equal((ReportState.Approved, false), await StandsAsync(approved));
        Assert.Contains("承認待ち", (await morita.GetAsync("/settings/audit")).Document.QuerySelector("table.audit .changes:has(li)")!.ParentElement!.ParentElement!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_editors_of_the_setting_see_each_other()
    {
        var morita = await house.AsAsync("morita");
        var mine = await morita.GetAsync("/settings/approval");
        var theirs = await morita.GetAsync("/settings/approval");
        await morita.SubmitAsync(theirs, theirs.Form("/settings/approval"), ("Enabled", "false"));
        var late = await morita.SubmitAsync(mine, mine.Form("/settings/approval"), ("Enabled", "true"));
        Assert.Equal(HttpStatusCode.Conflict, late.Status);
        Assert.NotNull(late.Document.QuerySelector(".conflict-field"));
        var decided = await morita.SubmitAsync(late, late.Form("/settings/approval"));
        Assert.Equal(HttpStatusCode.OK, decided.Status);
        Assert.True(((AngleSharp.Html.Dom.IHtmlInputElement)decided.Document.QuerySelector("[name=Enabled][value=true]")!).IsChecked);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await morita.PostAsync("/settings/approval")).Status);
    }

    [Fact]
    public void The_reason_names_who_can_act()
    {
        var (author, boss, administrator) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var report = DailyReport.Begin(author, new(2026, 11, 24));
        report.Write(new WrittenReport("所感", [], []), DateTimeOffset.UnixEpoch);
        Assert.Null(Waiting.Of(report, Book(suspended: false, withAdministrator: true)));
        report.Submit(new Approver(boss, false), approvalEnabled: true, DateTimeOffset.UnixEpoch);
        Assert.Equal(new Waiting("Waiting.Approver", "上長"), Waiting.Of(report, Book(suspended: false, withAdministrator: true)));
        Assert.Equal("Waiting.Administrator", Waiting.Of(report, Book(suspended: true, withAdministrator: true))!.Key);
        Assert.Equal("Waiting.Nobody", Waiting.Of(report, Book(suspended: true, withAdministrator: false))!.Key);

        PeopleBook Book(bool suspended, bool withAdministrator) => new(
            [
                new Person(author, "本人", "", null, boss, null, UserLevel.Administrator, Suspended: false),
                new Person(boss, "上長", "", null, null, null, UserLevel.General, suspended),
                new Person(administrator, "管理者", "", null, null, null, withAdministrator ? UserLevel.Administrator : UserLevel.General, Suspended: false),
            ],
            []);
    }

    private async Task<(ReportState, bool)> StandsAsync(Guid id) => await house.ReportAsync(id) is var r ? (r.State, r.AwaitsApproval) : default;

    private async Task PlaceAsync(string login, string? superior, HttpStatusCode expected = HttpStatusCode.OK)
    {
        var morita = await house.AsAsync("morita");
        var page = await morita.GetAsync($"/settings/users/{house.IdOf(login)}");
        var saved = await morita.SubmitAsync(page, page.Document.Forms.First(f => f.QuerySelector("[name=Level]") is not null), ("SuperiorId", superior is null ? "" : house.IdOf(superior).ToString()));
        Assert.Equal(expected, saved.Status);
    }
}
