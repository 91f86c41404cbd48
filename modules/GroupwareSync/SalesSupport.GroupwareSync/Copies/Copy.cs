using MediatR;
using SalesSupport.Abstractions;
using SalesSupport.Schedules.Contracts;

namespace SalesSupport.GroupwareSync.Copies;

internal enum CopyState
{
    /// <summary>What stands in the groupware is not yet what should.</summary>
    Waiting,

    /// <summary>It stands there.</summary>
    Sent,

    /// <summary>The groupware takes it in no way; somebody has to look at it.</summary>
    Failed,

    /// <summary>Its user has deleted it there. It comes back only when somebody asks for it.</summary>
    RemovedByUser,

    /// <summary>It stands there no more, as it should.</summary>
    Removed,
}

/// <summary>A copy may differ from what should stand in the groupware. Published by this module to itself, for the outbox.</summary>
internal sealed record CopyDue(Guid CopyId) : INotification;

/// <summary>One entry in the calendar of one person: what should stand there, and what is known to.</summary>
[NotAudited("The change of the entry is audited")]
internal sealed class Copy : Entity, ITenantOwned
{
    public const int LongestTitle = 200;

    private Copy()
    {
    }

    public Guid TenantId { get; private set; }

    public Guid Id { get; private init; } = Guid.CreateVersion7();

    public Guid EntryId { get; private init; }

    public Guid UserId { get; private init; }

    /// <summary>The event's UID, chosen once: whatever is lost in between, it is found again by it.</summary>
    public string Uid { get; private init; } = "";

    /// <summary>Whether it should stand there, and which version of the entry.</summary>
    public bool IsWanted { get; private set; }

    public int EntryVersion { get; private set; }

    /// <summary>For the list, which must not ask the other module for each row. Null when the entry is private.</summary>
    public string? Title { get; private set; }

    /// <summary>The entry's day (Japan).</summary>
    public DateOnly Date { get; private set; }

    public CopyState State { get; private set; }

    /// <summary>Key and detail of the text that says why it waits or failed.</summary>
    public string? Why { get; private set; }

    public string? Detail { get; private set; }

    /// <summary>Where it was begun or is, chosen before the first write; in the target that <see cref="Target"/> names.</summary>
    public string? Href { get; private set; }

    /// <summary>Print of the server's address and the account. In another one nothing is known to stand.</summary>
    public string? Target { get; private set; }

    /// <summary>The entry's version that is known to stand there; null for none.</summary>
    public int? SentVersion { get; private set; }

    public string? ETag { get; private set; }

    /// <summary>Of the text that stood there after our last write, to see whether its user has changed it.</summary>
    public string? Print { get; private set; }

    public DateTimeOffset? SentAt { get; private set; }

    /// <summary>When a change that its user had made there was last overwritten.</summary>
    public DateTimeOffset? ChangedByUserAt { get; private set; }

    public bool IsNoMore => !IsWanted && State is CopyState.Removed or CopyState.RemovedByUser;

    public static Copy Of(Guid entryId, Guid userId)
    {
        var id = Guid.CreateVersion7();
        return new Copy { Id = id, EntryId = entryId, UserId = userId, Uid = $"{id:N}@salessupport" };
    }

    /// <summary>The entry is to stand there as it is now.</summary>
    /// <param name="entry">The entry.</param>
    /// <returns>Whether there is something to do.</returns>
    public bool Want(EntrySnapshot entry)
    {
        if (IsWanted && EntryVersion == entry.Version)
        {
            return false;
        }

        (IsWanted, EntryVersion) = (true, entry.Version);
        Title = entry.Text.Private ? null : entry.Text.Title.Length > LongestTitle ? entry.Text.Title[..LongestTitle] : entry.Text.Title;
        Date = DateOnly.FromDateTime(entry.Time.Start);
        return State != CopyState.RemovedByUser && Due();
    }

    /// <summary>It is to stand there no more.</summary>
    /// <returns>Whether there is something to do.</returns>
    public bool Unwant()
    {
        if (!IsWanted)
        {
            return false;
        }

        IsWanted = false;
        return State != CopyState.RemovedByUser && Due();
    }

    /// <summary>It is looked at anew.</summary>
    public bool Due()
    {
        (State, Why, Detail) = (CopyState.Waiting, null, null);
        Record(new CopyDue(Id));
        return true;
    }

    /// <summary>The comparison found a difference: what is known stays known, so that what its user has deleted is told from what was never there.</summary>
    public void Differs() => Record(new CopyDue(Id));

    /// <summary>Somebody asks for it, also where its user has deleted it.</summary>
    public void Resend()
    {
        if (State == CopyState.RemovedByUser)
        {
            IsNowhere();
        }

        Due();
    }

    /// <summary>The calendar has lost it among others: that was no user.</summary>
    /// <param name="calendarToo">The calendar itself is gone.</param>
    public void WasLost(bool calendarToo)
    {
        if (calendarToo)
        {
            HasNoCalendar();
        }
        else
        {
            IsNowhere();
        }

        Due();
    }

    /// <summary>There is no calendar in which it could stand.</summary>
    public void IsNowhere() => (SentVersion, ETag, Print) = (null, null, null);

    /// <summary>The calendar in which it stood is gone: where it goes is found out anew.</summary>
    public void HasNoCalendar()
    {
        IsNowhere();
        (Href, Target) = (null, null);
    }

    /// <summary>From now on it is written there and nowhere else.</summary>
    public void GoesTo(string target, Uri href)
    {
        if (Target != target)
        {
            IsNowhere();
        }

        (Target, Href) = (target, href.AbsoluteUri);
    }

    /// <summary>What the server was found to have, or was brought to have.</summary>
    public void Stands(Standing standing, bool wanted, int version, DateTimeOffset now)
    {
        (Href, ETag, Print) = (standing.Href.AbsoluteUri, standing.ETag, standing.Print);
        SentVersion = standing.IsThere ? version : null;
        ChangedByUserAt = standing.WasChangedByUser ? now : ChangedByUserAt;
        SentAt = now;
        // Changed in the meantime: a newer delivery is on its way.
        State = standing.IsRemovedByUser ? CopyState.RemovedByUser
            : wanted != IsWanted || (wanted && version != EntryVersion) ? CopyState.Waiting
            : standing.IsThere ? CopyState.Sent : CopyState.Removed;
        (Why, Detail) = (null, null);
    }

    /// <summary>Where its account or calendar is gone there is nothing to take back.</summary>
    public void WentWithItsCalendar()
    {
        HasNoCalendar();
        (State, Why, Detail) = (CopyState.Removed, null, null);
    }

    public void Waits(string why, string? detail) => (State, Why, Detail) = (CopyState.Waiting, why, detail);

    public void Fails(string why, string? detail) => (State, Why, Detail) = (CopyState.Failed, why, detail);
}

/// <summary>What was found at the server at the end.</summary>
/// <param name="Href">Where.</param>
/// <param name="IsThere">Whether our event stands there.</param>
/// <param name="ETag">Its ETag, if there is one.</param>
/// <param name="Print">Of its text.</param>
/// <param name="WasChangedByUser">A change of its user was overwritten.</param>
/// <param name="IsRemovedByUser">Its user has deleted it.</param>
internal sealed record Standing(Uri Href, bool IsThere, string? ETag = null, string? Print = null, bool WasChangedByUser = false, bool IsRemovedByUser = false);
