using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.GroupwareSync.Compare;
using SalesSupport.GroupwareSync.Data;
using SalesSupport.GroupwareSync.Settings;

namespace SalesSupport.GroupwareSync.Copies;

/// <summary>登録の状況: what became of each entry in each calendar.</summary>
[Authorize(Policies.Administrator)]
[Route("settings/groupware/entries")]
internal sealed class EntriesController(GroupwareSyncDbContext db, IUnitOfWork unitOfWork, CopyList list, IPeople people, IStringLocalizer<Texts> texts) : Controller
{
    private const string Address = "/settings/groupware/entries";
    private const int RunsShown = 14;

    [HttpGet]
    public async Task<IActionResult> Index(CopyState? state, Guid? person, Guid? before, CancellationToken cancel)
    {
        var book = await people.GetAsync(cancel);
        if (!ModelState.IsValid || (person is { } id && book.Find(id) is null))
        {
            return NotFound();
        }

        var runs = before is null ? await db.CompareRuns.AsNoTracking().OrderByDescending(r => r.At).ThenByDescending(r => r.Id).Take(RunsShown).ToListAsync(cancel) : [];
        var failed = await db.Copies.AnyAsync(c => c.State == CopyState.Failed, cancel);
        return View("/GroupwareSync/Copies/Index.cshtml", new EntriesPage(await list.FindAsync(new CopyFilter(state, person, before), Address, isOwn: false, cancel), book, runs, failed));
    }

    [HttpPost("{id:guid}/resending")]
    public async Task<IActionResult> Resend(Guid id, CancellationToken cancel)
    {
        if (await db.Copies.SingleOrDefaultAsync(c => c.Id == id, cancel) is not { } copy)
        {
            return NotFound();
        }

        copy.Resend();
        await db.SaveChangesAsync(cancel);
        return Done();
    }

    /// <summary>All that failed.</summary>
    [HttpPost("resendings")]
    public async Task<IActionResult> ResendFailed(CancellationToken cancel)
    {
        await unitOfWork.RunAsync(async c => (await db.Groupwares.SingleOrDefaultAsync(c))?.TryAgain(null, Resent.Failed), cancel);
        return Done();
    }

    private RedirectResult Done()
    {
        TempData["Toast"] = texts["SentAgain"].Value;
        return Redirect(Address);
    }
}

/// <summary>The page.</summary>
internal sealed record EntriesPage(CopyPage Copies, PeopleBook People, IReadOnlyList<CompareRun> Runs, bool AnyFailed);
