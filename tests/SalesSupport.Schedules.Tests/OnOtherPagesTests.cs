using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using SalesSupport.Schedules.Contracts;

namespace SalesSupport.Schedules.Tests;

/// <summary>Entries on the pages of other modules, and other modules' marks on entries.</summary>
[Requirement("R22")]
[Trait("Bar", "groupware")]
public sealed class OnOtherPagesTests(ScheduleHost fixture) : IClassFixture<ScheduleHost>
{
    [Fact]
    public async Task A_customers_page_shows_what_was_and_what_comes()
    {
        var customer = fixture.Member.MadeCustomers[2];
        (string, string)[] of = [("CustomerId", customer.Id.ToString()), ("CustomerName", customer.Name)];
        await ScheduleHost.SaveAsync(fixture.Sato, "済んだ訪問", "2026-11-20", "10:00", "11:00", [.. of, ("Notes", "持参: カタログ")]);
        await ScheduleHost.SaveAsync(fixture.Sato, "次の訪問", "2026-11-26", "10:00", "11:00", of);
        await ScheduleHost.SaveAsync(fixture.Sato, "毎週の訪問", "2026-10-01", "13:00", "14:00", [.. of, ("Repeat", "Weekly")]);
        var page = await fixture.Okabe.GetAsync($"/customers/{customer.Id}");
        Assert.Equal(8, page.Document.QuerySelectorAll("a").Count(a => a.TextContent == "毎週の訪問"));       // eight Thursdays are past
        Assert.Contains("13:00 毎週の訪問", page.Text, StringComparison.Ordinal);
        Assert.Contains("10:00 次の訪問", page.Text, StringComparison.Ordinal);
        Assert.Contains("持参: カタログ", page.Text, StringComparison.Ordinal);
        Assert.NotNull(page.Document.QuerySelector($"a[href='/schedule/new?customer={customer.Id}']"));
    }

