using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SalesSupport.Abstractions;
using SalesSupport.Schedules.Contracts;
using SalesSupport.Schedules.Data;
using SalesSupport.Schedules.Entries;
using SalesSupport.Schedules.Reminders;
using SalesSupport.Schedules.Repeating;

namespace SalesSupport.Schedules.Tests.Reminders;

/// <summary>What begins soon is told in time and once (R22).</summary>
[Requirement("R22")]
public sealed class ReminderTests
{
    private static readonly DateTimeOffset Nine = At(26, 9);

    [Fact]
    public async Task Each_instance_is_told_once_to_everybody_who_takes_part_however_often_the_job_runs()
    {
        var heard = new Heard();
        await using var host = await TestHost.StartAsync(now: Nine, services: s => s.AddSingleton(heard).AddScoped<MediatR.INotificationHandler<EntryComesUp>, Listener>());
        var member = await host.AddMemberAsync("hinata");
        var (sato, okabe) = (IdOf(member, "sato"), IdOf(member, "okabe"));
        var id = await AddAsync(host, member, sato, new WrittenEntry(EntryKind.Plan, new EntryWords("毎日の会"), Time(26, 10), new Repeat(Frequency.Daily, Count: 3), [sato, okabe], 30));
        await RunAsync(host);
        Assert.Empty(heard.Of(id));
        foreach (var (now, told) in new[] { (At(26, 9, 29), 0), (At(26, 9, 30), 2), (At(26, 9, 31), 2), (At(27, 9, 30), 4), (At(27, 8, 30), 4), (At(28, 9, 45), 6), (At(29, 9, 45), 6) })
        {
            host.Clock!.AdjustTime(now);       // it also jumps back
            await Task.WhenAll(RunAsync(host), RunAsync(host));
            Assert.Equal(told, heard.Of(id).Count);
        }

        Assert.Equal(6, heard.Of(id).Select(f => (f.UserId, f.Original)).Distinct().Count());
        Assert.False(await DbAsync(host, member, db => db.Reminders.AnyAsync(r => r.EntryId == id)));
    }

    [Fact]
    public async Task One_that_goes_on_while_the_next_is_told_is_not_told_again()
    {
        var heard = new Heard();
        await using var host = await TestHost.StartAsync(now: Nine, services: s => s.AddSingleton(heard).AddScoped<MediatR.INotificationHandler<EntryComesUp>, Listener>());
        var member = await host.AddMemberAsync("hinata");
        var sato = IdOf(member, "sato");
        var id = await AddAsync(host, member, sato, new WrittenEntry(EntryKind.Plan, new EntryWords("毎日の会"), Time(26, 10), new Repeat(Frequency.Daily, Count: 4), [sato], 1440));
        for (var minute = 0; minute < 90; minute += 10)
        {
            host.Clock!.AdjustTime(At(26, 9, 55).AddMinutes(minute));
            await RunAsync(host);
        }

        Assert.Equal(new DateTime(2026, 11, 27, 10, 0, 0), Assert.Single(heard.Of(id)).Original);
    }

    [Fact]
    public async Task A_moved_one_is_told_for_its_new_time_a_deleted_one_not_at_all_and_one_that_is_over_not_late()
    {
        var heard = new Heard();
        await using var host = await TestHost.StartAsync(now: Nine, services: s => s.AddSingleton(heard).AddScoped<MediatR.INotificationHandler<EntryComesUp>, Listener>());
        var member = await host.AddMemberAsync("hinata");
        var sato = IdOf(member, "sato");
        WrittenEntry Written(EntryTime time) => new(EntryKind.Reservation, new EntryWords("商談"), time, null, [sato], 10);
        var (moved, deleted, over) = (await AddAsync(host, member, sato, Written(Time(26, 10))), await AddAsync(host, member, sato, Written(Time(26, 10))), await AddAsync(host, member, sato, Written(Time(26, 11))));
        await DbAsync(host, member, async db =>
        {
            (await EntryReading.WholeAsync(db.Entries, moved, default))!.Change(Written(Time(26, 14)));
            var gone = (await EntryReading.WholeAsync(db.Entries, deleted, default))!;
            gone.Delete();
            db.Entries.Remove(gone);
            return await db.SaveChangesAsync();
        });
        host.Clock!.AdjustTime(At(26, 9, 55));
        await RunAsync(host);
        Assert.Empty(heard.Of(moved).Concat(heard.Of(deleted)));
        host.Clock.AdjustTime(At(26, 13, 50));       // as after hours without a host
        await RunAsync(host);
        Assert.Single(heard.Of(moved));
        Assert.Empty(heard.Of(over));
    }

