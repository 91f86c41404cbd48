using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using SalesSupport.Infrastructure;

namespace SalesSupport.Engines;

/// <summary>
/// SQLite's log of commits, to be brought to the disk (see <see cref="GroupCommit"/>). Opened once, before the first save: the system tells each who has a file open once that it could
/// not be written, and nobody who opens it later. SQLite keeps the file as long as one connection is open.
/// </summary>
internal sealed class WriteAheadLog(DataFolder folder, SqliteConnections connections) : IDisposable
{
    private SafeFileHandle? file;

    /// <summary>At the start, before the first save: brings what an earlier process left in the log into the database and to the disk, whatever became of its own sync.</summary>
    /// <exception cref="IOException">Another process keeps it from that.</exception>
    public void Open()
    {
        var connection = connections.Rent();
        try
        {
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
            if (command.ExecuteScalar() is not 0L)
            {
                throw new IOException("Another process reads the database, so that the log cannot be brought to the disk. End it and start again.");
            }
        }
        finally
        {
            connections.Return(connection);
        }

        // SQLite keeps it beside the file that a link leads to.
        var database = File.ResolveLinkTarget(folder.Database, returnFinalTarget: true)?.FullName ?? folder.Database;
        file = File.OpenHandle($"{database}-wal", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
    }

    /// <exception cref="IOException">The disk did not take it.</exception>
    public void Sync()
    {
        var log = file ?? throw new InvalidOperationException("The log is opened at the start, before the first save.");
        if (!OperatingSystem.IsLinux())
        {
            RandomAccess.FlushToDisk(log);
        }
        else if (DataSync(log) != 0)
        {
            // Not by the library, which takes a disk that has become read-only, or cannot sync at all, for one that has synced.
            throw new IOException($"fdatasync failed with {Marshal.GetLastPInvokeError()}");
        }
    }

    public void Dispose() => file?.Dispose();

    [DllImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int DataSync(SafeFileHandle file);
}
