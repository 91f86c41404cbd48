using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using SalesSupport.Abstractions;

namespace SalesSupport.Host.Home;

/// <summary>今日: tiles from the modules, each guarded, and the first-day checklist.</summary>
[Authorize(Policies.User)]
[Route("")]
public sealed class HomeController(IEnumerable<IHomeTile> tiles, IEnumerable<IFirstDayStep> steps, CurrentUser user, TimeProvider clock, ILogger<HomeController> log) : Controller
{
    [HttpGet]
    public async Task<IActionResult> Index(CancellationToken cancel)
    {
        var shown = new List<HomeTile>();
        foreach (var tile in tiles.OrderBy(t => t.Order))
        {
            if (await GuardedAsync(() => tile.GetAsync(cancel), tile) is { } content)
            {
                shown.Add(content);
            }
        }

        var checklist = new List<FirstDayStep>();
        if (user.IsAdministrator)
        {
            foreach (var step in steps.OrderBy(s => s.Order))
            {
                if (await GuardedAsync(() => step.GetAsync(cancel)!, step) is { } line)
                {
                    checklist.Add(line);
                }
            }
        }

        return View(new HomePage(clock.Today(), shown, checklist.Exists(s => !s.Done) ? checklist : []));
    }

    private async Task<T?> GuardedAsync<T>(Func<Task<T?>> ask, object of)
        where T : class
    {
        try
        {
            return await ask();
        }
        catch (Exception e) when (!HttpContext.RequestAborted.IsCancellationRequested)        // a module's own time-out is a fault like any other
        {
            log.LogError(e, "{Tile} failed; the page goes on without it", of.GetType().Name);
            return null;
        }
    }
}

/// <summary>Model of the home page.</summary>
public sealed record HomePage(DateOnly Today, IReadOnlyList<HomeTile> Tiles, IReadOnlyList<FirstDayStep> FirstDay);
