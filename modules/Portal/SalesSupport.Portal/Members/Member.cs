using SalesSupport.Abstractions;
using SalesSupport.Portal.Contracts;

namespace SalesSupport.Portal.Members;

/// <summary>A paying company (会員) of the embedded portal. Belongs to the platform, not to itself, so that operators can list members.</summary>
internal sealed class Member : Entity
{
    private Member()
    {
    }

    /// <summary>The member's tenant.</summary>
    public Guid Id { get; private init; }

    /// <summary>会員ID, typed at every sign-on; never changes.</summary>
    public string MemberId { get; private init; } = "";

    public string Name { get; private set; } = "";

    /// <summary>The name as search folds it.</summary>
    [NotAudited("follows from the name")]
    public string NameKey { get; private set; } = "";

    /// <summary>入会登録日, which the membership's own trial begins with (R03).</summary>
    public DateOnly JoinedOn { get; private init; }

    public static Member Join(string memberId, string name, DateOnly today)
    {
        var member = new Member { Id = TenantOf(memberId), MemberId = memberId, Name = name, NameKey = SearchText.Fold(name), JoinedOn = today };
        member.Record(new MemberJoined(memberId, member.Id));
        return member;
    }

    /// <summary>What SalesSupport calls this portal.</summary>
    public const string PortalName = "portal";

    public static Guid TenantOf(string memberId) => TenantScope.IdOf(PortalName, memberId);

    public static bool IsMemberId(string text) => text.Length is >= 3 and <= 20 && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    /// <summary>Member IDs have no upper case; whoever types one means the lower.</summary>
    public static string Normalise(string? typed) => (typed ?? "").Trim().ToLowerInvariant();
}
