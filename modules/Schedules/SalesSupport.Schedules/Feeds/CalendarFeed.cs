using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using SalesSupport.Abstractions;

namespace SalesSupport.Schedules.Feeds;

/// <summary>The secret address at which a calendar program reads one user's schedule (R33, R92). Whoever has the address can read it, so it can be taken back at any time.</summary>
internal sealed class CalendarFeed : Entity, ITenantOwned
{
    private CalendarFeed()
    {
    }

    public Guid TenantId { get; private set; }

    public Guid Id { get; private init; } = Guid.CreateVersion7();

    public Guid UserId { get; private init; }

    /// <summary>By which the address is found; a copy of the database opens no feed.</summary>
    [NotAudited("Follows from the secret")]
    public string Hash { get; private init; } = "";

    /// <summary>The secret, encrypted, so that its user can read the address again.</summary>
    [NotAudited("A secret")]
    public string Hidden { get; private init; } = "";

    public DateTimeOffset MadeAt { get; private init; }

    public static CalendarFeed For(Guid userId, Func<string, string> hide, DateTimeOffset now)
    {
        var secret = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));
        return new CalendarFeed { UserId = userId, Hash = HashOf(secret), Hidden = hide(secret), MadeAt = now };
    }

    public static string HashOf(string secret) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
