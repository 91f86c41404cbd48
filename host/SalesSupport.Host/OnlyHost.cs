using SalesSupport.Engines;
using SalesSupport.Infrastructure;

namespace SalesSupport.Host;

/// <summary>
/// The embedded database is of one host, which takes every lease in it that is not its own for one that a dead process has left, and everything in its memory for what is stored. A second on the
/// same folder would send once more what the first is just sending, and neither would see what the other changes.
/// </summary>
internal static class OnlyHost
{
    /// <returns>To be kept as long as the host lives; a killed process gives it back. Null on a server, which has any number of hosts.</returns>
    /// <exception cref="CannotStart">Another one serves the folder.</exception>
    public static FileStream? Begin(WebApplication app)
    {
        if (!DatabaseProvider.IsEmbedded(app.Configuration))
        {
            return null;
        }

        var folder = app.Services.GetRequiredService<DataFolder>();
        try
        {
            return new FileStream(Path.Combine(folder.Root, "serving.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (SqliteStart.IsTaken(e))
        {
            throw new CannotStart($"{folder.Root} is served by another process already, and a database in a folder is of one host. End that one first; several hosts want a database server (docs/operations.md).");
        }
    }
}
