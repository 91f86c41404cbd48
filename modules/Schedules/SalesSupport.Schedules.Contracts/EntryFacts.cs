using MediatR;

namespace SalesSupport.Schedules.Contracts;

/// <summary>An entry of the schedule was made, changed in any way, or brought back after it was deleted. What it says now is read by <see cref="IScheduleEntries"/>, so that late subscribers never work on an old state.</summary>
/// <param name="EntryId">The entry, or the series as a whole.</param>
public sealed record EntryChanged(Guid EntryId) : INotification;

/// <summary>An entry of the schedule was deleted. <see cref="EntryChanged"/> follows when that is taken back.</summary>
/// <param name="EntryId">The entry, or the series as a whole.</param>
public sealed record EntryDeleted(Guid EntryId) : INotification;
