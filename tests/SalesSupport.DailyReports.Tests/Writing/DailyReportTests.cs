using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Reports;

namespace SalesSupport.DailyReports.Tests.Writing;

public sealed class DailyReportTests
{
    private static readonly DateOnly Day = new(2026, 11, 24);
    private static readonly DateTimeOffset Now = Day.At(new TimeOnly(18, 0));
    private static readonly Guid Author = Guid.CreateVersion7();
    private static readonly Guid Manager = Guid.CreateVersion7();
    private static readonly Approver Approves = new(Manager, Missing: false);

    [Fact]
    [Requirement("R20")]
    public void A_report_goes_from_draft_over_submitted_to_approved()
    {
        var report = Written();
        Assert.Equal(ReportState.Draft, report.State);

        report.Submit(Approves, approvalEnabled: true, Now);
        Assert.Equal((ReportState.Submitted, true, Now), (report.State, report.AwaitsApproval, report.SubmittedAt));

        report.Approve(Manager, Now.AddHours(1));
        Assert.Equal((ReportState.Approved, false, Manager), (report.State, report.AwaitsApproval, report.ApprovedBy));
    }

    [Fact]
    [Requirement("R20")]
    public void A_returned_report_can_be_changed_and_submitted_again()
    {
        var report = Submitted();
        report.Return(Manager, "品名を書き足してください", Now);
        Assert.Equal((ReportState.Returned, "品名を書き足してください"), (report.State, report.ReturnReason));

        report.Write(Text("二回目"), Now);
        report.Submit(Approves, approvalEnabled: true, Now);
        Assert.Equal(ReportState.Submitted, report.State);
    }

    [Fact]
    [Requirement("R27")]
    public void Nobody_decides_on_their_own_report()
    {
        var report = Submitted();
        Assert.Equal("NotYourOwn", Assert.Throws<RuleBroken>(() => report.Approve(Author, Now)).Key);
        Assert.Equal("NotYourOwn", Assert.Throws<RuleBroken>(() => report.Return(Author, "理由", Now)).Key);
        Assert.False(report.MayBeDecidedBy(Author, isAdministrator: true, Book()));
    }

    [Fact]
    [Requirement("R27")]
    public void Without_a_superior_submitted_is_final()
    {
        var report = Written();
        report.Submit(new Approver(null, Missing: false), approvalEnabled: true, Now);
        Assert.False(report.AwaitsApproval);
    }

    [Fact]
    [Requirement("R27")]
    public void With_approval_switched_off_submitted_is_final()
    {
        var report = Written();
        report.Submit(Approves, approvalEnabled: false, Now);
        Assert.False(report.AwaitsApproval);
    }

    [Fact]
    [Requirement("R27")]
    public void When_the_superior_is_gone_an_administrator_decides()
    {
        var report = Written();
        report.Submit(new Approver(null, Missing: true), approvalEnabled: true, Now);
        Assert.True(report.AwaitsApproval);
        var book = new PeopleBook([Person(Author, superior: Manager)], []);
        Assert.True(report.MayBeDecidedBy(Guid.CreateVersion7(), isAdministrator: true, book));
        Assert.False(report.MayBeDecidedBy(Guid.CreateVersion7(), isAdministrator: false, book));
    }

    [Fact]
    [Requirement("R27")]
    public void Only_the_superior_decides_while_there_is_one()
    {
        var report = Submitted();
        Assert.True(report.MayBeDecidedBy(Manager, isAdministrator: false, Book()));
        Assert.False(report.MayBeDecidedBy(Guid.CreateVersion7(), isAdministrator: true, Book()));
    }

    [Fact]
    [Requirement("R20")]
    public void Only_the_author_withdraws_and_only_until_the_approval()
    {
        var report = Submitted();
        Assert.Equal("OnlyTheAuthor", Assert.Throws<RuleBroken>(() => report.Withdraw(Manager)).Key);
        report.Withdraw(Author);
        Assert.Equal((ReportState.Draft, false, null), (report.State, report.AwaitsApproval, report.SubmittedAt));
        Assert.Equal("NotSubmitted", Assert.Throws<RuleBroken>(() => report.Withdraw(Author)).Key);

        report.Submit(Approves, approvalEnabled: true, Now);
        report.Approve(Manager, Now);
        Assert.Equal("ApprovedIsFixed", Assert.Throws<RuleBroken>(() => report.Withdraw(Author)).Key);
    }

    [Fact]
    [Requirement("R20")]
    public void Submitted_and_approved_reports_are_not_written_to()
    {
        var report = Submitted();
        Assert.Equal("SubmittedIsFixed", Assert.Throws<RuleBroken>(() => report.Write(Text("x"), Now)).Key);
        report.Approve(Manager, Now);
        Assert.Equal("ApprovedIsFixed", Assert.Throws<RuleBroken>(() => report.Write(Text("x"), Now)).Key);
        Assert.Equal("ApprovedIsFixed", Assert.Throws<RuleBroken>(() => report.Submit(Approves, true, Now)).Key);
        Assert.Equal("NotSubmitted", Assert.Throws<RuleBroken>(() => report.Approve(Manager, Now)).Key);
    }

