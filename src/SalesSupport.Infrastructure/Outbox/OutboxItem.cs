using SalesSupport.Abstractions;

namespace SalesSupport.Infrastructure;

internal enum OutboxState
{
    /// <summary>Will be sent, now or later.</summary>
    Waiting,

    /// <summary>Waits for an administrator.</summary>
    GivenUp,
}

/// <summary>What one subscriber has yet to be told about one subject: the newest fact. Gone once it is sent.</summary>
[NotAudited("The change that caused it is audited")]
internal sealed class OutboxItem : ITenantOwned
{
    /// <summary>One send takes at most 20 seconds, and a lease covers a batch.</summary>
    public static readonly TimeSpan LeaseTime = TimeSpan.FromMinutes(2);

    /// <summary>By how much the clocks of several hosts may differ.</summary>
    private static readonly TimeSpan ClocksDiffer = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestAsked = TimeSpan.FromDays(1);
    private static readonly TimeSpan GivesUpAfter = TimeSpan.FromDays(3);

    public Guid TenantId { get; private set; }

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required string Subscriber { get; init; }

    /// <summary>As the subscriber says, or the item's own id.</summary>
    public required string Subject { get; init; }

    /// <summary>The newest fact, as JSON.</summary>
    public required string Fact { get; set; }

    public int Version { get; private set; } = 1;

    public OutboxState State { get; private set; }

    /// <summary>Since when the newest fact waits.</summary>
    public required DateTimeOffset Since { get; set; }

    public int Attempts { get; private set; }

    /// <summary>When it is tried again; null for at once.</summary>
    public DateTimeOffset? NextAt { get; private set; }

    /// <summary>Whoever sends it now.</summary>
    public Guid? LeasedBy { get; private set; }

    public DateTimeOffset? LeasedUntil { get; private set; }

    /// <summary>Key of a text, of the subscriber's module where it knew, and what the other side said.</summary>
    public string? Why { get; private set; }

    public string? Detail { get; private set; }

    /// <summary>A newer fact takes the place of the one that waits; if that is being sent just now, it is sent after it.</summary>
    public void Renew(string fact, DateTimeOffset now)
    {
        Fact = fact;
        Version++;
        TryAnew(now);
    }

    /// <summary>Everything is tried again from the beginning, as an administrator asks.</summary>
    public void TryAnew(DateTimeOffset now) => (Since, State, Attempts, NextAt, Why, Detail) = (now, OutboxState.Waiting, 0, null, null, null);

    public void Lease(Guid by, DateTimeOffset now)
    {
        Attempts++;
        (LeasedBy, LeasedUntil) = (by, now + LeaseTime);
    }

    /// <summary>Whoever sent it has an outcome, for an older version perhaps.</summary>
    public void Release() => (LeasedBy, LeasedUntil) = (null, null);

    /// <summary>It was broken off before anything happened.</summary>
    public void NotTried()
    {
        Attempts--;
        Release();
    }

    /// <param name="fault">What happened.</param>
    /// <param name="now">The time.</param>
    /// <param name="chance">0 to 1; spreads what failed together.</param>
    public void Failed(Exception fault, DateTimeOffset now, double chance)
    {
        Release();
        var told = fault as NotSent;
        Why = told?.Why ?? "OutboxFault";
        Detail = Cut(told is null ? $"{fault.GetType().Name}: {fault.Message}" : told.Detail);
        // The age alone would give up at the first fault after the clock was set wrong.
        if (told?.ForGood == true || (Attempts >= 10 && now - Since > GivesUpAfter))
        {
            (State, NextAt) = (OutboxState.GivenUp, null);
            return;
        }

        var wait = TimeSpan.FromSeconds(Math.Min(5 * Math.Pow(2, Attempts - 1), LongestWait.TotalSeconds)) * (0.5 + (chance / 2));
        NextAt = now + (told?.After is { } asked && asked > wait ? (asked < LongestAsked ? asked : LongestAsked) : wait);
    }

    /// <summary>What may be sent now. A time further ahead than any that is ever set was written by a clock that was wrong.</summary>
    public static System.Linq.Expressions.Expression<Func<OutboxItem, bool>> IsDue(DateTimeOffset now, Guid by, bool severalHosts)
    {
        var (tooFar, tooLong) = (now + LongestAsked + ClocksDiffer, now + LeaseTime + ClocksDiffer);
        return o => o.State == OutboxState.Waiting
            && (o.NextAt == null || o.NextAt <= now || o.NextAt > tooFar)
            && (o.LeasedBy == null || o.LeasedUntil <= now || o.LeasedUntil > tooLong || (!severalHosts && o.LeasedBy != by));
    }

    private static string? Cut(string? text) => text is { Length: > 500 } ? text[..500] : text;
}
