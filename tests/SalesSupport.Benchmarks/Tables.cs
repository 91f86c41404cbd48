using System.Globalization;
using System.Text;

namespace SalesSupport.Benchmarks;

/// <summary>Tables for the terminal and for <c>docs/performance.md</c>; the same text serves both.</summary>
internal sealed class Tables
{
    private readonly StringBuilder all = new();

    public string Markdown => all.ToString();

    public void Title(string words) => Write($"\n### {words}\n");

    public void Line(string words) => Write(words);

    public void Table(IReadOnlyList<string> head, IEnumerable<IReadOnlyList<string>> rows)
    {
        Write($"| {string.Join(" | ", head)} |");
        Write($"|{string.Concat(head.Select((_, i) => i == 0 ? "---|" : "---:|"))}");
        foreach (var row in rows)
        {
            Write($"| {string.Join(" | ", row)} |");
        }
    }

    public static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private void Write(string line)
    {
        Console.WriteLine(line);
        all.Append(line).Append('\n');
    }
}
