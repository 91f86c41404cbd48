using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using SalesSupport.Abstractions;

namespace SalesSupport.Host.Search;

/// <summary>The search box at the top: every module looks in its own tables; one that fails is left out.</summary>
[Authorize(Policies.User)]
[Route("search")]
public sealed class SearchController(IEnumerable<ISearchSource> sources, ILogger<SearchController> log) : Controller
{
    private const int PerSource = 8;

    [HttpGet]
    public async Task<IActionResult> Index(string? q, CancellationToken cancel)
    {
        var hits = new List<SearchHit>();
        if (q is { Length: > 0 and <= 100 })
        {
            foreach (var source in sources.OrderBy(s => s.Order))
            {
                try
                {
                    hits.AddRange(await source.FindAsync(q, PerSource, cancel));
                }
                catch (Exception e) when (!cancel.IsCancellationRequested)
                {
                    log.LogError(e, "{Source} failed; the search goes on without it", source.GetType().Name);
                }
            }
        }

        var page = new SearchPage(q, hits);
        return Request.Headers.ContainsKey("HX-Request") ? PartialView("_Hits", page) : View(page);
    }
}

/// <summary>Model of the search page.</summary>
public sealed record SearchPage(string? Text, IReadOnlyList<SearchHit> Hits);
