namespace SalesSupport.ArchitectureTests;

[Trait("Bar", "main-job")]
public sealed class SourceTests
{
    private static readonly string[] Product = ["src", "modules", "host", "tools"];

    [Fact]
    public void Files_stay_short()
    {
        var files = SourceRules.Files([.. Product, "tests"], ".cs", ".cshtml", ".js", ".css").ToArray();
        Assert.True(files.Length > 300, $"{files.Length} files");
        Assert.Empty(files.Where(f => SourceRules.IsTooLong(f.Text)).Select(f => f.Path));
        Assert.True(SourceRules.IsTooLong(string.Concat(Enumerable.Repeat("x\n", SourceRules.MostLines + 1))));
    }

    [Fact]
    public void Names_say_something() =>
        Assert.Empty(SourceRules.Files([.. Product, "tests"], ".cs").Where(f => Path.GetFileName(f.Path) != "SourceTests.cs").SelectMany(f => SourceRules.EmptyNames(f.Path, f.Text)));        // not those planted below

    [Theory]
    [InlineData("modules/X/Common/Thing.cs", "class Thing;")]
    [InlineData("modules/X/Extensions.cs", "static class Fine;")]
    [InlineData("modules/X/A.cs", "internal sealed class ReportService(int x)")]
    [InlineData("modules/X/A.cs", "public interface IReportManager")]
    [InlineData("modules/X/A.cs", "public sealed record ReportDto(int X);")]
    [InlineData("modules/X/A.cs", "static class DateHelper")]
    public void A_name_that_says_nothing_is_caught(string path, string text) => Assert.NotEmpty(SourceRules.EmptyNames(path, text));

    [Fact]
    public void No_view_has_style_handlers_script_or_unescaped_text_of_its_own()
    {
        var views = SourceRules.Files(["modules", "host"], ".cshtml").ToArray();
        Assert.True(views.Length > 60, $"{views.Length} views");
        Assert.Empty(views.SelectMany(v => SourceRules.ViewFaults(v.Text).Select(f => $"{v.Path}: {f}")));
    }

    [Theory]
    [InlineData("<p style=\"color: red\">")]
    [InlineData("<button onclick=\"go()\">")]
    [InlineData("<script>go()</script>")]
    [InlineData("<script type=\"module\">go()</script>")]
    [InlineData("<a href=\"javascript:go()\">")]
    [InlineData("@Html.Raw(Model.Note)")]
    [InlineData("@(new HtmlString(Model.Note))")]
    public void A_view_that_the_browser_would_refuse_or_that_escapes_nothing_is_caught(string text) => Assert.NotEmpty(SourceRules.ViewFaults(text));

    // Where a page is nothing but an explanation, help would say it twice.
    private static readonly string[] WithoutHelp =
        ["Help/Index", "Operators/SignOn", "Shared/Error", "SignIn/Failed", "SignOut/Index", "Connect/EndSession", "Connect/NotOpen", "Users/_InitialPassword"];

    [Fact]
    public void Every_screen_has_its_help()
    {
        var screens = SourceRules.Files(["modules", "host"], ".cshtml").Where(v => v.Text.Contains("<h1", StringComparison.Ordinal)).ToArray();
        var without = screens.Where(v => !v.Text.Contains("<details class=\"help", StringComparison.Ordinal)).Select(v => v.Path.Replace('\\', '/')).ToArray();
        Assert.True(screens.Length > 30, $"{screens.Length} screens");
        Assert.DoesNotContain(without, p => !Array.Exists(WithoutHelp, w => p.EndsWith($"/{w}.cshtml", StringComparison.Ordinal)));
        Assert.Equal(WithoutHelp.Length, without.Length);
    }

    [Fact]
    public void Every_form_that_signs_out_wipes_what_the_browser_keeps()
    {
        var views = SourceRules.Files(["modules", "host"], ".cshtml").ToArray();
        Assert.Equal(5, views.Count(v => v.Text.Contains("/sign-out\"", StringComparison.Ordinal)));
        Assert.Empty(views.SelectMany(v => SourceRules.SignOutsThatLeaveText(v.Text).Select(f => $"{v.Path}: {f}")));
        Assert.NotEmpty(SourceRules.SignOutsThatLeaveText("""<form method="post" action="/portal/sign-out" class="x"><button>"""));
    }

    [Fact]
    public void Settings_are_saved_with_the_version_they_were_read_at() =>
        Assert.Empty(SourceRules.Files(["modules", "host"], ".cs").Where(f => !Path.GetFileName(f.Path).StartsWith("Sample", StringComparison.Ordinal)).SelectMany(f => SourceRules.SettingsWithoutVersion(f.Text).Select(s => $"{f.Path}: {s}")));

