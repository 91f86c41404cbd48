using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SalesSupport.Abstractions;
using SalesSupport.GroupwareSync.Accounts;
using SalesSupport.GroupwareSync.Compare;
using SalesSupport.GroupwareSync.Copies;
using SalesSupport.GroupwareSync.Data;
using SalesSupport.GroupwareSync.Pushing;
using SalesSupport.GroupwareSync.Settings;

namespace SalesSupport.GroupwareSync;

/// <summary>Reservations appear in the calendars of a groupware that speaks CalDAV (R30–R33, R92).</summary>
internal sealed class GroupwareSyncModule : IModule
{
    public string Name => "GroupwareSync";

    public Type? Database => typeof(GroupwareSyncDbContext);

    public IEnumerable<SettingsSection> Settings => [new("GroupwareTitle", "GroupwareDescription", "calendar-event", "/settings/groupware", 50)];

    public IEnumerable<ScheduledJob> Jobs => [new(typeof(CompareCopies), CompareCopies.Cron)];

    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(PlainHttp.From(configuration));
        services.AddSingleton<Secrets>();
        services.AddSingleton<Calendars>();
        services.AddSingleton<Breakers>();
        services.AddScoped<Entries>();
        services.AddScoped<Desired>();
        services.AddScoped<Departed>();
        services.AddScoped<CopyList>();
        services.AddScoped<Targets>();
        services.AddScoped<Check>();
    }
}
