using System.Net;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;

namespace SalesSupport.Schedules.Tests;

/// <summary>The form: what is typed is understood or said to be wrong beside its field, and is never lost.</summary>
[Requirement("R22")]
[Trait("Bar", "groupware")]
public sealed class FormTests(ScheduleHost fixture) : IClassFixture<ScheduleHost>
{
    [Theory]
    [InlineData("Title", "", "件名を入力してください")]
    [InlineData("StartDate", "2026-02-30", "その日付は存在しません")]
    [InlineData("StartDate", "", "開始日を入力してください")]
    [InlineData("StartTime", "25:00", "時刻を9:30のように")]
    [InlineData("EndTime", "9時", "終了は開始より後に")]
    [InlineData("EndDate", "2028-12-31", "366日以内")]
    [InlineData("Kind", "7", "読み取れません")]
    [InlineData("MeetingUrl", "javascript:alert(1)", "https:// か http://")]
    [InlineData("MeetingUrl", "ftp://example.com/", "https:// か http://")]
    [InlineData("Remind", "17", "読み取れません")]
    [InlineData("Repeat", "Hourly", "読み取れません")]
    [InlineData("CustomerName", "だれか", "顧客を候補から選んでください")]
    [InlineData("ContactId", "x", "先方担当者を選び直してください")]
    [InlineData("People", "x", "読み取れません")]
    public async Task Bad_input_is_refused_beside_its_field_and_the_typed_text_stays(string field, string typed, string words)
    {
        var before = await CountAsync();
        var page = await fixture.Sato.GetAsync("/schedule/new");
        var refused = await fixture.Sato.SubmitAsync(page, page.MainForm, [("Title", "消えない件名"), ("StartDate", "2026-12-01"), ("StartTime", "10:00"), ("EndDate", "2026-12-01"), ("EndTime", "11:00"), ("Notes", "消えないメモ\n二行目"), .. new[] { (field, typed) }]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains(words, refused.Document.QuerySelectorAll(".field-error").Select(e => e.TextContent).FirstOrDefault(t => t.Length > 0) ?? "", StringComparison.Ordinal);
        Assert.Contains("消えないメモ", refused.MainForm.QuerySelector("textarea[name=Notes]")!.TextContent, StringComparison.Ordinal);
        if (field is not ("Kind" or "Repeat" or "Remind" or "ContactId" or "People"))
        {
            Assert.Equal(typed, ((IHtmlInputElement)refused.MainForm.QuerySelector($"[name={field}]")!).Value);
        }

        Assert.Equal(before, await CountAsync());
    }

    [Theory]
    [InlineData("Weekly", "Interval", "0", "間隔は1から12")]
    [InlineData("Weekly", "Interval", "１３", "間隔は1から12")]
    [InlineData("Weekly", "Days", "Funday", "")]
    [InlineData("Daily", "Count", "0", "回数は1から366")]
    [InlineData("Daily", "Count", "100000", "回数は1から366")]
    [InlineData("Daily", "Until", "2026-11-30", "最後の日は開始日以後に")]
    [InlineData("Daily", "Until", "", "最後の日を入力してください")]
    [InlineData("Daily", "EndDate", "2027-02-01", "31日以内")]
    public async Task A_rule_that_makes_no_sense_is_refused(string repeat, string field, string typed, string words)
    {
        var page = await fixture.Sato.GetAsync("/schedule/new");
        var refused = await fixture.Sato.SubmitAsync(page, page.MainForm, [("Title", "規則"), ("StartDate", "2026-12-01"), ("StartTime", "10:00"), ("EndDate", "2026-12-01"), ("EndTime", "11:00"), ("Repeat", repeat), ("Ends", field is "Count" or "Until" ? field : "Never"), .. new[] { (field, typed) }]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains(words, refused.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("930", "10時半", "2026-12-02T09:30:00", "2026-12-02T10:30:00")]
    [InlineData("９：００", "1015", "2026-12-02T09:00:00", "2026-12-02T10:15:00")]
    public async Task Times_are_understood_as_people_type_them(string start, string end, string from, string to)
    {
        await ScheduleHost.SaveAsync(fixture.Sato, $"時刻{start}", "2026-12-02", start, end);
        var entry = await ScheduleHost.OneAsync(fixture.Sato, $"時刻{start}", "2026-12-02", "2026-12-03");
        Assert.Equal((from, to), (entry.GetProperty("start").GetString(), entry.GetProperty("end").GetString()));
    }

    [Fact]
    public async Task The_form_takes_what_the_calendar_has_drawn_and_begins_else_with_the_next_half_hour()
    {
        var drawn = (await fixture.Sato.GetAsync($"/schedule/new?start=2026-12-03T13:30:00&end=2026-12-03T15:00:00&kind=Reservation&people={fixture.IdOf("okabe")}")).MainForm;
        Assert.Equal(["2026-12-03", "13:30", "2026-12-03", "15:00"], new[] { "StartDate", "StartTime", "EndDate", "EndTime" }.Select(n => ((IHtmlInputElement)drawn.QuerySelector($"[name={n}]")!).Value));
        Assert.True(((IHtmlInputElement)drawn.QuerySelector("[name=Kind][value=Reservation]")!).IsChecked);
        Assert.True(((IHtmlInputElement)drawn.QuerySelector($"[name=People][value='{fixture.IdOf("okabe")}']")!).IsChecked);
        var days = (await fixture.Sato.GetAsync("/schedule/new?start=2026-12-03&end=2026-12-05&allDay=true")).MainForm;
        Assert.Equal(["2026-12-03", "2026-12-04"], new[] { "StartDate", "EndDate" }.Select(n => ((IHtmlInputElement)days.QuerySelector($"[name={n}]")!).Value));
        Assert.True(((IHtmlInputElement)days.QuerySelector("[name=AllDay][type=checkbox]")!).IsChecked);
        var plain = (await fixture.Sato.GetAsync("/schedule/new")).MainForm;
        Assert.Equal(["2026-11-24", "9:30", "10:30"], new[] { "StartDate", "StartTime", "EndTime" }.Select(n => ((IHtmlInputElement)plain.QuerySelector($"[name={n}]")!).Value));
    }

    [Fact]
    public async Task A_form_sent_twice_makes_one_entry_and_other_words_make_another()
    {
        var page = await fixture.Sato.GetAsync("/schedule/new");
        (string, string)[] fields = [("Title", "二度押し"), ("StartDate", "2026-12-04"), ("StartTime", "10:00"), ("EndDate", "2026-12-04"), ("EndTime", "11:00")];
        var (one, two) = (Saved.Of(await fixture.Sato.SubmitAsync(page, page.MainForm, fields)), Saved.Of(await fixture.Sato.SubmitAsync(page, page.MainForm, fields)));
        Assert.Equal(one.Id, two.Id);
        Assert.Single(await ScheduleHost.StartsAsync(fixture.Sato, "二度押し", "2026-12-04", "2026-12-05"));
        fields[0] = ("Title", "戻って別の件名");
        Assert.NotEqual(one.Id, Saved.Of(await fixture.Sato.SubmitAsync(page, page.MainForm, fields)).Id);
    }

    [Fact]
    public async Task A_form_sent_again_with_another_time_after_its_answer_was_lost_changes_its_entry_and_gone_back_to_it_makes_another()
    {
        var page = await fixture.Sato.GetAsync("/schedule/new");
        List<(string Name, string Value)> fields = [("Title", "返事のない予定"), ("StartDate", "2026-12-17"), ("StartTime", "10:00"), ("EndDate", "2026-12-17"), ("EndTime", "11:00"), ("FormId", ((IHtmlInputElement)page.MainForm.QuerySelector("[name=FormId]")!).Value)];
        // What the first answer brought never came to this browser.
        using var lost = await fixture.Host.SignOnAsync("mita", "sato");
        var sending = await lost.GetAsync("/schedule/new");
        var first = Saved.Of(await lost.SubmitAsync(sending, sending.MainForm, fields));

        fields[2] = ("StartTime", "9:00");
        var again = Saved.Of(await fixture.Sato.SubmitAsync(page, page.MainForm, [.. fields, ("Place", "第三会議室")]));
        Assert.Equal(first.Id, again.Id);
        Assert.Contains("第三会議室", again.Page.Text, StringComparison.Ordinal);
        Assert.Equal(["2026-12-17T09:00:00"], await ScheduleHost.StartsAsync(fixture.Sato, "返事のない予定", "2026-12-17", "2026-12-19"));

        (fields[1], fields[3]) = (("StartDate", "2026-12-18"), ("EndDate", "2026-12-18"));
        Assert.NotEqual(first.Id, Saved.Of(await fixture.Sato.SubmitAsync(page, page.MainForm, fields)).Id);
        Assert.Equal(["2026-12-17T09:00:00", "2026-12-18T09:00:00"], await ScheduleHost.StartsAsync(fixture.Sato, "返事のない予定", "2026-12-17", "2026-12-19"));
    }

    [Fact]
    public async Task Customer_and_contact_are_chosen_copied_and_follow_their_new_names()
    {
        var customer = fixture.Member.MadeCustomers[1];
        var contact = customer.Contacts[0];
        var form = await fixture.Sato.GetAsync($"/schedule/new?customer={customer.Id}");
        Assert.Equal(customer.Name, ((IHtmlInputElement)form.MainForm.QuerySelector("[name=CustomerName]")!).Value);
        Assert.Contains(contact.Id.ToString(), (await fixture.Sato.GetAsync($"/schedule/contacts?customerId={customer.Id}")).Html, StringComparison.Ordinal);
        foreach (var (title, date) in new[] { ("顧客の予定", "2026-12-07"), ("過去の顧客の予定", "2026-11-20") })
        {
            await ScheduleHost.SaveAsync(fixture.Sato, title, date, "10:00", "11:00", ("CustomerId", customer.Id.ToString()), ("CustomerName", customer.Name), ("ContactId", contact.Id.ToString()));
        }

        var edit = await fixture.Sato.GetAsync($"/customers/{customer.Id}/edit");
        await fixture.Sato.SubmitAsync(edit, edit.MainForm, ("Form.Name", "改名商事株式会社"));
        var person = await fixture.Sato.GetAsync($"/customers/{customer.Id}/contacts/{contact.Id}/edit");
        await fixture.Sato.SubmitAsync(person, person.MainForm, ("Form.Name", "改姓 花子"));
        foreach (var date in new[] { "2026-12-07", "2026-11-20" })
        {
            var entry = (await ScheduleHost.FeedAsync(fixture.Sato, date, date[..8] + (int.Parse(date[8..], System.Globalization.CultureInfo.InvariantCulture) + 1).ToString("00", System.Globalization.CultureInfo.InvariantCulture))).GetProperty("entries").EnumerateArray().Single(e => e.GetProperty("title").GetString()!.EndsWith("顧客の予定", StringComparison.Ordinal));
            Assert.Equal("改名商事株式会社", entry.GetProperty("customerName").GetString());
            Assert.Contains("改姓 花子 様", (await fixture.Sato.GetAsync(entry.GetProperty("url").GetString()!)).Text, StringComparison.Ordinal);
        }

        // Gone, they keep their name, and the entry can still be saved.
        await fixture.Sato.PostAsync($"/customers/{customer.Id}/contacts/{contact.Id}/removal");
        var upcoming = (await ScheduleHost.OneAsync(fixture.Sato, "顧客の予定", "2026-12-07", "2026-12-08")).GetProperty("id").GetGuid();
        var again = await fixture.Sato.GetAsync($"/schedule/{upcoming}/edit");
        var saved = await fixture.Sato.SubmitAsync(again, again.MainForm, ("Place", "別の場所"));
        Assert.Equal(HttpStatusCode.OK, saved.Status);
        Assert.Contains("改姓 花子 様", saved.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_old_version_meets_the_conflict_screen_and_saving_again_is_a_decision()
    {
        var saved = await ScheduleHost.SaveAsync(fixture.Sato, "競合", "2026-12-08", "10:00", "11:00");
        var (first, second) = (await fixture.Sato.GetAsync($"/schedule/{saved.Id}/edit"), await fixture.Sato.GetAsync($"/schedule/{saved.Id}/edit"));
        await fixture.Sato.SubmitAsync(first, first.MainForm, ("Place", "第一会議室"), ("Kind", "Reservation"));
        var conflict = await fixture.Sato.SubmitAsync(second, second.MainForm, ("Place", "第二会議室"), ("Notes", "書いたこと"));
        Assert.Equal(HttpStatusCode.Conflict, conflict.Status);
        var sides = conflict.Document.QuerySelector(".conflict")!.TextContent;
        Assert.Contains("第一会議室", sides, StringComparison.Ordinal);
        Assert.Contains("第二会議室", sides, StringComparison.Ordinal);
        Assert.Contains("種類", sides, StringComparison.Ordinal);
        Assert.Equal("書いたこと", conflict.MainForm.QuerySelector("textarea[name=Notes]")!.TextContent);
        var decided = await fixture.Sato.SubmitAsync(conflict, conflict.MainForm);
        Assert.Equal(HttpStatusCode.OK, decided.Status);
        Assert.Contains("第二会議室", decided.Text, StringComparison.Ordinal);

        // The same sent twice is no conflict: what it says is there.
        var third = await fixture.Sato.GetAsync($"/schedule/{saved.Id}/edit");
        await fixture.Sato.SubmitAsync(third, third.MainForm, ("Place", "第三会議室"));
        Assert.Equal(HttpStatusCode.OK, (await fixture.Sato.SubmitAsync(third, third.MainForm, ("Place", "第三会議室"))).Status);
    }

    [Fact]
    public async Task Who_is_busy_at_that_time_is_named_and_it_is_saved_nevertheless()
    {
        await ScheduleHost.SaveAsync(fixture.Okabe, "部長会議", "2026-12-09", "10:00", "11:00");
        await ScheduleHost.SaveAsync(fixture.Okabe, "ないしょの通院", "2026-12-09", "13:00", "14:00", ("Private", "true"));
        var hint = await fixture.Sato.GetAsync($"/schedule/busy?StartDate=2026-12-09&StartTime=10:30&EndDate=2026-12-09&EndTime=13:30&People={fixture.IdOf("okabe")}");
        Assert.Contains("岡部", hint.Text, StringComparison.Ordinal);
        Assert.Contains("10:00–11:00 部長会議", hint.Text, StringComparison.Ordinal);
        Assert.Contains("13:00–14:00 予定あり", hint.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("ないしょ", hint.Html, StringComparison.Ordinal);
        var saved = await ScheduleHost.SaveAsync(fixture.Sato, "かさなる打合せ", "2026-12-09", "10:30", "13:30", ("People", fixture.IdOf("okabe").ToString()));
        Assert.Contains("部長会議", saved.Page.Document.QuerySelector(".notice-warn")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("ないしょ", saved.Page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("部長会議", (await fixture.Sato.GetAsync($"/schedule/busy?StartDate=2026-12-09&StartTime=11:00&EndDate=2026-12-09&EndTime=12:00&People={fixture.IdOf("okabe")}")).Text, StringComparison.Ordinal);
        // Editing it, it does not clash with itself.
        Assert.DoesNotContain("かさなる打合せ", (await fixture.Sato.GetAsync($"/schedule/{saved.Id}/edit")).Document.QuerySelector("#busy")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_busy_at_a_later_time_of_a_series_is_named_before_it_is_saved()
    {
        await ScheduleHost.SaveAsync(fixture.Okabe, "第四週の面談", "2027-01-29", "10:00", "11:00");
        // Fridays, begun on a Wednesday: the first is 8 January.
        var typed = $"/schedule/busy?StartDate=2027-01-06&StartTime=10:00&EndDate=2027-01-06&EndTime=11:00&People={fixture.IdOf("okabe")}&Repeat=Weekly&Days=Friday";
        Assert.Contains("第四週の面談", (await fixture.Sato.GetAsync(typed)).Text, StringComparison.Ordinal);
        Assert.Contains("第四週の面談", (await fixture.Sato.GetAsync($"{typed}&Ends=Count&Count=4")).Text, StringComparison.Ordinal);
        foreach (var without in new[] { "&Ends=Count&Count=3", "&Ends=Until&Until=2027-01-28", "&Interval=2", "&Ends=Count&Count=", "&Ends=Count&Count=abc" })
        {
            var hint = await fixture.Sato.GetAsync(typed + without);
            Assert.Equal(HttpStatusCode.OK, hint.Status);
            Assert.DoesNotContain("第四週の面談", hint.Text, StringComparison.Ordinal);
        }

        var sent = (await fixture.Sato.GetAsync("/schedule/new")).Document.QuerySelector("#busy")!.GetAttribute("hx-params")!.Split(',');
        Assert.Empty(new[] { "Repeat", "Interval", "Days", "Ends", "Until", "Count" }.Except(sent));
    }

    private Task<int> CountAsync() => fixture.DbAsync(db => db.Entries.CountAsync());
}
