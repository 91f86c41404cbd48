using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace SalesSupport.House.Tests.SeveralHosts;

/// <summary>The job that puts what somebody wants to hear of daily into one letter, which the operator has run again and again, on whichever host takes it, while hosts are being killed.</summary>
internal sealed partial class DailyLetters(ThreeHosts hosts, ChatServer chat)
{
    private const string Job = "Notices.SendDigests";
    private const string Hook = "/daily";

    /// <summary>Has whoever it is told of comments once a day.</summary>
    public async Task WantAsync(Browser browser)
    {
        var page = await browser.GetAsync("/me/notices");
        var form = page.Document.Forms.Single(f => f.Action.EndsWith("/notices/chat", StringComparison.Ordinal));
        page = await browser.SubmitAsync(page, form, [("ChatForm.Service", "Slack"), ("ChatForm.Hook", chat.Address + Hook), .. new[] { "Returned", "Approved", "Commented", "Mentioned" }.Select(k => ($"ChatForm.{k}", "Daily"))]);
        Assert.Equal(200, (int)page.Status);
    }

    /// <summary>Presses "run now" until told to stop.</summary>
    public async Task PressAsync(CancellationToken stop)
    {
        using var browser = new Browser(hosts.Address);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await PressOnceAsync(browser);
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                // the host that was to answer is gone
            }

            await Task.Delay(500, CancellationToken.None);
        }
    }

    /// <summary>Whatever was said is in one letter, which came once.</summary>
    /// <param name="own">Reports of whoever is told; of others' they may hear too.</param>
    /// <param name="comments">The reports among them to which something was said, to each once.</param>
    /// <param name="wasKilled">Whether a host was killed just after a time.</param>
    /// <returns>How many letters there were, how many runs are still written down, and how many of those were broken off.</returns>
    public async Task<(int Letters, int Runs, int BrokenOff)> AssertOnceAsync(IReadOnlyCollection<Guid> own, IReadOnlyCollection<Guid> comments, Func<long, bool> wasKilled)
    {
        using var browser = new Browser(hosts.Address);
        for (var since = Stopwatch.StartNew(); await hosts.CountAsync("SELECT count(*) FROM \"Notices_Notices\" WHERE \"LetterId\" IS NULL") > 0 && since.Elapsed < TimeSpan.FromMinutes(1);)
        {
            await PressOnceAsync(browser);
            await Task.Delay(500);
        }

        Assert.Equal(0, await hosts.CountAsync("SELECT count(*) FROM \"Notices_Notices\" WHERE \"LetterId\" IS NULL"));
        for (var since = Stopwatch.StartNew(); await hosts.CountAsync("SELECT count(*) FROM \"Notices_Letters\" WHERE \"SentAt\" IS NULL") > 0 && since.Elapsed < TimeSpan.FromMinutes(4);)
        {
            await Task.Delay(1000);
        }

        var letters = chat.Taken.Where(t => t.Path == Hook).Select(t => (Text: JsonDocument.Parse(t.Body).RootElement.GetProperty("text").GetString()!, t.At)).Where(t => Reports(t.Text).Any()).GroupBy(t => t.Text, t => t.At).ToArray();
        Assert.InRange(letters.Length, 2, int.MaxValue);
        Assert.Equal(comments.Order(), letters.SelectMany(l => Reports(l.Key)).Where(own.Contains).Order());
        Assert.All(letters, l => Assert.All(l.Order().SkipLast(1), at => Assert.True(wasKilled(at), "the same letter came twice")));

        var runs = await hosts.AskAsync($"""SELECT "Number", "Outcome", "StartedAt", "EndedAt" FROM "House_JobRuns" WHERE "Job" = '{Job}' ORDER BY "Number" """, r => (Number: r.GetInt32(0), Outcome: r.GetString(1), Began: r.GetFieldValue<DateTimeOffset>(2), Ended: r.IsDBNull(3) ? (DateTimeOffset?)null : r.GetFieldValue<DateTimeOffset>(3)));
        Assert.DoesNotContain(runs, r => r.Outcome == "Failed");
        // Never two of them at once, whatever was killed.
        Assert.All(runs.Zip(runs.Skip(1)), r => Assert.True(r.First.Ended is null || r.First.Ended <= r.Second.Began, $"{r.First} and {r.Second}"));
        return (letters.Length, runs.Count, runs.Count(r => r.Outcome == "BrokenOff"));
    }

    // Signs on when the session is not there yet: nothing tells a sign-on that was cut off from one that was not asked for.
    private static async Task PressOnceAsync(Browser browser)
    {
        if ((await browser.GetAsync("/operator/jobs")).Address.AbsolutePath != "/operator/jobs")
        {
            await browser.PostAsync("/operator/sign-on", ("Login", "operator"), ("Password", TestHost.Password));
        }

        await browser.PostAsync("/operator/jobs/Notices/SendDigests/runs");
    }

    private static IEnumerable<Guid> Reports(string text) => Link().Matches(text).Select(m => Guid.Parse(m.Groups[1].Value));

    [GeneratedRegex("/reports/([0-9a-f-]{36})")]
    private static partial Regex Link();
}
