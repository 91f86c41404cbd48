using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.EntityFrameworkCore;
using SalesSupport.Abstractions;
using SalesSupport.Infrastructure;

namespace SalesSupport.Host.Audit;

/// <summary>A page of the audit: one statement for its rows, and one for each kind of thing that they are about. Rows are those of the scope's member, or those without one.</summary>
internal static class AuditPages
{
    private const int PageSize = 50;

    public static async Task<IActionResult> ShowAsync(Controller controller, AuditFilter filter, CancellationToken cancel)
    {
        var valid = controller.ModelState.IsValid;
        if (!valid)
        {
            controller.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        }

        var services = controller.HttpContext.RequestServices;
        var found = valid ? await FindAsync(services.GetRequiredService<HouseDbContext>(), filter, cancel) : [];
        var shown = found.Take(PageSize).ToArray();
        var words = ActivatorUtilities.CreateInstance<AuditWords>(services, await services.GetRequiredService<IPeople>().GetAsync(cancel));
        var subjects = await SubjectsAsync(services, shown, cancel);
        var next = found.Count > PageSize ? new PageKey(shown[^1].Date, shown[^1].Id).ToString() : null;
        var lines = shown.Select(row => Line(row, SubjectOf(row, subjects, words), words)).ToArray();
        return new ViewResult
        {
            ViewName = "/Audit/Index.cshtml",
            ViewData = new ViewDataDictionary<AuditPage>(controller.ViewData, new AuditPage(lines, next, filter, controller is OperatorAuditController)),
        };
    }

    private static AuditLine Line(AuditEntry row, AuditSubject? subject, AuditWords words)
    {
        // Whoever signs on is not known yet when they do: it is the one whose sign-on it is, unless it was refused.
        var isSignOn = row.Action.EndsWith("SignedOn", StringComparison.Ordinal);
        var who = isSignOn && subject is not null ? subject.Title : words.Who(row.Actor, row.Address);
        return new AuditLine(row.At, who, row.Address, words.Action(row.Action), subject, words.Changes(KindOf(row), row.Changes));
    }

    private static Task<List<AuditEntry>> FindAsync(HouseDbContext house, AuditFilter filter, CancellationToken cancel)
    {
        var rows = house.Audit.AsNoTracking();
        if (filter.Day is { } date)
        {
            rows = rows.Where(a => a.Date == date);
        }

        if (PageKey.Parse(filter.Before) is { } key)
        {
            rows = rows.Where(a => a.Date < key.Date || (a.Date == key.Date && a.Id.CompareTo(key.Id) < 0));
        }

        if (filter.Who is { Length: > 0 } who)
        {
            rows = rows.Where(a => a.Actor.Contains(who));
        }

        return rows.OrderByDescending(a => a.Date).ThenByDescending(a => a.Id).Take(PageSize + 1).ToListAsync(cancel);
    }

    private static async Task<Dictionary<(string Kind, string Subject), AuditSubject>> SubjectsAsync(IServiceProvider services, AuditEntry[] rows, CancellationToken cancel)
    {
        var named = await services.GetRequiredService<ISlots<IAuditSubjects>>().AskAsync(async source =>
        {
            var mine = rows.Where(r => r.Subject.Length > 0 && source.Kinds.Contains(KindOf(r))).ToArray();
            var found = mine.Length == 0 ? null : await source.FindAsync([.. mine.Select(r => r.Subject).Distinct()], cancel);
            return mine.Where(r => found!.ContainsKey(r.Subject)).Select(r => KeyValuePair.Create((KindOf(r), r.Subject), found![r.Subject])).ToArray();
        }, cancel);
        return named.SelectMany(n => n).DistinctBy(n => n.Key).ToDictionary();
    }

    // An id that nobody can name says nothing to people; a word such as an operator's login does.
    private static AuditSubject? SubjectOf(AuditEntry row, Dictionary<(string, string), AuditSubject> subjects, AuditWords words) =>
        subjects.TryGetValue((KindOf(row), row.Subject), out var subject) ? subject
        : row.Subject.Length == 0 ? null
        : new AuditSubject(Guid.TryParse(row.Subject, out _) ? words.Gone : row.Subject, null);

    private static string KindOf(AuditEntry row) => row.Action.Split('.')[0];
}
