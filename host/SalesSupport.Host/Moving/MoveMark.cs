using System.Security.Cryptography;
using System.Text;
using SalesSupport.Infrastructure;

namespace SalesSupport.Host.Moving;

/// <summary>Marks a database into which data is being moved, so that no host serves half of it: by an empty table, which goes wherever the database goes and whose name says from where.</summary>
internal static class MoveMark
{
    private const string Prefix = "House_Moving_";

    public static string Of(string source) => Prefix + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(source)).AsSpan(0, 8));

    public static string? In(IReadOnlyCollection<string> tables) => tables.FirstOrDefault(t => t.StartsWith(Prefix, StringComparison.Ordinal));

    public static Task SetAsync(IDatabaseStart database, string mark, CancellationToken cancel) => database.RunAsync($"CREATE TABLE \"{mark}\" (\"At\" int)", cancel);

    public static Task TakeAwayAsync(IDatabaseStart database, string mark, CancellationToken cancel) => database.RunAsync($"DROP TABLE \"{mark}\"", cancel);

    /// <exception cref="CannotStart">There is a mark.</exception>
    public static async Task RefuseAsync(IDatabaseStart database, CancellationToken cancel)
    {
        if (In(await database.TablesAsync(cancel)) is not null)
        {
            throw new CannotStart($"Data is still being moved to {database.Name}: not all of it is there. Give the same migrate-data command again, which goes on where it was cut off, or delete this database.");
        }
    }
}
