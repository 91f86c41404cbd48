using Quartz;
using SalesSupport.Abstractions;

namespace SalesSupport.Infrastructure;

/// <summary>A job that a loaded module names.</summary>
internal sealed record ModuleJob(LoadedModule Module, ScheduledJob Job)
{
    public string Name => $"{Module.Name}.{Job.Job.Name}";

    public JobKey Key => new(Job.Job.Name, Module.Name);

    public CronExpression Cron => new(Job.Cron, JapanTime.Zone);
}
