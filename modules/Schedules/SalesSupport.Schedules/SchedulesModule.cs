using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SalesSupport.Abstractions;
using SalesSupport.Schedules.Changes;
using SalesSupport.Schedules.Data;
using SalesSupport.Schedules.Entries;
using SalesSupport.Schedules.Feeds;
using SalesSupport.Schedules.Forms;
using SalesSupport.Schedules.ForOthers;
using SalesSupport.Schedules.FreeTimes;
using SalesSupport.Schedules.Reminders;

namespace SalesSupport.Schedules;

/// <summary>予定: plans and reservations of everybody (R22).</summary>
internal sealed class SchedulesModule : IModule
{
    public string Name => "Schedules";

    public Type Database => typeof(SchedulesDbContext);

    public IEnumerable<MenuItem> Menu =>
    [
        new("MenuSchedule", "calendar-event", "/schedule", 50, Key: 's', OnPhone: true),
        new("NewEntry", "calendar-plus", "/schedule/new", 30, MenuPlace.Create),
    ];

    public IEnumerable<ScheduledJob> Jobs => [new(typeof(SendReminders), SendReminders.Cron)];

    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped<EntryReading>();
        services.AddScoped<EntrySight>();
        services.AddScoped<ScheduleChanges>();
        services.AddScoped<Clashes>();
        services.AddScoped<EntryCustomers>();
        services.AddScoped<FormReading>();
        services.AddScoped<FormPages>();
        services.AddScoped<CustomerEntries>();
        services.AddSingleton<FeedSecrets>();
        services.AddSingleton<FeedRate>();
        services.AddScoped<FeedText>();
    }
}
