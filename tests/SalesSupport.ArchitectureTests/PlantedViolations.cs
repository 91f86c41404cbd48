using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace SalesSupport.ArchitectureTests;

/// <summary>Each rule is shown a module that breaks it, compiled here, and must say so: a rule that cannot fail holds nothing.</summary>
[Trait("Bar", "main-job")]
public sealed class PlantedViolations
{
    [Fact]
    public void A_module_that_uses_another_modules_type_is_caught()
    {
        var (other, image) = Compile("SalesSupport.Victim", "namespace SalesSupport.Victim; public sealed class Thing { }");
        var (bad, _) = Compile("SalesSupport.Bad", "namespace SalesSupport.Bad; internal sealed class Uses { SalesSupport.Victim.Thing x = new(); }", image);
        Assert.Contains("SalesSupport.Victim", Rules.ForeignReferences(bad));
        Assert.NotEmpty(Rules.ForeignTypes(bad, [other]));
    }

    [Fact]
    public void A_module_that_uses_infrastructure_is_caught()
    {
        var (bad, _) = Compile("SalesSupport.Bad2", "namespace SalesSupport.Bad2; public class Uses { public object X() => typeof(SalesSupport.Testing.TestHost); }", typeof(TestHost).Assembly.Location);
        Assert.Contains("SalesSupport.Testing", Rules.ForeignReferences(bad));
    }

    [Fact]
    public void Contracts_that_reference_a_module_or_MVC_are_caught()
    {
        var (_, image) = Compile("SalesSupport.Victim3", "namespace SalesSupport.Victim3; public sealed class Thing { }");
        var (bad, _) = Compile("SalesSupport.Bad3.Contracts", "namespace SalesSupport.Bad3; public sealed record Told(SalesSupport.Victim3.Thing T, Microsoft.AspNetCore.Mvc.IActionResult R);", image, typeof(Microsoft.AspNetCore.Mvc.IActionResult).Assembly.Location);
        Assert.NotEmpty(Rules.ContractsReferences(bad));
        Assert.NotEmpty(Rules.ContractsWithLogic(bad));
    }

    [Fact]
    public void A_database_provider_or_OpenID_outside_its_place_is_caught()
    {
        var (bad, _) = Compile(
            "SalesSupport.Bad4",
            "namespace SalesSupport.Bad4; internal sealed class Uses { object a = new Microsoft.Data.Sqlite.SqliteConnection(); object b = typeof(Microsoft.IdentityModel.Tokens.SecurityKey); }",
            File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Microsoft.Data.Sqlite.dll")),
            File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Microsoft.IdentityModel.Tokens.dll")));
        Assert.NotEmpty(Rules.ProviderReferences(bad));
        Assert.NotEmpty(Rules.OpenIdReferences(bad));
    }

    [Fact]
    public void A_public_or_unsealed_class_in_a_module_is_caught()
    {
        var (bad, _) = Compile("SalesSupport.Bad5", "namespace SalesSupport.Bad5; public sealed class Open { } internal class NotSealed { } internal sealed class Fine { }");
        Assert.Equal(["SalesSupport.Bad5.NotSealed", "SalesSupport.Bad5.Open"], Rules.TooOpen(bad).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_slot_that_is_not_registered_is_caught()
    {
        var (bad, _) = Compile(
            "SalesSupport.Bad6",
            "namespace SalesSupport.Bad6; internal sealed class Tile : SalesSupport.Abstractions.IHomeTile { public int Order => 1; public System.Threading.Tasks.Task<SalesSupport.Abstractions.HomeTile?> GetAsync(System.Threading.CancellationToken c) => null!; }",
            typeof(Abstractions.IHomeTile).Assembly.Location);
        Assert.NotEmpty(Rules.Unresolvable(bad, new Nothing()));
    }

    [Fact]
    public void A_controller_without_a_policy_is_caught()
    {
        var (bad, _) = Compile("SalesSupport.Bad7", "namespace SalesSupport.Bad7; [Microsoft.AspNetCore.Authorization.Authorize] internal sealed class OpenController : Microsoft.AspNetCore.Mvc.Controller { }");
        Assert.NotEmpty(Rules.WithoutPolicy(bad));
    }

    [Fact]
    public void Contracts_without_documentation_are_caught()
    {
        var (bad, _) = Compile("SalesSupport.Bad8.Contracts", "namespace SalesSupport.Bad8; public sealed record Told(int X);");
        Assert.NotEmpty(Rules.ContractsWithoutDocs(bad));
    }

    private static (Assembly Assembly, byte[] Image) Compile(string name, string code, params object[] references)
    {
        var trusted = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(f => !Path.GetFileName(f).StartsWith("SalesSupport.", StringComparison.Ordinal)).Select(f => (MetadataReference)MetadataReference.CreateFromFile(f));
        var more = references.Select(r => r is byte[] image ? MetadataReference.CreateFromImage(image) : (MetadataReference)MetadataReference.CreateFromFile((string)r));
        var compilation = CSharpCompilation.Create(name, [CSharpSyntaxTree.ParseText(code)], [.. trusted, .. more], new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        // On disk, since NetArchTest reads the file.
        var file = Path.Combine(Directory.CreateTempSubdirectory("planted-").FullName, name + ".dll");
        var result = compilation.Emit(file);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics));
        return (Assembly.LoadFrom(file), File.ReadAllBytes(file));
    }

    private sealed class Nothing : IServiceProvider
    {
        public object? GetService(Type serviceType) => Array.CreateInstance(serviceType.GetGenericArguments()[0], 0);
    }
}
