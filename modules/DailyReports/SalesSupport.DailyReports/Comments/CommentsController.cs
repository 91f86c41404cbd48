using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Data;
using SalesSupport.DailyReports.Inbox;
using SalesSupport.DailyReports.Reading;
using SalesSupport.DailyReports.ReadMarks;
using SalesSupport.DailyReports.Reports;

namespace SalesSupport.DailyReports.Comments;

/// <summary>Comments on a report: everybody may add one (R26), and change or take back their own.</summary>
[Authorize(Policies.User)]
[Route("reports/{reportId:guid}/comments")]
internal sealed class CommentsController(DailyReportsDbContext db, IUnitOfWork unitOfWork, ReportPages pages, ReportQueries queries, IPeople people, JustDone<Comment> removed, CurrentUser user, TimeProvider clock, IStringLocalizer<Texts> texts) : Controller
{
    [HttpPost]
    public async Task<IActionResult> Create(Guid reportId, ReportFilter filter, CommentForm form, CancellationToken cancel)
    {
        var report = await FindReportAsync(reportId, filter, cancel);
        if (report is null)
        {
            return NotFound();
        }

        report.CheckCommentable();
        if (!ModelState.IsValid)
        {
            return await InvalidAsync(reportId, filter, form.Revision, list => list with { Form = form }, cancel);
        }

        await unitOfWork.RunAsync(
            async c =>
            {
                // The same form sent twice is the same comment; with other words it is another one.
                var sent = form.Id is { } id ? await db.Comments.AsNoTracking().SingleOrDefaultAsync(x => x.Id == id, c) : null;
                if (sent is not null && sent.ReportId == reportId && sent.ById == user.Id && sent.Text == form.Text)
                {
                    return;
                }

                var now = clock.GetUtcNow();
                await CountAsync(reportId, now, c);
                db.Comments.Add(Comment.On(await WithCommentersAsync(report, c), user.Id, form.Text!, await people.GetAsync(c), now, sent is null ? form.Id : null));
                await ReadMark.SetIfShownAsync(db, reportId, user.Id, report.IsOwnOf(user.Id), form.Revision, now, c);
            },
            cancel);
        TempData["KeptDone"] = $"comment-{reportId}";
        return await DoneAsync(reportId, filter, form.Revision, cancel);
    }

    [HttpPost("{id:guid}")]
    public async Task<IActionResult> Edit(Guid reportId, Guid id, ReportFilter filter, CommentForm form, CancellationToken cancel)
    {
        var (report, comment) = await FindOwnAsync(reportId, id, filter, cancel);
        if (comment is null)
        {
            return NotFound();
        }

        report!.CheckCommentable();
        if (!ModelState.IsValid)
        {
            return await InvalidAsync(reportId, filter, form.Revision, list => list with { Editing = id, EditForm = form }, cancel);
        }

        if (comment.Version != form.Version)
        {
            throw new RuleBroken("CommentChangedMeanwhile");
        }

        await unitOfWork.RunAsync(
            async c =>
            {
                comment.Edit(form.Text!, clock.GetUtcNow());
                var beginning = InboxItem.Beginning(form.Text!);
                await db.Inbox.Where(i => i.ReportId == reportId && i.CommentId == id).ExecuteUpdateAsync(i => i.SetProperty(x => x.Text, beginning), c);
            },
            cancel);
        TempData["KeptDone"] = $"comment-{id}";
        return await DoneAsync(reportId, filter, form.Revision, cancel);
    }

    [HttpPost("{id:guid}/deletion")]
    public async Task<IActionResult> Delete(Guid reportId, Guid id, ReportFilter filter, int? revision, CancellationToken cancel)
    {
        var (report, comment) = await FindOwnAsync(reportId, id, filter, cancel);
        if (comment is null)
        {
            return NotFound();
        }

        report!.CheckCommentable();
        await unitOfWork.RunAsync(
            async c =>
            {
                comment.Delete();
                db.Comments.Remove(comment);
                await db.Inbox.Where(i => i.ReportId == reportId && i.CommentId == id).ExecuteDeleteAsync(c);
                await db.Reports.Where(r => r.Id == reportId).ExecuteUpdateAsync(r => r.SetProperty(x => x.CommentCount, x => x.CommentCount - 1), c);
            },
            cancel);
        await removed.KeepAsync(db.Tenant, user.Id, id, comment);
        TempData["Toast"] = texts["CommentDeleted"].Value;
        TempData["ToastUndo"] = filter.Address($"/reports/{reportId}/comments/{id}/restoration{(revision is null ? "" : $"?revision={revision}")}");
        return await DoneAsync(reportId, filter, revision, cancel);
    }

    /// <summary>元に戻す.</summary>
    [HttpPost("{id:guid}/restoration")]
    public async Task<IActionResult> Restore(Guid reportId, Guid id, ReportFilter filter, int? revision, CancellationToken cancel)
    {
        var report = await FindReportAsync(reportId, filter, cancel);
        report?.CheckCommentable();
        if (report is null || await removed.TakeAsync(db.Tenant, user.Id, id) is not { } comment || comment.ReportId != reportId)
        {
            return NotFound();
        }

        await removed.RestoreAsync(db.Tenant, user.Id, id, comment, () => unitOfWork.RunAsync(
            async c =>
            {
                await CountAsync(reportId, null, c);
                comment.Say(await WithCommentersAsync(report, c), await people.GetAsync(c));
                db.Comments.Add(comment);
            },
            cancel));
        TempData["Toast"] = texts["CommentRestored"].Value;
        return await DoneAsync(reportId, filter, revision, cancel);
    }

