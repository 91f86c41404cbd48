using System.Data.Common;
using Microsoft.Extensions.Configuration;
using Quartz;

namespace SalesSupport.Infrastructure;

/// <summary>Where Quartz keeps what it is to run: in memory, or on a server in the database, by which all hosts on it share the work.</summary>
internal static class JobStore
{
    /// <summary>
    /// In small letters, as PostgreSQL reads Quartz's own statements. A later Quartz that wants other tables gets another prefix: what they hold is known from the modules and told anew.
    /// </summary>
    public const string TablePrefix = "house_quartz_";

    public static void AddJobs(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddQuartz(quartz =>
        {
            // A job that is broken off is run again by another host or after the start; a stop need not wait for its end.
            quartz.ConfigureScheduler(s => (s.InstanceName, s.ShutdownJobInterruption) = ("SalesSupport", ShutdownJobInterruption.Always));
            if (DatabaseProvider.IsEmbedded(configuration))
            {
                return;
            }

            quartz.UsePersistentStore(store =>
            {
                store.ConfigureStore(s => (s.TablePrefix, s.StoreJobDataAsStrings) = (TablePrefix, true));
                store.UseClustering();
                void Connect(DataSourceOptions o) => o.DataSourceFactory = s => s.GetRequiredService<DbDataSource>();
                _ = DatabaseProvider.Of(configuration) == DatabaseProvider.PostgreSql ? store.UsePostgres(Connect) : store.UseSqlServer(Connect);
            });
        });
        services.AddSingleton<Schedule>();
        services.AddHostedService(s => s.GetRequiredService<Schedule>());
        // Not some time after the start: a stop that comes before it would fail.
        services.AddQuartzHostedService(o => (o.WaitForJobsToComplete, o.AwaitApplicationStarted) = (true, false));
    }

    /// <summary>Quartz's own statements that make its tables.</summary>
    /// <param name="database">As Quartz calls it in the name of its script.</param>
    public static IEnumerable<string> Tables(string database)
    {
        using var script = new StreamReader(typeof(IJob).Assembly.GetManifestResourceStream($"Quartz.Impl.AdoJobStore.Schema.create_{database}.sql") ?? throw new InvalidOperationException("This Quartz brings no script for its tables."));
        return script.ReadToEnd().ReplaceLineEndings("\n").Split("\n--;;\n").Skip(1).Select(sql => sql.Replace("{0}", TablePrefix, StringComparison.Ordinal).Replace("{1}", TablePrefix, StringComparison.Ordinal));
    }
}
