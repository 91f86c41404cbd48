using System.Globalization;
using SalesSupport.Engines;

namespace SalesSupport.House.Tests;

/// <summary>One writer at a time, each in its turn and as itself.</summary>
[Trait("Bar", "main-job")]
[Trait("Engine", "Sqlite")]
public sealed class WriterGateTests
{
    private static readonly AsyncLocal<int> Request = new();

    [Fact]
    public async Task Writes_never_overlap_and_come_in_the_order_in_which_they_were_asked_for()
    {
        var gate = new WriterGate();
        var (inside, order) = (0, new List<int>());
        var first = new TaskCompletionSource();
        var writes = Enumerable.Range(0, 200).Select(i => gate.RunAsync(
            async _ =>
            {
                Assert.Equal(1, Interlocked.Increment(ref inside));
                if (i == 0)
                {
                    await first.Task;
                }
                else if (i % 3 == 0)
                {
                    await Task.Yield();        // also one that goes on on another thread
                }

                order.Add(i);
                Interlocked.Decrement(ref inside);
            },
            CancellationToken.None)).ToArray();
        Assert.DoesNotContain(writes, w => w.IsCompleted);
        first.SetResult();
        await Task.WhenAll(writes);
        Assert.Equal(Enumerable.Range(0, 200), order);

        // And the line, once worked off, lets the next one in.
        await gate.RunAsync(_ => Task.CompletedTask, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_write_that_fails_fails_for_its_own_caller_only()
    {
        var gate = new WriterGate();
        var hold = new TaskCompletionSource();
        var held = gate.RunAsync(_ => hold.Task, CancellationToken.None);
        var faulty = gate.RunAsync(_ => throw new InvalidOperationException("planted"), CancellationToken.None);
        var later = gate.RunAsync(async _ =>
        {
            await Task.Yield();
            throw new InvalidOperationException("planted later");
        }, CancellationToken.None);
        var fine = gate.RunAsync(_ => Task.CompletedTask, CancellationToken.None);
        hold.SetException(new InvalidOperationException("planted first"));
        Assert.Equal("planted first", (await Assert.ThrowsAsync<InvalidOperationException>(() => held)).Message);
        Assert.Equal("planted", (await Assert.ThrowsAsync<InvalidOperationException>(() => faulty)).Message);
        Assert.Equal("planted later", (await Assert.ThrowsAsync<InvalidOperationException>(() => later)).Message);
        await fine;
    }

    [Fact]
    public async Task Who_has_gone_before_their_turn_writes_nothing()
    {
        var gate = new WriterGate();
        var hold = new TaskCompletionSource();
        var held = gate.RunAsync(_ => hold.Task, CancellationToken.None);
        using var gone = new CancellationTokenSource();
        var written = false;
        var waiting = gate.RunAsync(
            _ =>
            {
                written = true;
                return Task.CompletedTask;
            },
            gone.Token);
        await gone.CancelAsync();
        hold.SetResult();
        await held;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.True(waiting.IsCanceled);
        Assert.False(written);
    }

    [Fact]
    public async Task Each_write_runs_as_the_request_that_asked_for_it()
    {
        var gate = new WriterGate();
        var hold = new TaskCompletionSource();
        var held = gate.RunAsync(_ => hold.Task, CancellationToken.None);
        var writes = Enumerable.Range(0, 20).Select(i => Task.Run(async () =>
        {
            Request.Value = i;
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(i % 2 == 0 ? "ja" : "en");
            var seen = (-1, "");
            await gate.RunAsync(
                _ =>
                {
                    seen = (Request.Value, CultureInfo.CurrentUICulture.Name);
                    return Task.CompletedTask;
                },
                CancellationToken.None);
            Assert.Equal((i, i % 2 == 0 ? "ja" : "en"), seen);
        })).ToArray();
        await Task.Delay(50);
        hold.SetResult();
        await held;
        await Task.WhenAll(writes);
    }
}
