using Microsoft.Extensions.Configuration;

namespace SalesSupport.Infrastructure;

/// <summary>Chooses the database: <c>Database:Provider</c> is <c>Sqlite</c> (when nothing is said), <c>PostgreSql</c> or <c>SqlServer</c>.</summary>
internal static class Engines
{
    public static bool IsEmbedded(IConfiguration configuration) => Provider(configuration) == "Sqlite";

    public static void AddEngine(this IServiceCollection services, IConfiguration configuration)
    {
        if (IsEmbedded(configuration))
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
        Func<ServerDialect> make = Provider(configuration) switch
        {
            "PostgreSql" => () => new PostgreSql(connection, owner),
            "SqlServer" => () => new SqlServer(connection, owner),
            _ => throw new InvalidOperationException($"Database:Provider is {Provider(configuration)}; known are Sqlite, PostgreSql and SqlServer."),
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
        services.AddSingleton<ServerEngine>();
        services.AddSingleton<IEngine>(s => s.GetRequiredService<ServerEngine>());
        services.AddSingleton<IDatabaseStart, ServerStart>();
    }

    private static string Provider(IConfiguration configuration) => configuration["Database:Provider"] ?? "Sqlite";
}
