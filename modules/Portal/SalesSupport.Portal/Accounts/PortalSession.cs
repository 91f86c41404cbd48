using SalesSupport.Abstractions;

namespace SalesSupport.Portal.Accounts;

/// <summary>One sign-on to the portal. The cookie only names it; deleting the row ends it, also for a copy of the cookie.</summary>
[NotAudited("signing on and out is told by itself")]
internal sealed class PortalSession : ITenantOwned
{
    /// <summary>However busy, a person signs on again after this long.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    public static readonly TimeSpan Idle = TimeSpan.FromHours(2);

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public Guid TenantId { get; private set; }

    public Guid UserId { get; init; }

    public DateTimeOffset SignedOnAt { get; init; }
}
