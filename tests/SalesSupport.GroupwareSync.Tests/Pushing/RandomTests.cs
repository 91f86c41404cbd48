using System.Globalization;
using SalesSupport.GroupwareSync.Copies;
using SalesSupport.GroupwareSync.Events;
using SalesSupport.Schedules.Contracts;
using SalesSupport.Testing.Groupware;

namespace SalesSupport.GroupwareSync.Tests.Pushing;

/// <summary>Whatever is done in whatever order while the wire drops, cuts and delays, at the end the groupware has what it should: each event once and as it is now, and no other (R30, R32). 10,000 operations by --full.</summary>
[Trait("Bar", "groupware")]
[Requirement("R30")]
[Requirement("R32")]
public sealed class RandomTests(GroupwareHost home, ITestOutputHelper output) : IClassFixture<GroupwareHost>
{
    private const int MostEntries = 40;
    private static readonly string[] People = ["sato", "okabe", "ito"];
    private static readonly string[] Words = ["見積の相談", "納品😀👨‍👩‍👧", "縦\u000bタブ", "a; b, c\\n", new string('長', 150), "𠮷野家", "改行\nあり", "㈱①"];

    [Fact]
    public async Task After_any_operations_and_faults_the_calendars_are_what_they_should_be()
    {
        var count = Environment.GetEnvironmentVariable("SALESSUPPORT_FULL") is null ? 200 : 10_000;
        var seed = Environment.GetEnvironmentVariable("SALESSUPPORT_SEED") is { } said ? int.Parse(said, CultureInfo.InvariantCulture) : Environment.TickCount;
        output.WriteLine($"seed {seed}");
#pragma warning disable CA5394 // the same seed must do the same
        var random = new Random(seed);
        var team = await home.TeamAsync(People);
        var (on, done, removed, faults) = (true, new SortedDictionary<string, int>(StringComparer.Ordinal), new HashSet<(Guid Entry, string Login)>(), 0);
        for (var n = 0; n < count; n++)
        {
            var ids = home.Diary.All.Keys.Order().ToArray();
            var any = ids.Length == 0 ? Guid.Empty : ids[random.Next(ids.Length)];
            var what = random.Next(1000) switch
            {
                < 10 => "switch",
                < 14 => "stop",
                < 60 => "user edits",
                < 80 => "user deletes",
                < 200 => "fault",
                < 450 => ids.Length < MostEntries ? "create" : "delete",
                < 560 => "delete",
                < 700 => "kind",
                < 820 => "people",
                _ => "change",
            };
            what = any == Guid.Empty && what is "kind" or "people" or "change" or "delete" ? "create" : what;
            done[what] = done.GetValueOrDefault(what) + 1;
            switch (what)
            {
                case "switch":
                    on = !on;
                    await team.SetAsync(on: on);
                    break;
                case "stop":
                    await home.Server.StopAsync();
                    await team.SaveAsync(Make(team, random));
                    await Task.Delay(100);
                    await home.Server.StartAgainAsync();
                    break;
                case "user edits" or "user deletes" when on:
                    await SettleAsync(team);
                    if ((await team.CopiesAsync()).Where(c => c.State == CopyState.Sent).ToArray() is { Length: > 0 } sent && sent[random.Next(sent.Length)] is var copy && People.First(p => team.IdOf(p) == copy.UserId) is var login)
                    {
                        var path = Uri.UnescapeDataString(new Uri(copy.Href!).AbsolutePath);
                        if (what == "user deletes")
                        {
                            await home.Server.DeleteAsync(team.AccountOf(login), path);
                            removed.Add((copy.EntryId, login));
                            await ChangeAsync(team, copy.EntryId, random);       // by which it is noticed
                            await SettleAsync(team);
                        }
                        else
                        {
                            await home.Server.EditAsync(team.AccountOf(login), path, "BEGIN:VEVENT", "BEGIN:VEVENT\r\nCOMMENT:自分のメモ");
                            await ChangeAsync(team, copy.EntryId, random);
                        }
                    }

                    break;
                case "fault":
                    home.Wire.Once(random.Next(2) == 0 ? "PUT" : random.Next(2) == 0 ? "DELETE" : "GET", random.Next(3) == 0 ? Fault.CutRequest : Fault.DropAnswer);
                    faults++;
                    break;
                case "create":
                    await team.SaveAsync(Make(team, random));
                    break;
                case "delete" when any != Guid.Empty:
                    await team.DeleteAsync(any);
                    break;
                case "kind":
                    await team.ChangeAsync(any, e => e with { Kind = e.Kind == EntryKind.Plan ? EntryKind.Reservation : EntryKind.Plan });
                    break;
                case "people":
                    await team.ChangeAsync(any, e => e with { ParticipantIds = Some(team, random), OwnerId = team.IdOf(People[random.Next(People.Length)]) });
                    break;
                case "change":
                    await ChangeAsync(team, any, random);
                    break;
                default:
                    break;
            }

            if (n % 20 == 0)
            {
                home.Host.Clock!.Advance(TimeSpan.FromSeconds(5));
                await Task.Delay(50);
            }
        }

        if (!on)
        {
            await team.SetAsync(on: true);
        }

        await SettleAsync(team);
        output.WriteLine(string.Join(", ", done.Select(d => $"{d.Key} {d.Value}")) + $"; {home.Wire.Requests.Count} requests, {faults} faults");
        foreach (var login in People)
        {
            var user = team.IdOf(login);
            var wanted = home.Diary.All.Values.Where(e => e.Kind == EntryKind.Reservation && e.ParticipantIds.Contains(user) && !removed.Contains((e.Id, login))).ToDictionary(e => e.Id);
            var events = (await team.EventsAsync(login)).Select(e => EventReader.Read(e.Text)).ToArray();
            var copies = (await team.CopiesAsync()).Where(c => c.UserId == user).ToArray();
            Assert.Equal(
                wanted.Keys.Select(id => copies.Single(c => c.EntryId == id).Uid).Order(StringComparer.Ordinal),
                events.Select(e => e.Uid!).Order(StringComparer.Ordinal));
            foreach (var entry in wanted.Values)
            {
                var uid = copies.Single(c => c.EntryId == entry.Id).Uid;
                var should = EventReader.Read(EventText.Write(entry, uid, "", entry.Version, home.Host.Clock!.GetUtcNow()));
                Assert.Empty(events.Single(e => e.Uid == uid).Differences(should));
            }
        }
    }

