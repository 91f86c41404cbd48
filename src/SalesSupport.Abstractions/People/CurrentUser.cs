using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace SalesSupport.Abstractions;

/// <summary>What a user may do (R12, R14).</summary>
public enum UserLevel
{
    /// <summary>一般ユーザ.</summary>
    General,

    /// <summary>管理者.</summary>
    Administrator,
}

/// <summary>Names of the claims in a sign-in ticket of SalesSupport.</summary>
public static class TicketClaims
{
    /// <summary>The member's tenant id.</summary>
    public const string Tenant = "tenant";

    /// <summary>The user's id within the member.</summary>
    public const string User = "user";

    /// <summary>The name to show.</summary>
    public const string Name = "name";

    /// <summary><see cref="UserLevel"/>.</summary>
    public const string Level = "level";

    /// <summary>The language the user picked, such as <c>ja</c>.</summary>
    public const string Language = "language";

    /// <summary>The session's id.</summary>
    public const string Session = "session";
}

/// <summary>Who is asking. In a job or before sign-in nobody is, and <see cref="Id"/> is empty.</summary>
public sealed class CurrentUser(IHttpContextAccessor http)
{
    private Who who = Who.Of(null);

    /// <summary>The user's id within the member, or <see cref="Guid.Empty"/>.</summary>
    public Guid Id => Now.Id;

    /// <summary>The name to show, or an empty text.</summary>
    public string Name => Now.Name;

    /// <summary>Whether the user is a SalesSupport administrator at this request.</summary>
    public bool IsAdministrator => Now.IsAdministrator;

    /// <summary>Network address of the request, or null in a job.</summary>
    public string? Address => http.HttpContext?.Connection.RemoteIpAddress?.ToString();

    /// <summary>A short word for who is asking in audit rows: the user, the portal user, the operator or the system.</summary>
    public string Actor => Now.Principal?.Identity is { IsAuthenticated: true } identity
        ? string.Create(CultureInfo.InvariantCulture, $"{identity.AuthenticationType}:{Now.Principal.FindFirstValue(TicketClaims.Name) ?? identity.Name}")
        : "system";

    // Asked many times in a request, in which signing in may change the principal.
    private Who Now => ReferenceEquals(who.Principal, http.HttpContext?.User) ? who : who = Who.Of(http.HttpContext?.User);

    private sealed record Who(ClaimsPrincipal? Principal, Guid Id, string Name, bool IsAdministrator)
    {
        public static Who Of(ClaimsPrincipal? principal) => new(
            principal,
            Guid.TryParse(principal?.FindFirstValue(TicketClaims.User), out var id) ? id : Guid.Empty,
            principal?.FindFirstValue(TicketClaims.Name) ?? "",
            principal?.FindFirstValue(TicketClaims.Level) == nameof(UserLevel.Administrator));
    }
}
