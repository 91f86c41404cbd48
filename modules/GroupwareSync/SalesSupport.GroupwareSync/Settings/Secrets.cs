using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace SalesSupport.GroupwareSync.Settings;

/// <summary>Passwords of the groupware are kept encrypted, never shown and never logged.</summary>
internal sealed class Secrets(IDataProtectionProvider protection)
{
    private readonly IDataProtector protector = protection.CreateProtector("GroupwareSync.Password");

    public string Hide(string secret) => protector.Protect(secret);

    /// <returns>Null when there is none, or the keys are gone by which it was encrypted.</returns>
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
