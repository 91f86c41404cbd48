using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Data;
using SalesSupport.DailyReports.Reports;

namespace SalesSupport.DailyReports.Tests.Writing;

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
}
