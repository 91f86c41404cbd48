using System.Reflection;
using MediatR;
using Microsoft.Extensions.Configuration;
using SalesSupport.Abstractions;

namespace SalesSupport.Infrastructure;

/// <summary>A module that is loaded.</summary>
/// <param name="Module">What it says of itself.</param>
/// <param name="Assembly">Its assembly.</param>
internal sealed record LoadedModule(IModule Module, Assembly Assembly)
{
    public string Name => Module.Name;

    /// <summary>The marker type of the module's texts, <c>SalesSupport.&lt;Module&gt;.Texts</c>.</summary>
    public Type? Texts { get; } = Assembly.GetType($"{Assembly.GetName().Name}.Texts");

    public IEnumerable<MenuItem> Menu => Module.Menu.Select(m => m with { Texts = Texts });

    public IEnumerable<SettingsSection> Settings => Module.Settings.Select(s => s with { Texts = Texts });

    /// <summary>Facts that the module's Contracts declare.</summary>
    public IEnumerable<Type> Published => ContractsTypes().Where(t => typeof(INotification).IsAssignableFrom(t));

    /// <summary>Facts that the module's handlers hear.</summary>
    public IEnumerable<Type> Heard => Implementations(typeof(INotificationHandler<>)).Select(i => i.GetGenericArguments()[0]).Distinct();

    /// <summary>Slots (interfaces of the house or of another module's Contracts) that the module fills.</summary>
    public IEnumerable<Type> Slots => Assembly.GetTypes().Where(t => t is { IsClass: true, IsAbstract: false }).SelectMany(t => t.GetInterfaces()).Where(ModuleCatalog.IsSlot).Distinct();

    /// <summary>What the module itself put into the container; the framework's own parts that came with it are left out.</summary>
    public IReadOnlyList<ServiceDescriptor> Services { get; private set; } = [];

    /// <summary>What makes a service, or null when only a function knows.</summary>
    public static Type? MadeAs(ServiceDescriptor service) =>
        service.IsKeyedService ? service.KeyedImplementationType ?? service.KeyedImplementationInstance?.GetType() : service.ImplementationType ?? service.ImplementationInstance?.GetType();

    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        var before = services.ToHashSet();
        Module.AddServices(services, configuration);
        Services = [.. services.Where(s => !before.Contains(s) && (IsHouses(s.ServiceType) || MadeAs(s)?.Assembly == Assembly))];
    }

    private static bool IsHouses(Type type) => type.Assembly.GetName().Name!.StartsWith("SalesSupport.", StringComparison.Ordinal);

    private IEnumerable<Type> Implementations(Type open) =>
        Assembly.GetTypes().Where(t => t is { IsClass: true, IsAbstract: false }).SelectMany(t => t.GetInterfaces()).Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == open);

    private Type[] ContractsTypes()
    {
        var name = Assembly.GetReferencedAssemblies().FirstOrDefault(a => a.Name == $"{Assembly.GetName().Name}.Contracts");
        return name is null ? [] : Assembly.Load(name).GetExportedTypes();
    }
}

/// <summary>All modules that are loaded, in the order of their names.</summary>
internal sealed class ModuleCatalog(IReadOnlyList<LoadedModule> modules)
{
    public IReadOnlyList<LoadedModule> All { get; } = modules;

    public IReadOnlyList<ModuleJob> Jobs { get; } = [.. modules.SelectMany(m => m.Module.Jobs.Select(j => new ModuleJob(m, j)))];

    /// <summary>A slot is an interface that a page's owner takes all implementations of: declared in Abstractions' list below or in any module's Contracts.</summary>
    public static bool IsSlot(Type type) =>
        type.IsInterface
        && (type == typeof(IHomeTile) || type == typeof(IFirstDayStep) || type == typeof(ISearchSource) || type == typeof(IMenuBadge) || type == typeof(IAuditSubjects) || type == typeof(ISampleData)
            || (type.Assembly.GetName().Name?.EndsWith(".Contracts", StringComparison.Ordinal) == true && !typeof(INotification).IsAssignableFrom(type)
                && type.Assembly.GetName().Name!.StartsWith("SalesSupport.", StringComparison.Ordinal)));
}