    [Fact]
    public async Task An_open_page_is_told_of_the_next_day_and_only_of_ones_own()
    {
        await using var host = await TestHost.StartAsync(now: Nine);
        var member = await host.AddMemberAsync("hinata");
        var (sato, okabe) = (IdOf(member, "sato"), IdOf(member, "okabe"));
        await AddAsync(host, member, sato, new WrittenEntry(EntryKind.Plan, new EntryWords("知らせる用"), Time(26, 13), null, [sato], 30));
        await AddAsync(host, member, okabe, new WrittenEntry(EntryKind.Plan, new EntryWords("岡部の用"), Time(26, 13), null, [okabe], 30));
        await AddAsync(host, member, sato, new WrittenEntry(EntryKind.Plan, new EntryWords("知らせない用"), Time(26, 14), null, [sato], null));
        await AddAsync(host, member, sato, new WrittenEntry(EntryKind.Plan, new EntryWords("一日の用"), new EntryTime(true, new DateTime(2026, 11, 27), new DateTime(2026, 11, 28)), null, [sato], 1440));
        using var browser = await host.SignOnAsync("hinata", "sato");
        using var answer = JsonDocument.Parse((await browser.GetAsync("/schedule/reminders")).Html);
        var told = answer.RootElement.GetProperty("reminders").EnumerateArray().Select(r => (Text: r.GetProperty("text").GetString()!, Due: r.GetProperty("due").GetDateTimeOffset())).ToArray();
        Assert.Contains(told, t => t.Text.Contains("13:00 から「知らせる用」", StringComparison.Ordinal) && t.Due == At(26, 12, 30));
        Assert.Contains(told, t => t.Text.Contains("「一日の用」", StringComparison.Ordinal) && t.Due == At(26, 8));
        Assert.DoesNotContain(told, t => t.Text.Contains("岡部の用", StringComparison.Ordinal) || t.Text.Contains("知らせない用", StringComparison.Ordinal));
    }

    private static DateTimeOffset At(int day, int hour, int minute = 0) => new(2026, 11, day, hour, minute, 0, TimeSpan.FromHours(9));

    private static EntryTime Time(int day, int hour) => new(false, new DateTime(2026, 11, day, hour, 0, 0), new DateTime(2026, 11, day, hour + 1, 0, 0));

    private static Guid IdOf(SampleMember member, string login) => member.People.Single(p => p.Login == login).Id;

    private static Task<T> DbAsync<T>(TestHost host, SampleMember member, Func<SchedulesDbContext, Task<T>> work) => host.InScopeAsync(member.TenantId, services => work(services.GetRequiredService<SchedulesDbContext>()));

    private static Task<Guid> AddAsync(TestHost host, SampleMember member, Guid owner, WrittenEntry written) => DbAsync(host, member, async db =>
    {
        var entry = Entry.Make(Guid.CreateVersion7(), owner, written);
        db.Entries.Add(entry);
        await db.SaveChangesAsync();
        return entry.Id;
    });

    private static Task RunAsync(TestHost host) => host.InScopeAsync(Guid.Empty, async services =>
    {
        await ActivatorUtilities.CreateInstance<SendReminders>(services).SendAsync(default);
        return 0;
    });

    private sealed class Heard
    {
        private readonly List<EntryComesUp> facts = [];

        public void Add(EntryComesUp fact)
        {
            lock (facts)
            {
                facts.Add(fact);
            }
        }

        public IReadOnlyList<EntryComesUp> Of(Guid entryId)
        {
            lock (facts)
            {
                return [.. facts.Where(f => f.EntryId == entryId)];
            }
        }
    }

    private sealed class Listener(Heard heard) : MediatR.INotificationHandler<EntryComesUp>
    {
        public Task Handle(EntryComesUp notification, CancellationToken cancellationToken)
        {
            heard.Add(notification);
            return Task.CompletedTask;
        }
    }
}
