using System.Reflection;
using Microsoft.EntityFrameworkCore;
using SalesSupport.Host.Modules;
using SalesSupport.Infrastructure;

namespace SalesSupport.ArchitectureTests;

/// <summary>The modules as the host discovers them; never a typed list, so that a new module is under every rule from its first day.</summary>
internal static class Discovered
{
    public static IReadOnlyList<LoadedModule> Modules { get; } = ModuleLoading.Load([]);

    public static IEnumerable<Assembly> Contracts => Modules.Select(m => ContractsOf(m.Assembly)).OfType<Assembly>();

    public static TheoryData<string> Names => [.. Modules.Select(m => m.Name)];

    public static TheoryData<string> OptionalNames => [.. Modules.Where(m => m.Module.Optional).Select(m => m.Name)];

    public static LoadedModule Module(string name) => Modules.Single(m => m.Name == name);

    public static Assembly? ContractsOf(Assembly module)
    {
        var file = Path.Combine(AppContext.BaseDirectory, module.GetName().Name + ".Contracts.dll");
        return File.Exists(file) ? Assembly.LoadFrom(file) : null;
    }

    public static IEnumerable<Type> Entities(LoadedModule module) =>
        module.Module.Database is { } database
            ? database.GetProperties().Select(p => p.PropertyType).Where(t => t.IsGenericType && t.GetGenericTypeDefinition() == typeof(DbSet<>)).Select(t => t.GetGenericArguments()[0])
            : [];
}
