namespace SalesSupport.Infrastructure;

/// <summary>
/// Makes commits safe against a power cut, one sync for all that were committed since the last: what server engines call group commit. SQLite's own sync (<c>synchronous=FULL</c>) is part of
/// each COMMIT, so the next writer waits for the disk; with <c>NORMAL</c> a power cut leaves the database whole, but without the commits since the last sync, which nobody was told of yet.
/// </summary>
/// <param name="flush">Brings the write-ahead log to the disk.</param>
internal sealed class GroupCommit(Action flush)
{
    private readonly Lock door = new();
    private bool syncing;
    private TaskCompletionSource? next;

    public static GroupCommit Of(DataFolder folder)
    {
        var log = folder.Database + "-wal";
        return new GroupCommit(() =>
        {
            // Opened each time: SQLite makes it anew after the last connection was closed. Whoever has just committed still has one, so it is there.
            using var file = File.OpenHandle(log, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            RandomAccess.FlushToDisk(file);
        });
    }

    /// <summary>Ends when all that was committed before this call lies on the disk.</summary>
    /// <exception cref="IOException">The disk could not take it: whether the commit survives a power cut is not known.</exception>
    public Task SyncAsync()
    {
        lock (door)
        {
            if (syncing)
            {
                // The one under way may have begun before this commit.
                next ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                return next.Task;
            }

            syncing = true;
        }

        try
        {
            flush();
            return Task.CompletedTask;
        }
        catch (Exception e)
        {
            return Task.FromException(e);
        }
        finally
        {
            GoOn();
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
        try
        {
            flush();
            waiting.SetResult();
        }
        catch (Exception e)
        {
            waiting.SetException(e);
        }

        GoOn();
    }
}
