using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace SalesSupport.Benchmarks;

/// <summary>Data folders with so many reports, made by the host's own sample generator. Deleted at the end, unless <paramref name="kept"/> names where they are to stay and be found again.</summary>
internal sealed class SampleFolders(string hostDll, string? kept) : IDisposable
{
    private readonly string root = kept is null ? Directory.CreateTempSubdirectory("salessupport-benchmarks-").FullName : Directory.CreateDirectory(kept).FullName;
    private readonly List<string> copies = [];
    private readonly Dictionary<int, string> made = [];

    /// <summary>A folder with so many reports in the member <c>demo</c>. The same one each time.</summary>
    public async Task<string> OfAsync(int reports)
    {
        if (made.TryGetValue(reports, out var folder))
        {
            return folder;
        }

        folder = Path.Combine(root, reports.ToString(CultureInfo.InvariantCulture));
        var database = Path.Combine(folder, "salessupport.db");
        if (File.Exists(database))
        {
            Console.WriteLine($"found {reports:N0} reports, {new FileInfo(database).Length / 1048576:N0} MB");
            return made[reports] = folder;
        }

        // Made aside, so that one that was cut off is never found as a whole one.
        var since = Stopwatch.StartNew();
        var begun = Empty($"{reports.ToString(CultureInfo.InvariantCulture)}-begun");
        await using (var host = HostProcess.StartEmbedded(hostDll, begun, HostProcess.FreePort(), "--sample-size", reports.ToString(CultureInfo.InvariantCulture)))
        {
            await host.WaitUntilAnswersAsync(TimeSpan.FromMinutes(60));
            await host.StopAsync();
        }

        Directory.Move(begun, folder);
        Console.WriteLine($"made {reports:N0} reports in {since.Elapsed.TotalSeconds:0} s, {new FileInfo(database).Length / 1048576:N0} MB");
        return made[reports] = folder;
    }

    /// <summary>A copy of a folder whose server has stopped.</summary>
    public string Copy(string folder, string name)
    {
        var copy = Empty(name);
        copies.Add(copy);
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(copy, Path.GetRelativePath(folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }

        return copy;
    }

    // In a folder that is kept, a run that was killed may have left its own.
    private string Empty(string name)
    {
        var folder = Path.Combine(root, name);
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        return Directory.CreateDirectory(folder).FullName;
    }

    /// <summary>One question to a folder's database, past any server.</summary>
    public static IReadOnlyList<T> Ask<T>(string folder, string sql, params IEnumerable<(string Name, object Value)> parameters)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, "salessupport.db"), Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The callers' statements are constants.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        using var reader = command.ExecuteReader();
        var found = new List<T>();
        while (reader.Read())
        {
            found.Add(reader.GetFieldValue<T>(0));
        }

        return found;
    }

    public void Dispose()
    {
        foreach (var folder in kept is null ? [root] : copies)
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