    // Nothing on its way and no fault left, however long the waits had become.
    private async Task SettleAsync(Team team)
    {
        home.Wire.Decide = _ => Fault.None;
        for (var tries = 0; await team.OutboxAsync() > 0; tries++)
        {
            Assert.True(tries < 3000, $"{await team.OutboxAsync()} are still on their way");
            home.Host.Clock!.Advance(TimeSpan.FromSeconds(tries % 20 == 19 ? 600 : 1));
            await Task.Delay(25);
        }
    }

    private static Task ChangeAsync(Team team, Guid id, Random random) => team.ChangeAsync(id, e => random.Next(3) switch
    {
        0 => e with { Text = e.Text with { Title = Title(random), Place = random.Next(2) == 0 ? null : "本社" } },
        1 => e with { Time = Time(random), Rule = null, Exceptions = [] },
        _ => Repeating(e, random),
    });

    // A series with one moved and one cancelled instance, across midnight too.
    private static EntrySnapshot Repeating(EntrySnapshot entry, Random random)
    {
        var time = Time(random);
        var second = time.Start.AddDays(7);
        var moved = new EntryTime(time.AllDay, second.AddDays(1), second.AddDays(1) + (time.End - time.Start));
        return entry with
        {
            Time = time,
            Rule = $"FREQ=WEEKLY;BYDAY={time.Start.DayOfWeek.ToString()[..2].ToUpperInvariant()};COUNT={random.Next(4, 9)}",
            Exceptions = [new EntryException(second, new ChangedInstance(moved, entry.Text with { Title = Title(random) })), new EntryException(second.AddDays(7), null)],
        };
    }

    private static EntrySnapshot Make(Team team, Random random) => Team.Entry(team.IdOf(People[random.Next(People.Length)]), Title(random)) with
    {
        Kind = random.Next(4) == 0 ? EntryKind.Plan : EntryKind.Reservation,
        ParticipantIds = Some(team, random),
        Time = Time(random),
    };

    private static Guid[] Some(Team team, Random random) => [.. People.Where(_ => random.Next(2) == 0).DefaultIfEmpty(People[0]).Select(team.IdOf)];

    private static string Title(Random random) => $"{Words[random.Next(Words.Length)]} {random.Next(1000)}";

    private static EntryTime Time(Random random)
    {
        var start = Team.Ten.Date.AddDays(random.Next(1, 60));
        return random.Next(4) == 0
            ? new EntryTime(true, start, start.AddDays(random.Next(1, 4)))
            : new EntryTime(false, start.AddMinutes(15 * random.Next(0, 96)), start.AddDays(1).AddMinutes(15 * random.Next(1, 40)));
    }
}
