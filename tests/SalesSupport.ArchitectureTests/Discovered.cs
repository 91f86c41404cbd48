using System.Reflection;
using System.Text.RegularExpressions;
using SalesSupport.Host.Modules;
using SalesSupport.Infrastructure;

namespace SalesSupport.ArchitectureTests;

/// <summary>The modules as the host discovers them; never a typed list, so that a new module is under every rule from its first day.</summary>
internal static class Discovered
{
    public static IReadOnlyList<LoadedModule> Modules { get; } = ModuleLoading.Load([]);

    public static TheoryData<string> Names => [.. Modules.Select(m => m.Name)];

    public static TheoryData<string> OptionalNames => [.. Modules.Where(m => m.Module.Optional).Select(m => m.Name)];

    public static LoadedModule Module(string name) => Modules.Single(m => m.Name == name);

    public static Assembly? ContractsOf(Assembly module)
    {
        var file = Path.Combine(AppContext.BaseDirectory, module.GetName().Name + ".Contracts.dll");
        return File.Exists(file) ? Assembly.LoadFrom(file) : null;
    }

    /// <summary>The feature folder in which a module's type is written.</summary>
    public static string Folder(Type type)
    {
        var root = Path.Combine(Repository.Root, "modules", type.Assembly.GetName().Name!["SalesSupport.".Length..], type.Assembly.GetName().Name!);
        var file = Directory.GetFiles(root, "*.cs", SearchOption.AllDirectories).Single(f => !f.Contains("/obj/", StringComparison.Ordinal) && Regex.IsMatch(File.ReadAllText(f), $@"^(?:internal|public) .*\b(?:class|record) {type.Name}\b", RegexOptions.Multiline));
        return Path.GetRelativePath(root, file).Split(Path.DirectorySeparatorChar)[0];
    }
}
