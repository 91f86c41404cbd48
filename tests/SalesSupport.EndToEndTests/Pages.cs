using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace SalesSupport.EndToEndTests;

/// <summary>The addresses that people see. Those of a member are found by walking the links from home, so that a new page is tested without being listed.</summary>
internal static partial class Pages
{
    public static IReadOnlyList<string> Portal { get; } = ["/portal", "/portal/password", "/portal/users", "/portal/users/new", "/portal/application"];

    public static IReadOnlyList<string> Operator { get; } = ["/operator/jobs", "/operator/modules", "/operator/audit", "/operator/members", "/operator/members/new"];

    /// <summary>Lists of reports of one state each, and of those that wait for oneself.</summary>
    public static IReadOnlyList<string> ListsByState { get; } = ["/reports?state=Draft", "/reports?state=Submitted", "/reports?state=Returned", "/reports?state=Approved", "/inbox?tab=ToApprove"];

    /// <summary>Visits one address of each kind: ids, dates and queries are counted as one.</summary>
    /// <param name="page">A window that is signed on.</param>
    /// <param name="administrator">Whether the settings are walked too.</param>
    /// <param name="visit">Opens the page.</param>
    public static async Task OfMemberAsync(IPage page, bool administrator, Func<string, Task> visit)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var queue = new Queue<string>(["/", "/search?q=%E3%81%BF", .. administrator ? new[] { "/settings" } : []]);
        while (queue.TryDequeue(out var address))
        {
            if (!found.Add(Kind(address)))
            {
                continue;
            }

            await visit(address);
            foreach (var link in await page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('a[href^=\"/\"], tr[data-href]')].map(e => e.getAttribute('href') ?? e.dataset.href)"))
            {
                var path = link.Split('#')[0];
                if (!path.StartsWith("/portal", StringComparison.Ordinal) && !path.StartsWith("/operator", StringComparison.Ordinal) && !path.StartsWith("/dist", StringComparison.Ordinal) && !path.Contains("sign-", StringComparison.Ordinal) && !found.Contains(Kind(path)))
                {
                    queue.Enqueue(path);
                }
            }
        }
    }

    /// <summary>A name for a file: the address with <c>id</c> and <c>day</c> in place of what differs each time.</summary>
    public static string NameOf(string address)
    {
        var name = string.Concat(Ids().Replace(address, m => m.Length > 10 ? "id" : "day").Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_')).Trim('_');
        return name.Length == 0 ? "home" : name;
    }

    // A saved view's name stands beside its filter, and would double each combination of filters.
    private static string Kind(string address)
    {
        var parts = address.Split('?', 2);
        var names = parts.Length == 1 ? "" : string.Join(',', parts[1].Split('&').Select(p => p.Split('=')[0]).Where(n => n != "view").Order(StringComparer.Ordinal));
        return Ids().Replace(parts[0], "*") + "?" + names;
    }

    [GeneratedRegex("[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}|[0-9]{4}-[0-9]{2}-[0-9]{2}")]
    private static partial Regex Ids();
}
