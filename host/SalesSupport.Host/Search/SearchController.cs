using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using SalesSupport.Abstractions;

namespace SalesSupport.Host.Search;

/// <summary>The search box at the top: every module looks in its own tables; one that fails is left out.</summary>
[Authorize(Policies.User)]
[Route("search")]
public sealed class SearchController(ISlots<ISearchSource> sources) : Controller
{
    private const int PerSource = 8;

    [HttpGet]
    public async Task<IActionResult> Index(string? q, CancellationToken cancel)
    {
        var found = q is { Length: > 0 and <= 100 } ? await sources.AskAsync(async s => (s.Order, Hits: await s.FindAsync(q, PerSource, cancel)), cancel) : [];
        var page = new SearchPage(q, [.. found.OrderBy(s => s.Order).SelectMany(s => s.Hits)]);
        return Request.Headers.ContainsKey("HX-Request") ? PartialView("_Hits", page) : View(page);
    }
}

/// <summary>Model of the search page.</summary>
public sealed record SearchPage(string? Text, IReadOnlyList<SearchHit> Hits);
