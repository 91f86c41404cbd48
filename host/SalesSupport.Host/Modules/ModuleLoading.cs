using System.Reflection;
using Microsoft.Extensions.DependencyModel;
using SalesSupport.Abstractions;
using SalesSupport.Infrastructure;

namespace SalesSupport.Host.Modules;

/// <summary>Finds the modules that were built with the host. A new module is found without touching the host.</summary>
internal static class ModuleLoading
{
    public static IReadOnlyList<LoadedModule> Load(IReadOnlyCollection<string> disabled)
    {
        var modules = DependencyContext.Load(typeof(ModuleLoading).Assembly)!.RuntimeLibraries
            .Where(l => l.Type == "project" && l.Name.StartsWith("SalesSupport.", StringComparison.Ordinal) && !l.Name.EndsWith(".Contracts", StringComparison.Ordinal))
            .Select(l => Assembly.Load(new AssemblyName(l.Name)))
            .Select(a => (Assembly: a, Type: a.GetTypes().SingleOrDefault(t => t is { IsClass: true, IsAbstract: false } && typeof(IModule).IsAssignableFrom(t))))
            .Where(m => m.Type is not null)
            .Select(m => new LoadedModule((IModule)Activator.CreateInstance(m.Type!, nonPublic: true)!, m.Assembly))
            .OrderBy(m => m.Name, StringComparer.Ordinal)
            .ToArray();
        foreach (var name in disabled)
        {
            var module = modules.SingleOrDefault(m => m.Name == name) ?? throw new InvalidOperationException($"Modules:Disabled names {name}, which is no module.");
            if (!module.Module.Optional)
            {
                throw new InvalidOperationException($"The module {name} cannot be switched off.");
            }
        }

        return [.. modules.Where(m => !disabled.Contains(m.Name))];
    }
}
