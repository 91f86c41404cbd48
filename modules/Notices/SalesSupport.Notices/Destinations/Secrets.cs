using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace SalesSupport.Notices.Destinations;

/// <summary>Web hooks and tokens are kept encrypted, never shown and never logged.</summary>
internal sealed class Secrets(IDataProtectionProvider protection)
{
    private readonly IDataProtector protector = protection.CreateProtector("Notices.Destination");

    public string Hide(string secret) => protector.Protect(secret);

    /// <returns>Null when the keys are gone by which it was encrypted.</returns>
    public string? Read(string? hidden)
    {
        try
        {
            return hidden is null ? null : protector.Unprotect(hidden);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
