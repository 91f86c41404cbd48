using System.Buffers;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Caching.Memory;

namespace SalesSupport.IdentityBridge;

/// <summary>
/// Deciphers a session's cookie once for the many requests that send the same one: it only names a session, and what that is worth is asked at each of them (<see cref="SessionCookie"/>).
/// </summary>
/// <param name="cipher">What deciphers it.</param>
/// <param name="cache">Keeps one for each session that is in use.</param>
internal sealed class KeptTickets(ISecureDataFormat<AuthenticationTicket> cipher, IMemoryCache cache) : ISecureDataFormat<AuthenticationTicket>
{
    private const int Longest = 1000;
    private static readonly SearchValues<char> Base64Url = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    // Not for ever, so that a key that is revoked is soon worth nothing here too.
    private static readonly MemoryCacheEntryOptions Kept = new() { SlidingExpiration = TimeSpan.FromMinutes(2), AbsoluteExpirationRelativeToNow = TimeSpan.FromMinutes(10) };

    public string Protect(AuthenticationTicket data) => cipher.Protect(data);

    public string Protect(AuthenticationTicket data, string? purpose) => cipher.Protect(data, purpose);

    public AuthenticationTicket? Unprotect(string? protectedText) => Unprotect(protectedText, null);

    public AuthenticationTicket? Unprotect(string? protectedText, string? purpose)
    {
        // Only as they were given out: with blanks in between they decipher too, and each spelling would be kept on its own.
        if (protectedText is null || protectedText.Length > Longest || protectedText.AsSpan().ContainsAnyExcept(Base64Url))
        {
            return cipher.Unprotect(protectedText, purpose);
        }

        var cookie = (typeof(KeptTickets), protectedText, purpose);
        if (cache.TryGetValue(cookie, out AuthenticationTicket? known))
        {
            return known;
        }

        // One that is not ours is not kept: anybody can send those.
        return cipher.Unprotect(protectedText, purpose) is { } ticket ? cache.Set(cookie, ticket, Kept) : null;
    }
}
