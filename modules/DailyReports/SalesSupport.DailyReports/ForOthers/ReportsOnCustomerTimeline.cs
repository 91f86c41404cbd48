using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.Customers.Contracts;
using SalesSupport.DailyReports.Data;
using SalesSupport.DailyReports.ReportForms;
using SalesSupport.DailyReports.Reports;

namespace SalesSupport.DailyReports.ForOthers;

/// <summary>Activities on a customer's page.</summary>
internal sealed class ReportsOnCustomerTimeline(DailyReportsDbContext db, CurrentUser user, IStringLocalizer<Texts> texts) : ICustomerTimelineSource
{
    public async Task<IReadOnlyList<TimelineEntry>> GetAsync(Guid customerId, PageKey? before, int take, CancellationToken cancel)
    {
        var past = await CustomerPast.Of(db, customerId, user.Id, before, take, cancel);
        return [.. past.Select(Entry)];
    }

    private TimelineEntry Entry(PastActivity activity)
    {
        var words = new[] { activity.Purpose is { } p ? texts[$"Purpose.{p}"].Value : null, activity.Result is { } r ? texts[$"Result.{r}"].Value : null }.OfType<string>().ToArray();
        var kind = texts[$"Kind.{activity.Kind}"].Value;
        return new TimelineEntry(
            new PageKey(activity.Date, activity.Id),
            activity.Start is { } start ? activity.Date.At(start) : null,
            Icon(activity.Kind),
            kind,
            words.Length > 0 ? string.Join(texts["Comma"], words) : kind,
            activity.Text,
            activity.AuthorId,
            $"/reports/{activity.ReportId}");
    }

    private static string Icon(ActivityKind kind) => kind switch
    {
        ActivityKind.Visit => "walk",
        ActivityKind.Call => "phone",
        ActivityKind.OnlineMeeting => "video",
        ActivityKind.Mail => "mail",
        _ => "building",
    };
}
