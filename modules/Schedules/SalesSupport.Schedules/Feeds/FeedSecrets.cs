using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace SalesSupport.Schedules.Feeds;

/// <summary>Secrets of feeds are kept encrypted and shown to their own user only.</summary>
internal sealed class FeedSecrets(IDataProtectionProvider protection)
{
    private readonly IDataProtector protector = protection.CreateProtector("Schedules.CalendarFeed");

    public string Hide(string secret) => protector.Protect(secret);

    /// <returns>Null when the keys are gone by which it was encrypted.</returns>
    public string? Read(string hidden)
    {
        try
        {
            return protector.Unprotect(hidden);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
