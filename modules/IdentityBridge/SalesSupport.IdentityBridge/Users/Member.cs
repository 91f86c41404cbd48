using SalesSupport.Abstractions;

namespace SalesSupport.IdentityBridge;

/// <summary>
/// The member as its portal names it: one row, whose id is the tenant's, added together with the member's first user. Since two first sign-ins cannot both add it,
/// there is exactly one first administrator (R12).
/// </summary>
[NotAudited("made and refreshed by the users' sign-ins, which are audited")]
internal sealed class Member : Entity, ITenantOwned
{
    public required Guid Id { get; init; }

    public Guid TenantId { get; private set; }

    public required string Portal { get; init; }

    /// <summary>会員ID, the portal's <c>member_id</c> claim.</summary>
    public required string MemberId { get; init; }

    public required string Name { get; set; }

    public required Guid FirstAdministratorId { get; init; }

    /// <summary>Changed with every level, so that on any engine two administrators who demote each other at the same instant conflict here.</summary>
    public DateTimeOffset LevelsChangedAt { get; set; }
}
