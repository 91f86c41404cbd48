using Microsoft.Extensions.Configuration;
using SalesSupport.Infrastructure;

namespace SalesSupport.Engines;

/// <summary>Puts the database that the settings name below the house.</summary>
internal static class EngineChoice
{
    public static void AddEngine(this IServiceCollection services, IConfiguration configuration)
    {
        if (DatabaseProvider.IsEmbedded(configuration))
        {
            services.AddSingleton<SqliteConnections>();
            services.AddSingleton<WriterGate>();
            services.AddSingleton<WriteAheadLog>();
            services.AddSingleton(s => new GroupCommit(s.GetRequiredService<WriteAheadLog>().Sync));
            services.AddSingleton<IEngine, SqliteEngine>();
            services.AddSingleton<IDatabaseStart, SqliteStart>();
            return;
        }

        var connection = configuration["Database:ConnectionString"] is { Length: > 0 } given ? given : throw new InvalidOperationException("Database:ConnectionString is missing: where the database server is.");
        // May own the tables, so that the host's own role can change rows only.
        var owner = configuration["Database:OwnerConnectionString"] is { Length: > 0 } named ? named : null;
        var provider = DatabaseProvider.Of(configuration);
        Func<ServerDialect> make = provider switch
        {
            DatabaseProvider.PostgreSql => () => new PostgreSql(connection, owner),
            DatabaseProvider.SqlServer => () => new SqlServer(connection, owner),
            _ => throw new InvalidOperationException($"Database:Provider is {provider}; known are Sqlite, PostgreSql and SqlServer."),
        };
        services.AddSingleton(_ =>
        {
            try
            {
                return make();
            }
            catch (ArgumentException e)
            {
                throw new CannotStart($"Database:ConnectionString cannot be read: {e.Message}");
            }
        });
        services.AddSingleton(s => s.GetRequiredService<ServerDialect>().Source);
        services.AddSingleton<ServerEngine>();
        services.AddSingleton<IEngine>(s => s.GetRequiredService<ServerEngine>());
        services.AddSingleton<IDatabaseStart, ServerStart>();
    }
}
