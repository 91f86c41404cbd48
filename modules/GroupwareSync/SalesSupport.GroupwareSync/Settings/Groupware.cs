using MediatR;
using SalesSupport.Abstractions;

namespace SalesSupport.GroupwareSync.Settings;

/// <summary>Whose account writes.</summary>
internal enum Access
{
    /// <summary>One account that may write to everybody's calendar.</summary>
    ServiceAccount,

    /// <summary>Each user's own.</summary>
    OwnPasswords,
}

/// <summary>What is in the schedule has to be compared with what is to stand in the groupware, some at a time. Published by this module to itself, for the outbox.</summary>
/// <param name="Step">What comes next.</param>
/// <param name="After">The last id of the time before.</param>
internal sealed record CatchUpDue(CatchUpStep Step, Guid? After) : INotification;

internal enum CatchUpStep
{
    /// <summary>Reservations that may have no copy yet.</summary>
    Reservations,

    /// <summary>Copies whose entry may be none any more.</summary>
    Copies,
}

/// <summary>Copies are tried again, some at a time. Published by this module to itself, for the outbox.</summary>
/// <param name="UserId">Of one person, or of all.</param>
/// <param name="Which">Which of them.</param>
/// <param name="After">The last id of the time before.</param>
internal sealed record ResendDue(Guid? UserId, Resent Which, Guid? After) : INotification;

internal enum Resent
{
    Waiting,
    Failed,

    /// <summary>Those that are sent too, since they may have to stand at another place now.</summary>
    All,
}

/// <summary>The member's groupware (R32, R92): whether reservations go there, where it is, and who writes. One row for a member.</summary>
internal sealed class Groupware : Entity, ITenantOwned
{
    public static readonly Guid OnlyId = new("5d1c6f7e-8f1a-4c51-9a0e-6a2b7f1e9c01");

    public Guid TenantId { get; private set; }

    public Guid Id { get; private init; } = OnlyId;

    /// <summary>する / しない (R32).</summary>
    public bool IsOn { get; private set; }

    /// <summary>When it was first switched on (Japan): what had ended by then is never sent.</summary>
    [NotAudited("follows from being switched on")]
    public DateOnly? Since { get; private set; }

    /// <summary>The server, or a calendar with <c>{user}</c> in place of the account's name where the server does not tell where others' calendars are.</summary>
    public string Address { get; private set; } = "";

    public Access Access { get; private set; }

    /// <summary>How an account is called: text with <c>{login}</c> or <c>{mail}</c>.</summary>
    public string AccountNames { get; private set; } = "{login}";

    public string? ServiceName { get; private set; }

    /// <summary>Encrypted by <see cref="Secrets"/>.</summary>
    [NotAudited("a secret")]
    public string? ServiceSecret { get; private set; }

    /// <summary>Key and detail of the text that says why nothing is sent for anybody until somebody has looked at it; null while all is well.</summary>
    [NotAudited("what the other side said, not a choice")]
    public string? Fault { get; private set; }

    [NotAudited("what the other side said, not a choice")]
    public string? FaultDetail { get; private set; }

    /// <summary>Takes what the form says.</summary>
    /// <param name="wish">What is wanted.</param>
    /// <param name="today">The day (Japan).</param>
    public void Change(Wish wish, DateOnly today)
    {
        var elsewhere = (wish.Address, wish.AccountNames, wish.Access) != (Address, AccountNames, Access);
        var wakes = wish.IsOn && !IsOn;
        // A stored password was given for this account at this server, and goes nowhere else.
        ServiceSecret = wish.Secret ?? (wish.Moves || wish.ServiceName != ServiceName ? null : ServiceSecret);
        (IsOn, Address, Access, AccountNames, ServiceName) = (wish.IsOn, wish.Address, wish.Access, wish.AccountNames, wish.ServiceName);
        (Fault, FaultDetail) = (null, null);        // whoever saves has looked at it
        if (!IsOn)
        {
            return;
        }

        Since ??= today;
        if (wakes)
        {
            CatchUp(CatchUpStep.Reservations, null);
        }

        TryAgain(null, elsewhere ? Resent.All : Resent.Waiting);
    }

    public void CatchUp(CatchUpStep step, Guid? after) => Record(new CatchUpDue(step, after));

    public void TryAgain(Guid? userId, Resent which, Guid? after = null) => Record(new ResendDue(userId, which, after));

    /// <summary>The password was refused: tried again and again it would lock the account.</summary>
    public void Pause(string fault, string detail) => (Fault, FaultDetail) = (fault, detail);

    public void Resume()
    {
        (Fault, FaultDetail) = (null, null);
        TryAgain(null, Resent.Waiting);
    }

    /// <summary>What the form asks for.</summary>
    /// <param name="IsOn">する.</param>
    /// <param name="Address">As typed.</param>
    /// <param name="Access">Whose account writes.</param>
    /// <param name="AccountNames">The rule.</param>
    /// <param name="ServiceName">The account that writes for all.</param>
    /// <param name="Secret">A new password, encrypted, or null for the one that is stored.</param>
    /// <param name="Moves">To another server, for which the stored passwords were not given.</param>
    internal sealed record Wish(bool IsOn, string Address, Access Access, string AccountNames, string? ServiceName, string? Secret, bool Moves);
}
