using System.Reflection;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ActionConstraints;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.Extensions.DependencyInjection;
using NetArchTest.Rules;
using Quartz;
using SalesSupport.Abstractions;
using SalesSupport.Infrastructure;

namespace SalesSupport.ArchitectureTests;

/// <summary>The boundaries as functions from assemblies to offenders, so that the same code judges the product and the planted violations.</summary>
internal static class Rules
{
    public const int MostExportedTypes = 60;

    private static readonly string[] DatabaseProviders = ["Microsoft.Data.Sqlite", "Microsoft.EntityFrameworkCore.Sqlite", "Microsoft.EntityFrameworkCore.SqlServer", "Microsoft.Data.SqlClient", "Npgsql"];
    private static readonly string[] OpenId = ["OpenIddict", "Microsoft.AspNetCore.Authentication.OpenIdConnect", "Microsoft.IdentityModel"];

    /// <summary>1. A module sees Abstractions and Contracts; never another module, Infrastructure or the host.</summary>
    public static IEnumerable<string> ForeignReferences(Assembly module) =>
        module.GetReferencedAssemblies().Select(a => a.Name!)
            .Where(n => n.StartsWith("SalesSupport.", StringComparison.Ordinal) && n != "SalesSupport.Abstractions" && !n.EndsWith(".Contracts", StringComparison.Ordinal));

    /// <summary>1, by type: NetArchTest sees what the compiler left in the code even where an assembly reference was trimmed.</summary>
    public static IEnumerable<string> ForeignTypes(Assembly module, IEnumerable<Assembly> others) =>
        others.Where(o => o != module).SelectMany(other =>
            Types.InAssembly(module).Should().NotHaveDependencyOnAny([.. TypeNames(other)]).GetResult().FailingTypeNames ?? []);

    /// <summary>2. Contracts reference Abstractions only.</summary>
    public static IEnumerable<string> ContractsReferences(Assembly contracts) =>
        contracts.GetReferencedAssemblies().Select(a => a.Name!).Where(n => n.StartsWith("SalesSupport.", StringComparison.Ordinal) && n != "SalesSupport.Abstractions");

