using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SalesSupport.Abstractions;

namespace SalesSupport.IdentityBridge;

/// <summary>From a portal's account to a user of SalesSupport: signing in, sessions, user master, departments, the company calendar.</summary>
internal sealed class IdentityBridgeModule : IModule
{
    public string Name => "IdentityBridge";

    public bool Optional => false;

    public Type? Database => typeof(IdentityBridgeDbContext);

    public IEnumerable<SettingsSection> Settings =>
    [
        new("UsersTitle", "UsersDescription", "users", "/settings/users", 10),
        new("DepartmentsTitle", "DepartmentsDescription", "sitemap", "/settings/departments", 20),
        new("CalendarTitle", "CalendarDescription", "calendar-event", "/settings/calendar", 30),
    ];

    public IEnumerable<ScheduledJob> Jobs => [new(typeof(EndOldSessions), "0 20 3 * * ?")];

    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddPortalSignIn(configuration);
        services.AddSingleton<PeopleBooks>();
        services.AddSingleton<Tickets>();
        services.AddSingleton<SignIns>();
        services.AddScoped<PortalUsers>();
        services.AddScoped<IPeople, People>();
        services.AddScoped<IBusinessCalendar, BusinessCalendar>();
    }
}
