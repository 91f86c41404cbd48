using MediatR;

namespace SalesSupport.DailyReports.Contracts;

/// <summary>Some reports of former days were imported from another system. They lie in nobody's inbox, and nobody is told.</summary>
/// <param name="LatestDates">Customers of their activities, each with the latest day (Japan) among these reports.</param>
public sealed record ReportsImported(IReadOnlyDictionary<Guid, DateOnly> LatestDates) : INotification;

/// <summary>Some imported reports were taken out again.</summary>
/// <param name="Dropped">Customers of their activities.</param>
public sealed record ImportUndone(IReadOnlyList<DroppedActivity> Dropped) : INotification;

/// <summary>What the last activity with a customer is, once some reports are gone.</summary>
/// <param name="CustomerId">The customer.</param>
/// <param name="Was">The latest day (Japan) among the reports that are gone.</param>
/// <param name="Latest">The latest day of the others that are open to everybody, or null when there is none.</param>
public sealed record DroppedActivity(Guid CustomerId, DateOnly Was, DateOnly? Latest);
