using System.Data.Common;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.Repositories;
using SalesSupport.Abstractions;

namespace SalesSupport.Infrastructure;

/// <summary>A key that all hosts share.</summary>
[NotAudited("no person makes it")]
internal sealed class HouseKey
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required string Name { get; init; }

    public required string Value { get; init; }
}

/// <summary>
/// The table of keys, those of data protection among them. Asked past EF Core and the unit of work: the framework wants its keys without waiting, at any moment, and a save in which one is first
/// needed must not wait for its own turn.
/// </summary>
internal sealed class KeyTable(IEngine engine) : IXmlRepository
{
    public const string AskAll = "SELECT \"Value\" FROM \"House_Keys\" WHERE \"Name\" LIKE @name";
    public const string AskWhole = "SELECT \"Name\", \"Value\" FROM \"House_Keys\"";
    public const string Ask = "SELECT \"Value\" FROM \"House_Keys\" WHERE \"Name\" = @name";
    public const string Insert = "INSERT INTO \"House_Keys\" (\"Id\", \"Name\", \"Value\") VALUES (@id, @name, @value)";
    public const string Update = "UPDATE \"House_Keys\" SET \"Value\" = @value WHERE \"Name\" = @name AND \"Value\" = @old";
    private const string Ring = "data-protection/";

    public IReadOnlyCollection<XElement> GetAllElements() => Run(AskAll, ReadAll, ("name", Ring + "%"));

    public void StoreElement(XElement element, string friendlyName) => Add(Ring + friendlyName, element.ToString(SaveOptions.DisableFormatting));

    /// <summary>
    /// Within the turn of a start, so that hosts that start at once for the first time end with one ring. What the folder has is taken over: it may have been the only host, or have come from SQLite, and
    /// what the database holds is protected with those keys.
    /// </summary>
    public void MakeReady(DataFolder folder, IDataProtectionProvider protection)
    {
        Take(InFolder(folder));
        protection.CreateProtector("start").Protect([]);
    }

    /// <summary>All keys, by their names.</summary>
    public IReadOnlyList<(string Name, string Value)> All() => Run(AskWhole, ReadWhole);

    public void Take(IEnumerable<(string Name, string Value)> keys)
    {
        foreach (var (name, value) in keys)
        {
            Add(name, value);
        }
    }

    /// <summary>The keys of a folder as the table would have them.</summary>
    public static IEnumerable<(string Name, string Value)> InFolder(DataFolder folder) =>
        from file in Directory.Exists(folder.Keys) ? Directory.GetFiles(folder.Keys) : []
        let name = Path.GetFileNameWithoutExtension(file)
        let isKey = Path.GetExtension(file) == ".key"
        where isKey || Path.GetExtension(file) == ".xml"
        select isKey ? (name, Convert.ToBase64String(File.ReadAllBytes(file))) : (Ring + name, XElement.Load(file).ToString(SaveOptions.DisableFormatting));

    /// <summary>The reverse.</summary>
    public static void WriteTo(DataFolder folder, IEnumerable<(string Name, string Value)> keys)
    {
        Directory.CreateDirectory(folder.Keys);
        foreach (var (name, value) in keys)
        {
            if (name.StartsWith(Ring, StringComparison.Ordinal))
            {
                File.WriteAllText(Path.Combine(folder.Keys, $"{name[Ring.Length..]}.xml"), value);
            }
            else
            {
                File.WriteAllBytes(OneHost.PathOf(folder, name), Convert.FromBase64String(value));
            }
        }
    }

    public string? Find(string name) => Run(Ask, c => c.ExecuteScalar() as string, ("name", name));

    /// <returns>What is kept under the name from now on; another host may have been first.</returns>
    public string Add(string name, string value)
    {
        try
        {
            if (Find(name) is { } kept)
            {
                return kept;
            }

            Run(Insert, c => c.ExecuteNonQuery(), ("id", Guid.CreateVersion7()), ("name", name), ("value", value));
            return value;
        }
        catch (DbException) when (Find(name) is not null)
        {
            return Find(name)!;
        }
    }

    /// <returns>What is kept under the name from now on; another host may have been first.</returns>
    public string Replace(string name, string old, string value) =>
        Run(Update, c => c.ExecuteNonQuery(), ("name", name), ("value", value), ("old", old)) == 1 ? value : Find(name)!;

    private static List<XElement> ReadAll(DbCommand command)
    {
        using var reader = command.ExecuteReader();
        var found = new List<XElement>();
        while (reader.Read())
        {
            found.Add(XElement.Parse(reader.GetString(0)));
        }

        return found;
    }

    private static List<(string Name, string Value)> ReadWhole(DbCommand command)
    {
        using var reader = command.ExecuteReader();
        var found = new List<(string, string)>();
        while (reader.Read())
        {
            found.Add((reader.GetString(0), reader.GetString(1)));
        }

        return found;
    }

    private T Run<T>(string sql, Func<DbCommand, T> run, params (string Name, object Value)[] parameters)
    {
        var connection = engine.Rent();
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
#pragma warning disable CA2100 // One of the texts above.
            command.CommandText = sql;
#pragma warning restore CA2100
            foreach (var (name, value) in parameters)
            {
                var parameter = command.CreateParameter();
                (parameter.ParameterName, parameter.Value) = (name, value);
                command.Parameters.Add(parameter);
            }

            return run(command);
        }
        finally
        {
            engine.Return(connection);
        }
    }
}