    [Fact]
    public void An_empty_report_is_not_submitted()
    {
        var report = DailyReport.Begin(Author, Day);
        Assert.Equal("NothingWritten", Assert.Throws<RuleBroken>(() => report.Submit(Approves, true, Now)).Key);
        report.Write(new WrittenReport("所感だけの日", [], []), Now);
        report.Submit(Approves, true, Now);
    }

    [Fact]
    public void Activities_keep_their_identity_when_the_form_names_them()
    {
        var report = DailyReport.Begin(Author, Day);
        report.Write(new WrittenReport(null, [], [Visit("一"), Visit("二")]), Now);
        var (first, second) = (report.Activities[0].Id, report.Activities[1].Id);

        report.Write(new WrittenReport(null, [], [Visit("二") with { Id = second }, Visit("三"), Visit("一") with { Id = first }, Visit("偽") with { Id = second }]), Now);

        Assert.Equal(["二", "三", "一", "偽"], report.Activities.Select(a => a.Text));
        Assert.Equal([0, 1, 2, 3], report.Activities.Select(a => a.Position));
        Assert.Equal((second, first), (report.Activities[0].Id, report.Activities[2].Id));
        Assert.Equal(4, report.Activities.Select(a => a.Id).Distinct().Count());
    }

    [Fact]
    public void The_figures_of_the_lists_follow_the_activities()
    {
        var (a, b) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var report = DailyReport.Begin(Author, Day);
        report.Write(
            new WrittenReport("所感", [], [
                new(null, ActivityKind.InOffice, Text: "資料づくり\n二行目"),
                new(null, ActivityKind.Visit, a, "みなも食品"),
                new(null, ActivityKind.Visit, a, "みなも食品"),
                new(null, ActivityKind.Call, b, "つばめ精機")]),
            Now);
        Assert.Equal(("みなも食品", a, 2, 2, 1, 4, "資料づくり 二行目"), (report.LeadCustomer, report.LeadCustomerId, report.CustomerCount, report.VisitCount, report.CallCount, report.ActivityCount, report.Excerpt));
    }

    [Fact]
    public void An_excerpt_does_not_cut_a_character_in_two()
    {
        var report = DailyReport.Begin(Author, Day);
        report.Write(new WrittenReport(null, [], [Visit(new string('あ', 119) + "𠮷" + "い")]), Now);
        Assert.Equal(new string('あ', 119), report.Excerpt);
    }

    [Theory]
    [InlineData("10:00", "9:59", "EndBeforeStart", "Activities[0].End")]
    [InlineData(null, "9:59", "StartMissing", "Activities[0].Start")]
    public void Times_that_contradict_each_other_are_refused(string? start, string end, string key, string field)
    {
        var report = DailyReport.Begin(Author, Day);
        TimeOnly? from = start is null ? null : TimeOnly.Parse(start, System.Globalization.CultureInfo.InvariantCulture);
        var broken = Assert.Throws<RuleBroken>(() => report.Write(new WrittenReport(null, [], [Visit("x") with { Start = from, End = TimeOnly.Parse(end, System.Globalization.CultureInfo.InvariantCulture) }]), Now));
        Assert.Equal((key, field), (broken.Key, broken.Field));
    }

    [Fact]
    public void More_than_fifty_activities_are_refused()
    {
        var report = DailyReport.Begin(Author, Day);
        report.Write(new WrittenReport(null, [], [.. Enumerable.Range(0, 50).Select(i => Visit($"{i}"))]), Now);
        Assert.Equal("TooManyActivities", Assert.Throws<RuleBroken>(() => report.Write(new WrittenReport(null, [], [.. Enumerable.Range(0, 51).Select(i => Visit($"{i}"))]), Now)).Key);
    }

    [Fact]
    [Requirement("R20")]
    public void Drafts_are_visible_to_their_owner_only()
    {
        var seen = DailyReport.VisibleTo(Author).Compile();
        var others = DailyReport.VisibleTo(Manager).Compile();
        var report = Written();
        Assert.True(seen(report));
        Assert.False(others(report));
        report.Submit(Approves, true, Now);
        Assert.True(others(report));
    }

    private static DailyReport Submitted()
    {
        var report = Written();
        report.Submit(Approves, approvalEnabled: true, Now);
        return report;
    }

    private static DailyReport Written()
    {
        var report = DailyReport.Begin(Author, Day);
        report.Write(Text("見積を説明した。"), Now);
        return report;
    }

    private static WrittenReport Text(string text) => new(null, [Manager], [Visit(text)]);

    private static WrittenActivity Visit(string text) => new(null, ActivityKind.Visit, Text: text);

    private static PeopleBook Book() => new([Person(Author, Manager), Person(Manager, null)], []);

    private static Person Person(Guid id, Guid? superior) => new(id, "名前", "ナマエ", null, superior, null, UserLevel.General, Suspended: false);
}
