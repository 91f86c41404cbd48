using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using SalesSupport.Portal.Users;

namespace SalesSupport.Portal.Passwords;

/// <summary>What a password must be, and how it is kept. Nothing is cut, folded or normalised: what was typed is the password.</summary>
internal sealed class PasswordRules
{
    public const int Shortest = 8;
    public const int Longest = 128;
    private static readonly Lazy<HashSet<string>> Common = new(ReadCommon);

    private readonly PasswordHasher<string> hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = 210_000 }));
    private readonly string nobody;

    public PasswordRules()
    {
        nobody = Hash(NewInitial());
    }

    public string Hash(string password) => hasher.HashPassword("", password);

    /// <param name="hash">The stored hash, or null where there is no account: then the same time passes.</param>
    /// <param name="password">As typed.</param>
    public bool IsRight(string? hash, string password)
    {
        var matches = hasher.VerifyHashedPassword("", hash ?? nobody, password) != PasswordVerificationResult.Failed;
        return hash is not null && matches;
    }

    /// <summary>An initial password that can be read out on the phone: no letter looks like another.</summary>
    public static string NewInitial() => string.Join('-', Enumerable.Range(0, 3).Select(_ => RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz23456789", 5)));

    /// <returns>The text's key for what is wrong with a password that somebody chose, or null.</returns>
    public static string? Fault(string password, string memberId, PortalUser user)
    {
        if (password.EnumerateRunes().Count() < Shortest)
        {
            return "PasswordTooShort";
        }

        var lower = password.ToLowerInvariant();
        return Common.Value.Contains(lower) || lower.Distinct().Count() < 3 || IsOwnName(lower, memberId) || IsOwnName(lower, user.Login) ? "PasswordTooCommon" : null;
    }

    // The account's own name, alone or with a few digits behind it, is the first thing that is tried.
    private static bool IsOwnName(string lower, string name) => lower.StartsWith(name, StringComparison.Ordinal) && lower.AsSpan(name.Length).Trim("0123456789!@#-_.").IsEmpty;

    private static HashSet<string> ReadCommon()
    {
        using var reader = new StreamReader(typeof(PasswordRules).Assembly.GetManifestResourceStream("common-passwords.txt")!, Encoding.UTF8);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }
}
