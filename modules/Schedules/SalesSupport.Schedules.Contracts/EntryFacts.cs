using MediatR;

namespace SalesSupport.Schedules.Contracts;

/// <summary>An entry of the schedule was made, changed in any way, or brought back after it was deleted. What it says now is read by <see cref="IScheduleEntries"/>, so that late subscribers never work on an old state.</summary>
/// <param name="EntryId">The entry, or the series as a whole.</param>
public sealed record EntryChanged(Guid EntryId) : INotification;

/// <summary>An entry of the schedule was deleted. <see cref="EntryChanged"/> follows when that is taken back.</summary>
/// <param name="EntryId">The entry, or the series as a whole.</param>
public sealed record EntryDeleted(Guid EntryId) : INotification;

/// <summary>An entry begins as soon as its reminder says; published once for each person who takes part and each instance of a series.</summary>
/// <param name="EntryId">The entry or series.</param>
/// <param name="Original">When the rule of a series puts this instance (wall clock of Japan), or null for a single entry.</param>
/// <param name="UserId">Who is reminded.</param>
/// <param name="Title">件名, as this person may read it.</param>
/// <param name="Time">When it is.</param>
public sealed record EntryComesUp(Guid EntryId, DateTime? Original, Guid UserId, string Title, EntryTime Time) : INotification;
