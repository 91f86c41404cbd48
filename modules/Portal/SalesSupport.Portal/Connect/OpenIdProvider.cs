using System.Net;
using Microsoft.AspNetCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using OpenIddict.Server.AspNetCore;
using SalesSupport.Abstractions;
using SalesSupport.Portal.Accounts;
using SalesSupport.Portal.Data;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace SalesSupport.Portal.Connect;

/// <summary>The OpenID provider: code flow with PKCE S256 and nothing else, for SalesSupport alone.</summary>
internal static class OpenIdProvider
{
    public const string Scheme = OpenIddictServerAspNetCoreDefaults.AuthenticationScheme;
    public const string AccessTokenPolicy = "PortalAccessToken";
    public const string Kana = "kana";

    public static void AddOpenIdProvider(this IServiceCollection services)
    {
        services.AddSingleton<SigningKeys>();
        services.AddSingleton<ClientRow>();
        services.AddAuthorizationBuilder().AddPolicy(AccessTokenPolicy, p => p.AddAuthenticationSchemes(Scheme).RequireAuthenticatedUser());
        services.AddOpenIddict()
            .AddCore(core => core.UseEntityFrameworkCore().UseDbContext<PortalDbContext>().DisableBulkOperations())        // bulk statements would pass by the unit of work
            .AddServer(server =>
            {
                server.SetAuthorizationEndpointUris("connect/authorize").SetTokenEndpointUris("connect/token").SetUserInfoEndpointUris("connect/userinfo").SetEndSessionEndpointUris("connect/end-session");
                server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange();
                server.RegisterScopes(OpenIddictConstants.Scopes.Profile);
                server.RegisterClaims(OpenIddictConstants.Claims.Name, OpenIddictConstants.Claims.PreferredUsername, OpenIddictConstants.Claims.Email, Kana, PortalTicket.MemberIdClaim, PortalTicket.MemberNameClaim);
                server.SetAuthorizationCodeLifetime(TimeSpan.FromMinutes(2)).SetAccessTokenLifetime(TimeSpan.FromMinutes(5)).SetIdentityTokenLifetime(TimeSpan.FromMinutes(5));
                server.Configure(o =>
                {
                    // Others need a page with inline script, or put the code where it leaks.
                    o.ResponseModes.RemoveWhere(m => m != OpenIddictConstants.ResponseModes.Query);
                    o.CodeChallengeMethods.RemoveWhere(m => m != OpenIddictConstants.CodeChallengeMethods.Sha256);
                });
                server.AddEventHandler<ProcessRequestContext>(h => h.UseInlineHandler(DemandHttps).SetOrder(OpenIddictServerHandlers.InferEndpointType.Descriptor.Order + 250));
                server.AddEventHandler<ExtractAuthorizationRequestContext>(h => h.UseScopedHandler<ClientFirst>().SetOrder(int.MinValue));
                server.AddEventHandler<ExtractEndSessionRequestContext>(h => h.UseScopedHandler<ClientFirst>().SetOrder(int.MinValue));
                server.UseAspNetCore()
                    .DisableTransportSecurityRequirement()        // replaced by DemandHttps
                    .EnableStatusCodePagesIntegration()
                    .EnableAuthorizationEndpointPassthrough().EnableTokenEndpointPassthrough().EnableUserInfoEndpointPassthrough().EnableEndSessionEndpointPassthrough();
            });
        // After the builder, whose addresses it completes.
        services.AddSingleton<IConfigureOptions<OpenIddictServerOptions>, OwnAddressAndKeys>();
    }

