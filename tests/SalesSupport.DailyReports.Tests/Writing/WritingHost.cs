using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Data;
using SalesSupport.DailyReports.Reports;

namespace SalesSupport.DailyReports.Tests.Writing;

/// <summary>A host with two members without reports, on Tuesday 2037-11-24 at 9:00 (the browser drops cookies by the real clock, so ours must be ahead of it). Each test writes another day, so that they do not meet.</summary>
public sealed class WritingHost : IAsyncLifetime
{
    public static readonly DateOnly Today = new(2037, 11, 24);

    private static int nextDay = -1;

    internal TestHost Host { get; private set; } = null!;

    internal SampleMember Member { get; private set; } = null!;

    internal SampleMember Other { get; private set; } = null!;

    internal SampleCustomer Customer => Member.MadeCustomers[0];

    internal Guid Sato => Member.People.Single(p => p.Login == "sato").Id;

    internal Guid Okabe => Member.People.Single(p => p.Login == "okabe").Id;

    public async ValueTask InitializeAsync()
    {
        Host = await TestHost.StartAsync(now: Today.At(new TimeOnly(9, 0)));
        Member = await Host.AddMemberAsync("mita");
        Other = await Host.AddMemberAsync("umeda");
    }

    public async ValueTask DisposeAsync() => await Host.DisposeAsync();

    internal Task<Browser> SatoAsync() => Host.SignOnAsync("mita", "sato");

    /// <summary>A day that no other test writes.</summary>
    internal static DateOnly NewDay() => Today.AddDays(-(Interlocked.Increment(ref nextDay) % 60));

    internal static string Edit(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"/reports/{day:yyyy-MM-dd}/edit");

    internal static string Submission(DateOnly day) => Edit(day).Replace("/edit", "/submission", StringComparison.Ordinal);

    internal static string Draft(DateOnly day) => Edit(day).Replace("/edit", "/draft", StringComparison.Ordinal);

    internal (string, string)[] Visit(string text, int revision = 0, int version = 0) =>
    [
        ("Revision", $"{revision}"), ("Version", $"{version}"), ("Recipients", $"{Okabe}"),
        ("Activities[0].Kind", "Visit"), ("Activities[0].CustomerId", $"{Customer.Id}"), ("Activities[0].CustomerName", Customer.Name), ("Activities[0].ContactId", $"{Customer.Contacts[0].Id}"),
        ("Activities[0].Start", "930"), ("Activities[0].End", "10:30"), ("Activities[0].Purpose", "Proposal"), ("Activities[0].Result", "Advanced"), ("Activities[0].Prospect", "B"),
        ("Activities[0].NextAction", "見積書を送る"), ("Activities[0].NextActionOn", "2037-12-01"), ("Activities[0].Text", text),
    ];

    internal static (string, string)[] Replace((string, string)[] fields, string name, string value) => [.. fields.Where(f => f.Item1 != name), (name, value)];

    /// <summary>Keeps what is being typed, as the page's script does.</summary>
    internal static Task<(HttpStatusCode Status, JsonElement Body)> DraftAsync(Browser browser, DateOnly day, IEnumerable<(string Name, string Value)> fields) =>
        DraftAsync(browser, day, new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))));

    internal static async Task<(HttpStatusCode Status, JsonElement Body)> DraftAsync(Browser browser, DateOnly day, HttpContent form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Draft(day)) { Content = form };
        request.Headers.Accept.ParseAdd("application/json");
        request.Headers.Add("RequestVerificationToken", await browser.TokenAsync());
        using var response = await browser.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, text.StartsWith('{') ? JsonDocument.Parse(text).RootElement : default);
    }

    internal Task<DailyReport?> ReportAsync(DateOnly day) => DbAsync(db => db.Reports.AsNoTracking().Include(r => r.Activities.OrderBy(a => a.Position)).SingleOrDefaultAsync(r => r.AuthorId == Sato && r.Date == day));

    internal Task<T> DbAsync<T>(Func<DailyReportsDbContext, Task<T>> work) => Host.InScopeAsync(Member.TenantId, sp => work(sp.GetRequiredService<DailyReportsDbContext>()));
}
