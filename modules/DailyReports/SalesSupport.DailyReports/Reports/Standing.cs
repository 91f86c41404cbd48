namespace SalesSupport.DailyReports.Reports;

/// <summary>Where a report stood, for <see cref="DailyReport.AsItStood"/>.</summary>
internal sealed record Standing(
    ReportState State,
    DateTimeOffset WrittenAt,
    DateTimeOffset? SubmittedAt = null,
    bool AwaitsApproval = false,
    Guid? DecidedBy = null,
    DateTimeOffset? DecidedAt = null,
    string? Reason = null,
    int CommentCount = 0,
    DateTimeOffset? LastCommentAt = null,
    Guid? ImportId = null);
