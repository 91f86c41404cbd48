using System.Net;
using Microsoft.EntityFrameworkCore;

namespace SalesSupport.DailyReports.Tests.Reading;

/// <summary>Comments, likes, read marks, and who sees what (R20, R25, R26).</summary>
[Requirement("R20")]
public sealed class ReadingTests(ReadingHost house) : IClassFixture<ReadingHost>
{
    [Fact]
    public async Task Anybody_comments_and_the_author_and_earlier_commenters_find_it_in_their_inbox()
    {
        var id = await house.SubmitAsync("sato", new(2026, 11, 2));
        var takahashi = await house.AsAsync("takahashi");
        var page = await takahashi.GetAsync($"/reports/{id}");
        page = await takahashi.SubmitAsync(page, page.Form($"/reports/{id}/comments"), ("text", "倉庫の条件は共有フォルダにあります。\n<b>確認</b>してください。"));
        Assert.Equal($"/reports/{id}", page.Address.AbsolutePath);
        Assert.Contains("<b>確認</b>してください。", page.Text, StringComparison.Ordinal);
        await house.PostStatusAsync("okabe", $"/reports/{id}/comments", ("text", "了解です"));
        Assert.Equal(2, (await house.ReportAsync(id)).CommentCount);
        Assert.Contains("了解です", (await (await house.AsAsync("sato")).GetAsync("/inbox?tab=Commented")).Text, StringComparison.Ordinal);
        Assert.Contains("了解です", (await takahashi.GetAsync("/inbox?tab=Commented")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("了解です", (await (await house.AsAsync("okabe")).GetAsync("/inbox?tab=Commented")).Text, StringComparison.Ordinal);

        // Opening the report empties it.
        await house.PostStatusAsync("sato", $"/reports/{id}/read-mark", ("revision", "1"));
        Assert.False(await house.DbAsync(db => db.Inbox.AnyAsync(i => i.UserId == house.IdOf("sato") && i.ReportId == id && i.IsUnread)));
        Assert.True(await house.DbAsync(db => db.Inbox.AnyAsync(i => i.UserId == house.IdOf("takahashi") && i.ReportId == id && i.IsUnread)));
    }

    [Fact]
    [Requirement("R25")]
    public async Task Nothing_of_a_withdrawn_report_reaches_those_who_commented_on_it()
    {
        var id = await house.SubmitAsync("sato", new(2026, 10, 20));
        await house.PostStatusAsync("takahashi", $"/reports/{id}/comments", ("text", "公開中のひとこと"));
        await house.PostStatusAsync("okabe", $"/reports/{id}/comments", ("text", "高橋さんにも届く返事"));
        await house.PostStatusAsync("sato", $"/reports/{id}/comments", ("text", "取り下げ前の返事"));
        var own = await house.DbAsync(db => db.Comments.Where(c => c.ReportId == id && c.Text == "取り下げ前の返事").Select(c => new { c.Id, c.Version }).SingleAsync());
        var takahashi = await house.AsAsync("takahashi");
        Assert.Contains("高橋さんにも届く返事", (await takahashi.GetAsync("/inbox?tab=Commented")).Text, StringComparison.Ordinal);

        await house.PostStatusAsync("sato", $"/reports/{id}/withdrawal");
        var inbox = await takahashi.GetAsync("/inbox?tab=Commented");
        Assert.DoesNotContain("高橋さんにも届く返事", inbox.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(id.ToString(), inbox.Html, StringComparison.Ordinal);

        var sato = await house.AsAsync("sato");
        var refused = await sato.PostAsync($"/reports/{id}/comments", ("text", "下書きへのひとりごと"));
        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Contains("下書きにはコメントできません", refused.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, await house.PostStatusAsync("sato", $"/reports/{id}/comments/{own.Id}", ("text", "下書きへのひとりごと"), ("version", $"{own.Version}")));
        Assert.Equal(HttpStatusCode.NotFound, await house.PostStatusAsync("takahashi", $"/reports/{id}/comments", ("text", "見えない日報へ")));
        Assert.False(await house.DbAsync(db => db.Inbox.AnyAsync(i => i.ReportId == id && i.CommentId != null && i.UserId != house.IdOf("sato"))));
        Assert.Equal(3, await house.DbAsync(db => db.Comments.CountAsync(c => c.ReportId == id)));
        Assert.Equal(3, (await house.ReportAsync(id)).CommentCount);

        // Open again, it is commented on as before.
        await house.ChangeAsync(id, r => r.Submit(new Abstractions.Approver(house.IdOf("okabe"), false), true, house.Host.Clock!.GetUtcNow()));
        await house.PostStatusAsync("sato", $"/reports/{id}/comments", ("text", "出し直しました"));
        Assert.Contains("出し直しました", (await takahashi.GetAsync("/inbox?tab=Commented")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_withdrawing_the_author_reads_what_was_said_and_it_is_unread_no_longer()
    {
        var id = await house.SubmitAsync("sato", new(2026, 10, 15));
        await house.PostStatusAsync("okabe", $"/reports/{id}/comments", ("text", "金額を確かめてください"));
        await house.PostStatusAsync("sato", $"/reports/{id}/withdrawal");
        var sato = await house.AsAsync("sato");
        var page = await sato.GetAsync($"/reports/{id}?list=Commented");
        Assert.Contains("金額を確かめてください", page.Document.QuerySelector("#comments")!.TextContent, StringComparison.Ordinal);
        Assert.Null(page.Document.QuerySelector("#comments form"));
        await sato.PostAsync(page.Document.QuerySelector("[hx-post*=read-mark]")!.GetAttribute("hx-post")!);
        Assert.False(await house.DbAsync(db => db.Inbox.AnyAsync(i => i.ReportId == id && i.UserId == house.IdOf("sato") && i.IsUnread)));
        Assert.False(await house.DbAsync(db => db.ReadMarks.AnyAsync(m => m.ReportId == id && m.UserId == house.IdOf("sato"))));
        Assert.Equal(HttpStatusCode.NotFound, await house.PostStatusAsync("okabe", $"/reports/{id}/read-mark"));
        Assert.Null((await sato.GetAsync($"/reports/{id}")).Document.QuerySelector("[hx-post*=read-mark]"));
    }

    [Fact]
    public async Task A_comment_sent_twice_is_there_once()
    {
        var id = await house.SubmitAsync("sato", new(2026, 11, 3));
        var key = Guid.CreateVersion7().ToString();
        await house.PostStatusAsync("okabe", $"/reports/{id}/comments", ("id", key), ("text", "一度だけ"));
        await house.PostStatusAsync("okabe", $"/reports/{id}/comments", ("id", key), ("text", "一度だけ"));
        await house.PostStatusAsync("okabe", $"/reports/{id}/comments", ("id", key), ("text", "別の言葉"));
        Assert.Equal(["一度だけ", "別の言葉"], await house.DbAsync(db => db.Comments.Where(c => c.ReportId == id).OrderBy(c => c.Id).Select(c => c.Text).ToListAsync()));
        Assert.Equal(2, (await house.ReportAsync(id)).CommentCount);
    }

    [Fact]
    public async Task A_comment_is_changed_and_deleted_by_its_writer_only_and_an_old_form_is_a_conflict()
    {
        var id = await house.SubmitAsync("sato", new(2026, 11, 4));
        await house.PostStatusAsync("okabe", $"/reports/{id}/comments", ("text", "はじめ"));
        var comment = await house.DbAsync(db => db.Comments.AsNoTracking().SingleAsync(c => c.ReportId == id));
        var before = await house.FingerprintAsync();
        foreach (var login in new[] { "sato", "morita" })
        {
            Assert.Equal(HttpStatusCode.NotFound, await house.PostStatusAsync(login, $"/reports/{id}/comments/{comment.Id}", ("text", "書き換え"), ("version", "0")));
            Assert.Equal(HttpStatusCode.NotFound, await house.PostStatusAsync(login, $"/reports/{id}/comments/{comment.Id}/deletion"));
        }

        Assert.Equal(before, await house.FingerprintAsync());
        var version = comment.Version.ToString(System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(HttpStatusCode.OK, await house.PostStatusAsync("okabe", $"/reports/{id}/comments/{comment.Id}", ("text", "直した"), ("version", version)));
        Assert.Equal(HttpStatusCode.Conflict, await house.PostStatusAsync("okabe", $"/reports/{id}/comments/{comment.Id}", ("text", "古い画面から"), ("version", version)));
        Assert.Equal("直した", (await house.DbAsync(db => db.Inbox.SingleAsync(i => i.CommentId == comment.Id))).Text);
        await house.PostStatusAsync("okabe", $"/reports/{id}/comments/{comment.Id}/deletion");
        Assert.Equal(0, (await house.ReportAsync(id)).CommentCount);
        Assert.False(await house.DbAsync(db => db.Inbox.AnyAsync(i => i.CommentId == comment.Id)));
    }

    [Fact]
    public async Task A_deleted_comment_comes_back_as_it_was_for_whoever_deleted_it()
    {
        var id = await house.SubmitAsync("sato", new(2026, 10, 21));
        await house.PostStatusAsync("okabe", $"/reports/{id}/comments", ("text", "消して戻す"));
        var before = await house.DbAsync(db => db.Comments.AsNoTracking().SingleAsync(c => c.ReportId == id));
        var okabe = await house.AsAsync("okabe");
        var page = await okabe.PostAsync($"/reports/{id}/comments/{before.Id}/deletion");
        var undo = page.Document.QuerySelector("[data-toast] form")!.GetAttribute("action")!;
        Assert.Equal(HttpStatusCode.NotFound, await house.PostStatusAsync("sato", undo));
        Assert.False(await house.DbAsync(db => db.Comments.AnyAsync(c => c.ReportId == id)));

        page = await okabe.PostAsync(undo);
        Assert.Contains("消して戻す", page.Document.QuerySelector("#comments")!.TextContent, StringComparison.Ordinal);
        var after = await house.DbAsync(db => db.Comments.AsNoTracking().SingleAsync(c => c.ReportId == id));
        Assert.Equal((before.Id, before.At, before.ById, before.Text), (after.Id, after.At, after.ById, after.Text));
        Assert.Equal(1, (await house.ReportAsync(id)).CommentCount);
        Assert.True(await house.DbAsync(db => db.Inbox.AnyAsync(i => i.CommentId == before.Id && i.UserId == house.IdOf("sato"))));
        Assert.Equal(HttpStatusCode.NotFound, (await okabe.PostAsync(undo)).Status);        // once

        // The page's script gets the same from a header.
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/reports/{id}/comments/{before.Id}/deletion") { Content = new FormUrlEncodedContent([new("__RequestVerificationToken", await okabe.TokenAsync())]) };
        request.Headers.Add("HX-Request", "true");
        using var answer = await okabe.SendAsync(request);
        Assert.Equal(undo, System.Text.Json.JsonDocument.Parse(answer.Headers.GetValues("HX-Trigger").Single()).RootElement.GetProperty("toast").GetProperty("undo").GetString());
    }

    [Fact]
    public async Task A_comment_too_long_or_empty_is_refused_beside_the_field_with_what_was_typed()
    {
        var id = await house.SubmitAsync("sato", new(2026, 11, 5));
        var okabe = await house.AsAsync("okabe");
        var typed = new string('長', 2001);
        var page = await okabe.PostAsync($"/reports/{id}/comments", ("text", typed));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Equal(typed, page.Document.GetElementById("comment-text")!.TextContent.Trim());
        Assert.NotEqual("", page.Document.GetElementById("comment-text-error")!.TextContent);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await okabe.PostAsync($"/reports/{id}/comments", ("text", " \n "))).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await okabe.PostAsync($"/reports/{id}/comments", ("text", "制御\u0001文字"))).Status);
        Assert.Equal(0, (await house.ReportAsync(id)).CommentCount);
    }

    [Fact]
    public async Task Htmx_gets_the_part_that_changed()
    {
        var id = await house.SubmitAsync("sato", new(2026, 11, 6));
        var okabe = await house.AsAsync("okabe");
        foreach (var (path, part) in new[] { ("comments", "section#comments"), ("likes", "form#like"), ("read-mark", "p#readers") })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/reports/{id}/{path}") { Content = new FormUrlEncodedContent([new("text", "部分だけ"), new("__RequestVerificationToken", await okabe.TokenAsync())]) };
            request.Headers.Add("HX-Request", "true");
            using var answer = await okabe.SendAsync(request);
            var html = await answer.Content.ReadAsStringAsync();
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.DoesNotContain("<html", html, StringComparison.Ordinal);
            Assert.Single(new AngleSharp.Html.Parser.HtmlParser().ParseDocument(html).QuerySelectorAll(part));
        }
    }

    [Fact]
    public async Task A_like_is_given_and_taken_back()
    {
        var id = await house.SubmitAsync("sato", new(2026, 11, 9));
        await house.PostStatusAsync("okabe", $"/reports/{id}/likes");
        Assert.Equal(1, await house.DbAsync(db => db.Likes.CountAsync(l => l.ReportId == id)));
        await house.PostStatusAsync("okabe", $"/reports/{id}/likes");
        Assert.Equal(0, await house.DbAsync(db => db.Likes.CountAsync(l => l.ReportId == id)));
    }

    [Fact]
    public async Task Looking_changes_nothing_and_the_read_mark_is_a_post()
    {
        var id = await house.SubmitAsync("sato", new(2026, 11, 10));
        var before = await house.FingerprintAsync();
        var okabe = await house.AsAsync("okabe");
        foreach (var address in new[] { "/reports", $"/reports/{id}", $"/reports/{id}?list=Unread", $"/reports/{id}/return", "/inbox", "/inbox?tab=ToApprove", "/inbox?tab=Commented", "/inbox?tab=Returned", "/reports/board", "/reports/board?day=2026-11-10", "/reports/month", "/" })
        {
            Assert.Equal(HttpStatusCode.OK, (await okabe.GetAsync(address)).Status);
        }

        Assert.Equal(before, await house.FingerprintAsync());
        var page = await okabe.GetAsync($"/reports/{id}");
        Assert.NotNull(page.Document.QuerySelector($"[hx-post='/reports/{id}/read-mark?revision=1']"));
        page = await okabe.PostAsync($"/reports/{id}/read-mark?revision=1");
        Assert.Null(page.Document.QuerySelector($"[hx-post='/reports/{id}/read-mark?revision=1']"));
        Assert.Contains("岡部 正樹", page.Document.GetElementById("readers")!.TextContent, StringComparison.Ordinal);
        await okabe.PostAsync($"/reports/{id}/read-mark?revision=1");
        Assert.Equal(1, await house.DbAsync(db => db.ReadMarks.CountAsync(m => m.ReportId == id)));
    }

    [Fact]
    [Requirement("R51")]
    public async Task A_draft_of_another_and_a_report_of_another_member_are_not_found_by_any_route()
    {
        var draft = await house.DraftAsync("sato", new(2026, 11, 11));
        var foreign = await house.SubmitAsync("sato", new(2026, 11, 11), house.Other);
        var before = await house.FingerprintAsync();
        var beforeOther = await house.FingerprintAsync(house.Other);
        foreach (var id in new[] { draft, foreign, Guid.CreateVersion7() })
        {
            foreach (var address in new[] { $"/reports/{id}", $"/reports/{id}/return" })
            {
                Assert.Equal(HttpStatusCode.NotFound, (await (await house.AsAsync("okabe")).GetAsync(address)).Status);
            }

            foreach (var address in new[] { "comments", $"comments/{draft}", $"comments/{draft}/deletion", "likes", "read-mark", "approval", "return" })
            {
                Assert.Equal(HttpStatusCode.NotFound, await house.PostStatusAsync("okabe", $"/reports/{id}/{address}", ("text", "見えないはず"), ("Reason", "見えないはず"), ("revision", "1")));
            }

            await house.PostStatusAsync("okabe", "/reports/approvals", ("ids", id.ToString()));
        }

        Assert.Equal(before, await house.FingerprintAsync());
        Assert.Equal(beforeOther, await house.FingerprintAsync(house.Other));
        Assert.DoesNotContain(draft.ToString(), (await (await house.AsAsync("okabe")).GetAsync("/reports?since=2026-11-11&until=2026-11-11")).Html, StringComparison.Ordinal);
        Assert.Contains("2026-11-11/edit", (await (await house.AsAsync("sato")).GetAsync("/reports?since=2026-11-11&until=2026-11-11")).Html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await (await house.AsAsync("okabe")).GetAsync($"/reports?author={house.IdOf("sato", house.Other)}")).Status);
    }

    [Fact]
    public async Task The_inbox_counts_what_is_unread_what_waits_and_what_came_back()
    {
        var first = await house.SubmitAsync("nakamura", new(2026, 11, 12));
        var second = await house.SubmitAsync("kato", new(2026, 11, 12), null, "sato");
        var nishino = await house.AsAsync("nishino");
        Assert.Equal(("2", "2", ""), await TabsAsync(nishino));
        Assert.Equal("2", await BadgeAsync(nishino));
        Assert.Equal(("1", "", ""), await TabsAsync(await house.AsAsync("sato"), ignoreComments: true));
        await nishino.PostAsync($"/reports/{first}/read-mark", ("revision", "1"));
        Assert.Equal(("1", "2", ""), await TabsAsync(nishino));
        Assert.Equal("2", await BadgeAsync(nishino));       // each report once, read but not approved counts
        await house.ApproveAsync("nishino", first);
        await house.ReturnAsync("nishino", second);
        Assert.Equal(("", "", ""), await TabsAsync(nishino));
        Assert.Equal("1", (await (await house.AsAsync("kato")).GetAsync("/inbox")).Document.QuerySelector("nav.tabs a[href$='Returned'] .count")!.TextContent);
        Assert.Equal(("", "", ""), await TabsAsync(await house.AsAsync("sato"), ignoreComments: true));
    }

    private static async Task<(string Unread, string ToApprove, string Commented)> TabsAsync(Browser browser, bool ignoreComments = false)
    {
        var page = await browser.GetAsync("/inbox");
        string Count(string tab) => page.Document.QuerySelector($"nav.tabs a[href$='{tab}'] .count")?.TextContent ?? "";
        return (Count("=Unread"), Count("ToApprove"), ignoreComments ? "" : Count("Commented"));
    }

    private static async Task<string> BadgeAsync(Browser browser) => (await browser.GetAsync("/reports")).Document.QuerySelector("nav.rail a[href='/inbox'] .count")?.TextContent ?? "";
}