    [Theory]
    [InlineData("await settings.SetAsync(new Wish { Word = \"x\" }, version: null, cancel);")]
    [InlineData("await mySettings.SetAsync(wish, null, cancel);")]
    public void A_setting_saved_over_whatever_is_there_is_caught(string text) => Assert.NotEmpty(SourceRules.SettingsWithoutVersion(text));

    [Fact]
    public void The_tables_of_requirements_and_security_name_tests_that_exist()
    {
        var tests = SourceRules.Files(["tests"], ".cs").SelectMany(f => SourceRules.TestClass().Matches(f.Text)).Select(m => m.Groups[1].Value).ToHashSet();
        Assert.Contains(nameof(SourceTests), tests);
        foreach (var page in new[] { "docs/requirements.md", "docs/security.md" })
        {
            Assert.Empty(SourceRules.LostTests(File.ReadAllText(Path.Combine(Repository.Root, page)), tests));
        }

        Assert.Equal(["GoneTests"], SourceRules.LostTests("| R1 | SourceTests GoneTests |", tests));
    }

    [Fact]
    public void The_table_of_requirements_names_all_tests_that_prove_them_and_no_others()
    {
        var tests = SourceRules.Files(["tests"], ".cs").Where(f => Path.GetFileName(f.Path) != "SourceTests.cs").Select(f => f.Text).ToArray();        // not those planted below
        Assert.Empty(SourceRules.WrongRows(File.ReadAllText(Path.Combine(Repository.Root, "docs/requirements.md")), tests));
        Assert.Equal(
            ["R1 does not name ATests", "R3 does not name CTests", "R2 names ATests, which does not prove it"],
            SourceRules.WrongRows("| R1 | said | BTests |\n| R2 | said | ATests |\n", ["[Requirement(\"R1\")] class ATests", "class BTests { [Requirement(\"R1\")] }", "[Requirement(\"R3\")] class CTests"]));
    }

    [Fact]
    public void What_the_plan_says_of_the_size_of_Abstractions_is_what_is_held() =>
        Assert.Contains($"at most {Rules.MostExportedTypes} types", File.ReadAllText(Path.Combine(Repository.Root, "docs/architecture.md")), StringComparison.Ordinal);

    [Fact]
    public void Migrations_name_no_engine()
    {
        var migrations = Product.SelectMany(p => Directory.GetFiles(Path.Combine(Repository.Root, p), "*.cs", SearchOption.AllDirectories)).Where(f => f.Contains("/Data/Migrations/", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(migrations);
        Assert.Empty(migrations.SelectMany(f => SourceRules.EnginesTypes(File.ReadAllText(f)).Select(t => $"{f}: {t}")));
        Assert.NotEmpty(SourceRules.EnginesTypes("""Name = table.Column<string>(type: "nvarchar(max)", nullable: false)"""));
    }

    [Fact]
    public void Only_the_migrations_tool_knows_EF_Design() =>
        Assert.Equal(
            ["tools/SalesSupport.Migrations/SalesSupport.Migrations.csproj"],
            SourceRules.Files([.. Product, "tests"], ".csproj").Where(f => f.Text.Contains("EntityFrameworkCore.Design", StringComparison.Ordinal)).Select(f => f.Path));

    // The compiler refuses it elsewhere, unless it is told not to.
    [Fact]
    public void Only_one_place_looks_past_the_tenant_filter() =>
        Assert.Equal("ModuleDbContext.cs", Path.GetFileName(Assert.Single(SourceRules.Files(Product, ".cs"), f => f.Text.Contains("IgnoreQueryFilters(", StringComparison.Ordinal)).Path));

    [Fact]
    public void Only_the_unit_of_work_takes_the_writers_turn()
    {
        string[] Naming(string word) => [.. SourceRules.Files(Product, ".cs").Where(f => f.Text.Contains(word, StringComparison.Ordinal)).Select(f => Path.GetFileName(f.Path)).Order(StringComparer.Ordinal)];
        Assert.Equal(["EngineChoice.cs", "SqliteEngine.cs", "WriterGate.cs"], Naming("WriterGate"));        // where it is registered, used and made
        Assert.Equal(["EngineChoice.cs", "House.cs", "IEngine.cs", "KeyTable.cs", "OutboxDispatcher.cs", "ScopeConnection.cs", "ServerEngine.cs", "SeveralHosts.cs", "SqliteEngine.cs", "UnitOfWork.cs"], Naming("IEngine"));
    }

    [Fact]
    public void The_house_is_less_than_a_quarter_of_what_lives_in_it()
    {
        int Total(params string[] folders) => SourceRules.Files(folders, ".cs", ".cshtml").Sum(f => SourceRules.Lines(f.Text));
        var (house, modules) = (Total("src/SalesSupport.Abstractions", "src/SalesSupport.Infrastructure"), Total("modules"));
        Assert.InRange(house, 1_000, modules / 4);
    }
}
