using MediatR;

namespace SalesSupport.Portal.Contracts;

/// <summary>A company has joined the portal (入会). Published by the embedded portal in the transaction that makes the member; the scope works for that member.</summary>
/// <param name="MemberId">The member ID, as the <c>member_id</c> claim carries it.</param>
/// <param name="Tenant">The member's tenant, <c>TenantScope.IdOf("portal", MemberId)</c>.</param>
public sealed record MemberJoined(string MemberId, Guid Tenant) : INotification;

/// <summary>A member has applied for SalesSupport (利用申込, R01). Published in the transaction of the application.</summary>
/// <param name="MemberId">The member ID.</param>
/// <param name="OpensAt">The instant from which the member's portal users may sign on to SalesSupport; UTC.</param>
public sealed record ServiceApplied(string MemberId, DateTimeOffset OpensAt) : INotification;

/// <summary>A portal user was suspended (利用停止): no sign-on from now on, and running sessions end within 60 s (R16). Published in the transaction that suspends.</summary>
/// <param name="MemberId">The member ID.</param>
/// <param name="Subject">The portal user's id, which is the <c>sub</c> claim.</param>
public sealed record PortalUserSuspended(string MemberId, Guid Subject) : INotification;

/// <summary>A suspended portal user may sign on again. Published in the transaction that re-enables.</summary>
/// <param name="MemberId">The member ID.</param>
/// <param name="Subject">The portal user's id, which is the <c>sub</c> claim.</param>
public sealed record PortalUserEnabled(string MemberId, Guid Subject) : INotification;

/// <summary>A portal user's name or its reading was changed. Published in the transaction of the change.</summary>
/// <param name="MemberId">The member ID.</param>
/// <param name="Subject">The portal user's id, which is the <c>sub</c> claim.</param>
/// <param name="Name">The name now.</param>
/// <param name="Kana">Its reading in katakana now, or an empty text.</param>
public sealed record PortalUserRenamed(string MemberId, Guid Subject, string Name, string Kana) : INotification;

/// <summary>A portal user's password was changed by them or replaced by an administrator: no session that began with the old one goes on. Published in the transaction of the change.</summary>
/// <param name="MemberId">The member ID.</param>
/// <param name="Subject">The portal user's id, which is the <c>sub</c> claim.</param>
public sealed record PortalPasswordChanged(string MemberId, Guid Subject) : INotification;

/// <summary>A portal administrator appointed a SalesSupport administrator, since all were suspended (R14). Published in the transaction that appoints, after <see cref="IServiceAdministrators"/> has allowed it.</summary>
/// <param name="MemberId">The member ID.</param>
/// <param name="Subject">The portal user's id, which is the <c>sub</c> claim.</param>
public sealed record ServiceAdministratorAppointed(string MemberId, Guid Subject) : INotification;
