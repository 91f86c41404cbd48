namespace SalesSupport.Schedules.Contracts;

/// <summary>What stands in the schedule, whole and in plain values, for modules that send it elsewhere or count it. Filled by Schedules; absent when that module is disabled. Sees the scope's member only, private entries included.</summary>
public interface IScheduleEntries
{
    /// <summary>One entry or series as it is now, also within the transaction that changes it.</summary>
    /// <param name="id">The entry.</param>
    /// <param name="cancel">Cancels.</param>
    /// <returns>Null when there is none (any more).</returns>
    Task<EntrySnapshot?> FindAsync(Guid id, CancellationToken cancel);

    /// <summary>Entries that are reservations (予約) and end on or after a day, in the order of their ids; a series counts by its last instance.</summary>
    /// <param name="endingFrom">The day (Japan).</param>
    /// <param name="after">Only entries whose id comes after this one; null for the first page.</param>
    /// <param name="take">At most so many; fewer mean that there are no more.</param>
    /// <param name="cancel">Cancels.</param>
    Task<IReadOnlyList<EntrySnapshot>> ReservationsAsync(DateOnly endingFrom, Guid? after, int take, CancellationToken cancel);

    /// <summary>What a user takes part in on one day, each instance of a series by itself, in the order of time, cancelled instances left out. Plans and reservations; private ones only to <paramref name="userId"/> themselves.</summary>
    /// <param name="userId">Owner or participant.</param>
    /// <param name="day">The day (Japan).</param>
    /// <param name="cancel">Cancels.</param>
    Task<IReadOnlyList<EntryInstance>> OnDayAsync(Guid userId, DateOnly day, CancellationToken cancel);
}

/// <summary>Whether an entry is tentative or a confirmed appointment.</summary>
public enum EntryKind
{
    /// <summary>予定, tentative.</summary>
    Plan,

    /// <summary>予約, a confirmed appointment, which also goes to the groupware (R30).</summary>
    Reservation,
}

/// <summary>When an entry is.</summary>
/// <param name="AllDay">Whole days; then only the dates of the two times count.</param>
/// <param name="Start">Its beginning (wall clock of Japan, UTC+9), midnight for whole days.</param>
/// <param name="End">Its end (wall clock of Japan), after <paramref name="Start"/>; for whole days midnight after the last day.</param>
public readonly record struct EntryTime(bool AllDay, DateTime Start, DateTime End);

/// <summary>One entry as it is: a single one, or a series with its exceptions.</summary>
/// <param name="Id">The entry.</param>
/// <param name="Version">Raised at each change.</param>
/// <param name="Kind">予定 or 予約.</param>
/// <param name="OwnerId">Whose entry it is.</param>
/// <param name="ParticipantIds">Everybody who takes part, the owner included, each once.</param>
/// <param name="Text">What it says.</param>
/// <param name="Time">When; of a series the first instance.</param>
/// <param name="Rule">RFC 5545 RRULE without its name, such as <c>FREQ=WEEKLY;BYDAY=MO</c>, or null for a single entry. <c>UNTIL</c> is a date for whole days, else an instant in UTC.</param>
/// <param name="Exceptions">Instances of the series that were cancelled or changed.</param>
public sealed record EntrySnapshot(Guid Id, int Version, EntryKind Kind, Guid OwnerId, IReadOnlyList<Guid> ParticipantIds, EntryText Text, EntryTime Time, string? Rule, IReadOnlyList<EntryException> Exceptions);

/// <summary>The words of an entry.</summary>
/// <param name="Title">件名.</param>
/// <param name="CustomerName">The customer's name, or null.</param>
/// <param name="ContactName">The contact person's name, or null.</param>
/// <param name="Place">場所, or null.</param>
/// <param name="MeetingUrl">Address of the online meeting (http or https), or null.</param>
/// <param name="Notes">Free text, or null.</param>
/// <param name="Private">非公開: others see only that the people are busy.</param>
public sealed record EntryText(string Title, string? CustomerName, string? ContactName, string? Place, string? MeetingUrl, string? Notes, bool Private);

/// <summary>An instance of a series that differs from the rule.</summary>
/// <param name="Original">When the rule puts it (wall clock of Japan).</param>
/// <param name="Changed">What it is instead, or null when it was cancelled.</param>
public sealed record EntryException(DateTime Original, ChangedInstance? Changed);

/// <summary>A changed instance.</summary>
/// <param name="Time">When it is now.</param>
/// <param name="Text">What it says now.</param>
public sealed record ChangedInstance(EntryTime Time, EntryText Text);

/// <summary>One appointment of one day.</summary>
/// <param name="EntryId">The entry or series.</param>
/// <param name="Original">When the rule of a series puts this instance (wall clock of Japan), or null for a single entry.</param>
/// <param name="Kind">予定 or 予約.</param>
/// <param name="Text">What it says.</param>
/// <param name="Time">When.</param>
/// <param name="CustomerId">The customer, or null.</param>
/// <param name="ContactId">The contact person, or null.</param>
public sealed record EntryInstance(Guid EntryId, DateTime? Original, EntryKind Kind, EntryText Text, EntryTime Time, Guid? CustomerId, Guid? ContactId);