    /// <summary>2. Contracts hold records, enums and slots; no logic, no EF, no MVC.</summary>
    public static IEnumerable<string> ContractsWithLogic(Assembly contracts) =>
        contracts.GetReferencedAssemblies().Select(a => a.Name!).Where(n => n.StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal) || n.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));

    /// <summary>3. Only Engines knows a database provider.</summary>
    public static IEnumerable<string> ProviderReferences(Assembly assembly) => assembly.GetReferencedAssemblies().Select(a => a.Name!).Where(n => DatabaseProviders.Contains(n));

    /// <summary>3. Only Portal and IdentityBridge know OpenID.</summary>
    public static IEnumerable<string> OpenIdReferences(Assembly assembly) => assembly.GetReferencedAssemblies().Select(a => a.Name!).Where(n => OpenId.Any(o => n.StartsWith(o, StringComparison.Ordinal)));

    /// <summary>4. Everything in a module is internal; classes are sealed unless they are a base.</summary>
    public static IEnumerable<string> TooOpen(Assembly module) =>
        module.GetTypes()
            .Where(t => !t.IsNested && t.Namespace?.StartsWith("SalesSupport.", StringComparison.Ordinal) == true && !t.Name.Contains('<', StringComparison.Ordinal))
            .Where(t => t.IsPublic || (t is { IsClass: true, IsSealed: false, IsAbstract: false } && !module.GetTypes().Any(other => other.BaseType == t)))
            .Select(t => t.FullName!);

    /// <summary>5. Every handler, slot and job resolves from the container.</summary>
    public static IEnumerable<string> Unresolvable(Assembly module, IServiceProvider scope)
    {
        foreach (var type in module.GetTypes().Where(t => t is { IsClass: true, IsAbstract: false }))
        {
            foreach (var service in type.GetInterfaces().Where(i => ModuleCatalog.IsSlot(i) || IsHandler(i)))
            {
                var all = (IEnumerable<object>)scope.GetService(typeof(IEnumerable<>).MakeGenericType(service))!;
                if (all.All(o => o.GetType() != type))
                {
                    yield return $"{type.Name} as {service.Name}";
                }
            }
        }
    }

    /// <summary>5. Who shows what others fill in asks through <see cref="ISlots{T}"/>: taken bare, one filling's fault is the page's. Sample data is no page.</summary>
    public static IEnumerable<string> SlotsTakenBare(Assembly assembly) =>
        from type in assembly.GetTypes()
        where type is { IsClass: true }
        from constructor in type.GetConstructors(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
        from parameter in constructor.GetParameters()
        let wanted = parameter.ParameterType
        where wanted.IsGenericType && wanted.GetGenericTypeDefinition() == typeof(IEnumerable<>) && ModuleCatalog.IsSlot(wanted.GenericTypeArguments[0])
        select $"{type.Name}({parameter.Name})";

    /// <summary>5. A job that wants what nobody has registered fails when its hour comes.</summary>
    public static IEnumerable<string> UnresolvableJobs(IEnumerable<ScheduledJob> jobs, IServiceProvider services)
    {
        foreach (var job in jobs)
        {
            using var scope = services.CreateScope();
            object? made = null;
            try
            {
                made = ActivatorUtilities.GetServiceOrCreateInstance(scope.ServiceProvider, job.Job);
            }
            catch (InvalidOperationException)
            {
                // Named below.
            }

            if (made is null)
            {
                yield return job.Job.Name;
            }
        }
    }

    /// <summary>5. A job is run because its module names it.</summary>
    public static IEnumerable<string> JobsThatNeverRun(Assembly module, IEnumerable<ScheduledJob> named) =>
        module.GetTypes().Where(t => t is { IsClass: true, IsAbstract: false } && typeof(IJob).IsAssignableFrom(t)).Except(named.Select(j => j.Job)).Select(t => t.Name);

    /// <summary>Handlers of other modules' facts are in FromOthers, slots of others in ForOthers: whoever opens the two knows all of a module's coupling.</summary>
    /// <param name="module">Looked at.</param>
    /// <param name="folder">Where a type's file lies.</param>
    public static IEnumerable<string> OutOfPlace(Assembly module, Func<Type, string> folder)
    {
        var own = module.GetName().Name!;
        bool OfOthers(Type type) => type.Assembly != module && type.Assembly.GetName().Name != $"{own}.Contracts";
        return from type in module.GetTypes()
               where type is { IsClass: true, IsAbstract: false, IsNested: false }
               from service in type.GetInterfaces()
               let place = IsHandler(service) && OfOthers(service.GetGenericArguments()[0]) ? "FromOthers" : ModuleCatalog.IsSlot(service) && OfOthers(service) ? "ForOthers" : null
               where place is not null && folder(type) != place
               select type.FullName;
    }

    /// <summary>Handlers are named for what they do, so that no name occurs twice.</summary>
    public static IEnumerable<string> HandlerNamesUsedTwice(IEnumerable<Assembly> modules) =>
        modules.SelectMany(m => m.GetTypes()).Where(t => t is { IsClass: true, IsAbstract: false } && t.GetInterfaces().Any(IsHandler)).GroupBy(t => t.Name).Where(g => g.Count() > 1).Select(g => g.Key);

    /// <summary>What a module may see of the house is small.</summary>
    public static bool IsSmall(Assembly abstractions) => abstractions.GetExportedTypes().Length <= MostExportedTypes;

    /// <summary>A controller without a policy, or open to everybody without saying so, is open by mistake.</summary>
    public static IEnumerable<string> WithoutPolicy(Assembly assembly) =>
        from type in assembly.GetTypes()
        where typeof(ControllerBase).IsAssignableFrom(type) && !type.IsAbstract
        let open = type.IsDefined(typeof(Microsoft.AspNetCore.Authorization.AllowAnonymousAttribute), inherit: true)
        let policies = type.GetCustomAttributes<Microsoft.AspNetCore.Authorization.AuthorizeAttribute>(inherit: true)
        where !open && !policies.Any(p => p.Policy is not null)
        select type.FullName;

    /// <summary>Whatever changes something asks for the form's token; an action that may be asked for by any method changes something too.</summary>
    public static IEnumerable<string> WithoutAntiforgery(IEnumerable<ControllerActionDescriptor> actions) =>
        from action in actions
        let methods = action.ActionConstraints?.OfType<HttpMethodActionConstraint>().SelectMany(c => c.HttpMethods).ToArray() ?? []
        where methods.Length == 0 || methods.Any(m => m is not ("GET" or "HEAD"))
        let filters = action.FilterDescriptors.Select(f => f.Filter).ToArray()
        where filters.OfType<IgnoreAntiforgeryTokenAttribute>().Any() || !filters.OfType<AutoValidateAntiforgeryTokenAttribute>().Any()
        select $"{action.ControllerName}.{action.ActionName}";

    /// <summary>Contracts are documented: who publishes, units, time zone.</summary>
    public static IEnumerable<string> ContractsWithoutDocs(Assembly contracts)
    {
        var xml = Path.ChangeExtension(contracts.Location, ".xml");
        var docs = File.Exists(xml) ? File.ReadAllText(xml) : "";
        return contracts.GetExportedTypes().Where(t => !docs.Contains($"\"T:{t.FullName}\"", StringComparison.Ordinal)).Select(t => t.FullName!);
    }

    private static bool IsHandler(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(INotificationHandler<>);

    private static IEnumerable<string> TypeNames(Assembly assembly) => assembly.GetTypes().Where(t => t.FullName is not null && !t.IsNested && t.Namespace is not null).Select(t => t.FullName!);
}
