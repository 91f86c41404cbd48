using System.Security.Cryptography;
using System.Text;

namespace SalesSupport.Abstractions;

/// <summary>
/// Which member the current scope works for. Set once: from the sign-in ticket for a request, by the code that opens the scope for a job or a sign-on.
/// While it is empty every query on a member's rows finds nothing and every save of one fails.
/// </summary>
public sealed class TenantScope
{
    /// <summary>The member, or <see cref="Guid.Empty"/> when none has been entered.</summary>
    public Guid Id { get; private set; }

    /// <summary>The tenant of a portal's member. The same portal and member ID give the same id everywhere, so two first logins at once cannot make two tenants.</summary>
    /// <param name="portal">Name of the portal in configuration; the embedded one is <c>portal</c>.</param>
    /// <param name="memberId">The <c>member_id</c> claim as that portal issued it.</param>
    public static Guid IdOf(string portal, string memberId) =>
        new(SHA256.HashData(Encoding.UTF8.GetBytes($"{portal}\n{memberId}")).AsSpan(0, 16));

    /// <summary>Enters a member. Entering the same one again does nothing.</summary>
    /// <exception cref="InvalidOperationException">The scope already works for another member.</exception>
    public void Enter(Guid tenant)
    {
        if (Id != Guid.Empty && Id != tenant)
        {
            throw new InvalidOperationException("A scope works for one member only; open another scope.");
        }

        Id = tenant;
    }
}
