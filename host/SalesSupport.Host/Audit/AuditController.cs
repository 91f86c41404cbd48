using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.Infrastructure;

namespace SalesSupport.Host.Audit;

/// <summary>監査: who changed what, when and from where, for the member's administrators.</summary>
[Authorize(Policies.Administrator)]
[Route("settings/audit")]
public sealed class AuditController : Controller
{
    private const int PageSize = 50;

    [HttpGet]
    public async Task<IActionResult> Index(string? before, DateOnly? day, string? who, [FromServices] IStringLocalizerFactory texts, CancellationToken cancel)
    {
        var services = HttpContext.RequestServices;
        var rows = services.GetRequiredService<HouseDbContext>().Audit.AsNoTracking();
        if (day is { } date)
        {
            rows = rows.Where(a => a.Date == date);
        }

        if (PageKey.Parse(before) is { } key)
        {
            rows = rows.Where(a => a.Date < key.Date || (a.Date == key.Date && a.Id.CompareTo(key.Id) < 0));
        }

        if (who is { Length: > 0 and <= 100 })
        {
            rows = rows.Where(a => a.Actor.Contains(who));
        }

        var found = await rows.OrderByDescending(a => a.Date).ThenByDescending(a => a.Id).Take(PageSize + 1).ToListAsync(cancel);
        var words = services.GetRequiredService<ModuleCatalog>().All.Select(m => m.Texts).OfType<Type>().Select(texts.Create).Append(texts.Create(typeof(Texts))).ToArray();
        var shown = found.Take(PageSize).Select(a => new AuditLine(a.At, Who(a.Actor), a.Address, Say(words, a.Action), a.Changes)).ToArray();
        var next = found.Count > PageSize ? new PageKey(found[PageSize - 1].Date, found[PageSize - 1].Id).ToString() : null;
        return View(new AuditPage(shown, next, day, who));
    }

    // "scheme:name" as CurrentUser.Actor wrote it.
    private static string Who(string actor) => actor.Contains(':', StringComparison.Ordinal) ? actor[(actor.IndexOf(':', StringComparison.Ordinal) + 1)..] : actor;

    /// <summary>A module may have words for the whole action (<c>Audit.SignOnRefused</c>) or for its entity (<c>Audit.DailyReport</c>); else the raw word is shown.</summary>
    private static string Say(IReadOnlyList<IStringLocalizer> words, string action)
    {
        if (Find(words, $"Audit.{action}") is { } whole)
        {
            return whole;
        }

        var parts = action.Split('.');
        return parts.Length == 2 ? $"{Find(words, $"Audit.{parts[0]}") ?? parts[0]} {Find(words, $"Audit.Verb.{parts[1]}") ?? parts[1]}" : action;
    }

    private static string? Find(IReadOnlyList<IStringLocalizer> words, string key) => words.Select(w => w[key]).FirstOrDefault(w => !w.ResourceNotFound)?.Value;
}

/// <summary>One line of the audit list.</summary>
public sealed record AuditLine(DateTimeOffset At, string Who, string? Address, string What, string? Changes);

/// <summary>Model of the audit page.</summary>
public sealed record AuditPage(IReadOnlyList<AuditLine> Lines, string? Next, DateOnly? Day, string? Who);
