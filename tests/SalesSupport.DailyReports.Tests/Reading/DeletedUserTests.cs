using System.Net;
using Microsoft.EntityFrameworkCore;
using SalesSupport.DailyReports.Reports;

namespace SalesSupport.DailyReports.Tests.Reading;

/// <summary>What becomes of a deleted user's reports, and of what others had from them.</summary>
[Requirement("R17")]
public sealed class DeletedUserTests(ReadingHost house) : IClassFixture<ReadingHost>
{
    [Fact]
    public async Task Without_a_successor_their_reports_go_with_all_on_them_and_what_they_said_to_others_stays()
    {
        var (gone, draft) = (await house.SubmitAsync("ito", new(2026, 11, 24), null, "takahashi"), await house.DraftAsync("ito", new(2026, 11, 25)));
        var (other, foreign) = (await house.SubmitAsync("takahashi", new(2026, 11, 24), null, "ito"), await house.SubmitAsync("ito", new(2026, 11, 24), house.Other));
        Assert.Equal(HttpStatusCode.OK, await house.PostStatusAsync("takahashi", $"/reports/{gone}/comments", ("text", "消えるコメント")));
        Assert.Equal(HttpStatusCode.OK, await house.PostStatusAsync("ito", $"/reports/{other}/comments", ("text", "残るコメント")));
        await house.PostStatusAsync("ito", $"/reports/{other}/read-mark");
        var before = await house.FingerprintAsync(house.Other);

        var id = house.IdOf("ito");
        Assert.Equal(HttpStatusCode.OK, (await (await house.AsAsync("morita")).DeleteUserAsync(id)).Status);
        Assert.Equal(0, await house.DbAsync(db => db.Reports.CountAsync(r => r.Id == gone || r.Id == draft)));
        Assert.Equal(0, await house.DbAsync(db => db.Activities.CountAsync(a => a.ReportId == gone)));
        Assert.Equal(0, await house.DbAsync(db => db.Comments.CountAsync(c => c.ReportId == gone)));
        Assert.Equal(0, await house.DbAsync(db => db.Inbox.CountAsync(i => i.UserId == id || i.ReportId == gone)));
        Assert.Equal(0, await house.DbAsync(db => db.ReadMarks.CountAsync(m => m.UserId == id)));
        Assert.Equal(before, await house.FingerprintAsync(house.Other));
        Assert.NotEqual(Guid.Empty, foreign);

        var takahashi = await house.AsAsync("takahashi");
        var page = await takahashi.GetAsync($"/reports/{other}");
        Assert.Contains("残るコメント", page.Text, StringComparison.Ordinal);
        Assert.Contains("削除されたユーザー", page.Text, StringComparison.Ordinal);
        foreach (var address in new[] { "/", "/inbox", "/inbox?tab=Commented", "/reports", "/reports/month", "/reports/board", "/search?q=11%2F24", $"/reports/{other}" })
        {
            Assert.Equal((address, HttpStatusCode.OK), (address, (await takahashi.GetAsync(address)).Status));
        }

        Assert.Equal(HttpStatusCode.NotFound, (await takahashi.GetAsync($"/reports/{gone}")).Status);
    }

    [Fact]
    public async Task With_a_successor_the_reports_keep_their_author_and_drafts_go()
    {
        var (kept, draft) = (await house.SubmitAsync("watanabe", new(2026, 11, 24)), await house.DraftAsync("watanabe", new(2026, 11, 25)));
        var (author, successor) = (house.IdOf("watanabe"), house.IdOf("kobayashi"));
        var morita = await house.AsAsync("morita");
        Assert.Equal(HttpStatusCode.OK, (await morita.DeleteUserAsync(author, successor)).Status);
        var report = await house.ReportAsync(kept);
        Assert.Equal((author, successor, ReportState.Submitted, false), (report.AuthorId, report.OwnerId, report.State, report.AwaitsApproval));
        Assert.Equal(0, await house.DbAsync(db => db.Reports.CountAsync(r => r.Id == draft)));
        var page = await (await house.AsAsync("kobayashi")).GetAsync($"/reports/{kept}");
        Assert.Contains("削除されたユーザー", page.Text, StringComparison.Ordinal);

        // A search by its day leads to it, and a comment is told to whoever has it now.
        var takahashi = await house.AsAsync("takahashi");
        var hits = (await takahashi.GetAsync("/search?q=11%2F24")).Document.QuerySelectorAll($"a[href^='/reports/{kept}']");
        Assert.Equal(HttpStatusCode.OK, (await takahashi.GetAsync(hits[0].GetAttribute("href")!)).Status);
        Assert.Equal(HttpStatusCode.OK, (await takahashi.PostAsync($"/reports/{kept}/comments", ("text", "引き継ぎありがとうございます"))).Status);
        Assert.Equal(1, await house.DbAsync(db => db.Inbox.CountAsync(i => i.UserId == successor && i.ReportId == kept)));

        // The successor goes too: what they had taken over goes with them.
        Assert.Equal(HttpStatusCode.OK, (await morita.DeleteUserAsync(successor)).Status);
        Assert.Equal(0, await house.DbAsync(db => db.Reports.CountAsync(r => r.Id == kept)));
    }

    [Fact]
    [Requirement("R27")]
    public async Task What_waited_for_a_deleted_superior_waits_for_an_administrator()
    {
        var waiting = await house.SubmitAsync("yamada", new(2026, 11, 24));
        Assert.True((await house.ReportAsync(waiting)).AwaitsApproval);
        var morita = await house.AsAsync("morita");
        Assert.Equal(HttpStatusCode.OK, (await morita.DeleteUserAsync(house.IdOf("nishino"))).Status);
        Assert.Contains(waiting.ToString(), (await morita.GetAsync("/inbox?tab=ToApprove")).Html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await house.ApproveAsync("morita", waiting)).Status);
        Assert.Equal(ReportState.Approved, (await house.ReportAsync(waiting)).State);
    }
}
