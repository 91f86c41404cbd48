namespace SalesSupport.IdentityBridge.Contracts;

/// <summary>By which names the portal knows users, for modules that find the same people's accounts elsewhere. Scoped; always there, since IdentityBridge is.</summary>
public interface IPortalLogins
{
    /// <summary>Of some users of the current member, in one statement.</summary>
    /// <param name="userIds">The users' ids within the member.</param>
    /// <param name="cancel">Cancels.</param>
    /// <returns>Those of whom the portal has said something; a user who has not signed in since it says so is left out.</returns>
    Task<IReadOnlyDictionary<Guid, PortalLogin>> FindAsync(IReadOnlyCollection<Guid> userIds, CancellationToken cancel);
}

/// <summary>What the portal said at the user's last sign-on.</summary>
/// <param name="Login">ユーザID, the <c>preferred_username</c> claim; null when it did not say.</param>
/// <param name="Mail">Mail address, the <c>email</c> claim; null when it did not say, or said that it has not seen whose it is (<c>email_verified</c>, OpenID Connect Core 5.1).</param>
public sealed record PortalLogin(string? Login, string? Mail);
