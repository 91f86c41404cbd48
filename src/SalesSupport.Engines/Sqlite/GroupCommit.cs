using System.Data.Common;

namespace SalesSupport.Engines;

/// <summary>
/// Makes commits safe against a power cut, one sync for all that were committed since the last: what server engines call group commit. SQLite's own sync (<c>synchronous=FULL</c>) is part of
/// each COMMIT, so the next writer waits for the disk; with <c>NORMAL</c> a power cut leaves the database whole, but without the commits since the last sync. Nobody may have been told of those.
/// </summary>
/// <remarks>The syncs are one thread's work: a thread of the pool that waits for the disk is missing to the requests.</remarks>
internal sealed class GroupCommit : IDisposable
{
    private readonly object door = new();
    private readonly Action flush;
    private readonly Thread thread;
    private long begun;
    private long done;
    private long synced;
    private long runningUpTo;
    private TaskCompletionSource? running;
    private TaskCompletionSource? next;
    private volatile Exception? cause;
    private bool closed;

    /// <param name="flush">Brings the write-ahead log to the disk.</param>
    public GroupCommit(Action flush)
    {
        this.flush = flush;
        thread = new Thread(Work) { IsBackground = true, Name = nameof(GroupCommit) };
        thread.UnsafeStart();        // not in the context of whoever happens to save first
    }

    /// <summary>
    /// For whoever has the writer's turn: others may see the commit from now on. Nothing is committed after a sync that failed: the system reports such a failure once and holds the pages for
    /// written, so no later sync would tell what is missing.
    /// </summary>
    /// <exception cref="DiskFailed">A sync has failed since the start.</exception>
    public void Committing()
    {
        if (cause is { } failed)
        {
            throw new DiskFailed(failed);
        }

        Interlocked.Increment(ref begun);
    }

    /// <summary>For whoever has the writer's turn: the commit has ended, well or not.</summary>
    public void Committed() => Volatile.Write(ref done, Interlocked.Read(ref begun));

    /// <summary>Ends when all that anybody can see lies on the disk. Costs nothing when it does already.</summary>
    /// <exception cref="DiskFailed">The disk could not take it: whether it survives a power cut is not known.</exception>
    /// <exception cref="ObjectDisposedException">The program ends.</exception>
    public Task SyncAsync()
    {
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

            // One under way began before the last commit had ended.
            if (next is null)
            {
                ObjectDisposedException.ThrowIf(closed, this);
                next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                Monitor.Pulse(door);
            }

            return next.Task;
        }
    }

    /// <summary>Ends when all who wait already are served: the log is closed next.</summary>
    public void Dispose()
    {
        lock (door)
        {
            closed = true;
            Monitor.Pulse(door);
        }

        thread.Join();
    }

    private void Work()
    {
        while (Begin() is { } turn)
        {
            if (cause is null)
            {
                try
                {
                    flush();
                }
                catch (Exception e)
                {
                    cause = e;
                }
            }

            lock (door)
            {
                running = null;
                synced = runningUpTo;
            }

            if (cause is { } failed)
            {
                turn.SetException(new DiskFailed(failed));
            }
            else
            {
                turn.SetResult();
            }
        }
    }

    /// <returns>Who waits for the sync that is to begin; null at the end.</returns>
    private TaskCompletionSource? Begin()
    {
        lock (door)
        {
            while (next is null && !closed)
            {
                Monitor.Wait(door);
            }

            (running, next) = (next, null);
            runningUpTo = Volatile.Read(ref done);
            return running;
        }
    }

    /// <summary>Nothing more is written until the program is started again, which begins by bringing what is in the log to the disk (<see cref="WriteAheadLog.Open"/>).</summary>
    internal sealed class DiskFailed(Exception cause) : DbException("The disk did not take what was saved. Nothing more is written until the disk is in order and the program is started again.", cause);
}
