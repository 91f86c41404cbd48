using Microsoft.Data.Sqlite;

namespace SalesSupport.Durability;

/// <summary>What the database file itself holds, read past the product.</summary>
internal static class StoredReports
{
    /// <summary>Every text of ours begins with it, so that they are found without knowing any id.</summary>
    public const string Mark = "耐久試験 ";

    public static IReadOnlyDictionary<string, string> Read(string folder)
    {
        using var connection = Open(folder, SqliteOpenMode.ReadOnly);
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT Note FROM DailyReports_Reports WHERE Note LIKE $mark";
        command.Parameters.AddWithValue("$mark", Mark + "%");
        using var reader = command.ExecuteReader();
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        while (reader.Read())
        {
            var text = reader.GetString(0);
            var key = text[Mark.Length..text.LastIndexOf(" #", StringComparison.Ordinal)];
            if (!found.TryAdd(key, text))
            {
                found[key] = $"{found[key]} and also {text}";
            }
        }

        return found;
    }

    /// <returns><c>ok</c>, or what is wrong with the file.</returns>
    public static string Integrity(string folder)
    {
        using var connection = Open(folder, SqliteOpenMode.ReadOnly);
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check";
        return (string)command.ExecuteScalar()!;
    }

    /// <summary>How many reports there are, of whoever's.</summary>
    public static long Count(string folder)
    {
        using var connection = Open(folder, SqliteOpenMode.ReadOnly);
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM DailyReports_Reports";
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>How many of the customers' migrations are done.</summary>
    public static long Migrations(string folder)
    {
        using var connection = Open(folder, SqliteOpenMode.ReadOnly);
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM sqlite_master WHERE name = 'Customers_Migrations'";
        if (command.ExecuteScalar() is 0L)
        {
            return 0;
        }

        command.CommandText = "SELECT COUNT(*) FROM Customers_Migrations";
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>Takes the customers' tables away, so that the next start has that module still to migrate, and leaves the row by which EF says that somebody is at it.</summary>
    public static void MakeOlder(string folder)
    {
        using var connection = Open(folder, SqliteOpenMode.ReadWrite);
        var drops = new List<string>();
        using (var tables = connection.CreateCommand())
        {
            tables.CommandText = "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'Customers\\_%' ESCAPE '\\' AND sql NOT LIKE '%VIRTUAL%'";
            using var reader = tables.ExecuteReader();
            while (reader.Read())
            {
                drops.Add($"DROP TABLE \"{reader.GetString(0)}\"");
            }
        }

        foreach (var sql in (IEnumerable<string>)["PRAGMA foreign_keys=OFF", .. drops, "CREATE TABLE IF NOT EXISTS __EFMigrationsLock (Id INTEGER NOT NULL PRIMARY KEY, Timestamp TEXT NOT NULL)", "INSERT OR REPLACE INTO __EFMigrationsLock VALUES (1, '2026-01-01')"])
        {
            using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Names come from the database's own catalogue.
            command.CommandText = sql;
#pragma warning restore CA2100
            command.ExecuteNonQuery();
        }
    }

    /// <summary>The control: puts a report's text back to an older one, as a database that forgot a commit would have it.</summary>
    public static void Forget(string folder, string key)
    {
        using var connection = Open(folder, SqliteOpenMode.ReadWrite);
        using var command = connection.CreateCommand();
        command.CommandText = "UPDATE DailyReports_Reports SET Note = $old WHERE Note LIKE $new";
        command.Parameters.AddWithValue("$old", $"{Mark}{key} #0");
        command.Parameters.AddWithValue("$new", $"{Mark}{key} #%");
        if (command.ExecuteNonQuery() != 1)
        {
            throw new InvalidOperationException($"The control found no report {key} to spoil.");
        }
    }

    private static SqliteConnection Open(string folder, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, "salessupport.db"), Mode = mode, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }
}
