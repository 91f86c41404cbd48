using System.Reflection;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ApplicationModels;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.Razor;
using SalesSupport.Infrastructure;

namespace SalesSupport.Host.Modules;

/// <summary>Serves the loaded modules' controllers and views, each module as an MVC area of its own, so that two modules may own the same view path and controller name.</summary>
internal static class ModuleParts
{
    public static void AddModules(this IMvcBuilder mvc, IReadOnlyList<LoadedModule> modules)
    {
        mvc.ConfigureApplicationPartManager(parts =>
        {
            parts.ApplicationParts.Clear();
            foreach (var assembly in modules.Select(m => m.Assembly).Append(typeof(ModuleParts).Assembly))
            {
                parts.ApplicationParts.Add(new AssemblyPart(assembly));
                parts.ApplicationParts.Add(new CompiledRazorAssemblyPart(assembly));
            }

            parts.FeatureProviders.Add(new InternalControllers());
        });
        mvc.Services.Configure<MvcOptions>(o => o.Conventions.Add(new ModuleIsArea()));
        mvc.Services.Configure<RazorViewEngineOptions>(o =>
        {
            // {2} module, {1} controller = feature folder, {0} view; the host's own views have no module in front.
            o.AreaViewLocationFormats.Insert(0, "/{2}/{1}/{0}.cshtml");
            o.AreaViewLocationFormats.Add("/{1}/{0}.cshtml");
            o.AreaViewLocationFormats.Add("/Views/Shared/{0}.cshtml");
        });
    }

    private sealed class InternalControllers : ControllerFeatureProvider
    {
        protected override bool IsController(TypeInfo typeInfo) =>
            typeInfo is { IsAbstract: false, IsClass: true } && typeof(ControllerBase).IsAssignableFrom(typeInfo) && !typeInfo.IsDefined(typeof(NonControllerAttribute));
    }

    private sealed class ModuleIsArea : IControllerModelConvention
    {
        public void Apply(ControllerModel controller)
        {
            controller.RouteValues["area"] = controller.ControllerType.Assembly.GetName().Name!["SalesSupport.".Length..];
        }
    }
}
