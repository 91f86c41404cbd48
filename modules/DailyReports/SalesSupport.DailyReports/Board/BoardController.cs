using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Approvals;
using SalesSupport.DailyReports.Data;
using SalesSupport.DailyReports.Inbox;
using SalesSupport.DailyReports.Reports;

namespace SalesSupport.DailyReports.Board;

/// <summary>提出ボード (R96): people × business days of a week, or one day in more detail. One statement, or two for a day, whatever the number of people.</summary>
[Authorize(Policies.User)]
[Route("reports/board")]
internal sealed class BoardController(DailyReportsDbContext db, IPeople people, IBusinessCalendar calendar, CurrentUser user, TimeProvider clock) : Controller
{
    private const string Everybody = "all";
    private const int FirstYear = 2000;
    private const int LastYear = 2100;

    [HttpGet]
    public async Task<IActionResult> Index(string? week, string? day, string? department, CancellationToken cancel)
    {
        var book = await people.GetAsync(cancel);
        // Without a choice it is one's own department.
        Guid? chosen = department == Everybody ? null : department is null ? book.Find(user.Id)?.DepartmentId : Guid.TryParse(department, out var id) ? id : Guid.Empty;
        if (chosen is not null && book.FindDepartment(chosen) is null)
        {
            return NotFound();
        }

        var members = chosen is { } below ? book.MembersOf(below).ToHashSet() : null;
        var staff = book.All.Where(p => members is null || members.Contains(p.Id)).ToArray();
        return DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) && date.Year is >= FirstYear and <= LastYear
            ? await DayAsync(date, book, staff, chosen, cancel)
            : await WeekAsync(WeekOf(week) ?? Monday(clock.Today()), book, staff, chosen, cancel);
    }

    /// <summary>The Monday of a week written like 2026-W47, or null.</summary>
    internal static DateOnly? WeekOf(string? text)
    {
        var year = 0;
        var number = 0;
        return text is { Length: 8 } && text.AsSpan(4, 2) is "-W"
            && int.TryParse(text.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out year) && int.TryParse(text.AsSpan(6), NumberStyles.None, CultureInfo.InvariantCulture, out number)
            && year is >= FirstYear and <= LastYear && number >= 1 && number <= ISOWeek.GetWeeksInYear(year)
            ? DateOnly.FromDateTime(ISOWeek.ToDateTime(year, number, DayOfWeek.Monday))
            : null;
    }

    internal static string WeekName(DateOnly monday) => string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(monday.ToDateTime(default)):0000}-W{ISOWeek.GetWeekOfYear(monday.ToDateTime(default)):00}");

    private static DateOnly Monday(DateOnly date) => date.AddDays(-(((int)date.DayOfWeek + 6) % 7));

    private async Task<IActionResult> WeekAsync(DateOnly monday, PeopleBook book, Person[] staff, Guid? department, CancellationToken cancel)
    {
        var me = user.Id;
        var lastMonday = monday.AddDays(-Expected.Before);
        var sunday = monday.AddDays(6);
        var reports = Narrow(db.Reports.AsNoTracking().Where(DailyReport.VisibleTo(me)).Where(r => r.Date >= lastMonday && r.Date <= sunday), staff, department);
        var cells = await reports.Select(r => new BoardCell
        {
            Id = r.Id,
            AuthorId = r.AuthorId,
            OwnerId = r.OwnerId,
            Date = r.Date,
            State = r.State,
            AwaitsApproval = r.AwaitsApproval,
            VisitCount = r.VisitCount,
            CommentCount = r.CommentCount,
            IsUnread = db.Inbox.Any(i => i.ReportId == r.Id && i.UserId == me && i.IsUnread && i.Reason == InboxReason.Submitted),
            IsRead = db.ReadMarks.Any(m => m.ReportId == r.Id && m.UserId == me && m.At >= r.SubmittedAt),
        }).ToListAsync(cancel);

        var days = await calendar.BetweenAsync(monday, sunday, cancel);
        var thisWeek = cells.Where(c => c.Date >= monday).ToArray();
        // Monday to Friday always; Saturday and Sunday when people work then, or somebody did.
        var shown = days.Where(d => d.IsBusinessDay || d.Date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) || thisWeek.Any(c => c.Date == d.Date)).ToArray();
        var byPlace = thisWeek.ToDictionary(c => (c.AuthorId, c.Date));
        // Of drafts nobody counts anything: their writer alone sees them.
        var told = cells.FindAll(c => c.State != ReportState.Draft);
        var visits = told.ToLookup(c => (c.AuthorId, c.Date >= monday), c => c.VisitCount);
        var written = told.ToLookup(c => c.AuthorId, c => c.Date);
        var rows = staff.Where(p => !p.Suspended || thisWeek.Any(c => c.AuthorId == p.Id))
            .Select(p => new BoardRow(p, [.. shown.Select(d => byPlace.GetValueOrDefault((p.Id, d.Date)))], visits[(p.Id, true)].Sum(), visits[(p.Id, false)].Sum(), Expected.Of(book, p.Id, written[p.Id])))
            .ToArray();
        var waiting = thisWeek.Where(c => MayDecide(c, book)).ToArray();
        var unread = thisWeek.Where(c => c.IsUnread && c.AuthorId != me).OrderBy(c => c.Date).ThenBy(c => c.Id).ToArray();
        return View(new BoardPage(monday, clock.Today(), shown, rows, department, book, me)
        {
            Unread = unread.Length,
            Uncommented = thisWeek.Count(c => c.State != ReportState.Draft && c.AuthorId != me && c.CommentCount == 0),
            Waiting = waiting.Length,
            FirstUnread = unread is [var first, ..] ? first.Id : null,
            ReadAndWaiting = [.. waiting.Where(c => c.IsRead).OrderBy(c => c.Date).ThenBy(c => c.Id).Take(ApprovalsController.MostAtOnce).Select(c => c.Id)],
        });
    }

    private async Task<IActionResult> DayAsync(DateOnly date, PeopleBook book, Person[] staff, Guid? department, CancellationToken cancel)
    {
        var me = user.Id;
        var reports = await Narrow(db.Reports.AsNoTracking().Where(DailyReport.VisibleTo(me)).Where(r => r.Date == date), staff, department)
            .Select(r => new DayReport
            {
                Id = r.Id,
                AuthorId = r.AuthorId,
                State = r.State,
                SubmittedAt = r.SubmittedAt,
                VisitCount = r.VisitCount,
                CallCount = r.CallCount,
                CommentCount = r.CommentCount,
                IsUnread = db.Inbox.Any(i => i.ReportId == r.Id && i.UserId == me && i.IsUnread && i.Reason == InboxReason.Submitted),
                Activities = r.Activities.OrderBy(a => a.Position).Select(a => new DayActivity(a.Kind, a.Start, a.CustomerId, db.CustomerNames.Where(c => c.Id == a.CustomerId).Select(c => c.Name).FirstOrDefault(), a.Result)).ToList(),
            }).AsSingleQuery().ToListAsync(cancel);
        var day = (await calendar.BetweenAsync(date, date, cancel))[0];
        var written = await WrittenBeforeAsync(date, book, staff, cancel);
        var lines = staff.Select(p => new DayLine(p, reports.Find(r => r.AuthorId == p.Id), Expected.Of(book, p.Id, written[p.Id]))).Where(l => !l.Person.Suspended || l.Report is not null).ToArray();
        return View("Day", new DayPage(day, clock.Today(), lines, department, book, me));
    }

    // Only of superiors does it matter whether they have written.
    private async Task<ILookup<Guid, DateOnly>> WrittenBeforeAsync(DateOnly date, PeopleBook book, Person[] staff, CancellationToken cancel)
    {
        var superiors = book.All.Select(p => p.SuperiorId).OfType<Guid>().Distinct().Intersect(staff.Select(p => p.Id)).ToArray();
        var since = date.AddDays(-Expected.Before);
        var written = superiors.Length == 0 ? [] : await db.Reports.AsNoTracking().Where(r => superiors.Contains(r.AuthorId) && r.Date >= since && r.Date < date && r.State != ReportState.Draft)
            .Select(r => new { r.AuthorId, r.Date }).ToListAsync(cancel);
        return written.ToLookup(r => r.AuthorId, r => r.Date);
    }

    private static IQueryable<DailyReport> Narrow(IQueryable<DailyReport> reports, Person[] staff, Guid? department)
    {
        if (department is null)
        {
            return reports;
        }

        var ids = staff.Select(p => p.Id).ToArray();
        return reports.Where(r => ids.Contains(r.AuthorId));
    }

    private bool MayDecide(BoardCell cell, PeopleBook book)
    {
        var approver = book.ApproverOf(cell.AuthorId).Id;
        return cell.AwaitsApproval && cell.AuthorId != user.Id && cell.OwnerId != user.Id && (approver == user.Id || (approver is null && user.IsAdministrator));
    }
}
