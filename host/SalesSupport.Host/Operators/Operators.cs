using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SalesSupport.Abstractions;
using SalesSupport.Infrastructure;

namespace SalesSupport.Host.Operators;

/// <summary>Operators sign on apart from the members, with accounts that belong to no portal.</summary>
internal static class Operators
{
    public const string Scheme = "Operator";

    /// <summary>As slow to guess as the portal's (OWASP's figure for PBKDF2 with SHA-512).</summary>
    public static readonly PasswordHasher<OperatorAccount> Passwords = new(Options.Create(new PasswordHasherOptions { IterationCount = 210_000 }));

    public static void AddOperators(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddAuthentication().AddCookie(Scheme, o =>
        {
            o.Cookie.Guard("salessupport.operator", configuration);
            o.Cookie.SameSite = SameSiteMode.Strict;
            o.LoginPath = "/operator/sign-on";
            o.ReturnUrlParameter = "returnUrl";
            o.ExpireTimeSpan = TimeSpan.FromHours(8);
            o.Events.OnValidatePrincipal = async context =>
            {
                var services = context.HttpContext.RequestServices;
                var (session, after) = (SessionOf(context.Principal), services.GetRequiredService<TimeProvider>().GetUtcNow() - OperatorSession.Longest);
                if (!await services.GetRequiredService<HouseDbContext>().OperatorSessions.AnyAsync(s => s.Id == session && s.SignedOnAt > after))
                {
                    context.RejectPrincipal();
                }
            };
        });
        services.AddAuthorizationBuilder().AddPolicy(Policies.Operator, p => p.AddAuthenticationSchemes(Scheme).RequireAuthenticatedUser().RequireClaim("operator"));
    }

    public static ClaimsPrincipal Principal(OperatorAccount account, Guid session) => new(new ClaimsIdentity(
        [
            new Claim("operator", account.Id.ToString()),
            new Claim("sub", account.Id.ToString()),        // what antiforgery tokens are bound to
            new Claim(TicketClaims.Session, session.ToString()),
            new Claim(TicketClaims.Name, account.Name),
            new Claim(ClaimTypes.Name, account.Login),
        ],
        Scheme));

    public static Guid SessionOf(ClaimsPrincipal? principal) => Guid.TryParse(principal?.FindFirstValue(TicketClaims.Session), out var id) ? id : Guid.Empty;

    public static string NewPassword() => RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyz23456789", 16);
}

/// <summary>The account with which a real installation begins.</summary>
internal static class FirstOperator
{
    public const string Login = "operator";

    public static async Task<bool> ExistsAsync(IServiceProvider services, CancellationToken cancel)
    {
        await using var scope = services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<HouseDbContext>().Operators.AnyAsync(cancel);
    }

    /// <summary>Makes the first operator.</summary>
    /// <param name="services">The container.</param>
    /// <param name="password">Its password, or null for a random one that is shown once.</param>
    /// <param name="cancel">Stops it.</param>
    public static async Task<IReadOnlyList<string>> MakeAsync(IServiceProvider services, string? password, CancellationToken cancel)
    {
        var shown = password ?? Operators.NewPassword();
        await OperatorVerb.SetAsync(services, Login, shown, cancel);
        return [$"  operator 運営:  /operator   {Login} / {shown}{(password is null ? "   (shown once; keep it)" : "")}"];
    }
}

/// <summary><c>salessupport operator add LOGIN</c>: makes an operator, or gives an existing one a new password.</summary>
internal static class OperatorVerb
{
    public static bool IsLogin(string login) => login.Length is > 0 and <= 60 && login.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    /// <returns>The line that shows the password, once.</returns>
    public static async Task<string> AddAsync(IServiceProvider services, string login, CancellationToken cancel)
    {
        var password = Operators.NewPassword();
        await SetAsync(services, login, password, cancel);
        return $"{login} / {password}";
    }

    public static async Task SetAsync(IServiceProvider services, string login, string password, CancellationToken cancel)
    {
        await using var scope = services.CreateAsyncScope();
        var house = scope.ServiceProvider.GetRequiredService<HouseDbContext>();
        var unitOfWork = scope.ServiceProvider.GetRequiredService<IUnitOfWork>();
        await unitOfWork.RunAsync(
            async c =>
            {
                var account = await house.Operators.SingleOrDefaultAsync(o => o.Login == login, c);
                unitOfWork.Audit(account is null ? "OperatorAccount.Added" : "OperatorAccount.Changed", login);
                if (account is null)
                {
                    house.Operators.Add(account = new OperatorAccount { Login = login, Name = login });
                }

                account.PasswordHash = Operators.Passwords.HashPassword(account, password);
                account.FailedSignOns = 0;
                account.LockedUntil = null;
                // Whoever knew the old password is signed on nowhere any more.
                await house.OperatorSessions.Where(s => s.OperatorId == account.Id).ExecuteDeleteAsync(c);
            },
            cancel);
    }
}
