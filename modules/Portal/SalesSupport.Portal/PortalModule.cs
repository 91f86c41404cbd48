using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SalesSupport.Abstractions;
using SalesSupport.Portal.Accounts;
using SalesSupport.Portal.Applications;
using SalesSupport.Portal.Connect;
using SalesSupport.Portal.Data;
using SalesSupport.Portal.Passwords;
using SalesSupport.Portal.Users;

namespace SalesSupport.Portal;

/// <summary>The embedded membership portal and OpenID provider. Optional: a real portal named in configuration replaces it.</summary>
internal sealed class PortalModule : IModule
{
    public string Name => "Portal";

    public bool Optional => true;

    public Type Database => typeof(PortalDbContext);

    public IEnumerable<MenuItem> Menu => [new("MenuMembers", "building", "/operator/members", 10, MenuPlace.Operator, Policies.Operator)];

    public IEnumerable<ScheduledJob> Jobs => [new(typeof(PruneTokens), "0 20 4 * * ?")];

    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddPortalCookie(configuration);
        services.AddOpenIdProvider();
        services.AddSingleton<LiveSessions>();
        services.AddSingleton<PasswordRules>();
        services.AddSingleton(OpeningHour.From(configuration));
        services.AddScoped<SignOn>();
        services.AddScoped<ServiceAdministrators>();
        services.Configure<MvcOptions>(o => o.Filters.Add<ChosenPasswordFirst>());
    }
}
