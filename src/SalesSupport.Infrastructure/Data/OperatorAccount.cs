using System.Security.Cryptography;
using SalesSupport.Abstractions;

namespace SalesSupport.Infrastructure;

/// <summary>An account of the staff that runs the service. Belongs to no member.</summary>
internal sealed class OperatorAccount : Entity
{
    private const int MostTries = 10;
    private static readonly TimeSpan LockTime = TimeSpan.FromMinutes(15);

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required string Login { get; init; }

    public required string Name { get; set; }

    public string PasswordHash { get; set; } = "";

    /// <summary>Tries since the last right password.</summary>
    public int FailedSignOns { get; set; }

    public DateTimeOffset? LockedUntil { get; set; }

    /// <summary>Counts a try before its password is looked at: of a hundred sent at once no more than ten are looked at. A right password forgives them.</summary>
    /// <returns>False while the account is locked.</returns>
    public bool Pay(DateTimeOffset now)
    {
        if (LockedUntil > now)
        {
            return false;
        }

        FailedSignOns = LockedUntil is null ? FailedSignOns + 1 : 1;
        LockedUntil = FailedSignOns >= MostTries ? now + LockTime : null;
        return true;
    }
}

/// <summary>One sign-on of an operator. The cookie only names it; deleting the row ends it, also for a copy of the cookie.</summary>
[NotAudited("signing on and out is told by itself")]
internal sealed class OperatorSession
{
    /// <summary>However busy, an operator signs on again after this long.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    public Guid Id { get; init; } = new(RandomNumberGenerator.GetBytes(16));

    public required Guid OperatorId { get; init; }

    public required DateTimeOffset SignedOnAt { get; init; }
}
