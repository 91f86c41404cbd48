using System.Net;
using SalesSupport.DailyReports.Reports;

namespace SalesSupport.DailyReports.Tests.Reading;

/// <summary>Who approves and returns, and that of two who decide at once exactly one does (R27).</summary>
[Requirement("R20")]
[Requirement("R27")]
[Trait("Bar", "main-job")]
public sealed class ApprovalTests(ReadingHost house) : IClassFixture<ReadingHost>
{
    [Fact]
    public async Task A_returned_report_is_submitted_again_and_approved()
    {
        var id = await house.SubmitAsync("sato", new(2026, 11, 2));
        var returned = await house.ReturnAsync("okabe", id);
        Assert.Equal(HttpStatusCode.OK, returned.Status);
        var report = await house.ReportAsync(id);
        Assert.Equal((ReportState.Returned, house.IdOf("okabe"), "結果をもう少し詳しく書いてください"), (report.State, report.ReturnedBy, report.ReturnReason));
        var sato = await house.AsAsync("sato");
        Assert.Contains("結果をもう少し詳しく書いてください", (await sato.GetAsync($"/reports/{id}")).Text, StringComparison.Ordinal);
        Assert.Contains($"/reports/{id}", (await sato.GetAsync("/inbox?tab=Returned")).Html, StringComparison.Ordinal);

        await house.ChangeAsync(id, r => r.Submit(new Abstractions.Approver(house.IdOf("okabe"), false), true, house.Host.Clock!.GetUtcNow()));
        Assert.DoesNotContain($"/reports/{id}", (await sato.GetAsync("/inbox?tab=Returned")).Html, StringComparison.Ordinal);
        Assert.Contains($"/reports/{id}", (await (await house.AsAsync("okabe")).GetAsync("/inbox")).Html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await house.ApproveAsync("okabe", id)).Status);
        report = await house.ReportAsync(id);
        Assert.Equal((ReportState.Approved, house.IdOf("okabe"), false), (report.State, report.ApprovedBy, report.AwaitsApproval));
        Assert.DoesNotContain($"/reports/{id}", (await (await house.AsAsync("okabe")).GetAsync("/inbox?tab=ToApprove")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_decision_the_next_one_that_waits_is_opened()
    {
        var first = await house.SubmitAsync("nakamura", new(2026, 11, 4));
        var second = await house.SubmitAsync("kato", new(2026, 11, 5));
        var page = await house.ApproveAsync("nishino", first);
        Assert.Equal($"/reports/{second}", page.Address.AbsolutePath);
        page = await house.ReturnAsync("nishino", second);
        // Whatever else waits comes next, or the inbox when nothing does; never one that is decided.
        Assert.DoesNotContain(page.Address.AbsolutePath, new[] { $"/reports/{first}", $"/reports/{second}" });
        Assert.True(page.Address.AbsolutePath == "/inbox" || page.Address.AbsolutePath.StartsWith("/reports/", StringComparison.Ordinal), page.Address.AbsolutePath);
    }

    [Theory]
    [InlineData("sato")]        // the author
    [InlineData("takahashi")]   // a colleague
    [InlineData("nishino")]     // another department's manager
    [InlineData("morita")]      // an administrator, while there is an approver
    public async Task Whoever_is_not_the_approver_is_refused_and_changes_nothing(string login)
    {
        var id = await house.SubmitAsync("sato", new DateOnly(2026, 10, 1).AddDays(login.Length));
        var before = await house.FingerprintAsync();
        Assert.Equal(HttpStatusCode.Forbidden, (await house.ApproveAsync(login, id)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await house.ReturnAsync(login, id)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await house.AsAsync(login)).GetAsync($"/reports/{id}/return")).Status);
        var many = await (await house.AsAsync(login)).PostAsync("/reports/approvals", ("ids", id.ToString()));
        Assert.Equal(HttpStatusCode.OK, many.Status);
        Assert.Equal(before, await house.FingerprintAsync());
        var page = await (await house.AsAsync(login)).GetAsync($"/reports/{id}");
        Assert.Null(page.Document.QuerySelector("form[action$='/approval']"));
        Assert.Null(page.Document.QuerySelector("a[href$='/return']"));
    }

    [Fact]
    public async Task A_return_needs_a_reason_of_at_most_500_characters_and_keeps_what_was_typed()
    {
        var id = await house.SubmitAsync("sato", new(2026, 9, 1));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await house.ReturnAsync("okabe", id, "   ")).Status);
        var longest = new string('あ', 501);
        var page = await house.ReturnAsync("okabe", id, longest);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Equal(longest, page.Document.QuerySelector("textarea[name=Reason]")!.TextContent.Trim());
        Assert.NotEqual("", page.Document.QuerySelector("#Reason-error")!.TextContent);
        Assert.Equal(ReportState.Submitted, (await house.ReportAsync(id)).State);
        Assert.Equal(HttpStatusCode.OK, (await house.ReturnAsync("okabe", id, longest[1..])).Status);
    }

    [Fact]
    public async Task Whoever_is_refused_is_not_told_that_they_typed_something()
    {
        var id = await house.SubmitAsync("sato", new(2026, 8, 26));
        var page = await house.ApproveAsync("takahashi", id);
        Assert.Equal(HttpStatusCode.Forbidden, page.Status);
        Assert.Null(page.Document.QuerySelector(".typed"));
        Assert.DoesNotContain("管理者だけ", page.Text, StringComparison.Ordinal);        // the approver need not be one
    }

    [Fact]
    public async Task A_report_is_approved_once_and_the_second_is_told_by_whom()
    {
        var id = await house.SubmitAsync("sato", new(2026, 9, 2));
        await house.ApproveAsync("okabe", id);
        var before = await house.FingerprintAsync();
        var second = await house.ApproveAsync("okabe", id);
        Assert.Equal(HttpStatusCode.Conflict, second.Status);
        Assert.Contains("岡部 正樹", second.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await house.ReturnAsync("okabe", id)).Status);
        Assert.Equal(before, await house.FingerprintAsync());
    }

    [Fact]
    public async Task A_text_that_changed_since_it_was_read_is_not_approved()
    {
        var id = await house.SubmitAsync("sato", new(2026, 9, 3));
        var page = await house.PostStatusAsync("okabe", $"/reports/{id}/approval", ("revision", "0"));
        Assert.Equal(HttpStatusCode.Conflict, page);
        Assert.Equal(HttpStatusCode.Conflict, await house.PostStatusAsync("okabe", $"/reports/{id}/return", ("Revision", "0"), ("Reason", "古い")));
        Assert.Equal(ReportState.Submitted, (await house.ReportAsync(id)).State);
    }

    [Fact]
    public async Task A_report_that_its_author_withdrew_is_a_conflict_for_whoever_read_it_and_unknown_to_others()
    {
        var id = await house.SubmitAsync("sato", new(2026, 9, 4));
        Assert.Equal(HttpStatusCode.OK, await house.PostStatusAsync("okabe", $"/reports/{id}/read-mark", ("revision", "1")));
        await house.ChangeAsync(id, r => r.Withdraw(house.IdOf("sato")));
        var before = await house.FingerprintAsync();
        var page = await house.ReturnAsync("okabe", id);
        Assert.Equal(HttpStatusCode.Conflict, page.Status);
        Assert.Equal(HttpStatusCode.Conflict, (await house.ApproveAsync("okabe", id)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await house.ApproveAsync("nishino", id)).Status);
        Assert.Equal(before, await house.FingerprintAsync());
        Assert.DoesNotContain(id.ToString(), (await (await house.AsAsync("okabe")).GetAsync("/inbox")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_parallel_decisions_exactly_one_wins()
    {
        using var other = await house.NewSessionAsync("okabe");
        for (var round = 0; round < 8; round++)
        {
            var id = await house.SubmitAsync("ito", new DateOnly(2026, 8, 1).AddDays(round));
            var first = await house.AsAsync("okabe");
            var answers = await Task.WhenAll(
                first.PostAsync($"/reports/{id}/approval", ("revision", "1")),
                other.PostAsync($"/reports/{id}/return", ("Revision", "1"), ("Reason", "同時に差し戻します")));
            Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Conflict], answers.Select(a => a.Status).Order());
            var report = await house.ReportAsync(id);
            Assert.Equal(answers[0].Status == HttpStatusCode.OK ? ReportState.Approved : ReportState.Returned, report.State);
        }
    }

    [Fact]
    public async Task An_approval_is_taken_back_at_once_by_whoever_gave_it_and_nobody_else()
    {
        var id = await house.SubmitAsync("sato", new(2026, 10, 27));
        var page = await house.ApproveAsync("okabe", id);
        var undo = page.Document.QuerySelector("[data-toast] form")!.GetAttribute("action")!;
        await house.PostStatusAsync("sato", undo);
        Assert.Equal(ReportState.Approved, (await house.ReportAsync(id)).State);

        page = await (await house.AsAsync("okabe")).PostAsync(undo);
        Assert.Equal((HttpStatusCode.OK, $"/reports/{id}"), (page.Status, page.Address.AbsolutePath));
        var report = await house.ReportAsync(id);
        Assert.Equal((ReportState.Submitted, true, (Guid?)null, (DateTimeOffset?)null), (report.State, report.AwaitsApproval, report.ApprovedBy, report.ApprovedAt));
        Assert.Contains(id.ToString(), (await (await house.AsAsync("okabe")).GetAsync("/inbox?tab=ToApprove")).Html, StringComparison.Ordinal);

        await house.ApproveAsync("okabe", id);
        house.Host.Clock!.Advance(TimeSpan.FromMinutes(3));
        page = await (await house.AsAsync("okabe")).PostAsync(undo);
        Assert.Contains("元に戻せませんでした", page.Text, StringComparison.Ordinal);
        Assert.Equal(ReportState.Approved, (await house.ReportAsync(id)).State);
        Assert.Equal(HttpStatusCode.NotFound, await house.PostStatusAsync("okabe", $"/reports/approvals/undo?ids={id}&ids={Guid.CreateVersion7()}"));
    }

    [Fact]
    public async Task An_approval_taken_back_after_approval_was_switched_off_leaves_nothing_waiting()
    {
        var id = await house.SubmitAsync("sato", new(2026, 8, 25));
        var undo = (await house.ApproveAsync("okabe", id)).Document.QuerySelector("[data-toast] form")!.GetAttribute("action")!;
        await house.PostStatusAsync("morita", "/settings/approval", ("Enabled", "false"));
        await house.PostStatusAsync("okabe", undo);
        await house.PostStatusAsync("morita", "/settings/approval", ("Enabled", "true"));
        var report = await house.ReportAsync(id);
        Assert.Equal((ReportState.Submitted, false), (report.State, report.AwaitsApproval));
    }

    [Fact]
    public async Task Approvals_given_together_are_taken_back_together()
    {
        var ids = new[] { await house.SubmitAsync("yoshida", new(2026, 10, 28)), await house.SubmitAsync("yamada", new(2026, 10, 28)) };
        foreach (var id in ids)
        {
            await house.PostStatusAsync("nishino", $"/reports/{id}/read-mark", ("revision", "1"));
        }

        var nishino = await house.AsAsync("nishino");
        var page = await nishino.PostAsync("/reports/approvals", ids.Select(id => ("ids", id.ToString())));
        Assert.All(ids, id => Assert.Equal(ReportState.Approved, house.ReportAsync(id).Result.State));
        await nishino.SubmitAsync(page, (AngleSharp.Html.Dom.IHtmlFormElement)page.Document.QuerySelector("[data-toast] form")!);
        Assert.All(ids, id => Assert.Equal((ReportState.Submitted, true), (house.ReportAsync(id).Result.State, house.ReportAsync(id).Result.AwaitsApproval)));
    }

    [Fact]
    public async Task Read_reports_are_approved_together_and_unread_ones_stay()
    {
        var read = await house.SubmitAsync("yoshida", new(2026, 11, 10));
        var unread = await house.SubmitAsync("yamada", new(2026, 11, 10));
        var again = await house.SubmitAsync("yamada", new(2026, 11, 11));
        await house.PostStatusAsync("nishino", $"/reports/{read}/read-mark", ("revision", "1"));
        await house.PostStatusAsync("nishino", $"/reports/{again}/read-mark", ("revision", "1"));
        // Submitted again after it was read: it has to be read again.
        await house.ChangeAsync(again, r => r.Withdraw(house.IdOf("yamada")));
        house.Host.Clock!.Advance(TimeSpan.FromSeconds(1));
        await house.ChangeAsync(again, r => r.Submit(new Abstractions.Approver(house.IdOf("nishino"), false), true, house.Host.Clock.GetUtcNow()));

        var nishino = await house.AsAsync("nishino");
        var inbox = await nishino.GetAsync("/inbox?tab=ToApprove");
        var form = inbox.Form("/reports/approvals");
        Assert.Contains(form.QuerySelectorAll("input[name=ids]"), i => i.GetAttribute("value") == read.ToString());
        Assert.DoesNotContain(form.QuerySelectorAll("input[name=ids]"), i => i.GetAttribute("value") == again.ToString());
        await nishino.PostAsync("/reports/approvals", ("ids", read.ToString()), ("ids", unread.ToString()), ("ids", again.ToString()));
        Assert.Equal(ReportState.Approved, (await house.ReportAsync(read)).State);
        Assert.Equal(ReportState.Submitted, (await house.ReportAsync(unread)).State);
        Assert.Equal(ReportState.Submitted, (await house.ReportAsync(again)).State);
    }

    [Fact]
    public async Task A_text_that_replaced_the_one_on_the_screen_is_not_read_by_commenting_and_not_approved_with_others()
    {
        var id = await house.SubmitAsync("yoshida", new(2026, 11, 16));
        var nishino = await house.AsAsync("nishino");
        var stale = await nishino.GetAsync($"/reports/{id}");
        await house.ChangeAsync(id, r => r.Withdraw(house.IdOf("yoshida")));
        house.Host.Clock!.Advance(TimeSpan.FromSeconds(1));
        await house.ChangeAsync(id, r =>
        {
            r.Write(r.Read() with { Note = "差し替えた所感" }, house.Host.Clock.GetUtcNow());
            r.Submit(new Abstractions.Approver(house.IdOf("nishino"), false), true, house.Host.Clock.GetUtcNow());
        });

        await nishino.SubmitAsync(stale, stale.Form($"/reports/{id}/comments"), ("text", "古い画面を見て"));
        await nishino.PostAsync(stale.Document.QuerySelector("[hx-post*=read-mark]")!.GetAttribute("hx-post")!);
        // Only the comments are drawn anew, below the same old text.
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/reports/{id}/comments") { Content = new FormUrlEncodedContent([new("text", "古い画面からもう一度"), new("revision", "1"), new("__RequestVerificationToken", await nishino.TokenAsync())]) };
        request.Headers.Add("HX-Request", "true");
        using var answer = await nishino.SendAsync(request);
        var part = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
        Assert.All(part.QuerySelectorAll("input[name=revision]"), i => Assert.Equal("1", i.GetAttribute("value")));
        Assert.NotNull(part.QuerySelector("form[data-main] input[name=revision]"));
        Assert.Equal(2, (await house.ReportAsync(id)).CommentCount);
        await nishino.PostAsync("/reports/approvals", ("ids", id.ToString()));
        Assert.Equal(ReportState.Submitted, (await house.ReportAsync(id)).State);

        var fresh = await nishino.GetAsync($"/reports/{id}");
        await nishino.SubmitAsync(fresh, (AngleSharp.Html.Dom.IHtmlFormElement)fresh.Document.QuerySelector("#comments form[data-main]")!, ("text", "新しい文章を見て"));
        await nishino.PostAsync("/reports/approvals", ("ids", id.ToString()));
        Assert.Equal(ReportState.Approved, (await house.ReportAsync(id)).State);
    }
}

