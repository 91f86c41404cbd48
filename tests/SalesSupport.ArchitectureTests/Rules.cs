using System.Reflection;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using NetArchTest.Rules;
using SalesSupport.Abstractions;
using SalesSupport.Infrastructure;

namespace SalesSupport.ArchitectureTests;

/// <summary>The boundaries as functions from assemblies to offenders, so that the same code judges the product and the planted violations.</summary>
internal static class Rules
{
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

    /// <summary>3. Only Infrastructure knows a database provider.</summary>
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
            foreach (var service in type.GetInterfaces().Where(i => ModuleCatalog.IsSlot(i) || (i.IsGenericType && i.GetGenericTypeDefinition() == typeof(INotificationHandler<>))))
            {
                var all = (IEnumerable<object>)scope.GetService(typeof(IEnumerable<>).MakeGenericType(service))!;
                if (all.All(o => o.GetType() != type))
                {
                    yield return $"{type.Name} as {service.Name}";
                }
            }
        }
    }

    /// <summary>A controller without a policy, or open to everybody without saying so, is open by mistake.</summary>
    public static IEnumerable<string> WithoutPolicy(Assembly assembly) =>
        from type in assembly.GetTypes()
        where typeof(ControllerBase).IsAssignableFrom(type) && !type.IsAbstract
        let open = type.IsDefined(typeof(Microsoft.AspNetCore.Authorization.AllowAnonymousAttribute), inherit: true)
        let policies = type.GetCustomAttributes<Microsoft.AspNetCore.Authorization.AuthorizeAttribute>(inherit: true)
        where !open && !policies.Any(p => p.Policy is not null)
        select type.FullName;

    /// <summary>Rows of a module belong to a member, unless the entity is on the module's list of platform rows by being an <see cref="Entity"/> that says so.</summary>
    public static IEnumerable<string> ContractsWithoutDocs(Assembly contracts)
    {
        var xml = Path.ChangeExtension(contracts.Location, ".xml");
        var docs = File.Exists(xml) ? File.ReadAllText(xml) : "";
        return contracts.GetExportedTypes().Where(t => !docs.Contains($"\"T:{t.FullName}\"", StringComparison.Ordinal)).Select(t => t.FullName!);
    }

    private static IEnumerable<string> TypeNames(Assembly assembly) => assembly.GetTypes().Where(t => t.FullName is not null && !t.IsNested && t.Namespace is not null).Select(t => t.FullName!);
}
