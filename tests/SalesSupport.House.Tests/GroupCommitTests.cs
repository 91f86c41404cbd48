using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SalesSupport.Abstractions;
using SalesSupport.Engines;
using SalesSupport.Infrastructure;

namespace SalesSupport.House.Tests;

/// <summary>Nobody is told that something is saved before it lies on the disk, and those who save at once share the wait.</summary>
[Trait("Bar", "main-job")]
[Trait("Engine", "Sqlite")]
public sealed class GroupCommitTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Who_comes_while_a_sync_is_under_way_waits_for_one_that_begins_later_and_serves_all()
    {
        var (begun, syncs) = (new SemaphoreSlim(0), 0);
        using var turn = new SemaphoreSlim(0);
        using var group = new GroupCommit(() =>
        {
            Interlocked.Increment(ref syncs);
            begun.Release();
            turn.Wait(Patience);
        });
        await group.SyncAsync().WaitAsync(Patience);
        Assert.Equal(0, syncs);        // nothing to do
        Commit(group);
        var first = Task.Run(group.SyncAsync);
        Assert.True(await begun.WaitAsync(Patience));
        Commit(group);
        var others = Enumerable.Range(0, 5).Select(_ => group.SyncAsync()).ToArray();
        turn.Release();
        await first.WaitAsync(Patience);
        Assert.True(await begun.WaitAsync(Patience));
        Assert.DoesNotContain(others, o => o.IsCompleted);
        turn.Release();
        await Task.WhenAll(others).WaitAsync(Patience);
        Assert.Equal(2, syncs);

        // And one that finds nobody syncs at once.
        Commit(group);
        turn.Release();
        await group.SyncAsync().WaitAsync(Patience);
        Assert.Equal(3, syncs);
    }

    [Fact]
    public async Task Whoever_sees_what_is_just_being_committed_waits_for_it_too()
    {
        var syncs = 0;
        using var group = new GroupCommit(() => syncs++);
        group.Committing();
        await group.SyncAsync().WaitAsync(Patience);
        group.Committed();
        await group.SyncAsync().WaitAsync(Patience);
        await group.SyncAsync().WaitAsync(Patience);
        Assert.Equal(2, syncs);        // the first cannot know that it came too early, the third knows that it is done
    }

    [Fact]
    public async Task Whoever_comes_while_a_sync_is_under_way_that_began_after_the_last_commit_waits_for_that_one()
    {
        using var turn = new SemaphoreSlim(0);
        using var begun = new SemaphoreSlim(0);
        var syncs = 0;
        using var group = new GroupCommit(() =>
        {
            syncs++;
            begun.Release();
            turn.Wait(Patience);
        });
        Commit(group);
        Commit(group);
        var first = Task.Run(group.SyncAsync);
        Assert.True(await begun.WaitAsync(Patience));
        var second = group.SyncAsync();
        Assert.False(second.IsCompleted);
        turn.Release();
        await Task.WhenAll(first, second).WaitAsync(Patience);
        Assert.Equal(1, syncs);
    }

    [Fact]
    public async Task At_the_end_of_the_program_who_waits_is_still_served_and_nobody_waits_for_ever()
    {
        using var turn = new SemaphoreSlim(0);
        using var group = new GroupCommit(() => turn.Wait(Patience));
        Commit(group);
        var last = group.SyncAsync();
        var end = Task.Run(group.Dispose);
        Assert.NotSame(end, await Task.WhenAny(end, Task.Delay(200)));        // the log is closed next
        turn.Release();
        await last.WaitAsync(Patience);
        await end.WaitAsync(Patience);
        Commit(group);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => group.SyncAsync().WaitAsync(Patience));
    }

    [Fact]
    public async Task After_a_sync_that_failed_nobody_is_told_that_anything_is_saved()
    {
        using var turn = new SemaphoreSlim(0);
        using var begun = new SemaphoreSlim(0);
        using var group = new GroupCommit(() =>
        {
            begun.Release();
            turn.Wait(Patience);
            throw new IOException("planted");
        });
        Commit(group);
        var first = Task.Run(group.SyncAsync);
        Assert.True(await begun.WaitAsync(Patience));
        Commit(group);
        Task[] others = [group.SyncAsync(), group.SyncAsync()];
        turn.Release();        // once: the system would not report it to the next
        foreach (var failed in others.Append(first))
        {
            await Assert.ThrowsAsync<GroupCommit.DiskFailed>(() => failed.WaitAsync(Patience));
        }

        Assert.Throws<GroupCommit.DiskFailed>(group.Committing);        // who stood in line already
        await Assert.ThrowsAsync<GroupCommit.DiskFailed>(group.SyncAsync);
    }

    [Fact]
    public async Task After_a_failure_saves_are_refused_and_nothing_more_is_committed()
    {
        var fails = false;
        await using var host = await TestHost.StartAsync(embedded: true, services: s => s.Replace(ServiceDescriptor.Singleton(_ => new GroupCommit(() =>
        {
            if (fails)
            {
                throw new IOException("planted");
            }
        }))));
        fails = true;
        for (var i = 0; i < 2; i++)
        {
            await using var scope = host.Services.CreateAsyncScope();
            var work = scope.ServiceProvider.GetRequiredService<IUnitOfWork>();
            await Assert.ThrowsAsync<GroupCommit.DiskFailed>(() => work.RunAsync(
                _ =>
                {
                    work.Audit("Planted", "x");
                    return Task.CompletedTask;
                },
                CancellationToken.None));
            fails = false;
        }

        await using var reader = host.Services.CreateAsyncScope();
        Assert.Equal(1, await reader.ServiceProvider.GetRequiredService<HouseDbContext>().Audit.CountAsync(a => a.Action == "Planted"));
    }

    [Fact]
    public async Task A_second_press_is_not_told_before_the_first_lies_on_the_disk()
    {
        using var turn = new SemaphoreSlim(0);
        using var begun = new SemaphoreSlim(0);
        var slow = false;
        await using var host = await TestHost.StartAsync(embedded: true, services: s => s.Replace(ServiceDescriptor.Singleton(_ => new GroupCommit(() =>
        {
            if (slow)
            {
                begun.Release();
                turn.Wait(Patience);
            }
        }))));
        await host.AddMemberAsync("demo");
        using var browser = await host.SignOnAsync("demo", "sato");
        var form = await browser.GetAsync("/customers/new");
        slow = true;
        var first = browser.SubmitAsync(form, form.MainForm, ("Form.Name", "二度押し商会"));
        Assert.True(await begun.WaitAsync(Patience));
        var second = browser.SubmitAsync(form, form.MainForm, ("Form.Name", "二度押し商会"));
        Assert.NotSame(second, await Task.WhenAny(second, Task.Delay(2000)));
        slow = false;
        turn.Release(8);
        Assert.Equal((await first).Address, (await second).Address);
    }

    [Fact]
    public async Task What_was_answered_is_in_the_files_as_the_last_sync_left_them()
    {
        // A power cut takes what came after the last sync: a copy of the files as they were at that moment is what the next start would find.
        var disk = Directory.CreateTempSubdirectory("salessupport-disk-").FullName;
        var (folder, syncs, last) = ("", 0, "");
        await using var host = await TestHost.StartAsync(embedded: true, services: s => s.Replace(ServiceDescriptor.Singleton(_ => new GroupCommit(() =>
        {
            if (folder.Length > 0)
            {
                var copy = Directory.CreateDirectory(Path.Combine(disk, $"{++syncs}")).FullName;
                Copy(folder, copy);
                Volatile.Write(ref last, copy);
            }
        }))));
        SqlSteps.Run(host, "PRAGMA wal_checkpoint(TRUNCATE)");        // so that none comes between the copies of two files
        folder = host.DataFolder;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(saver => Task.Run(async () =>
        {
            for (var i = 0; i < 10; i++)
            {
                var subject = $"{saver}-{i}";
                await using var scope = host.Services.CreateAsyncScope();
                var work = scope.ServiceProvider.GetRequiredService<IUnitOfWork>();
                await work.RunAsync(
                    _ =>
                    {
                        work.Audit("Planted", subject);
                        return Task.CompletedTask;
                    },
                    CancellationToken.None);
                Assert.True(IsIn(Volatile.Read(ref last), subject), subject);
            }
        })));
        Directory.Delete(disk, recursive: true);
    }

    private static void Commit(GroupCommit group)
    {
        group.Committing();
        group.Committed();
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in new[] { "salessupport.db", "salessupport.db-wal" })
        {
            File.Copy(Path.Combine(from, file), Path.Combine(to, file));
        }
    }

    private static bool IsIn(string copy, string subject)
    {
        // Opening a database changes its files, and the next may look at the same.
        var look = Directory.CreateTempSubdirectory("salessupport-look-").FullName;
        Copy(copy, look);
        try
        {
            using var connection = new SqliteConnection($"Data Source={Path.Combine(look, "salessupport.db")};Pooling=False");
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT COUNT(*) FROM House_Audit WHERE Subject = $subject";
            command.Parameters.AddWithValue("$subject", subject);
            return command.ExecuteScalar() is 1L;
        }
        finally
        {
            Directory.Delete(look, recursive: true);
        }
    }
}
