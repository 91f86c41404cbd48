namespace SalesSupport.Abstractions;

/// <summary>Names of the authorization policies. A route without a policy is open to nobody but users (the fallback policy is <see cref="User"/>).</summary>
public static class Policies
{
    /// <summary>A signed-in user of SalesSupport (一般ユーザ or 管理者).</summary>
    public const string User = "User";

    /// <summary>A SalesSupport administrator (管理者), R14.</summary>
    public const string Administrator = "Administrator";

    /// <summary>A portal user signed on to the portal, whether or not a user of SalesSupport.</summary>
    public const string PortalUser = "PortalUser";

    /// <summary>A portal administrator; independent of <see cref="Administrator"/> (R13).</summary>
    public const string PortalAdministrator = "PortalAdministrator";

    /// <summary>Staff of whoever runs the service. Never sees a member's text.</summary>
    public const string Operator = "Operator";
}