/// <summary>A superior who cannot act: the report is on the list 承認者未設定 of every administrator, and is never stuck.</summary>
[Requirement("R27")]
public sealed class MissingApproverTests(ReadingHost house) : IClassFixture<ReadingHost>
{
    [Fact]
    public async Task Two_administrators_at_once_approve_it_exactly_once()
    {
        using var morita = await house.NewSessionAsync("morita");
        var form = await morita.GetAsync($"/settings/users/{house.IdOf("nishino")}");
        await morita.SubmitAsync(form, form.Form($"/settings/users/{house.IdOf("nishino")}"), ("Level", "Administrator"));
        using var nishino = await house.NewSessionAsync("nishino");
        await house.SuspendAsync("okabe");

        var id = await house.SubmitAsync("sato", new(2026, 11, 24));
        Assert.True((await house.ReportAsync(id)).AwaitsApproval);
        foreach (var administrator in new[] { morita, nishino })
        {
            Assert.Contains(id.ToString(), (await administrator.GetAsync("/inbox?tab=ToApprove")).Html, StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.Forbidden, (await house.ApproveAsync("takahashi", id)).Status);
        var answers = await Task.WhenAll(morita.PostAsync($"/reports/{id}/approval", ("revision", "1")), nishino.PostAsync($"/reports/{id}/approval", ("revision", "1")));
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Conflict], answers.Select(a => a.Status).Order());
        Assert.Equal(ReportState.Approved, (await house.ReportAsync(id)).State);
    }
}