    // The author may have withdrawn it since it was looked at.
    private async Task CountAsync(Guid reportId, DateTimeOffset? now, CancellationToken cancel)
    {
        if (await db.Reports.Where(r => r.Id == reportId && r.State != ReportState.Draft)
            .ExecuteUpdateAsync(r => r.SetProperty(x => x.CommentCount, x => x.CommentCount + 1).SetProperty(x => x.LastCommentAt, x => now ?? x.LastCommentAt), cancel) == 0)
        {
            throw new RuleBroken("DraftHasNoComments");
        }
    }

    private async Task<CommentedReport?> FindReportAsync(Guid id, ReportFilter filter, CancellationToken cancel) => !await filter.IsKnownAsync(db, await people.GetAsync(cancel), cancel) ? null
        : await db.Reports.AsNoTracking().Where(DailyReport.VisibleTo(user.Id)).Where(r => r.Id == id).Select(r => new CommentedReport(r.Id, r.AuthorId, r.OwnerId, r.Date, r.State)).SingleOrDefaultAsync(cancel);

    private async Task<CommentedReport> WithCommentersAsync(CommentedReport report, CancellationToken cancel) =>
        report with { CommenterIds = await db.Comments.Where(c => c.ReportId == report.Id).Select(c => c.ById).Distinct().ToListAsync(cancel) };

    // Somebody else's comment is not found, whatever was typed.
    private async Task<(CommentedReport? Report, Comment? Comment)> FindOwnAsync(Guid reportId, Guid id, ReportFilter filter, CancellationToken cancel) =>
        await FindReportAsync(reportId, filter, cancel) is not { } report ? (null, null) : (report, await db.Comments.SingleOrDefaultAsync(c => c.ReportId == reportId && c.Id == id && c.ById == user.Id, cancel));

    private async Task<IActionResult> DoneAsync(Guid reportId, ReportFilter filter, int? revision, CancellationToken cancel)
    {
        if (!Request.Headers.ContainsKey("HX-Request"))
        {
            return LocalRedirect(filter.Address($"/reports/{reportId}") + "#comments");
        }

        var events = new Dictionary<string, object>();
        if (TempData["KeptDone"] is string kept)
        {
            events["kept-done"] = new { value = kept };
        }

        if (TempData["Toast"] is string toast)
        {
            events["toast"] = new { text = toast, undo = TempData["ToastUndo"] as string };
        }

        if (events.Count > 0)
        {
            // The serializer's default escapes all but ASCII, which is what a header can hold.
            Response.Headers["HX-Trigger"] = JsonSerializer.Serialize(events);
        }

        ModelState.Clear();
        return PartialView("_Comments", await LoadAsync(reportId, filter, revision, cancel));
    }

    private async Task<IActionResult> InvalidAsync(Guid reportId, ReportFilter filter, int? revision, Func<CommentList, CommentList> with, CancellationToken cancel)
    {
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        if (Request.Headers.ContainsKey("HX-Request"))
        {
            return PartialView("_Comments", with(await LoadAsync(reportId, filter, revision, cancel)));
        }

        var page = (await pages.LoadAsync(reportId, filter, cancel))!;
        return View("/DailyReports/Reading/Show.cshtml", page with { Comments = with(page.Comments) });
    }

    // The text above the comments stays on the screen as it was, so the form goes on saying which one that is.
    private async Task<CommentList> LoadAsync(Guid reportId, ReportFilter filter, int? revision, CancellationToken cancel) =>
        new(reportId, filter, await people.GetAsync(cancel), user.Id, await queries.CommentsAsync(db, reportId, cancel)) { Revision = revision };
}

/// <summary>A comment as typed.</summary>
internal sealed class CommentForm
{
    /// <summary>Made with the form, so that sending it twice makes one comment.</summary>
    public Guid? Id { get; set; }

    [Required]
    [PlainText(Comment.TextLength, Lines = true)]
    public string? Text { get; set; }

    public int Version { get; set; }

    /// <summary><see cref="DailyReport.Revision"/> that the page shows above the form.</summary>
    public int? Revision { get; set; }
}

/// <summary>Model of the comments below a report.</summary>
internal sealed record CommentList(Guid ReportId, ReportFilter Filter, PeopleBook Book, Guid Me, IReadOnlyList<Comment> All)
{
    public CommentForm Form { get; init; } = new() { Id = Guid.CreateVersion7() };

    /// <summary><see cref="DailyReport.Revision"/> of the text above the comments, which may have been replaced since.</summary>
    public int? Revision { get; init; }

    /// <summary>False below a draft: what was said while it was open can be read, and nothing said.</summary>
    public bool IsOpen { get; init; } = true;

    /// <summary>The own comment whose change was refused, with what was typed.</summary>
    public Guid? Editing { get; init; }

    public CommentForm? EditForm { get; init; }

    public string Address(string rest = "") => Filter.Address($"/reports/{ReportId}/comments{rest}");
}
