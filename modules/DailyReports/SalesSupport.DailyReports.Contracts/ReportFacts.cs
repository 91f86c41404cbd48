using MediatR;

namespace SalesSupport.DailyReports.Contracts;

/// <summary>An author submitted a daily report, for the first time or again after it was returned or withdrawn.</summary>
/// <param name="ReportId">The report.</param>
/// <param name="AuthorId">Whose day it tells of.</param>
/// <param name="Date">The day (Japan).</param>
/// <param name="CustomerIds">Customers of its activities, each once.</param>
/// <param name="Dropped">Customers that it told of before it was returned and no longer does, each as in <see cref="ReportWithdrawn.LatestDates"/>; null for none.</param>
public sealed record ReportSubmitted(Guid ReportId, Guid AuthorId, DateOnly Date, IReadOnlyList<Guid> CustomerIds, IReadOnlyDictionary<Guid, DateOnly?>? Dropped = null) : INotification;

/// <summary>The approver gave a submitted report back to its author.</summary>
/// <param name="ReportId">The report.</param>
/// <param name="AuthorId">Its author.</param>
/// <param name="Date">The day it tells of (Japan).</param>
/// <param name="By">Who returned it.</param>
/// <param name="Reason">What to change, as typed.</param>
public sealed record ReportReturned(Guid ReportId, Guid AuthorId, DateOnly Date, Guid By, string Reason) : INotification;

/// <summary>A submitted report was approved; it can no longer be changed.</summary>
/// <param name="ReportId">The report.</param>
/// <param name="AuthorId">Its author.</param>
/// <param name="Date">The day it tells of (Japan).</param>
/// <param name="By">Who approved it; never the author.</param>
public sealed record ReportApproved(Guid ReportId, Guid AuthorId, DateOnly Date, Guid By) : INotification;

/// <summary>Whoever approved a report took that back within two minutes; it is submitted and waits for approval again.</summary>
/// <param name="ReportId">The report.</param>
/// <param name="AuthorId">Its author.</param>
/// <param name="By">Who had approved it.</param>
public sealed record ReportApprovalUndone(Guid ReportId, Guid AuthorId, Guid By) : INotification;

/// <summary>The author took a submitted report back before it was approved; it is a private draft again.</summary>
/// <param name="ReportId">The report.</param>
/// <param name="AuthorId">Its author.</param>
/// <param name="Date">The day it tells of (Japan).</param>
/// <param name="LatestDates">Customers of its activities, each with the date of the latest activity in another report that is open to everybody, or null when there is none.</param>
public sealed record ReportWithdrawn(Guid ReportId, Guid AuthorId, DateOnly Date, IReadOnlyDictionary<Guid, DateOnly?> LatestDates) : INotification;

/// <summary>Somebody commented on a report. Published again when a comment is brought back that was deleted a moment ago.</summary>
/// <param name="ReportId">The report.</param>
/// <param name="AuthorId">The report's author.</param>
/// <param name="Date">The day the report tells of (Japan).</param>
/// <param name="By">Who wrote the comment.</param>
/// <param name="CommentId">The comment.</param>
/// <param name="Concerned">The author and whoever has commented on it before, without the one who wrote this.</param>
/// <param name="Mentioned">Whom the comment names with an @ before the name, without the one who wrote it.</param>
public sealed record ReportCommented(Guid ReportId, Guid AuthorId, DateOnly Date, Guid By, Guid CommentId, IReadOnlyList<Guid> Concerned, IReadOnlyList<Guid> Mentioned) : INotification;

/// <summary>A comment was deleted by the one who wrote it.</summary>
/// <param name="ReportId">The report.</param>
/// <param name="CommentId">The comment.</param>
public sealed record ReportCommentDeleted(Guid ReportId, Guid CommentId) : INotification;

/// <summary>Reports are gone because their owner was deleted (R17). Published by DailyReports in the transaction that deletes them, several times for many customers.</summary>
/// <param name="Dropped">Customers of their activities.</param>
public sealed record ReportsDropped(IReadOnlyList<DroppedActivity> Dropped) : INotification;
