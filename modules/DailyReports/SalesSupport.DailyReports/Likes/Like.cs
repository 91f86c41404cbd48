using SalesSupport.Abstractions;

namespace SalesSupport.DailyReports.Likes;

/// <summary>いいね: that somebody likes a report. At most one per report and user.</summary>
[NotAudited("A nod, taken back by pressing again")]
internal sealed class Like : ITenantOwned
{
    public Guid TenantId { get; private set; }

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid ReportId { get; init; }

    public required Guid UserId { get; init; }

    public required DateTimeOffset At { get; init; }
}
