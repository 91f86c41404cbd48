using Npgsql;

namespace SalesSupport.Testing;

/// <summary>
/// Where a test host keeps its data: in its folder, or, when SALESSUPPORT_TEST_SERVER names a PostgreSQL server (see <c>tests/with-postgresql</c>), in a database of that server which is as
/// much the folder's own. Each is copied from one that was migrated before, which takes a tenth of the time.
/// </summary>
public static class TestDatabase
{
    private static readonly SemaphoreSlim One = new(1);
    private static readonly string? Server = Environment.GetEnvironmentVariable("SALESSUPPORT_TEST_SERVER") is { Length: > 0 } server ? server : null;
    private static readonly string Template = $"template_{Environment.ProcessId}";
    private static bool isMade;

    /// <summary>Whether the hosts of this run work on a server.</summary>
    public static bool IsServer => Server is not null;

    /// <summary>Settings by which a host finds the database of its folder; none for SQLite.</summary>
    public static IReadOnlyDictionary<string, string> Settings(string folder, string? role = null)
    {
        if (Server is null)
        {
            return new Dictionary<string, string>();
        }

        var settings = SettingsOf(NameOf(folder));
        if (role is not null)
        {
            settings["Database:OwnerConnectionString"] = settings["Database:ConnectionString"];
            settings["Database:ConnectionString"] += $";Username={role}";
        }

        return settings;
    }

    /// <summary>Runs one statement in the database of a folder.</summary>
    public static Task RunAsync(string folder, string sql) => RunInAsync(NameOf(folder), sql);

    /// <summary>Makes the database of a new folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="migrate">Migrates a database that is empty.</param>
    public static async Task MakeAsync(string folder, Func<IReadOnlyDictionary<string, string>, Task> migrate)
    {
        ArgumentNullException.ThrowIfNull(migrate);
        if (Server is null)
        {
            return;
        }

        await One.WaitAsync();
        try
        {
            if (!isMade)
            {
                await migrate(SettingsOf(Template));
                NpgsqlConnection.ClearAllPools();
                isMade = true;
            }

            await RunInAsync("postgres", $"CREATE DATABASE \"{NameOf(folder)}\" TEMPLATE \"{Template}\" STRATEGY FILE_COPY");
        }
        finally
        {
            One.Release();
        }
    }

    public static Task DropAsync(string folder) => Server is null ? Task.CompletedTask : RunInAsync("postgres", $"DROP DATABASE IF EXISTS \"{NameOf(folder)}\" WITH (FORCE)");

    private static Dictionary<string, string> SettingsOf(string name) => new() { ["Database:Provider"] = "PostgreSql", ["Database:ConnectionString"] = $"{Server};Database={name}" };

    private static string NameOf(string folder) => Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));

    private static async Task RunInAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection($"{Server};Database={database};Pooling=false");
        await connection.OpenAsync();
#pragma warning disable CA2100 // The test's own text.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
