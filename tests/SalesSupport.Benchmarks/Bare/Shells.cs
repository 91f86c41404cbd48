namespace SalesSupport.Benchmarks.Bare;

/// <summary>What stands before and after <c>main</c>'s content on a page of the product, so that both sides send about as much.</summary>
internal sealed record Shell(string Before, string After)
{
    public static Shell Of(string html)
    {
        var start = html.IndexOf('>', html.IndexOf("<main", StringComparison.Ordinal)) + 1;
        return new Shell(html[..start], html[html.LastIndexOf("</main>", StringComparison.Ordinal)..]);
    }
}

/// <summary>The three pages'.</summary>
internal sealed record Shells(Shell ReportList, Shell Report, Shell CustomerList)
{
    public static Shells Read(string folder) => new(Of(folder, "report-list"), Of(folder, "report"), Of(folder, "customer-list"));

    public static void Write(string folder, string name, string html) => File.WriteAllText(Path.Combine(folder, name + ".shell.html"), html);

    private static Shell Of(string folder, string name) => Shell.Of(File.ReadAllText(Path.Combine(folder, name + ".shell.html")));
}
