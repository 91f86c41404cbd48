using System.Net;

namespace SalesSupport.Schedules.Tests;

/// <summary>非公開: whoever is not in it sees who is busy and when, and nothing else, wherever they look. Administrators too.</summary>
[Requirement("R22")]
[Requirement("R25")]
[Trait("Bar", "groupware")]
public sealed class PrivateTests(ScheduleHost fixture) : IClassFixture<ScheduleHost>
{
    private const string Secret = "ひみつの面談";

    [Fact]
    public async Task An_administrator_changes_no_series_in_which_an_instance_is_hidden_from_them()
    {
        var id = (await ScheduleHost.SaveAsync(fixture.Sato, "みなの会", "2027-09-06", "10:00", "11:00", ("Repeat", "Weekly"))).Id;
        Assert.Equal(HttpStatusCode.OK, (await fixture.Morita.GetAsync($"/schedule/{id}/edit?at=2027-09-13T10:00:00&scope=This")).Status);
        var page = await fixture.Sato.GetAsync($"/schedule/{id}/edit?at=2027-09-13T10:00:00&scope=This");
        await fixture.Sato.SubmitAsync(page, page.MainForm, ("Title", "通院の日"), ("Private", "true"));
        var version = (await ScheduleHost.OneAsync(fixture.Sato, "通院の日", "2027-09-13", "2027-09-14")).GetProperty("version").GetInt32().ToString(System.Globalization.CultureInfo.InvariantCulture);
        foreach (var answer in new[]
        {
            await fixture.Morita.GetAsync($"/schedule/{id}/edit?at=2027-09-13T10:00:00&scope=This"),
            await fixture.Morita.PostAsync($"/schedule/{id}", ("Title", "見た"), ("At", "2027-09-13T10:00:00"), ("Version", "1")),
            await fixture.Morita.PostAsync($"/schedule/{id}/deletion", ("at", "2027-09-13T10:00:00"), ("scope", "This"), ("version", version)),
            await fixture.Morita.PostAsync($"/schedule/{id}/time", ("Original", "2027-09-13T10:00:00"), ("Start", "2027-09-14T10:00:00"), ("Version", version)),
        })
        {
            Assert.Equal(HttpStatusCode.NotFound, answer.Status);
            Assert.DoesNotContain("通院", answer.Html, StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.OK, (await fixture.Sato.GetAsync($"/schedule/{id}/edit?at=2027-09-13T10:00:00&scope=This")).Status);
    }

    [Fact]
    public async Task Nobody_else_sees_what_a_private_entry_says()
    {
        var customer = fixture.Member.MadeCustomers[0];
        (string, string)[] words = [("Private", "true"), ("Place", "ひみつの場所"), ("Notes", "ひみつのメモ"), ("MeetingUrl", "https://himitsu.example/"), ("CustomerId", customer.Id.ToString()), ("CustomerName", customer.Name), ("Kind", "Reservation"), ("People", fixture.IdOf("okabe").ToString())];
        var id = (await ScheduleHost.SaveAsync(fixture.Sato, Secret, "2026-11-24", "17:00", "18:00", words)).Id;
        var past = (await ScheduleHost.SaveAsync(fixture.Sato, Secret + "の前", "2026-11-20", "17:00", "18:00", words)).Id;
        var series = (await ScheduleHost.SaveAsync(fixture.Sato, Secret + "の連なり", "2026-11-25", "17:00", "18:00", [.. words, ("Repeat", "Weekly")])).Id;
        string[] places =
        [
            $"/schedule/entries?from=2026-11-16&to=2026-12-07&people={fixture.IdOf("sato")}", $"/schedule?date=2026-11-24&people={fixture.IdOf("sato")}", $"/schedule?date=2026-11-20&people={fixture.IdOf("sato")}", $"/schedule/{id}", $"/schedule/{past}", $"/schedule/{series}",
            $"/schedule/{series}?at=2026-12-02T17:00:00", $"/search?q={Uri.EscapeDataString("ひみつ")}", $"/customers/{customer.Id}", $"/schedule/busy?StartDate=2026-11-24&StartTime=17:00&EndDate=2026-11-24&EndTime=18:00&People={fixture.IdOf("sato")}",
        ];
        foreach (var place in places)
        {
            var page = await fixture.Morita.GetAsync(place);
            Assert.Equal(HttpStatusCode.OK, page.Status);
            Assert.DoesNotContain("ひみつ", page.Document.QuerySelector("main")?.TextContent.Replace("「ひみつ」", "", StringComparison.Ordinal) ?? page.Html, StringComparison.Ordinal);
            Assert.DoesNotContain("himitsu", page.Html, StringComparison.Ordinal);
            if (place.StartsWith("/schedule", StringComparison.Ordinal))
            {
                Assert.Contains("予定あり", page.Html.Contains("予定あり", StringComparison.Ordinal) ? page.Html : System.Text.RegularExpressions.Regex.Unescape(page.Html), StringComparison.Ordinal);
                Assert.DoesNotContain(customer.Name, page.Html, StringComparison.Ordinal);
            }
        }

        // Those who take part see it, and so do the places that showed nothing to others.
        foreach (var place in places[..8].Append($"/customers/{customer.Id}"))
        {
            var page = await fixture.Okabe.GetAsync(place);
            Assert.Contains("ひみつ", place.Contains("entries", StringComparison.Ordinal) ? System.Text.RegularExpressions.Regex.Unescape(page.Html) : page.Document.QuerySelector("main")!.TextContent.Replace("「ひみつ」", "", StringComparison.Ordinal), StringComparison.Ordinal);
        }

        // The administrator changes other entries of others, but not what they cannot see.
        foreach (var url in new[] { $"/schedule/{id}/edit", $"/schedule/{series}/edit?at=2026-11-25T17:00:00&scope=All" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await fixture.Morita.GetAsync(url)).Status);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await fixture.Morita.PostAsync($"/schedule/{id}/time", ("version", "0"), ("start", "2026-11-24T18:00:00"))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await fixture.Morita.PostAsync($"/schedule/{id}/deletion", ("version", "0"))).Status);

