using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace SalesSupport.House.Tests;

/// <summary>Japanese and English are both complete: the same keys, none empty, the same placeholders, and every key that the code names exists.</summary>
[Trait("Bar", "main-job")]
[Requirement("R46")]
public sealed partial class ResourceTests
{
    public static TheoryData<string> Resources =>
        [.. Directory.GetFiles(Repository.Root, "*.ja.resx", SearchOption.AllDirectories).Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal)).Select(f => Path.GetRelativePath(Repository.Root, f))];

    public static TheoryData<string> Projects =>
        [.. Directory.GetFiles(Repository.Root, "Texts.ja.resx", SearchOption.AllDirectories).Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal)).Select(f => Path.GetRelativePath(Repository.Root, Path.GetDirectoryName(Path.GetDirectoryName(f)!)!))];

    [Theory]
    [MemberData(nameof(Resources))]
    public void Both_languages_have_the_same_words(string file)
    {
        var ja = Read(Path.Combine(Repository.Root, file));
        Assert.NotEmpty(ja);
        Assert.Empty(Faults(ja, Read(Path.Combine(Repository.Root, file.Replace(".ja.resx", ".en.resx", StringComparison.Ordinal)))));
    }

    /// <summary>"1 reports" reads badly: a number stands after its word, unless it is a limit of the code's own.</summary>
    [Theory]
    [MemberData(nameof(Resources))]
    public void English_words_are_right_for_one_as_for_many(string file)
    {
        string[] limits = ["CountMore", "DayClosed", "IcsTooMany", "ImportFileHelp", "ImportTooManyActivities", "ImportTooManyRows", "InitialPasswordHow", "NoRoomForEntry", "PasswordNewHelp", "PasswordTooShort", "RestHelp", "SignOnLocked", "TagTooLong", "TextTooLong", "TooManyActivities", "TooManyDepartments", "TooManyPeriods", "TooManyTags", "TooManyViews"];
        var en = Read(Path.Combine(Repository.Root, file.Replace(".ja.resx", ".en.resx", StringComparison.Ordinal)));
        Assert.Equal([], en.Where(w => !limits.Contains(w.Key) && Plural().IsMatch(w.Value)).Select(w => $"{w.Key}: {w.Value}"));
    }

    [Fact]
    public void A_word_that_is_missing_empty_without_its_hole_or_left_in_Japanese_is_caught() => Assert.Equal(
        ["Empty: empty", "Hole: other placeholders", "Left: not English: 保存", "OnlyEnglish: in one language only", "OnlyJapanese: in one language only"],
        Faults(
            new() { ["Fine"] = "保存", ["Left"] = "保存", ["Empty"] = " ", ["Hole"] = "{0}件", ["OnlyJapanese"] = "戻る" },
            new() { ["Fine"] = "Save", ["Left"] = "保存", ["Empty"] = "Save", ["Hole"] = "items", ["OnlyEnglish"] = "Back" }).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Projects))]
    public void Every_key_that_is_named_exists(string project)
    {
        var words = Read(Path.Combine(Repository.Root, project, "Resources/Texts.ja.resx"));
        Assert.Empty(Sources(project).SelectMany(f => Missing(Named(), File.ReadAllText(f), words).Select(key => $"{Path.GetFileName(f)}: {key}")));
    }

    [Fact]
    public void Every_shared_word_that_is_named_exists()
    {
        var words = Read(Path.Combine(Repository.Root, "src/SalesSupport.Abstractions/Resources/HouseTexts.ja.resx"));
        Assert.Empty(new[] { "src", "modules", "host" }.SelectMany(Sources).SelectMany(f => Missing(Shared(), File.ReadAllText(f), words).Select(key => $"{Path.GetFileName(f)}: {key}")));
    }

    [Theory]
    [InlineData("<h1>@T[\"Nothing\"]</h1>")]
    [InlineData("ModelState.AddModelError(\"\", texts[\"Nothing\", 3]);")]
    [InlineData("@HouseTexts.Get(\"Nothing\")")]
    public void A_key_that_is_in_no_resource_is_caught(string source)
    {
        var words = new Dictionary<string, string> { ["Something"] = "何か" };
        Assert.Equal(["Nothing"], Missing(Named(), source, words).Concat(Missing(Shared(), source, words)));
        Assert.Empty(Missing(Named(), source.Replace("Nothing", "Something", StringComparison.Ordinal), words));
    }

    private static IEnumerable<string> Faults(Dictionary<string, string> ja, Dictionary<string, string> en)
    {
        foreach (var key in ja.Keys.Union(en.Keys))
        {
            if (!ja.TryGetValue(key, out var japanese) || !en.TryGetValue(key, out var english))
            {
                yield return $"{key}: in one language only";
            }
            else if (string.IsNullOrWhiteSpace(japanese) || string.IsNullOrWhiteSpace(english))
            {
                yield return $"{key}: empty";
            }
            else if (!Placeholders(japanese).SequenceEqual(Placeholders(english)))
            {
                yield return $"{key}: other placeholders";
            }
            else if (Japanese().IsMatch(english) && !english.Contains('（', StringComparison.Ordinal) && !english.Contains("日本", StringComparison.Ordinal))
            {
                yield return $"{key}: not English: {english}";
            }
        }
    }

    private static IEnumerable<string> Missing(Regex named, string source, Dictionary<string, string> words) =>
        named.Matches(source).Select(m => m.Groups[1].Value).Where(key => !words.ContainsKey(key));

    private static IEnumerable<string> Sources(string folder) =>
        Directory.GetFiles(Path.Combine(Repository.Root, folder), "*.cs*", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal) && !f.Contains("/node_modules/", StringComparison.Ordinal));

    private static Dictionary<string, string> Read(string file) =>
        XDocument.Load(file).Root!.Elements("data").ToDictionary(d => d.Attribute("name")!.Value, d => d.Element("value")!.Value);

    private static string[] Placeholders(string text) => [.. Holes().Matches(text).Select(m => m.Value).Distinct().Order(StringComparer.Ordinal)];

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
