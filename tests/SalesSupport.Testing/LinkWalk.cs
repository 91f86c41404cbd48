using System.Text.RegularExpressions;

namespace SalesSupport.Testing;

/// <summary>Follows a browser's links breadth first, so that each kind of page is seen as somebody with its rights sees it.</summary>
public static partial class LinkWalk
{
    private const int MostPages = 400;
    private const int OfAKind = 3;

    /// <summary>Visits pages from the given ones on; of pages that differ only by id, date or query, three. Never signs out.</summary>
    /// <param name="browser">Signed on as whoever is to see them.</param>
    /// <param name="from">Addresses to begin with.</param>
    public static async IAsyncEnumerable<(string Address, Page Page)> VisitAsync(Browser browser, params string[] from)
    {
        ArgumentNullException.ThrowIfNull(browser);
        var waiting = new Queue<string>(from);
        var kinds = new Dictionary<string, int>(StringComparer.Ordinal);
        var seen = new HashSet<string>(waiting, StringComparer.Ordinal);
        for (var pages = 0; pages < MostPages && waiting.TryDequeue(out var url); pages++)
        {
            var page = await browser.GetAsync(url);
            foreach (var link in page.Document.QuerySelectorAll("a[href], [hx-get], [data-href]").Select(a => a.GetAttribute("href") ?? a.GetAttribute("hx-get") ?? a.GetAttribute("data-href")!))
            {
                if (link.StartsWith('/') && !link.StartsWith("//", StringComparison.Ordinal) && !link.Contains("sign-out", StringComparison.Ordinal) && seen.Add(link))
                {
                    var kind = Varying().Replace(link.Split('?')[0], "*");
                    if ((kinds[kind] = kinds.GetValueOrDefault(kind) + 1) <= OfAKind)
                    {
                        waiting.Enqueue(link.Split('#')[0]);
                    }
                }
            }

            yield return (url, page);
        }
    }

    [GeneratedRegex("[0-9a-fA-F]{8}-?[0-9a-fA-F-]{22,27}|[0-9]{4}-[0-9]{2}(-[0-9]{2})?|[0-9]+")]
    private static partial Regex Varying();
}