    [Fact]
    public async Task An_instance_with_another_customer_is_on_that_customers_page_and_no_more_on_the_series_own()
    {
        var (customer, other) = (fixture.Member.MadeCustomers[0], fixture.Member.MadeCustomers[1]);
        var id = (await ScheduleHost.SaveAsync(fixture.Sato, "持ち回りの訪問", "2026-11-05", "13:00", "14:00", ("CustomerId", customer.Id.ToString()), ("CustomerName", customer.Name), ("Repeat", "Weekly"))).Id;
        foreach (var day in new[] { "2026-11-12", "2026-11-26" })
        {
            var edit = await fixture.Sato.GetAsync($"/schedule/{id}/edit?at={day}T13:00:00&scope=This");
            Saved.Of(await fixture.Sato.SubmitAsync(edit, edit.MainForm, ("CustomerId", other.Id.ToString()), ("CustomerName", other.Name)));
        }

        Assert.Equal(["2026-11-05", "2026-11-19", "2026-12-03"], await DaysAsync(customer.Id));
        Assert.Equal(["2026-11-12", "2026-11-26"], await DaysAsync(other.Id));
        fixture.Host.Statements.Clear();
        await fixture.Okabe.GetAsync($"/customers/{other.Id}");
        Assert.Empty(QueryPlans.Scans(fixture.Host, fixture.Host.Statements.All));

        async Task<IEnumerable<string>> DaysAsync(Guid customerId) =>
            Regex.Matches((await fixture.Okabe.GetAsync($"/customers/{customerId}")).Html, $"/schedule/{id}\\?at=([0-9-]{{10}})").Select(m => m.Groups[1].Value).Distinct().Order(StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_long_timeline_is_paged_through_once()
    {
        var customer = fixture.Member.MadeCustomers[3];
        (string, string)[] of = [("CustomerId", customer.Id.ToString()), ("CustomerName", customer.Name)];
        for (var i = 0; i < 24; i++)
        {
            await ScheduleHost.SaveAsync(fixture.Sato, $"過去{i:00}。", $"2026-10-{1 + (i / 2):00}", i % 2 == 0 ? "15:00" : "9:00", i % 2 == 0 ? "16:00" : "10:00", of);
        }

        await ScheduleHost.SaveAsync(fixture.Sato, "連なり。", "2026-10-02", "12:00", "13:00", [.. of, ("Repeat", "Daily"), ("Ends", "Count"), ("Count", "10")]);
        var page = await fixture.Sato.GetAsync($"/customers/{customer.Id}");
        var seen = new List<string>();
        while (true)
        {
            seen.AddRange(Regex.Matches(page.Html, "href=\"(/schedule/[0-9a-f-]{36}[^\"]*)\"").Select(m => m.Groups[1].Value));
            if (page.Document.QuerySelector("#timeline-more a") is not { } more)
            {
                break;
            }

            page = await fixture.Sato.GetAsync(more.GetAttribute("hx-get")!);
        }

        Assert.Equal(34, seen.Count);
        Assert.Equal(34, seen.Distinct().Count());
    }

    [Fact]
    public async Task The_home_page_shows_my_day_and_search_finds_by_words()
    {
        await ScheduleHost.SaveAsync(fixture.Sato, "けさの打合せ", "2026-11-24", "9:30", "10:00", ("Place", "つばめビル"));
        await ScheduleHost.SaveAsync(fixture.Okabe, "岡部の打合せ", "2026-11-24", "9:30", "10:00");
        var tile = (await fixture.Sato.GetAsync("/")).Document.QuerySelector("[aria-labelledby=today-entries]")!.TextContent;
        Assert.Contains("けさの打合せ", tile, StringComparison.Ordinal);
        Assert.DoesNotContain("岡部の打合せ", tile, StringComparison.Ordinal);
        foreach (var typed in new[] { "けさの", "ツバメビル", "打合せ けさ" })
        {
            var found = await fixture.Okabe.GetAsync($"/search?q={Uri.EscapeDataString(typed)}");
            Assert.Contains("けさの打合せ", found.Document.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        }
    }

    [Fact]
    [Requirement("R22")]
    public async Task The_audit_tells_of_changes_without_copying_words()
    {
        var id = (await ScheduleHost.SaveAsync(fixture.Sato, "監査される", "2026-12-11", "10:00", "11:00", ("Repeat", "Weekly"))).Id;
        var page = await fixture.Sato.GetAsync($"/schedule/{id}/edit?scope=All");
        await fixture.Sato.SubmitAsync(page, page.MainForm, ("StartTime", "9:00"), ("Notes", "写してはいけない"));
        page = await fixture.Sato.GetAsync($"/schedule/{id}/edit?at=2026-12-18T09:00:00&scope=This");
        await fixture.Sato.SubmitAsync(page, page.MainForm, ("Place", "別室"));
        var audit = await fixture.Morita.GetAsync("/settings/audit");
        Assert.Contains("監査される (12/11(金) 9:00–11:00)", audit.Text, StringComparison.Ordinal);
        Assert.Contains("繰り返しの一部の回を変更", audit.Text, StringComparison.Ordinal);
        Assert.Contains("開始", audit.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("写してはいけない", audit.Html, StringComparison.Ordinal);
    }
}

/// <summary>With a module that marks entries, and with one that fails.</summary>
[Requirement("R22")]
[Trait("Bar", "groupware")]
public sealed class MarkTests
{
    [Fact]
    public async Task Marks_of_other_modules_are_shown_and_a_fault_leaves_the_page_standing()
    {
        await using var host = await TestHost.StartAsync(now: ScheduleHost.Now, services: s => s.AddScoped<IEntryMark, Failing>().AddScoped<IEntryMark, Marking>());
        await host.AddMemberAsync("mita");
        using var sato = await host.SignOnAsync("mita", "sato");
        using var morita = await host.SignOnAsync("mita", "morita");
        var id = (await ScheduleHost.SaveAsync(sato, "印のある予定", "2026-11-25", "10:00", "11:00")).Id;
        await ScheduleHost.SaveAsync(sato, "ないしょ", "2026-11-25", "12:00", "13:00", ("Private", "true"));
        var mark = (await ScheduleHost.OneAsync(morita, "印のある予定", "2026-11-24", "2026-11-30")).GetProperty("mark");
        Assert.Equal(("cloud-check", "登録済みの印", true, "/where"), (mark.GetProperty("icon").GetString(), mark.GetProperty("words").GetString(), mark.GetProperty("trouble").GetBoolean(), mark.GetProperty("url").GetString()));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await ScheduleHost.OneAsync(morita, "予定あり", "2026-11-24", "2026-11-30")).GetProperty("mark").ValueKind);
        Assert.Contains("登録済みの印", (await morita.GetAsync($"/schedule/{id}")).Text, StringComparison.Ordinal);
        Assert.Contains("登録済みの印", (await sato.GetAsync("/schedule?date=2026-11-25")).Text, StringComparison.Ordinal);
    }

    private sealed class Marking : IEntryMark
    {
        public Task<IReadOnlyDictionary<Guid, EntryMark>> MarksAsync(IReadOnlyCollection<Guid> entryIds, CancellationToken cancel) =>
            Task.FromResult<IReadOnlyDictionary<Guid, EntryMark>>(entryIds.ToDictionary(i => i, _ => new EntryMark("cloud-check", "登録済みの印", true, "/where")));
    }

    private sealed class Failing : IEntryMark
    {
        public Task<IReadOnlyDictionary<Guid, EntryMark>> MarksAsync(IReadOnlyCollection<Guid> entryIds, CancellationToken cancel) => throw new InvalidOperationException("planted fault");
    }
}

/// <summary>The sample members have weeks that look like an office's.</summary>
[Requirement("R22")]
[Trait("Bar", "groupware")]
public sealed class SampleEntryTests
{
    [Fact]
    public async Task The_demo_has_plans_reservations_a_weekly_meeting_and_a_private_one_around_today()
    {
        await using var host = await TestHost.StartAsync(sample: true, now: ScheduleHost.Now);
        using var sato = await host.SignOnAsync("demo", "sato");
        var entries = (await ScheduleHost.AllAsync(sato, "2026-11-16", "2026-12-16")).GetProperty("entries").EnumerateArray().ToArray();
        Assert.True(entries.Count(e => e.GetProperty("kind").GetString() == "Reservation") > 10);
        Assert.True(entries.Count(e => e.GetProperty("kind").GetString() == "Plan") > 5);
        Assert.True(entries.Count(e => e.GetProperty("title").GetString() == "営業会議") >= 3);
        Assert.Contains(entries, e => e.GetProperty("private").GetBoolean());
        Assert.Contains(entries, e => e.GetProperty("allDay").GetBoolean());
        Assert.Contains(entries, e => e.GetProperty("customerName").GetString() is { Length: > 0 });
        Assert.Equal(HttpStatusCode.OK, (await sato.GetAsync(entries[0].GetProperty("url").GetString()!)).Status);
    }
}
