using System.Security.Claims;

namespace SalesSupport.IdentityBridge;

/// <summary>Who a portal says has signed in.</summary>
/// <param name="Portal">Name of the portal in our configuration: whose word this is, never taken from the token.</param>
/// <param name="Subject">Its <c>sub</c>.</param>
/// <param name="MemberId">Its <c>member_id</c>.</param>
/// <param name="MemberName">Its <c>member_name</c>, or the member ID.</param>
/// <param name="Name">The person's name.</param>
/// <param name="Kana">Its reading, or an empty text.</param>
internal sealed record PortalAccount(string Portal, string Subject, string MemberId, string MemberName, string Name, string Kana)
{
    /// <returns>Null when the portal did not say who it is, or for which member; then nobody gets in.</returns>
    public static PortalAccount? From(string portal, ClaimsPrincipal? claims)
    {
        // Exactly one of each: the ID token and the user-info answer must not disagree.
        if (Only(claims, "sub", 255) is not { } subject || Only(claims, "member_id", 100) is not { } member)
        {
            return null;
        }

        var name = Clean(claims!.FindFirstValue("name") ?? claims!.FindFirstValue("preferred_username"), 100);
        return new PortalAccount(
            portal,
            subject,
            member,
            Clean(claims!.FindFirstValue("member_name"), 200) is { Length: > 0 } memberName ? memberName : member,
            name.Length > 0 ? name : Clean(subject, 100),
            Clean(claims!.FindFirstValue("kana"), 100));
    }

    private static string? Only(ClaimsPrincipal? claims, string type, int longest)
    {
        var values = claims?.FindAll(type).Select(c => c.Value).Distinct().ToArray();
        return values is [{ Length: > 0 } one] && one.Length <= longest ? one : null;
    }

    /// <summary>A name is somebody else's text: no control characters, no half characters, and never longer than its column.</summary>
    public static string Clean(string? text, int longest)
    {
        var clean = string.Concat((text ?? "").EnumerateRunes().Where(r => r.Value != 0xFFFD && !System.Text.Rune.IsControl(r)).Select(r => r.ToString())).Trim();
        return clean.Length <= longest ? clean : clean[..(char.IsHighSurrogate(clean[longest - 1]) ? longest - 1 : longest)];
    }
}
