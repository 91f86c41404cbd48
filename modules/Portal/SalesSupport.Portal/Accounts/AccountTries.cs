using System.Security.Cryptography;
using System.Text;
using SalesSupport.Abstractions;

namespace SalesSupport.Portal.Accounts;

/// <summary>
/// Wrong passwords for one account name. The row is made for any name that is typed, whether or not such a member or account exists, so that neither words nor time nor
/// the lock tell which do. Old rows are pruned daily.
/// </summary>
[NotAudited("a refused sign-on is told by itself")]
internal sealed class AccountTries : ITenantOwned
{
    public const int Most = 10;
    public static readonly TimeSpan LockTime = TimeSpan.FromMinutes(15);

    public Guid Id { get; init; }

    public Guid TenantId { get; private set; }

    public int Count { get; private set; }

    public DateTimeOffset At { get; private set; }

    public DateTimeOffset? LockedUntil { get; private set; }

    /// <summary>A hash, since people type passwords into the field for the name.</summary>
    public static Guid IdOf(string login) => new(SHA256.HashData(Encoding.UTF8.GetBytes($"tries\n{login}")).AsSpan(0, 16));

    public bool IsLocked(DateTimeOffset now) => LockedUntil > now;

    /// <summary>Counts a try before its password is looked at: of a hundred sent at once no more than ten are looked at. A right password removes the row.</summary>
    /// <returns>False while the name is locked.</returns>
    public bool Pay(DateTimeOffset now)
    {
        if (IsLocked(now))
        {
            return false;
        }

        Count = LockedUntil is null ? Count + 1 : 1;
        LockedUntil = Count >= Most ? now + LockTime : null;
        At = now;
        return true;
    }
}
