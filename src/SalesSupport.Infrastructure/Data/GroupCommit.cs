using System.Data.Common;

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
    private long runningUpTo;
    private TaskCompletionSource? running;
    private TaskCompletionSource? next;
    private volatile Exception? cause;

    /// <summary>
    /// For whoever has the writer's turn: others may see the commit from now on. Nothing is committed after a sync that failed: the system reports such a failure once and holds the pages for
    /// written, so no later sync would tell what is missing.
    /// </summary>
    /// <exception cref="DiskFailed">A sync has failed since the start.</exception>
    public void Committing()
    {
        ThrowIfFailed();
        Interlocked.Increment(ref begun);
    }

    /// <summary>For whoever has the writer's turn: the commit has ended, well or not.</summary>
    public void Committed() => Volatile.Write(ref done, Interlocked.Read(ref begun));

    /// <summary>Ends when all that anybody can see lies on the disk. Costs nothing when it does already.</summary>
    /// <exception cref="DiskFailed">The disk could not take it: whether it survives a power cut is not known.</exception>
    public Task SyncAsync()
    {
        TaskCompletionSource own;
        lock (door)
        {
            if (cause is { } failed)
            {
                return Task.FromException(new DiskFailed(failed));
            }

            var seen = Interlocked.Read(ref begun);
            if (synced == seen)
            {
                return Task.CompletedTask;
            }

            if (running is not null && runningUpTo == seen)
            {
                return running.Task;
            }

            if (running is not null || next is not null)
            {
                // The one under way began before the last commit had ended, or the next is about to begin.
                return (next ??= Waiting()).Task;
            }

            own = Begin(Waiting());
        }

        Sync(own);
        return own.Task;
    }

    private void ThrowIfFailed()
    {
        if (cause is { } failed)
        {
            throw new DiskFailed(failed);
        }
    }

    private static TaskCompletionSource Waiting() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Behind the door.
    private TaskCompletionSource Begin(TaskCompletionSource turn)
    {
        runningUpTo = Volatile.Read(ref done);
        return running = turn;
    }

    private void Sync(TaskCompletionSource turn)
    {
        try
        {
            ThrowIfFailed();
            flush();
        }
        catch (Exception e)
        {
            cause ??= e;
        }

        bool goesOn;
        lock (door)
        {
            running = null;
            synced = cause is null ? runningUpTo : synced;
            goesOn = next is not null;
        }

        if (cause is { } failed)
        {
            turn.SetException(new DiskFailed(failed));
        }
        else
        {
            turn.SetResult();
        }

        if (goesOn)
        {
            // Not by this thread, whose own answer is ready to be sent. Who comes before it begins is served by it too.
            ThreadPool.UnsafeQueueUserWorkItem(static group => group.SyncNext(), this, preferLocal: false);
        }
    }

    private void SyncNext()
    {
        TaskCompletionSource turn;
        lock (door)
        {
            turn = Begin(next!);
            next = null;
        }

        Sync(turn);
    }

    /// <summary>Nothing more is written until the program is started again, which begins by bringing what is in the log to the disk (<see cref="WriteAheadLog.Open"/>).</summary>
    internal sealed class DiskFailed(Exception cause) : DbException("The disk did not take what was saved. Nothing more is written until the disk is in order and the program is started again.", cause);
}