        // The audit names it to nobody else.
        var audit = await fixture.Morita.GetAsync("/settings/audit");
        Assert.Equal(HttpStatusCode.OK, audit.Status);
        Assert.Contains("予定あり", audit.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("ひみつ", audit.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task That_a_private_entry_repeats_is_told_to_nobody_else()
    {
        await ScheduleHost.SaveAsync(fixture.Sato, "ひみつの習いごと", "2027-03-01", "17:00", "18:00", ("Private", "true"), ("Repeat", "Weekly"));
        var own = await ScheduleHost.OneAsync(fixture.Sato, "ひみつの習いごと", "2027-03-08", "2027-03-09");
        Assert.Equal((true, "2027-03-08T17:00:00"), (own.GetProperty("series").GetBoolean(), own.GetProperty("original").GetString()));
        var masked = await ScheduleHost.OneAsync(fixture.Morita, "予定あり", "2027-03-08", "2027-03-09");
        Assert.Equal((false, null), (masked.GetProperty("series").GetBoolean(), masked.GetProperty("original").GetString()));
    }

    [Fact]
    public async Task An_instance_made_private_alone_is_hidden_alone()
    {
        var id = (await ScheduleHost.SaveAsync(fixture.Sato, "開いた連なり", "2027-01-04", "10:00", "11:00", ("Repeat", "Weekly"))).Id;
        var page = await fixture.Sato.GetAsync($"/schedule/{id}/edit?at=2027-01-11T10:00:00&scope=This");
        await fixture.Sato.SubmitAsync(page, page.MainForm, ("Title", "ひみつの回"), ("Private", "true"));
        Assert.Equal(["2027-01-04T10:00:00", "2027-01-18T10:00:00"], await ScheduleHost.StartsAsync(fixture.Okabe, "開いた連なり", "2027-01-01", "2027-01-20"));
        Assert.Equal(["2027-01-11T10:00:00"], await ScheduleHost.StartsAsync(fixture.Okabe, "予定あり", "2027-01-10", "2027-01-13"));
        Assert.DoesNotContain("ひみつ", (await fixture.Okabe.GetAsync($"/schedule/{id}?at=2027-01-11T10:00:00")).Html, StringComparison.Ordinal);
    }
}
