using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using SalesSupport.Abstractions;

namespace SalesSupport.IdentityBridge;

/// <summary>Signing in, in the one way there is: OpenID Connect, code + PKCE, whether the portal is the embedded one or a real one (R10).</summary>
internal static class PortalSignIn
{
    /// <summary>The scheme of SalesSupport's own session cookie.</summary>
    public const string Scheme = "SalesSupport";

    /// <summary>Parameter of signing out at the portal: the ID token with which the session began.</summary>
    public const string IdToken = "id_token";

    // Keys of a portal are published; accepting a symmetric algorithm would let anybody sign with one.
    private static readonly string[] Algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

    public static void AddPortalSignIn(this IServiceCollection services, IConfiguration configuration)
    {
        var portals = Portals.Read(configuration);
        services.AddSingleton(portals);
        services.AddScoped<SessionCookie>();
        var authentication = services.AddAuthentication(Scheme).AddCookie(Scheme, o => Configure(o, configuration));
        services.AddMemoryCache();
        services.AddOptions<CookieAuthenticationOptions>(Scheme).PostConfigure<IMemoryCache>((o, cache) => o.TicketDataFormat = new KeptTickets(o.TicketDataFormat, cache));
        foreach (var portal in portals.All)
        {
            // Configured at first use: our own address is known only after the server has started.
            services.AddOptions<OpenIdConnectOptions>(portal.Scheme).Configure<IOwnAddress, TimeProvider>((o, own, clock) => Configure(o, portal, own, clock, configuration));
            authentication.AddOpenIdConnect(portal.Scheme, portal.DisplayName, _ => { });
        }

        var user = new AuthorizationPolicyBuilder(Scheme).RequireClaim(TicketClaims.User).Build();
        services.AddAuthorizationBuilder()
            .SetDefaultPolicy(user)
            .AddPolicy(Policies.User, user)
            .AddPolicy(Policies.Administrator, p => p.AddAuthenticationSchemes(Scheme).RequireClaim(TicketClaims.User).RequireClaim(TicketClaims.Level, nameof(UserLevel.Administrator)));
    }

    private static void Configure(CookieAuthenticationOptions o, IConfiguration configuration)
    {
        o.Cookie.Guard("salessupport.session", configuration);
        o.Cookie.SameSite = SameSiteMode.Lax;        // Lax, since the portal's redirect comes from another site
        o.LoginPath = "/sign-in";
        o.LogoutPath = "/sign-out";
        o.ReturnUrlParameter = "returnUrl";
        o.ExpireTimeSpan = Session.WholeTime;
        o.SlidingExpiration = false;        // idleness is judged by the session on the server
        o.EventsType = typeof(SessionCookie);
    }

    private static void Configure(OpenIdConnectOptions o, Portal portal, IOwnAddress own, TimeProvider clock, IConfiguration configuration)
    {
        o.SignInScheme = Scheme;
        o.Authority = portal.Authority ?? own.Public.ToString();
        o.ClientId = portal.ClientId;
        o.ClientSecret = portal.ClientSecret;
        o.RequireHttpsMetadata = !portal.IsEmbedded && !Portals.IsLoopbackHttp(new Uri(portal.Authority!));
        o.BackchannelHttpHandler = portal.IsEmbedded ? new OwnBackChannel(own) : new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(5) };
        o.BackchannelTimeout = TimeSpan.FromSeconds(10);
        o.ResponseType = OpenIdConnectResponseType.Code;
        o.ResponseMode = OpenIdConnectResponseMode.Query;        // a posted answer would need cookies with SameSite=None, which plain HTTP on the own machine cannot have
        if (!portal.IsEmbedded)
        {
            o.Scope.Add("email");       // the embedded portal says it without being asked
        }

        o.UsePkce = true;
        o.MapInboundClaims = false;
        o.DisableTelemetry = true;
        o.SaveTokens = true;
        o.CallbackPath = portal.CallbackPath;
        o.SignedOutCallbackPath = default;        // the portal sends the browser straight to the page
        o.RemoteSignOutPath = default;        // by a GET of anybody's page; the back channel is the way (BackChannelSignOutsController)
        o.AccessDeniedPath = "/sign-in/failed/cancelled";
        o.TokenValidationParameters.ValidAlgorithms = Algorithms;
        o.TokenValidationParameters.NameClaimType = TicketClaims.Name;
        o.TokenValidationParameters.LifetimeValidator = (from, until, _, rules) =>
            until is not null && (from is null || from <= clock.GetUtcNow().UtcDateTime + rules.ClockSkew) && until >= clock.GetUtcNow().UtcDateTime - rules.ClockSkew;
        o.GetClaimsFromUserInfoEndpoint = !portal.IsEmbedded;        // the embedded portal says it all in the ID token
        foreach (var claim in (string[])["email_verified", "kana", "member_id", "member_name", "preferred_username"])
        {
            o.ClaimActions.MapUniqueJsonKey(claim, claim);
        }

        foreach (var (cookie, name) in ((CookieBuilder, string)[])[(o.CorrelationCookie, "salessupport.correlation."), (o.NonceCookie, "salessupport.nonce.")])
        {
            cookie.Guard(name, configuration);
            cookie.SameSite = SameSiteMode.Lax;
        }

        o.Events = new OpenIdConnectEvents
        {
            // The addresses that the portal knows are the public ones, whatever a proxy in between made of the request.
            OnRedirectToIdentityProvider = context =>
            {
                context.ProtocolMessage.RedirectUri = new Uri(own.Public, portal.CallbackPath).ToString();
                return Task.CompletedTask;
            },
            OnRedirectToIdentityProviderForSignOut = context =>
            {
                context.ProtocolMessage.IdTokenHint = context.Properties.GetParameter<string>(IdToken);
                context.ProtocolMessage.PostLogoutRedirectUri = new Uri(own.Public, SignOutController.Page).ToString();
                return Task.CompletedTask;
            },
            OnTokenValidated = context =>
            {
                // The library lets an unsigned ID token pass when it comes from the token endpoint, on the word of TLS alone.
                if (string.IsNullOrEmpty(context.SecurityToken.RawSignature) || !Algorithms.Contains(context.SecurityToken.SignatureAlgorithm))
                {
                    context.Fail("The ID token is not signed.");
                }

                return Task.CompletedTask;
            },
            OnTicketReceived = context => context.HttpContext.RequestServices.GetRequiredService<SignIns>().CompleteAsync(context, portal),
            OnRemoteFailure = context => FailedAsync(context, portal),
        };
    }

    private static Task FailedAsync(RemoteFailureContext context, Portal portal)
    {
        var log = context.HttpContext.RequestServices.GetRequiredService<ILogger<SignIns>>();
        log.LogWarning(context.Failure, "A sign-in through {Portal} failed", portal.Name);
        // Everything else is an answer that is too old, was opened again, or was begun in another browser: trying again helps.
        var why = SignInController.IsUnreachable(context.Failure) ? SignInFailure.Unreachable : SignInFailure.Stale;
        context.Response.Redirect(SignInController.FailedPath(why));
        context.HandleResponse();
        return Task.CompletedTask;
    }
}
