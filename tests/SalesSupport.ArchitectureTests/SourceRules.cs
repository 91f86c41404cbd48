using System.Text.RegularExpressions;

namespace SalesSupport.ArchitectureTests;

/// <summary>What is seen in the text of the sources only, as functions from a file to its faults.</summary>
internal static partial class SourceRules
{
    /// <summary>Files do one thing and stay under about 300 lines because of it.</summary>
    public const int MostLines = 330;

    private static readonly string[] Unnamed = ["/obj/", "/bin/", "/node_modules/", "/wwwroot/", "/Migrations/"];

    /// <summary>Every file of these kinds below folders of the repository, by its path from the root; what is generated is left out.</summary>
    public static IEnumerable<(string Path, string Text)> Files(IEnumerable<string> folders, params string[] kinds) =>
        from folder in folders
        from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*", SearchOption.AllDirectories)
        where kinds.Contains(Path.GetExtension(file)) && !Unnamed.Any(u => file[Repository.Root.Length..].Contains(u, StringComparison.Ordinal))
        select (Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'), File.ReadAllText(file));

    public static bool IsTooLong(string text) => Lines(text) > MostLines;

    public static int Lines(string text) => text.Count(c => c == '\n');

    /// <summary>Names that say nothing: …Manager, …Helper, …Service, …Dto, …Vm, Extensions.cs, Common/.</summary>
    public static IEnumerable<string> EmptyNames(string path, string text)
    {
        if (path.Split('/').Contains("Common") || Path.GetFileName(path) == "Extensions.cs")
        {
            yield return path;
        }

        foreach (Match match in EmptyName().Matches(text))
        {
            yield return match.Groups[1].Value;
        }
    }

    /// <summary>A view has classes and data- attributes, never style, handlers or script of its own, which the content security policy would refuse, and nothing unescaped.</summary>
    public static IEnumerable<string> ViewFaults(string text) => ViewFault().Matches(text).Select(m => m.Value.Trim());

    /// <summary>A form that signs out wipes what the browser keeps of what was typed: the next person at it may be another.</summary>
    public static IEnumerable<string> SignOutsThatLeaveText(string text) => SignOut().Matches(text).Select(m => m.Value).Where(f => !f.Contains("data-sign-out", StringComparison.Ordinal));

    /// <summary>An editor's form saves settings with the version that it was made from; without one the other editor's words are lost in silence.</summary>
    public static IEnumerable<string> SettingsWithoutVersion(string text) => SettingsSave().Matches(text).Select(m => m.Value);

    /// <summary>A page that names a test which is no longer there promises what nothing shows.</summary>
    public static IEnumerable<string> LostTests(string page, IReadOnlySet<string> tests) => TestName().Matches(page).Select(m => m.Value).Distinct().Where(t => !tests.Contains(t));

    /// <summary>The table of requirements names for each number just the tests that say they prove it.</summary>
    /// <param name="page">With a row for each requirement, the tests in its last column.</param>
    /// <param name="tests">Sources of tests. What stands in a file counts for the first test class in it.</param>
    public static IEnumerable<string> WrongRows(string page, IEnumerable<string> tests)
    {
        var proofs = tests.Where(t => Requirement().IsMatch(t)).SelectMany(t => Requirement().Matches(t).Select(m => (Number: m.Groups[1].Value, Test: TestClass().Match(t).Groups[1].Value))).ToHashSet();
        var rows = page.Split('\n').Select(l => RequirementRow().Match(l)).Where(m => m.Success).ToArray();
        var named = rows.SelectMany(m => TestName().Matches(m.Value).Select(t => (Number: m.Groups[1].Value, Test: t.Value))).ToHashSet();
        return [.. proofs.Except(named).Select(p => $"{p.Number} does not name {p.Test}"), .. named.Except(proofs).Select(p => $"{p.Number} names {p.Test}, which does not prove it")];
    }

    /// <summary>One set of migrations for all engines names no engine's column types.</summary>
    public static IEnumerable<string> EnginesTypes(string text) => EngineType().Matches(text).Select(m => m.Value);

    [GeneratedRegex(@"\b(?:class|record|struct|interface|enum)\s+(\w+(?:Manager|(?<!Tag)Helper|Service|Dto|Vm|ViewModel))\b")]
    private static partial Regex EmptyName();

    [GeneratedRegex("""\sstyle\s*=|\son[a-z]+\s*=\s*["']|<script(?![^>]*\ssrc=)[^>]*>|<style|javascript:|Html\.Raw|HtmlString""", RegexOptions.IgnoreCase)]
    private static partial Regex ViewFault();

    [GeneratedRegex(@"\b[A-Z]\w*Tests\b")]
    private static partial Regex TestName();

    [GeneratedRegex(@"\bclass (\w+Tests)\b")]
    public static partial Regex TestClass();

    [GeneratedRegex(@"\[Requirement\(""(R\d+)""\)\]")]
    private static partial Regex Requirement();

    [GeneratedRegex(@"^\| (R\d+) .*")]
    private static partial Regex RequirementRow();

    [GeneratedRegex("""<form[^>]*action="[^"]*/sign-out"[^>]*>""")]
    private static partial Regex SignOut();

    [GeneratedRegex(@"ettings\.SetAsync\([^;]*?(?:version:\s*null|,\s*null\s*,)")]
    private static partial Regex SettingsSave();

    [GeneratedRegex("""HasColumnType|\btype: "[^"]*"|SqlServer:|Sqlite:""")]
    private static partial Regex EngineType();
}
