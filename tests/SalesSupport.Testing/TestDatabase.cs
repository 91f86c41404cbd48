using Microsoft.Data.Sqlite;
using Npgsql;
using SalesSupport.Host;

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
    private static readonly Lazy<Task<string>> EmbeddedTemplate = new(MakeEmbeddedAsync);
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

    /// <summary>Makes the database of a new folder, with all tables and no rows.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="embedded">On SQLite, whatever the run is for.</param>
    public static async Task MakeAsync(string folder, bool embedded)
    {
        if (embedded || Server is null)
        {
            File.Copy(await EmbeddedTemplate.Value, Path.Combine(folder, "salessupport.db"));
            return;
        }

        await One.WaitAsync();
        try
        {
            if (!isMade)
            {
                var made = Directory.CreateTempSubdirectory("salessupport-template-").FullName;
                await MigrateAsync(made, SettingsOf(Template));
                await Folders.RemoveAsync(made);
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

    private static async Task<string> MakeEmbeddedAsync()
    {
        var folder = Directory.CreateTempSubdirectory("salessupport-template-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        await MigrateAsync(folder, new Dictionary<string, string>());
        var file = Path.Combine(folder, "salessupport.db");
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=false");
        await connection.OpenAsync();
        await using var checkpoint = connection.CreateCommand();
        checkpoint.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";      // all of it in the one file that is copied
        await checkpoint.ExecuteNonQueryAsync();
        return file;
    }

    private static async Task MigrateAsync(string folder, IReadOnlyDictionary<string, string> database)
    {
        var arguments = new Arguments(folder, Empty: true, 0, [], ["--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=Warning", .. database.Select(s => $"--{s.Key}={s.Value}")]);
        await using var built = SalesSupportHost.Build(arguments);
        await SalesSupportHost.PrepareAsync(built, arguments);
    }

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
