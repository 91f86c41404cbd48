using System.Data.Common;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace SalesSupport.Infrastructure;

/// <summary>
/// Makes commits safe against a power cut, one sync for all that were committed since the last: what server engines call group commit. SQLite's own sync (<c>synchronous=FULL</c>) is part of
/// each COMMIT, so the next writer waits for the disk; with <c>NORMAL</c> a power cut leaves the database whole, but without the commits since the last sync. Nobody may have been told of those.
/// </summary>
/// <param name="flush">Brings the write-ahead log to the disk.</param>
internal sealed class GroupCommit(Action flush)
{
    private readonly Lock door = new();
    private long begun;
    private long done;
    private long synced;
    private bool syncing;
    private TaskCompletionSource? next;
    private Exception? cause;

    public static GroupCommit Of(DataFolder folder)
    {
        string? log = null;
        return new GroupCommit(() =>
        {
            // SQLite keeps it beside the file that a link leads to.
            log ??= (File.ResolveLinkTarget(folder.Database, returnFinalTarget: true)?.FullName ?? folder.Database) + "-wal";
            // Opened each time: SQLite makes it anew after the last connection was closed. Whoever has just committed still has one, so it is there.
            using var file = File.OpenHandle(log, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            if (!OperatingSystem.IsLinux())
            {
                RandomAccess.FlushToDisk(file);
            }
            else if (DataSync(file) != 0)
            {
                // Not by the library, which takes a disk that has become read-only, or cannot sync at all, for one that has synced.
                throw new IOException($"fdatasync failed with {Marshal.GetLastPInvokeError()}");
            }
        });
    }

    /// <summary>For whoever has the writer's turn: others may see the commit from now on.</summary>
    public void Committing() => Interlocked.Increment(ref begun);

    /// <summary>For whoever has the writer's turn: the commit has ended, well or not.</summary>
    public void Committed() => Volatile.Write(ref done, Interlocked.Read(ref begun));

    /// <summary>Lets nothing be written after a sync that failed. The system reports such a failure once and holds the pages for written, so no later sync would tell what is missing.</summary>
    /// <exception cref="DiskFailed">A sync has failed since the start.</exception>
    public void ThrowIfFailed()
    {
        if (cause is { } failed)
        {
            throw new DiskFailed(failed);
        }
    }

    /// <summary>Ends when all that anybody can see lies on the disk. Costs nothing when it does already.</summary>
    /// <exception cref="DiskFailed">The disk could not take it: whether it survives a power cut is not known.</exception>
    public Task SyncAsync()
    {
        lock (door)
        {
            if (cause is not null)
            {
                return Task.FromException(new DiskFailed(cause));
            }

            if (synced == Interlocked.Read(ref begun))
            {
                return Task.CompletedTask;
            }

            if (syncing)
            {
                // The one under way may have begun before the commit.
                next ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                return next.Task;
            }

            syncing = true;
        }

        var failed = Sync();
        GoOn();
        return failed is null ? Task.CompletedTask : Task.FromException(new DiskFailed(failed));
    }

    private Exception? Sync()
    {
        var upTo = Volatile.Read(ref done);
        try
        {
            flush();
            lock (door)
            {
                synced = upTo;
            }

            return null;
        }
        catch (Exception e)
        {
            return cause = e;
        }
    }

    private void GoOn()
    {
        TaskCompletionSource? waiting;
        lock (door)
        {
            waiting = next;
            next = null;
            syncing = waiting is not null;
        }

        if (waiting is not null)
        {
            // Not by this thread, whose own answer is ready to be sent.
            ThreadPool.UnsafeQueueUserWorkItem(static x => x.Group.SyncFor(x.Waiting), (Group: this, Waiting: waiting), preferLocal: false);
        }
    }

    private void SyncFor(TaskCompletionSource waiting)
    {
        if ((cause ?? Sync()) is { } failed)
        {
            waiting.SetException(new DiskFailed(failed));
        }
        else
        {
            waiting.SetResult();
        }

        GoOn();
    }

    [DllImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int DataSync(SafeFileHandle file);

    /// <summary>Nothing more is written until the program is started again, which reads the log anew and finds out what of it is whole.</summary>
    internal sealed class DiskFailed(Exception cause) : DbException("The disk did not take what was saved. Nothing more is written until the disk is in order and the program is started again.", cause);
}
