using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SalesSupport.Abstractions;
using SalesSupport.Schedules.Data;

namespace SalesSupport.Schedules.Tests;

/// <summary>A host with two members on Tuesday 24 November 2026, 9:00 in Japan. 佐藤 owns, 岡部 is her manager, 森田 an administrator.</summary>
public sealed class ScheduleHost : IAsyncLifetime
{
    internal static readonly DateTimeOffset Now = new(2026, 11, 24, 9, 0, 0, TimeSpan.FromHours(9));

    internal TestHost Host { get; private set; } = null!;

    internal SampleMember Member { get; private set; } = null!;

    internal SampleMember Other { get; private set; } = null!;

    internal Browser Sato { get; private set; } = null!;

    internal Browser Okabe { get; private set; } = null!;

    internal Browser Morita { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Host = await TestHost.StartAsync(now: Now);
        Member = await Host.AddMemberAsync("mita");
        Other = await Host.AddMemberAsync("umeda");
        Sato = await Host.SignOnAsync("mita", "sato");
        Okabe = await Host.SignOnAsync("mita", "okabe");
        Morita = await Host.SignOnAsync("mita", "morita");
    }

    public async ValueTask DisposeAsync()
    {
        Sato.Dispose();
        Okabe.Dispose();
        Morita.Dispose();
        await Host.DisposeAsync();
    }

    internal Guid IdOf(string login, SampleMember? of = null) => (of ?? Member).People.Single(p => p.Login == login).Id;

    internal Task<T> DbAsync<T>(Func<SchedulesDbContext, Task<T>> work, SampleMember? of = null) => Host.InScopeAsync((of ?? Member).TenantId, sp => work(sp.GetRequiredService<SchedulesDbContext>()));

    /// <summary>Fills in the form as a person does, and saves.</summary>
    internal static async Task<Saved> SaveAsync(Browser browser, string title, string date, string start, string end, params IEnumerable<(string Name, string Value)> more)
    {
        var page = await browser.GetAsync("/schedule/new");
        var saved = await browser.SubmitAsync(page, page.MainForm, [("Title", title), ("StartDate", date), ("StartTime", start), ("EndDate", date), ("EndTime", end), .. more]);
        return Saved.Of(saved);
    }

    internal static async Task<JsonElement> FeedAsync(Browser browser, string from, string to, params IEnumerable<Guid> people)
    {
        var page = await browser.GetAsync($"/schedule/entries?from={from}&to={to}{string.Concat(people.Select(p => $"&people={p}"))}");
        Assert.Equal(HttpStatusCode.OK, page.Status);
        return JsonDocument.Parse(page.Html).RootElement;
    }

    /// <summary>Everybody's: the people are those whom the page offers.</summary>
    internal static async Task<JsonElement> AllAsync(Browser browser, string from, string to) =>
        await FeedAsync(browser, from, to, (await browser.GetAsync("/schedule")).Document.QuerySelectorAll("input[name=people]").Select(i => Guid.Parse(i.GetAttribute("value")!)));

    /// <summary>Titles and starts of those of a title.</summary>
    internal static async Task<string[]> StartsAsync(Browser browser, string title, string from, string to) =>
        [.. (await AllAsync(browser, from, to)).GetProperty("entries").EnumerateArray().Where(e => e.GetProperty("title").GetString() == title).Select(e => e.GetProperty("start").GetString()!)];

    internal static async Task<JsonElement> OneAsync(Browser browser, string title, string from, string to) =>
        (await AllAsync(browser, from, to)).GetProperty("entries").EnumerateArray().First(e => e.GetProperty("title").GetString() == title);
}

/// <summary>What was saved.</summary>
internal sealed record Saved(Guid Id, Page Page)
{
    public static Saved Of(Page page)
    {
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.StartsWith("/schedule/", page.Address.AbsolutePath, StringComparison.Ordinal);
        return new Saved(Guid.Parse(page.Address.Segments[2].TrimEnd('/')), page);
    }
}