    // Plain HTTP only within the machine: the first run on 127.0.0.1, and the host's calls to itself behind a proxy.
    private static ValueTask DemandHttps(ProcessRequestContext context)
    {
        if (context.EndpointType != OpenIddictServerEndpointType.Unknown
            && context.Transaction.GetHttpRequest() is { IsHttps: false, HttpContext.Connection.RemoteIpAddress: var address }
            && (address is null || !IPAddress.IsLoopback(address)))
        {
            context.Reject(OpenIddictConstants.Errors.InvalidRequest, "HTTPS is required.");
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Known only once the server listens. The issuer and all addresses in the discovery document come from configuration, never from a Host header.</summary>
    private sealed class OwnAddressAndKeys(IOwnAddress address, SigningKeys keys) : IConfigureOptions<OpenIddictServerOptions>
    {
        public void Configure(OpenIddictServerOptions options)
        {
            options.Issuer = address.Public;
            options.SigningCredentials.Add(keys.Signing());
            options.EncryptionCredentials.Add(keys.Encryption());
            // First the public address, which discovery tells; after it the relative one, by which the host's own calls are known.
            foreach (var uris in new[] { options.AuthorizationEndpointUris, options.TokenEndpointUris, options.UserInfoEndpointUris, options.EndSessionEndpointUris, options.JsonWebKeySetEndpointUris })
            {
                uris.Insert(0, new Uri(address.Public, uris[0].OriginalString));
            }
        }
    }

    /// <summary>Sees to it that the client is registered before a request of it is looked at.</summary>
    private sealed class ClientFirst(ClientRow client, IOpenIddictApplicationManager applications, IUnitOfWork unitOfWork) : IOpenIddictServerHandler<ExtractAuthorizationRequestContext>, IOpenIddictServerHandler<ExtractEndSessionRequestContext>
    {
        public ValueTask HandleAsync(ExtractAuthorizationRequestContext context) => new(client.EnsureAsync(applications, unitOfWork, context.CancellationToken));

        public ValueTask HandleAsync(ExtractEndSessionRequestContext context) => new(client.EnsureAsync(applications, unitOfWork, context.CancellationToken));
    }
}

/// <summary>The registration of SalesSupport as the provider's one client, brought up to date once in each process, since its address may have changed.</summary>
internal sealed class ClientRow(IOwnAddress address) : IDisposable
{
    public const string ClientId = "salessupport";
    private readonly SemaphoreSlim one = new(1);
    private volatile bool done;

    public async Task EnsureAsync(IOpenIddictApplicationManager applications, IUnitOfWork unitOfWork, CancellationToken cancel)
    {
        if (done)
        {
            return;
        }

        await one.WaitAsync(cancel);
        try
        {
            if (!done)
            {
                // In one transaction, which waits for another host that is at it too.
                await unitOfWork.RunAsync(
                    async c =>
                    {
                        if (await applications.FindByClientIdAsync(ClientId, c) is { } row)
                        {
                            await applications.UpdateAsync(row, Describe(), c);
                        }
                        else
                        {
                            await applications.CreateAsync(Describe(), c);
                        }
                    },
                    cancel);
                done = true;
            }
        }
        finally
        {
            one.Release();
        }
    }

    public void Dispose() => one.Dispose();

    // Public: code and PKCE are bound to the browser that began, and a secret shared within one process would protect nothing.
    private OpenIddictApplicationDescriptor Describe() => new()
    {
        ClientId = ClientId,
        ClientType = OpenIddictConstants.ClientTypes.Public,
        ConsentType = OpenIddictConstants.ConsentTypes.Implicit,
        DisplayName = "SalesSupport",
        RedirectUris = { new Uri(address.Public, "signin-oidc") },
        PostLogoutRedirectUris = { new Uri(address.Public, "signed-out") },
        Permissions =
        {
            OpenIddictConstants.Permissions.Endpoints.Authorization,
            OpenIddictConstants.Permissions.Endpoints.Token,
            OpenIddictConstants.Permissions.Endpoints.EndSession,
            OpenIddictConstants.Permissions.GrantTypes.AuthorizationCode,
            OpenIddictConstants.Permissions.ResponseTypes.Code,
            OpenIddictConstants.Permissions.Scopes.Profile,
        },
        Requirements = { OpenIddictConstants.Requirements.Features.ProofKeyForCodeExchange },
    };
}
