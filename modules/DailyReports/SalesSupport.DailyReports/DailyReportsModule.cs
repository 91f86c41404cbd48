using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Approvals;
using SalesSupport.DailyReports.Data;
using SalesSupport.DailyReports.Imports;
using SalesSupport.DailyReports.Reading;
using SalesSupport.DailyReports.ReportForms;

namespace SalesSupport.DailyReports;

/// <summary>日報: written by the author, read, commented on, returned and approved by others (R20, R27).</summary>
internal sealed class DailyReportsModule : IModule
{
    public string Name => "DailyReports";

    public Type Database => typeof(DailyReportsDbContext);

    public IEnumerable<MenuItem> Menu =>
    [
        new("MenuReports", "report", "/reports", 20, Key: 'r'),
        new("MenuInbox", "inbox", "/inbox", 30, Key: 'i', OnPhone: true),
        new("WriteReport", "pencil", "/reports/today", 20, MenuPlace.Create),
    ];

    public IEnumerable<SettingsSection> Settings => [new("ApprovalTitle", "ApprovalDescription", "rubber-stamp", "/settings/approval", 40), new("ImportTitle", "ImportDescription", "file-import", "/reports/imports", 60)];

    public IEnumerable<ScheduledJob> Jobs => [new(typeof(FinishImports), "5 */10 * * * ?")];

    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<ReportQueries>();
        services.AddSingleton<FormQueries>();
        services.AddScoped<ReportLists>();
        services.AddScoped<ReportPages>();
        services.AddScoped<Decisions>();
        services.AddScoped<WaitingReports>();
        services.AddScoped<MissingDays>();
        services.AddScoped<KnownIds>();
        services.AddScoped<FormReading>();
        services.AddScoped<FormPages>();
        services.AddScoped<FormKeeping>();
        services.AddScoped<DayEntries>();
        services.AddScoped<ImportFiles>();
        services.AddScoped<ImportSteps>();
    }
}
