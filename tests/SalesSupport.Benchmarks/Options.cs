using System.Globalization;

namespace SalesSupport.Benchmarks;

/// <summary>The command line.</summary>
/// <param name="Reports">Reports of the demo member in the comparisons.</param>
/// <param name="Rounds">Interleaved rounds; each figure is the median.</param>
/// <param name="Seconds">About how long one side of one round lasts.</param>
/// <param name="WarmUp">How long each side is driven at least before it counts, up to eight times as long until it is steady.</param>
/// <param name="Workers">Requests under way at once.</param>
/// <param name="Sizes">Reports in the members over which the list is compared with itself.</param>
/// <param name="Only">Parts to run: <c>compare</c>, <c>sizes</c>, <c>start</c>; all when empty.</param>
/// <param name="HostDll">A published host; null to publish one.</param>
/// <param name="Markdown">File that gets the tables too, or null.</param>
/// <param name="Keep">Folder in which the sample data stays and is found again; null for a temporary one.</param>
internal sealed record Options(int Reports, int Rounds, double Seconds, double WarmUp, int Workers, IReadOnlyList<int> Sizes, IReadOnlyList<string> Only, string? HostDll, string? Markdown, string? Keep)
{
    public const string Usage = "usage: [--reports 100000] [--rounds 5] [--seconds 3] [--workers 8] [--quick] [--full] [--only compare,sizes,start] [--host SalesSupport.Host.dll] [--markdown FILE] [--keep FOLDER]";

    /// <returns>Null for a line that cannot be read.</returns>
    public static Options? Parse(string[] args)
    {
        var options = new Options(100_000, 5, 3, 8, 8, [1_000, 10_000, 100_000], [], null, null, null);
        for (var i = 0; i < args.Length; i++)
        {
            var next = i + 1 < args.Length ? args[i + 1] : null;
            switch (args[i])
            {
                case "--quick":
                    options = options with { Reports = 2_000, Rounds = 3, Seconds = 1, WarmUp = 2, Sizes = [1_000, 4_000] };
                    continue;
                case "--full":
                    options = options with { Sizes = [1_000, 10_000, 100_000, 1_000_000] };
                    continue;
                case "--reports" when int.TryParse(next, out var reports):
                    options = options with { Reports = reports };
                    break;
                case "--rounds" when int.TryParse(next, out var rounds):
                    options = options with { Rounds = rounds };
                    break;
                case "--seconds" when double.TryParse(next, CultureInfo.InvariantCulture, out var seconds):
                    options = options with { Seconds = seconds };
                    break;
                case "--workers" when int.TryParse(next, out var workers):
                    options = options with { Workers = workers };
                    break;
                case "--only" when next is not null:
                    options = options with { Only = next.Split(',') };
                    break;
                case "--host" when next is not null:
                    options = options with { HostDll = Path.GetFullPath(next) };
                    break;
                case "--markdown" when next is not null:
                    options = options with { Markdown = next };
                    break;
                case "--keep" when next is not null:
                    options = options with { Keep = Path.GetFullPath(next) };
                    break;
                default:
                    return null;
            }

            i++;
        }

        return options;
    }

    public bool Runs(string part) => Only.Count == 0 || Only.Contains(part);
}
