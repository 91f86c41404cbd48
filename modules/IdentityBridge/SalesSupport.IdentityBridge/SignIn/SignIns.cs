using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SalesSupport.Abstractions;

namespace SalesSupport.IdentityBridge;

/// <summary>What happens when a portal has said who somebody is: the user is found or made, and a session begins.</summary>
internal sealed class SignIns(IServiceScopeFactory scopes, Tickets tickets, TimeProvider clock, ILogger<SignIns> log)
{
    /// <summary>Key, in the cookie's properties, of the portal through which the session began.</summary>
    public const string PortalKey = "portal";

    private const int Tries = 3;

    public async Task CompleteAsync(TicketReceivedContext context, Portal portal)
    {
        var http = context.HttpContext;
        var account = PortalAccount.From(portal.Name, context.Principal);
        var session = account is null ? null : await BeginAsync(account, context.Properties?.GetTokenValue("id_token"), http);
        if (session is null)
        {
            log.LogWarning("{Portal} let somebody sign in who is refused here: {Reason}", portal.Name, account is null ? "no sub or member_id claim" : "suspended");
            context.Response.Redirect(SignInController.FailedPath(SignInFailure.Refused));
            context.HandleResponse();
            return;
        }

        // A browser that signs in anew gets a new session, and its old one ends with it.
        if ((await http.AuthenticateAsync(PortalSignIn.Scheme)).Principal is { } old)
        {
            await tickets.EndAsync(old, "SessionReplaced", http.RequestAborted);
        }

        // Nothing of what the portal sent stands in the cookie.
        context.Properties = new AuthenticationProperties { Items = { [PortalKey] = portal.Name } };
        context.Principal = Tickets.Cookie(TenantScope.IdOf(account!.Portal, account.MemberId), session.Id);
    }

    /// <returns>Null for a suspended user.</returns>
    private async Task<Session?> BeginAsync(PortalAccount account, string? idToken, HttpContext http)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                // A scope of its own: the request's may already work for the member of an older session.
                await using var scope = scopes.CreateAsyncScope();
                scope.ServiceProvider.GetRequiredService<TenantScope>().Enter(TenantScope.IdOf(account.Portal, account.MemberId));
                return await BeginAsync(scope.ServiceProvider, account, idToken, http);
            }
            catch (DbUpdateException e) when (attempt < Tries)
            {
                // Two first sign-ins at once on an engine that lets both read before either writes: the unique row decided, and the other one reads again.
                log.LogInformation(e, "A sign-in ran into another one and tries again");
            }
        }
    }

    private async Task<Session?> BeginAsync(IServiceProvider services, PortalAccount account, string? idToken, HttpContext http)
    {
        var db = services.GetRequiredService<IdentityBridgeDbContext>();
        var unitOfWork = services.GetRequiredService<IUnitOfWork>();
        var now = clock.GetUtcNow();
        Session? session = null;
        await unitOfWork.RunAsync(
            async cancel =>
            {
                var user = await db.Users.SingleOrDefaultAsync(u => u.Portal == account.Portal && u.Subject == account.Subject, cancel);
                var member = await db.Members.SingleOrDefaultAsync(cancel);
                if (user is null)
                {
                    // The very first person of a member is its administrator (R12): who adds the member's row.
                    user = User.Register(account, member is null ? UserLevel.Administrator : UserLevel.General, now);
                    db.Users.Add(user);
                    member ??= db.Members.Add(new Member { Id = db.Tenant, Portal = account.Portal, MemberId = account.MemberId, Name = account.MemberName, FirstAdministratorId = user.Id }).Entity;
                }

                // Audit rows of this sign-in name the one who signs in.
                http.User = Tickets.Principal(db.Tenant, Guid.Empty, user.Id, user.Name, user.Level);
                if (user.Suspended)
                {
                    unitOfWork.Audit("SignOnRefused", user.Id.ToString());
                    return;
                }

                user.Rename(account.Name, account.Kana);
                user.IsKnownAs(account.Login, account.Mail);
                member!.Name = account.MemberName;
                var agent = PlainTextAttribute.Clean(http.Request.Headers.UserAgent, 300);
                session = new Session { UserId = user.Id, StartedAt = now, LastSeenAt = now, Address = http.Connection.RemoteIpAddress?.ToString(), Agent = agent, IdToken = idToken is { Length: <= Session.IdTokenLength } ? idToken : null };
                db.Sessions.Add(session);
                unitOfWork.Audit("SignedOn", user.Id.ToString());
            },
            http.RequestAborted);
        return session;
    }
}
