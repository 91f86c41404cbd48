using System.Globalization;
using Microsoft.Data.Sqlite;

namespace SalesSupport.House.Tests.Moving;

/// <summary>A folder with the two sample members and all that might suffer on the way: a suspended user, sessions, audit rows, rare characters, instants finer than a microsecond.</summary>
public sealed class MoveSource : IAsyncLifetime
{
    public const string Rare = "é 😀 𠮷 髙 〜～ \u0001\u001b\u007f \t\n ''\"";

    /// <summary>Never served; tests copy it.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("salessupport-source-").FullName;

    /// <summary>What the browser of somebody who is signed on sends.</summary>
    public string SignedOn { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        var host = await TestHost.StartAsync(sample: true, reports: 300, embedded: true, folder: Folder);
        using (var sato = await host.SignOnAsync("demo", "sato"))
        using (var morita = await host.SignOnAsync("demo", "morita"))
        {
            SignedOn = sato.CookieHeader;
            var users = await morita.GetAsync("/portal/users");
            var page = await morita.GetAsync(users.Document.QuerySelectorAll("a[href^='/portal/users/']").First(a => a.TextContent.Trim() == "takahashi").GetAttribute("href")!);
            page = await morita.SubmitAsync(page, page.Form($"{page.Address.AbsolutePath}/suspension"));
            Assert.Contains("利用停止中", page.Text, StringComparison.Ordinal);
        }

        await host.StopAsync();
        // As a version wrote it that kept more of an instant.
        Execute(Folder, "UPDATE DailyReports_Reports SET SubmittedAt = '2026-11-20 01:02:03.1234567' WHERE Id = (SELECT Id FROM DailyReports_Reports WHERE SubmittedAt IS NOT NULL LIMIT 1)");
        Execute(Folder, "UPDATE Customers_Companies SET Note = $p WHERE Id IN (SELECT Id FROM Customers_Companies ORDER BY SortKey LIMIT 3)", Rare);
        Assert.NotEqual("0", Execute(Folder, "SELECT count(*) FROM House_Audit WHERE TenantId <> '00000000-0000-0000-0000-000000000000'")[0]);
        Assert.NotEqual("0", Execute(Folder, "SELECT count(*) FROM House_Audit WHERE TenantId = '00000000-0000-0000-0000-000000000000'")[0]);
        Assert.NotEqual("0", Execute(Folder, "SELECT count(*) FROM IdentityBridge_Users WHERE SuperiorId IS NOT NULL")[0]);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    public string Copy()
    {
        var copy = Directory.CreateTempSubdirectory("salessupport-moved-").FullName;
        Directory.CreateDirectory(Path.Combine(copy, "keys"));
        foreach (var file in Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories))
        {
            File.Copy(file, Path.Combine(copy, Path.GetRelativePath(Folder, file)));
        }

        return copy;
    }

    /// <summary>Compares two folders by SQLite alone, value by value, not by what the product says of itself.</summary>
    public static void AssertSame(string one, string other)
    {
        var tables = Tables(one);
        Assert.Equal(tables, Tables(other));
        var copy = Directory.CreateTempSubdirectory("salessupport-compare-").FullName;
        File.Copy(Path.Combine(one, "salessupport.db"), Path.Combine(copy, "salessupport.db"));
        foreach (var table in tables)
        {
            foreach (var column in Execute(copy, $"SELECT name FROM pragma_table_info('{table}') WHERE type = 'TEXT'"))
            {
                Execute(copy, $"UPDATE \"{table}\" SET \"{column}\" = rtrim(rtrim(substr(\"{column}\", 1, 26), '0'), '.') WHERE \"{column}\" GLOB '????-??-?? ??:??:??.???????'");
            }

            var columns = string.Join(", ", Execute(copy, $"SELECT '\"' || name || '\"' FROM pragma_table_info('{table}') ORDER BY name"));
            var here = $"SELECT {columns} FROM main.\"{table}\"";
            var there = $"SELECT {columns} FROM other.\"{table}\"";
            var differ = Execute(copy, $"ATTACH '{Path.Combine(other, "salessupport.db")}' AS other; SELECT (SELECT count(*) FROM ({here} EXCEPT {there})) || ' ' || (SELECT count(*) FROM ({there} EXCEPT {here})) || ' ' || ((SELECT count(*) FROM main.\"{table}\") - (SELECT count(*) FROM other.\"{table}\"))");
            Assert.Equal($"{table} 0 0 0", $"{table} {differ[0]}");
        }

        Directory.Delete(copy, recursive: true);
    }

    public static List<string> Execute(string folder, string sql, string? value = null)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "salessupport.db")};Pooling=False;Foreign Keys=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The tests' own statements.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.Parameters.AddWithValue("$p", value ?? "");
        using var reader = command.ExecuteReader();
        var found = new List<string>();
        while (reader.Read())
        {
            found.Add(Convert.ToString(reader.GetValue(0), CultureInfo.InvariantCulture)!);
        }

        return found;
    }

    private static List<string> Tables(string folder) =>
        Execute(folder, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%\\_Migrations' ESCAPE '\\' AND name <> '__EFMigrationsLock' AND name NOT LIKE 'sqlite%' ORDER BY name");
}
