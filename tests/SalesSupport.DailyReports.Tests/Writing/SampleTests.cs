using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Data;
using SalesSupport.DailyReports.Reports;

namespace SalesSupport.DailyReports.Tests.Writing;

[Trait("Bar", "main-job")]
public sealed class SampleTests
{
    [Fact]
    public async Task A_sample_member_has_as_many_reports_as_asked_for_in_every_state_and_with_comments()
    {
        await using var host = await TestHost.StartAsync();
        var member = await host.AddMemberAsync("mita", reports: 700, customers: 40);
        var (reports, activities, comments, unread, days) = await host.InScopeAsync(member.TenantId, async sp =>
        {
            var db = sp.GetRequiredService<DailyReportsDbContext>();
            var all = await db.Reports.AsNoTracking().ToListAsync();
            var calendar = await sp.GetRequiredService<IBusinessCalendar>().BetweenAsync(all.Min(r => r.Date), member.Today, CancellationToken.None);
            return (all, await db.Activities.AsNoTracking().ToListAsync(), await db.Comments.AsNoTracking().ToListAsync(), await db.Inbox.CountAsync(i => i.IsUnread), calendar.Where(d => d.IsBusinessDay).Select(d => d.Date).ToHashSet());
        });
        Assert.Equal(700, reports.Count);
        Assert.All(reports, r => Assert.Contains(r.Date, days));
        Assert.Equal(Enum.GetValues<ReportState>(), reports.Select(r => r.State).Distinct().Order());
        Assert.All(reports.GroupBy(r => r.State == ReportState.Approved), g => Assert.Equal(g.Key, g.All(r => r.ApprovedBy is not null)));
        Assert.All(reports.Where(r => r.Date < member.Today.AddDays(-30)), r => Assert.Equal(ReportState.Approved, r.State));
        Assert.All(reports.Where(r => r.Date == member.Today), r => Assert.Equal(ReportState.Draft, r.State));
        Assert.DoesNotContain(reports, r => r.Date == member.Today && r.AuthorId == member.People.Single(p => p.Login == "sato").Id);
        Assert.All(reports, r => Assert.InRange(activities.Count(a => a.ReportId == r.Id), 1, 5));
        Assert.InRange(reports.Count(r => r.CommentCount > 0), 60, 220);
        Assert.Equal(comments.Count, reports.Sum(r => r.CommentCount));
        Assert.True(unread > 5);
        Assert.DoesNotContain(activities, a => a.Text!.Contains('{', StringComparison.Ordinal) || a.End < a.Start);
        Assert.True(activities.Select(a => a.Text).Distinct().Count() > 500);
    }

    [Fact]
    public async Task What_the_start_makes_is_a_company_of_a_dozen_with_half_a_year_behind_it_and_another_apart_from_it()
    {
        await using var host = await TestHost.StartAsync(sample: true, reports: TestHost.SampleSizeOfTheStart, now: WritingHost.Today.At(new TimeOnly(9, 0)));
        var (demo, other) = (await LookAsync("demo"), await LookAsync("minato"));
        Assert.Equal(["東日本営業部", "業務推進部", "西日本営業部"], demo.People.Departments.Select(d => d.Name).Order(StringComparer.Ordinal));
        Assert.Equal(12, demo.People.All.Count);
        Assert.Equal(3, demo.People.All.Select(p => p.DepartmentId).OfType<Guid>().Distinct().Count());
        Assert.DoesNotContain(demo.People.All, p => p.DepartmentId is null);
        Assert.Equal(300, demo.Customers.Count);
        Assert.Equal(1100, demo.Days.Count);
        Assert.InRange(demo.Days.Values.Min(), WritingHost.Today.AddMonths(-7), WritingHost.Today.AddMonths(-6));
        Assert.Equal(WritingHost.Today, demo.Days.Values.Max());
        Assert.True(demo.Activities > 2 * demo.Days.Count, $"{demo.Activities} activities");
        Assert.InRange(demo.Comments, 100, demo.Days.Count);

        Assert.Equal((4, 20, 40), (other.People.All.Count, other.Customers.Count, other.Days.Count));
        Assert.Empty(demo.People.All.Select(p => p.Id).Intersect(other.People.All.Select(p => p.Id)));
        Assert.Empty(demo.Customers.Intersect(other.Customers));
        Assert.Empty(demo.Days.Keys.Intersect(other.Days.Keys));

        Task<(PeopleBook People, List<Guid> Customers, Dictionary<Guid, DateOnly> Days, int Activities, int Comments)> LookAsync(string member) => host.InScopeAsync(TenantScope.IdOf("portal", member), async sp =>
        {
            var db = sp.GetRequiredService<DailyReportsDbContext>();
            return (await sp.GetRequiredService<IPeople>().GetAsync(CancellationToken.None), await db.CustomerNames.Select(c => c.Id).ToListAsync(), await db.Reports.ToDictionaryAsync(r => r.Id, r => r.Date), await db.Activities.CountAsync(), await db.Comments.CountAsync());
        });
    }
}
