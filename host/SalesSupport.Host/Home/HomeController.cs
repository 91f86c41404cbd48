using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using SalesSupport.Abstractions;

namespace SalesSupport.Host.Home;

/// <summary>今日: tiles from the modules, each guarded, and the first-day checklist.</summary>
[Authorize(Policies.User)]
[Route("")]
public sealed class HomeController(ISlots<IHomeTile> tiles, ISlots<IFirstDayStep> steps, CurrentUser user, TimeProvider clock) : Controller
{
    [HttpGet]
    public async Task<IActionResult> Index(CancellationToken cancel)
    {
        var shown = await tiles.AskAsync(async t => (t.Order, Content: await t.GetAsync(cancel)), cancel);
        var checklist = user.IsAdministrator ? await steps.AskAsync(async s => (s.Order, Line: await s.GetAsync(cancel)), cancel) : [];
        return View(new HomePage(
            clock.Today(),
            [.. shown.OrderBy(t => t.Order).Select(t => t.Content).OfType<HomeTile>()],
            checklist.Any(s => !s.Line.Done) ? [.. checklist.OrderBy(s => s.Order).Select(s => s.Line)] : []));
    }
}

/// <summary>Model of the home page.</summary>
public sealed record HomePage(DateOnly Today, IReadOnlyList<HomeTile> Tiles, IReadOnlyList<FirstDayStep> FirstDay);
