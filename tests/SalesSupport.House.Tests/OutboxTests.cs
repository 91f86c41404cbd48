using System.Collections.Concurrent;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SalesSupport.Abstractions;
using SalesSupport.Infrastructure;

namespace SalesSupport.House.Tests;

/// <summary>What leaves the process after a commit: nothing is lost, nothing is sent twice in effect, and nobody waits for it.</summary>
[Trait("Bar", "engines")]
public sealed partial class OutboxTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2037, 11, 24, 9, 0, 0, TimeSpan.FromHours(9));
    private readonly Outside outside = new();
    private TestHost host = null!;
    private SampleMember member = null!;

    public async ValueTask InitializeAsync()
    {
        host = await StartAsync(null);
        member = await host.AddMemberAsync("akane");
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task What_is_committed_is_sent_at_once_and_gone_and_what_is_rolled_back_is_never_sent()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => TellAsync(member, () => throw new InvalidOperationException("planted"), new Told("", "rolled back")));
        await TellAsync(member, null, new Told("", "one"), new Told("", "two"));
        await Eventually.IsAsync(() => outside.Words.Count == 2);
        Assert.Equal(["one", "two"], outside.Words.Order());
        await Eventually.IsAsync(async () => (await ItemsAsync()).Count == 0);
    }

    [Fact]
    public async Task A_newer_fact_takes_the_place_of_one_that_waits_and_is_sent_after_one_that_is_under_way()
    {
        using var hold = new SemaphoreSlim(0);
        outside.Does = async (fact, _, cancel) => await hold.WaitAsync(cancel);
        await TellAsync(member, null, new Told("visit 1", "first"));
        await Eventually.IsAsync(() => outside.Begun == 1);
        await TellAsync(member, null, new Told("visit 1", "second"));
        await TellAsync(member, null, new Told("visit 1", "third"));
        var waiting = Assert.Single(await ItemsAsync());
        Assert.Equal(3, waiting.Version);
        hold.Release(2);
        await Eventually.IsAsync(async () => (await ItemsAsync()).Count == 0);
        Assert.Equal(["first", "third"], outside.Words);
        Assert.Equal([1, 3], outside.Deliveries.Select(d => d.Version));
        Assert.Single(outside.Deliveries.Select(d => d.Id).Distinct());
    }

    [Fact]
    public async Task A_second_save_of_a_scope_goes_by_what_became_of_the_first() => await host.InScopeAsync(member.TenantId, async services =>
    {
        foreach (var words in new[] { "first", "second" })
        {
            await services.GetRequiredService<IUnitOfWork>().RunAsync(c => services.GetRequiredService<OutboxWriter>().AddAsync(new Told("visit 1", words), c), default);
            await Eventually.IsAsync(async () => (await ItemsAsync()).Count == 0);
        }

        Assert.Equal(["first", "second"], outside.Words);
        return true;
    });

    [Fact]
    public async Task Each_send_begins_while_its_lease_lasts_for_longer_than_it_can_take_however_slow_those_before_it_were()
    {
        var left = new ConcurrentQueue<TimeSpan>();
        outside.Does = async (_, delivery, _) =>
        {
            left.Enqueue((await ItemsAsync()).Single(o => o.Id == delivery.Id).LeasedUntil!.Value - host.Clock!.GetUtcNow());
            host.Clock.Advance(TimeSpan.FromSeconds(19));
        };
        await TellAsync(member, null, [.. Enumerable.Range(0, 5).Select(n => new Told("", $"{n}"))]);
        await Eventually.IsAsync(async () => (await ItemsAsync()).Count == 0);
        Assert.Equal(5, left.Count);
        Assert.All(left, l => Assert.InRange(l, TimeSpan.FromSeconds(90), OutboxItem.LeaseTime));
        Assert.All(outside.Deliveries, d => Assert.Equal(1, d.Attempt));
    }

    [Fact]
    public async Task What_is_on_its_way_when_the_host_stops_is_waited_for_and_not_sent_again()
    {
        outside.Does = (_, _, cancel) => Task.Delay(700, cancel);
        await TellAsync(member, null, new Told("", "on its way"));
        await Eventually.IsAsync(() => outside.Begun == 1);
        await host.StopAsync();
        Assert.Equal(["on its way"], outside.Words);
        host = await StartAsync(host.DataFolder);
        Assert.Empty(await ItemsAsync());
    }

    [Fact]
    public async Task After_a_fault_it_is_tried_again_later_and_later_and_not_before_the_other_side_allows()
    {
        outside.Does = (_, delivery, _) => delivery.Attempt switch
        {
            1 => throw new HttpRequestException("planted"),
            2 => throw new NotSent("PlantedBusy", "429") { After = TimeSpan.FromMinutes(30) },
            _ => Task.CompletedTask,
        };
        await TellAsync(member, null, new Told("", "patient"));
        var first = await FailedAsync(1);
        Assert.InRange(first.NextAt!.Value - Now, TimeSpan.FromSeconds(2.5), TimeSpan.FromSeconds(5));
        Assert.Equal(("OutboxFault", "HttpRequestException: planted"), (first.Why, first.Detail));
        var second = await FailedAsync(2);
        Assert.InRange(second.NextAt!.Value - host.Clock!.GetUtcNow(), TimeSpan.FromMinutes(29), TimeSpan.FromMinutes(30));
        host.Clock.Advance(TimeSpan.FromMinutes(25));
        await Task.Delay(100);
        Assert.Equal(2, outside.Begun);
        host.Clock.Advance(TimeSpan.FromMinutes(6));
        await Eventually.IsAsync(() => outside.Words.Count == 1);
        await Eventually.IsAsync(async () => (await ItemsAsync()).Count == 0);
    }

    [Fact]
    public async Task What_cannot_be_sent_is_listed_with_its_reason_and_an_administrator_sends_it_again_or_drops_it()
    {
        outside.Does = (_, _, _) => throw new NotSent("PlantedRefused", "550 no such mailbox") { ForGood = true };
        await TellAsync(member, null, new Told("", "keep"));
        await TellAsync(member, null, new Told("", "drop"));
        await Eventually.IsAsync(async () => (await ItemsAsync()).Count(o => o.State == OutboxState.GivenUp) == 2);
        using var morita = await host.SignOnAsync("akane", "morita");
        var page = await morita.GetAsync("/settings/outbox");
        var rows = page.Document.QuerySelectorAll("table.list tbody tr");
        Assert.Equal(2, rows.Length);
        Assert.Contains("to outside: keep", rows[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("550 no such mailbox", rows[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("送れませんでした", rows[0].TextContent, StringComparison.Ordinal);

        page = await morita.SubmitAsync(page, Form(rows[1], "removal"));
        Assert.Single(page.Document.QuerySelectorAll("table.list tbody tr"));
        page = await morita.SubmitAsync(page, (IHtmlFormElement)page.Document.QuerySelector(".toast form")!);
        Assert.Equal(2, page.Document.QuerySelectorAll("table.list tbody tr").Length);
        page = await morita.SubmitAsync(page, Form(page.Document.QuerySelectorAll("table.list tbody tr")[1], "removal"));

        outside.Does = (_, _, _) => Task.CompletedTask;
        await morita.SubmitAsync(page, page.Document.Forms.Single(f => f.Action.EndsWith("/outbox/retries", StringComparison.Ordinal)));
        await Eventually.IsAsync(async () => (await ItemsAsync()).Count == 0);
        Assert.Equal(["keep"], outside.Words);
        Assert.Contains("届いていないものはありません", (await morita.GetAsync("/settings/outbox")).Document.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_delays_no_other_member_and_no_save()
    {
        var other = await host.AddMemberAsync("asagi");
        outside.Does = (fact, _, cancel) => fact.Words == "stuck" ? Task.Delay(Timeout.Infinite, cancel) : Task.CompletedTask;
        await TellAsync(member, null, [.. Enumerable.Range(0, 30).Select(_ => new Told("", "stuck"))]);
        await Eventually.IsAsync(() => outside.Begun == 1);
        await TellAsync(other, null, new Told("", "free"));
        await Eventually.IsAsync(() => outside.Words.Contains("free"));
        // After the first has timed out the others are not tried against the same dead server one after the other.
        host.Clock!.Advance(TimeSpan.FromSeconds(21));
        await Eventually.IsAsync(async () => (await ItemsAsync()).Count(o => o.Why != null) == 1);
        Assert.InRange(outside.Begun, 2, 3);
    }

    [Theory]
    [InlineData(true, 4)]
    [InlineData(false, 1)]
    [Trait("Bar", "groupware")]
    public async Task What_alone_has_a_trouble_waits_by_itself_and_what_may_share_it_waits_too(bool alone, int begun)
    {
        outside.Does = (_, _, _) => throw new NotSent("PlantedNoAccount") { Alone = alone };
        await TellAsync(member, null, [.. Enumerable.Range(0, 4).Select(n => new Told($"{n}", $"{n}"))]);
        await Eventually.IsAsync(async () => (await ItemsAsync()) is var items && items.Count(o => o.Why == "PlantedNoAccount") == begun && items.All(o => o.LeasedBy == null));
        await Task.Delay(100);
        Assert.Equal(begun, outside.Begun);
        outside.Does = (_, _, _) => Task.CompletedTask;
        host.Clock!.Advance(TimeSpan.FromSeconds(11));
        await Eventually.IsAsync(async () => (await ItemsAsync()).Count == 0);
        Assert.Equal(4, outside.Words.Count);
    }

    [Fact]
    public async Task What_a_crash_left_is_sent_once_its_lease_is_over_or_at_once_where_no_other_host_can_have_it()
    {
        await host.StopAsync();
        host = await StartAsync(host.DataFolder);
        await host.InScopeAsync(member.TenantId, async services =>
        {
            await services.GetRequiredService<IUnitOfWork>().RunAsync(
                _ =>
                {
                    var item = new OutboxItem { Subscriber = PlantedName, Subject = "left", Fact = """{"About":"left","Words":"left"}""", Since = Now };
                    item.Lease(Guid.CreateVersion7(), Now);
                    services.GetRequiredService<HouseDbContext>().Outbox.Add(item);
                    return Task.CompletedTask;
                },
                default);
            return 0;
        });
        host.Clock!.Advance(TimeSpan.FromSeconds(11));
        if (host.Services.GetRequiredService<IEngine>().HasSeveralHosts)
        {
            await Task.Delay(300);
            Assert.Empty(outside.Words);
            host.Clock.Advance(OutboxItem.LeaseTime);
        }

        await Eventually.IsAsync(() => outside.Words.Count == 1);
        Assert.Equal(2, outside.Deliveries.Single().Attempt);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void A_clock_that_was_wrong_by_an_hour_or_a_year_keeps_nothing_back(int sign)
    {
        var due = OutboxItem.IsDue(Now, Guid.Empty, severalHosts: true).Compile();
        foreach (var wrong in new[] { TimeSpan.FromHours(1), TimeSpan.FromDays(365) })
        {
            var then = Now + (sign * wrong);
            var leased = new OutboxItem { Subscriber = "", Subject = "", Fact = "", Since = then };
            Assert.True(due(leased));
            leased.Lease(Guid.CreateVersion7(), then);
            Assert.True(due(leased));
            leased.Failed(new NotSent("x"), then, 1);
            // Set an hour ahead it waits at most as long as the longest asked wait; a year ahead it does not wait at all.
            Assert.True(due(leased) || (sign > 0 && wrong < TimeSpan.FromDays(1)));
            Assert.Equal(OutboxState.Waiting, leased.State);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(45)]
    public void What_another_host_has_leased_by_a_clock_that_is_a_little_ahead_is_not_taken_from_it(int seconds)
    {
        var item = new OutboxItem { Subscriber = "s", Subject = "a", Fact = "{}", Since = Now };
        item.Lease(Guid.CreateVersion7(), Now.AddSeconds(seconds));
        Assert.False(OutboxItem.IsDue(Now, Guid.CreateVersion7(), severalHosts: true).Compile()(item));
    }

    [Fact]
    public async Task Two_hosts_share_the_work_and_never_send_the_same()
    {
        Assert.SkipUnless(TestDatabase.IsServer, "SQLite has one host");
        outside.Does = (_, _, cancel) => Task.Delay(5, cancel);
        var other = await StartAsync(host.DataFolder);
        var told = Enumerable.Range(0, 100).Select(n => n.ToString(System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        await Parallel.ForEachAsync(told.Chunk(10).Select((facts, n) => (facts, n)), async (chunk, _) => await TellAsync(member, null, chunk.n % 2 == 0 ? host : other, [.. chunk.facts.Select(f => new Told("", f))]));
        await Eventually.IsAsync(async () => (await ItemsAsync()).Count == 0);
        Assert.Equal(told.Order(StringComparer.Ordinal), outside.Words.Order(StringComparer.Ordinal));
        await other.StopAsync();
    }

    private static string PlantedName => $"{new PlantedModule().Name}.{nameof(TellOutside)}/{nameof(Told)}";

    private static IHtmlFormElement Form(AngleSharp.Dom.IElement row, string ends) => row.QuerySelectorAll("form").OfType<IHtmlFormElement>().Single(f => f.Action.EndsWith(ends, StringComparison.Ordinal));

    private async Task<OutboxItem> FailedAsync(int times)
    {
        for (var tries = 0; ; tries++)
        {
            if ((await ItemsAsync()).SingleOrDefault(o => o.Attempts == times && o.Why != null && o.LeasedBy == null) is { } failed)
            {
                return failed;
            }

            Assert.True(tries < 200, $"no fault number {times}");
            if (tries % 10 == 9)
            {
                host.Clock!.Advance(TimeSpan.FromSeconds(1));
            }

            await Task.Delay(25);
        }
    }

    private Task<List<OutboxItem>> ItemsAsync() => host.InScopeAsync(member.TenantId, services => services.GetRequiredService<HouseDbContext>().Outbox.AsNoTracking().ToListAsync());

    private Task TellAsync(SampleMember to, Action? then, params Told[] facts) => TellAsync(to, then, host, facts);

    private static Task TellAsync(SampleMember to, Action? then, TestHost by, Told[] facts) => by.InScopeAsync(to.TenantId, async services =>
    {
        await services.GetRequiredService<IUnitOfWork>().RunAsync(
            async c =>
            {
                foreach (var fact in facts)
                {
                    await services.GetRequiredService<OutboxWriter>().AddAsync(fact, c);
                }

                then?.Invoke();
            },
            default);
        return 0;
    });

    private Task<TestHost> StartAsync(string? folder) => TestHost.StartAsync(folder: folder, now: Now, services: s =>
    {
        var modules = (ModuleCatalog)s.Single(d => d.ServiceType == typeof(ModuleCatalog)).ImplementationInstance!;
        s.Replace(ServiceDescriptor.Singleton(new Subscribers([.. modules.All, new LoadedModule(new PlantedModule(), typeof(OutboxTests).Assembly)])));
        s.AddSingleton(outside);
        s.AddScoped<TellOutside>();
    });
}
