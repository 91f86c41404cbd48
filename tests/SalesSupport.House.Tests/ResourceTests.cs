using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace SalesSupport.House.Tests;

/// <summary>Japanese and English are both complete: the same keys, none empty, the same placeholders, and every key that the code names exists.</summary>
[Trait("Bar", "main-job")]
[Requirement("R46")]
public sealed partial class ResourceTests
{
    private static readonly string Root = FindRoot();

    public static TheoryData<string> Resources =>
        [.. Directory.GetFiles(Root, "*.ja.resx", SearchOption.AllDirectories).Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal)).Select(f => Path.GetRelativePath(Root, f))];

    public static TheoryData<string> Projects =>
        [.. Directory.GetFiles(Root, "Texts.ja.resx", SearchOption.AllDirectories).Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal)).Select(f => Path.GetRelativePath(Root, Path.GetDirectoryName(Path.GetDirectoryName(f)!)!))];

    [Theory]
    [MemberData(nameof(Resources))]
    public void Both_languages_have_the_same_words(string file)
    {
        var ja = Read(Path.Combine(Root, file));
        var en = Read(Path.Combine(Root, file.Replace(".ja.resx", ".en.resx", StringComparison.Ordinal)));
        Assert.Equal(ja.Keys.Order(StringComparer.Ordinal), en.Keys.Order(StringComparer.Ordinal));
        Assert.All(ja, w => Assert.False(string.IsNullOrWhiteSpace(w.Value), w.Key));
        Assert.All(ja, w => Assert.Equal(Placeholders(w.Value), Placeholders(en[w.Key])));
        Assert.All(en, w => Assert.False(Japanese().IsMatch(w.Value) && !w.Value.Contains('（', StringComparison.Ordinal) && !w.Value.Contains("日本", StringComparison.Ordinal), $"{w.Key} is not English: {w.Value}"));
    }

    /// <summary>"1 reports" reads badly: a number stands after its word, unless it is a limit of the code's own.</summary>
    [Theory]
    [MemberData(nameof(Resources))]
    public void English_words_are_right_for_one_as_for_many(string file)
    {
        string[] limits = ["CountMore", "DayClosed", "InitialPasswordHow", "PasswordNewHelp", "PasswordTooShort", "RestHelp", "SignOnLocked", "TagTooLong", "TextTooLong", "TooManyActivities", "TooManyDepartments", "TooManyPeriods", "TooManyTags"];
        var en = Read(Path.Combine(Root, file.Replace(".ja.resx", ".en.resx", StringComparison.Ordinal)));
        Assert.Equal([], en.Where(w => !limits.Contains(w.Key) && Plural().IsMatch(w.Value)).Select(w => $"{w.Key}: {w.Value}"));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Every_key_that_is_named_exists(string project)
    {
        var words = Read(Path.Combine(Root, project, "Resources/Texts.ja.resx"));
        var missing = from file in Directory.GetFiles(Path.Combine(Root, project), "*.cs*", SearchOption.AllDirectories)
                      where !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal) && !file.Contains("/node_modules/", StringComparison.Ordinal)
                      from Match match in Named().Matches(File.ReadAllText(file))
                      let key = match.Groups[1].Value
                      where !words.ContainsKey(key)
                      select $"{Path.GetFileName(file)}: {key}";
        Assert.Empty(missing);
    }

    [Fact]
    public void Every_shared_word_that_is_named_exists()
    {
        var words = Read(Path.Combine(Root, "src/SalesSupport.Abstractions/Resources/HouseTexts.ja.resx"));
        var missing = from folder in new[] { "src", "modules", "host" }
                      from file in Directory.GetFiles(Path.Combine(Root, folder), "*.cs*", SearchOption.AllDirectories)
                      where !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal) && !file.Contains("/node_modules/", StringComparison.Ordinal)
                      from Match match in Shared().Matches(File.ReadAllText(file))
                      where !words.ContainsKey(match.Groups[1].Value)
                      select $"{Path.GetFileName(file)}: {match.Groups[1].Value}";
        Assert.Empty(missing);
    }

    private static Dictionary<string, string> Read(string file) =>
        XDocument.Load(file).Root!.Elements("data").ToDictionary(d => d.Attribute("name")!.Value, d => d.Element("value")!.Value);

    private static string[] Placeholders(string text) => [.. Holes().Matches(text).Select(m => m.Value).Distinct().Order(StringComparer.Ordinal)];

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "SalesSupport.sln")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }

    [GeneratedRegex(@"\{\d\} (?!has|is|was)(?:[a-z]+s|people)\b")]
    private static partial Regex Plural();

    [GeneratedRegex("""\b(?:T|texts|_texts)\["([A-Za-z0-9_.]+)"[\],]""")]
    private static partial Regex Named();

    [GeneratedRegex("""HouseTexts\.Get\("([A-Za-z0-9_.]+)"[),]""")]
    private static partial Regex Shared();

    [GeneratedRegex("""\{\d""")]
    private static partial Regex Holes();

    [GeneratedRegex("""[ぁ-んァ-ヶ一-龠]""")]
    private static partial Regex Japanese();
}
