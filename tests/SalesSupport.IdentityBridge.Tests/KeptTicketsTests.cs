using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Caching.Memory;

namespace SalesSupport.IdentityBridge.Tests;

/// <summary>A session's cookie is deciphered once for many requests, and nobody fills the memory with other spellings of it (R10).</summary>
[Trait("Bar", "main-job")]
public sealed class KeptTicketsTests
{
    [Fact]
    public void A_cookie_is_deciphered_once_and_other_spellings_of_it_are_not_kept()
    {
        using var memory = new MemoryCache(new MemoryCacheOptions());
        var cipher = new Counting();
        var kept = new KeptTickets(cipher, memory);
        Assert.Same(kept.Unprotect("ours"), kept.Unprotect("ours"));
        Assert.Equal(1, cipher.Deciphered);
        foreach (var other in new[] { "ours ", "o urs", "ours=", "ours" + new string('A', 1000) })
        {
            Assert.NotNull(kept.Unprotect(other));
        }

        Assert.Null(kept.Unprotect("theirs"));
        Assert.Null(kept.Unprotect("theirs"));
        Assert.Null(kept.Unprotect(null));
        Assert.Equal((8, 1), (cipher.Deciphered, memory.Count));
    }

    private sealed class Counting : ISecureDataFormat<AuthenticationTicket>
    {
        public int Deciphered { get; private set; }

        public string Protect(AuthenticationTicket data) => "ours";

        public string Protect(AuthenticationTicket data, string? purpose) => "ours";

        public AuthenticationTicket? Unprotect(string? protectedText) => Unprotect(protectedText, null);

        // Reads what .NET's decoder of base64 reads: blanks and padding are passed over.
        public AuthenticationTicket? Unprotect(string? protectedText, string? purpose)
        {
            Deciphered++;
            return protectedText?.Replace(" ", "", StringComparison.Ordinal).StartsWith("ours", StringComparison.Ordinal) == true ? new AuthenticationTicket(new ClaimsPrincipal(), "x") : null;
        }
    }
}
