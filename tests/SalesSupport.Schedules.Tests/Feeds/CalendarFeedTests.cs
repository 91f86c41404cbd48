using System.Net;
using Ical.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SalesSupport.Portal.Contracts;
using SalesSupport.Schedules.Contracts;
using SalesSupport.Schedules.Data;
using SalesSupport.Schedules.Entries;
using SalesSupport.Schedules.Repeating;

namespace SalesSupport.Schedules.Tests.Feeds;

/// <summary>One's schedule in other calendars, behind a secret address (R33, R92).</summary>
[Requirement("R33")]
[Requirement("R92")]
public sealed class CalendarFeedTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 26, 9, 0, 0, TimeSpan.FromHours(9));

    [Fact]
    public async Task Whoever_has_the_address_reads_what_its_user_takes_part_in()
    {
        await using var host = await TestHost.StartAsync(now: Now);
        var member = await host.AddMemberAsync("hinata");
        var (sato, okabe) = (IdOf(member, "sato"), IdOf(member, "okabe"));
        await AddAsync(host, member, okabe, new WrittenEntry(EntryKind.Reservation, new EntryWords("同行😀, 商談", Place: "大阪; 本社", Notes: "一行目\n二行目", Private: true), Time(26, 13), null, [okabe, sato], null));
        await AddAsync(host, member, okabe, new WrittenEntry(EntryKind.Plan, new EntryWords("岡部だけの用"), Time(26, 15), null, [okabe], null));
        using var browser = await host.SignOnAsync("hinata", "sato");
        var address = await MakeAsync(browser);

        using var outside = new HttpClient();
        using var answer = await outside.GetAsync(address);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/calendar; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        var text = await answer.Content.ReadAsStringAsync();
        Assert.DoesNotContain("岡部だけの用", text, StringComparison.Ordinal);
        var found = Assert.Single(Calendar.Load(text)!.Events, e => e.Summary == "同行😀, 商談");
        Assert.Equal(("大阪; 本社", "一行目\n二行目", "CONFIRMED", "PRIVATE"), (found.Location, found.Description, found.Status, found.Class));
        Assert.Equal(new DateTime(2026, 11, 26, 4, 0, 0, DateTimeKind.Utc), found.Start!.AsUtc);
        Assert.All(text.Split("\r\n"), line => Assert.True(System.Text.Encoding.UTF8.GetByteCount(line) <= 75, line));
        Assert.DoesNotContain("1951", text, StringComparison.Ordinal);

        using var again = new HttpRequestMessage(HttpMethod.Get, address);
        again.Headers.IfNoneMatch.Add(answer.Headers.ETag!);
        using var unchanged = await outside.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
    }

    [Fact]
    public async Task A_series_comes_with_what_is_different_about_its_instances()
    {
        await using var host = await TestHost.StartAsync(now: Now);
        var member = await host.AddMemberAsync("hinata");
        var sato = IdOf(member, "sato");
        await AddAsync(host, member, sato, new WrittenEntry(EntryKind.Plan, new EntryWords("定例の会"), Time(26, 10), new Repeat(Frequency.Weekly, Days: [DayOfWeek.Thursday], Count: 4), [sato], null), entry =>
        {
            entry.CancelInstance(new DateTime(2026, 12, 3, 10, 0, 0));
            entry.ChangeInstance(new DateTime(2026, 12, 10, 10, 0, 0), new EntryTime(false, new DateTime(2026, 12, 11, 14, 0, 0), new DateTime(2026, 12, 11, 15, 0, 0)), new EntryWords("動いた会"));
        });
        using var browser = await host.SignOnAsync("hinata", "sato");
        using var outside = new HttpClient();
        var calendar = Calendar.Load(await outside.GetStringAsync(await MakeAsync(browser)))!;
        var starts = calendar.Events.Where(e => e.Summary is "定例の会" or "動いた会").ToArray();
        Assert.Equal(2, starts.Length);
        Assert.Single(starts.Select(e => e.Uid).Distinct());
        var times = calendar.GetOccurrences(new Ical.Net.DataTypes.CalDateTime(2026, 11, 1)).Where(o => o.Source is Ical.Net.CalendarComponents.CalendarEvent { Summary: "定例の会" or "動いた会" }).Select(o => o.Period.StartTime.Value);
        Assert.Equal([new DateTime(2026, 11, 26, 10, 0, 0), new DateTime(2026, 12, 11, 14, 0, 0), new DateTime(2026, 12, 17, 10, 0, 0)], times);
    }

    [Fact]
    public async Task An_address_that_was_taken_back_or_made_anew_opens_nothing_and_only_its_own_user_sees_it()
    {
        await using var host = await TestHost.StartAsync(now: Now);
        await host.AddMemberAsync("hinata");
        using var browser = await host.SignOnAsync("hinata", "sato");
        var first = await MakeAsync(browser);
        var second = await MakeAsync(browser);
        Assert.NotEqual(first, second);
        using var outside = new HttpClient();
        Assert.Equal(HttpStatusCode.Gone, await StatusAsync(outside, first));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(outside, second));

        using var morita = await host.SignOnAsync("hinata", "morita");
        Assert.DoesNotContain(".ics", (await morita.GetAsync("/me/calendar")).Html, StringComparison.Ordinal);

        var page = await browser.GetAsync("/me/calendar");
        await browser.SubmitAsync(page, page.Form("/me/calendar/deletion"));
        Assert.Equal(HttpStatusCode.Gone, await StatusAsync(outside, second));
        Assert.Equal(HttpStatusCode.Gone, await StatusAsync(outside, new Uri(host.Address, "calendar/abc.ics")));
    }

    [Fact]
    public async Task A_suspended_users_address_opens_nothing_and_the_secret_is_nowhere_in_the_clear()
    {
        await using var host = await TestHost.StartAsync(now: Now);
        var member = await host.AddMemberAsync("hinata");
        using var browser = await host.SignOnAsync("hinata", "sato");
        var address = await MakeAsync(browser);
        var secret = address.Segments[^1].Split('.')[0];
        var (rows, audit) = await host.InScopeAsync(member.TenantId, async services =>
        {
            var feed = await services.GetRequiredService<SchedulesDbContext>().Feeds.SingleAsync();
            using var morita = await host.SignOnAsync("hinata", "morita");
            return ($"{feed.Hash} {feed.Hidden}", (await morita.GetAsync("/settings/audit")).Html);
        });
        Assert.DoesNotContain(secret, rows, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, audit, StringComparison.Ordinal);

        await host.InScopeAsync(member.TenantId, async services =>
        {
            await services.GetRequiredService<Abstractions.IUnitOfWork>().RunAsync(
                c => services.GetRequiredService<MediatR.IMediator>().Publish(new PortalUserSuspended("hinata", member.People.Single(p => p.Login == "sato").PortalId), c), default);
            return 0;
        });
        using var outside = new HttpClient();
        Assert.Equal(HttpStatusCode.Gone, await StatusAsync(outside, address));
    }

    [Fact]
    public async Task Guessing_addresses_is_slowed_down()
    {
        await using var host = await TestHost.StartAsync(now: Now, settings: new Dictionary<string, string> { ["Portal:SignOn:RefusalsPerAddress"] = "5" });
        using var outside = new HttpClient();
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(HttpStatusCode.Gone, await StatusAsync(outside, new Uri(host.Address, $"calendar/guess{i}.ics")));
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, await StatusAsync(outside, new Uri(host.Address, "calendar/guess.ics")));
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, Uri address)
    {
        using var answer = await client.GetAsync(address);
        return answer.StatusCode;
    }

    private static async Task<Uri> MakeAsync(Browser browser)
    {
        var page = await browser.GetAsync("/me/calendar");
        page = await browser.SubmitAsync(page, page.Document.Forms.First(f => f.GetAttribute("action") == "/me/calendar"));
        return new Uri(page.Document.QuerySelector("[data-feed]")!.GetAttribute("value")!);
    }

    private static EntryTime Time(int day, int hour) => new(false, new DateTime(2026, 11, day, hour, 0, 0), new DateTime(2026, 11, day, hour + 1, 0, 0));

    private static Guid IdOf(Abstractions.SampleMember member, string login) => member.People.Single(p => p.Login == login).Id;

    private static Task AddAsync(TestHost host, Abstractions.SampleMember member, Guid owner, WrittenEntry written, Action<Entry>? more = null) => host.InScopeAsync(member.TenantId, async services =>
    {
        var db = services.GetRequiredService<SchedulesDbContext>();
        var entry = Entry.Make(Guid.CreateVersion7(), owner, written);
        more?.Invoke(entry);
        db.Entries.Add(entry);
        await db.SaveChangesAsync();
        return 0;
    });
}
