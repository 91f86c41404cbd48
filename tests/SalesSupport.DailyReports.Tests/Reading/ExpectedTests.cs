using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Reports;

namespace SalesSupport.DailyReports.Tests.Reading;

/// <summary>Of whom a report is expected on which day.</summary>
[Requirement("R28")]
[Trait("Bar", "main-job")]
public sealed class ExpectedTests
{
    private static readonly DateOnly Today = new(2026, 11, 26);
    private static readonly CalendarDay Yesterday = new(Today.AddDays(-1), true, null);
    private static readonly CalendarDay ThisDay = new(Today, true, null);
    private static readonly Guid Manager = Guid.CreateVersion7();
    private static readonly Guid Writer = Guid.CreateVersion7();

    [Fact]
    public void A_business_day_that_is_over_is_missing_and_today_is_only_awaited()
    {
        var expected = Of(Writer);
        Assert.True(expected.IsMissing(Yesterday, Today, null));
        Assert.True(expected.IsMissing(Yesterday, Today, ReportState.Draft), "a draft is not submitted");
        Assert.False(expected.IsMissing(Yesterday, Today, ReportState.Submitted));
        Assert.False(expected.IsMissing(ThisDay, Today, null));
        Assert.True(expected.IsAwaited(ThisDay, Today, null));
        Assert.False(expected.IsMissing(new CalendarDay(Today.AddDays(-2), IsBusinessDay: false, null), Today, null));
    }

    [Fact]
    public void Nothing_is_expected_before_the_day_of_registration()
    {
        Assert.False(Of(Writer, registeredOn: Today).IsMissing(Yesterday, Today, null));
        Assert.True(Of(Writer, registeredOn: Today).IsAwaited(ThisDay, Today, null));
        Assert.True(Of(Writer, registeredOn: Yesterday.Date).IsMissing(Yesterday, Today, null));
    }

    [Fact]
    public void A_manager_is_expected_to_go_on_writing_but_not_to_begin()
    {
        Assert.False(Of(Manager).IsMissing(Yesterday, Today, null));
        Assert.False(Of(Manager).IsAwaited(ThisDay, Today, null));
        Assert.True(Of(Manager, written: Today.AddDays(-3)).IsMissing(Yesterday, Today, null));
        Assert.False(Of(Manager, written: Today.AddDays(-20)).IsMissing(Yesterday, Today, null));
    }

    [Fact]
    public void Nothing_is_expected_of_the_suspended_and_the_gone()
    {
        Assert.False(Of(Writer, suspended: true).IsMissing(Yesterday, Today, null));
        Assert.False(Of(Guid.CreateVersion7()).IsMissing(Yesterday, Today, null));
    }

    private static Expected Of(Guid id, DateOnly registeredOn = default, bool suspended = false, params DateOnly[] written) => Expected.Of(
        new PeopleBook([new Person(Manager, "岡部", "", null, null, null, UserLevel.General, Suspended: false), new Person(Writer, "佐藤", "", null, Manager, null, UserLevel.General, suspended, registeredOn)], []), id, written);
}
