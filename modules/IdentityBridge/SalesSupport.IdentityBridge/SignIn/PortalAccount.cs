using System.Security.Claims;
using SalesSupport.Abstractions;

namespace SalesSupport.IdentityBridge;

/// <summary>Who a portal says has signed in.</summary>
/// <param name="Portal">Name of the portal in our configuration: whose word this is, never taken from the token.</param>
/// <param name="Subject">Its <c>sub</c>.</param>
/// <param name="MemberId">Its <c>member_id</c>.</param>
/// <param name="MemberName">Its <c>member_name</c>, or the member ID.</param>
/// <param name="Name">The person's name.</param>
/// <param name="Kana">Its reading, or an empty text.</param>
/// <param name="Login">Its <c>preferred_username</c>, or null.</param>
/// <param name="Mail">Its <c>email</c>, or null; null too when it says that it has not seen whose it is (<c>email_verified</c>): the groupware may take it for the name of an account.</param>
internal sealed record PortalAccount(string Portal, string Subject, string MemberId, string MemberName, string Name, string Kana, string? Login = null, string? Mail = null)
{
    /// <returns>Null when the portal did not say who it is, or for which member, or in signs that nobody can see; then nobody gets in.</returns>
    public static PortalAccount? From(string portal, ClaimsPrincipal? claims)
    {
        // Exactly one of each: the ID token and the user-info answer must not disagree. Never cleaned: two that differ would become one person or one member.
        if (Only(claims, "sub", 255) is not { } subject || Only(claims, "member_id", 100) is not { } member)
        {
            return null;
        }

        return FirstSeen(200, claims!.FindFirstValue("member_name"), member) is { } memberName && FirstSeen(100, claims!.FindFirstValue("name"), claims!.FindFirstValue("preferred_username"), subject) is { } name
            ? new PortalAccount(portal, subject, member, memberName, name, PlainTextAttribute.Clean(claims!.FindFirstValue("kana"), 100), Only(claims, "preferred_username", User.LoginLength), claims!.HasClaim(c => c.Type == "email_verified" && bool.TryParse(c.Value, out var seen) && !seen) ? null : Only(claims, "email", User.MailLength))
            : null;
    }

    private static string? Only(ClaimsPrincipal? claims, string type, int longest)
    {
        var values = claims?.FindAll(type).Select(c => c.Value).Distinct().ToArray();
        return values is [{ Length: > 0 } one] && PlainTextAttribute.Fault(one, longest, lines: false) is null ? one : null;
    }

    /// <summary>Names are somebody else's text, and nobody can be asked to type them again: what must not be shown is left out, and the next one is taken where nothing remains.</summary>
    private static string? FirstSeen(int longest, params IEnumerable<string?> texts) => texts.Select(t => PlainTextAttribute.Clean(t, longest)).FirstOrDefault(t => t.Length > 0);
}
