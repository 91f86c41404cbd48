using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Data;
using SalesSupport.DailyReports.Drafts;
using SalesSupport.DailyReports.Reports;

namespace SalesSupport.DailyReports.ReportForms;

/// <summary>Changes the form of a day by a button that works without script too: what was typed so far comes along, is changed, and is kept as a draft to go on from.</summary>
internal sealed class FormKeeping(DailyReportsDbContext db, FormPages pages, KnownIds ids, CurrentUser user, TimeProvider clock)
{
    /// <returns>False when an id in the form is not found.</returns>
    /// <exception cref="RuleBroken">The day cannot be written.</exception>
    /// <exception cref="DbUpdateConcurrencyException">Somewhere else something newer was kept.</exception>
    public async Task<bool> ChangeAsync(HttpRequest request, DateOnly date, Func<ReportForm, Task> change, CancellationToken cancel)
    {
        var id = user.Id;
        var report = await db.Reports.Include(r => r.Activities).SingleOrDefaultAsync(r => r.AuthorId == id && r.Date == date, cancel);
        if (report is null ? !ReportDay.IsOpen(date, clock.Today()) : !report.IsEditable)
        {
            throw new RuleBroken(report is null ? "DayClosed" : "SubmittedIsFixed", null, ReportDay.MostBack, ReportDay.MostAhead);
        }

        var draft = await db.Drafts.SingleOrDefaultAsync(d => d.AuthorId == id && d.Date == date, cancel);
        var posted = request.HasFormContentType && request.Form.ContainsKey("Revision");
        var form = posted ? ReportForm.Read(request.Form)
            : (draft is null ? null : ReportForm.OfJson(draft.Form)) ?? (report is { Revision: > 0 } ? await pages.FormOfAsync(report, cancel) : await pages.NewAsync(cancel));
        if (posted && await ids.FindAsync(form, date, cancel) is null)
        {
            return false;
        }

        if (posted && ((report?.Revision ?? 0) != form.Revision || draft?.IsNewerThan(form) == true))
        {
            throw new DbUpdateConcurrencyException();
        }

        await change(form);
        if (report is null)
        {
            db.Reports.Add(DailyReport.Begin(id, date));
        }

        if (draft is null)
        {
            db.Drafts.Add(draft = new ReportDraft { AuthorId = id, Date = date });
        }

        draft.Keep(form, clock.GetUtcNow());
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException broken) when (broken is not DbUpdateConcurrencyException)
        {
            // Another tab or device began the same day a moment earlier.
            throw new DbUpdateConcurrencyException(broken.Message, broken);
        }

        return true;
    }
}
