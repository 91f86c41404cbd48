using System.Linq.Expressions;
using System.Security.Cryptography;
using SalesSupport.Abstractions;

namespace SalesSupport.IdentityBridge;

/// <summary>A signed-in browser, known to the server, so that it can be ended from here whatever cookie the browser still has.</summary>
[NotAudited("signing in and out is told by itself")]
internal sealed class Session : ITenantOwned
{
    /// <summary>How long a session lives without a request.</summary>
    public static readonly TimeSpan IdleTime = TimeSpan.FromHours(8);

    /// <summary>How long a session lives at most.</summary>
    public static readonly TimeSpan WholeTime = TimeSpan.FromDays(7);

    /// <summary>How exactly <see cref="LastSeenAt"/> is kept: reading a page should not cost a write each time.</summary>
    public static readonly TimeSpan SeenEvery = TimeSpan.FromMinutes(5);

    /// <summary>A longer ID token is not kept, and signing out at the portal does without it.</summary>
    public const int IdTokenLength = 8000;

    /// <summary>128 random bits, not a UUIDv7, of which only 74 would be.</summary>
    public Guid Id { get; init; } = new(RandomNumberGenerator.GetBytes(16));

    public Guid TenantId { get; private set; }

    public required Guid UserId { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset LastSeenAt { get; set; }

    public DateTimeOffset? EndedAt { get; private set; }

    public string? Address { get; init; }

    /// <summary>The browser as it calls itself.</summary>
    public string? Agent { get; init; }

    /// <summary>What the portal wants to see when the user signs out there. Kept here and not in the cookie, where its 2 KB would be sent and decrypted at every request.</summary>
    public required string? IdToken { get; set; }

    /// <summary>A user's sessions that a request could still use.</summary>
    public static Expression<Func<Session, bool>> IsOpen(Guid user, DateTimeOffset now)
    {
        var (seen, started) = (now - IdleTime, now - WholeTime);
        return s => s.UserId == user && s.EndedAt == null && s.LastSeenAt >= seen && s.StartedAt >= started;
    }

    public void End(DateTimeOffset now)
    {
        EndedAt ??= now;
        IdToken = null;
    }
}
