using MediatR;
using SalesSupport.Abstractions;

namespace SalesSupport.IdentityBridge.Contracts;

/// <summary>Somebody signed in to SalesSupport for the first time and is now a user, and billed (R11). Published by IdentityBridge in the transaction that adds the user, in the member's scope.</summary>
/// <param name="UserId">The user's id within the member.</param>
/// <param name="Name">The name to show.</param>
/// <param name="Administrator">True for the member's very first user (R12).</param>
public sealed record UserRegistered(Guid UserId, string Name, bool Administrator) : INotification;

/// <summary>The portal calls a user by another name now. Published by IdentityBridge in the transaction that changes it: at the user's sign-in, or when the embedded portal renames them.</summary>
/// <param name="UserId">The user's id within the member.</param>
/// <param name="Name">The new name.</param>
public sealed record UserRenamed(Guid UserId, string Name) : INotification;

/// <summary>An administrator changed a user's level (R14). Published by IdentityBridge in the transaction that changes it; the user's next request has the new level.</summary>
/// <param name="UserId">The user's id within the member.</param>
/// <param name="Level">The new level.</param>
public sealed record UserLevelChanged(Guid UserId, UserLevel Level) : INotification;

/// <summary>The portal suspended a user: they cannot sign in and their sessions have ended, but they stay registered and billed (R16). Published by IdentityBridge in the portal's transaction.</summary>
/// <param name="UserId">The user's id within the member.</param>
public sealed record UserSuspended(Guid UserId) : INotification;

/// <summary>The portal lets a suspended user in again. Published by IdentityBridge in the portal's transaction.</summary>
/// <param name="UserId">The user's id within the member.</param>
public sealed record UserEnabled(Guid UserId) : INotification;

/// <summary>An administrator gave a user another superior, or none. Published by IdentityBridge in the transaction that changes it; <see cref="SalesSupport.Abstractions.IPeople"/> has it once it is committed.</summary>
/// <param name="UserId">The user's id within the member.</param>
/// <param name="SuperiorId">The superior from now on, or null.</param>
public sealed record SuperiorChanged(Guid UserId, Guid? SuperiorId) : INotification;

/// <summary>
/// A user's sessions were ended from here, by them or by an administrator, as when a phone is lost. A sign-on at the portal that still lives on that device would let it in again without
/// a password, so the portal ends its own too. Published by IdentityBridge in the transaction that ends them, in the member's scope.
/// </summary>
/// <param name="UserId">The user's id within the member.</param>
/// <param name="Portal">Name of the portal in configuration; the embedded one is <c>portal</c>.</param>
/// <param name="Subject">The <c>sub</c> claim by which that portal knows the user.</param>
public sealed record UserSessionsEnded(Guid UserId, string Portal, string Subject) : INotification;

/// <summary>
/// An administrator deleted a user (R17): they are registered and billed no more, and pages name them 削除されたユーザー. The portal's account stays; who signs in by it again is another user, with another id.
/// Published by IdentityBridge in the transaction that deletes, in the member's scope, once the user's own row is gone: each module deletes or hands over what it has of them, or the deletion does not happen.
/// </summary>
/// <param name="UserId">Who was deleted.</param>
/// <param name="SuccessorId">引継先: who takes over what can be handed over, or null for nobody.</param>
/// <param name="Login">What the portal had said of them, for modules that have to find their account elsewhere once more; <see cref="IPortalLogins"/> no longer knows them.</param>
public sealed record UserDeleted(Guid UserId, Guid? SuccessorId, PortalLogin Login) : INotification;
