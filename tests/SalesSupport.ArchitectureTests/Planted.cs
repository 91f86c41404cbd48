using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace SalesSupport.ArchitectureTests;

/// <summary>Makes an assembly that breaks a rule.</summary>
internal static class Planted
{
    public static (Assembly Assembly, byte[] Image) Compile(string name, string code, params object[] references)
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
}
