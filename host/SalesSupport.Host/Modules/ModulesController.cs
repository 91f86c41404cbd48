using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using SalesSupport.Abstractions;
using SalesSupport.Infrastructure;

namespace SalesSupport.Host.Modules;

/// <summary>What each loaded module contributes.</summary>
[Authorize(Policies.Operator)]
[Route("operator/modules")]
public sealed class ModulesController : Controller
{
    [HttpGet]
    public IActionResult Index([FromServices] IActionDescriptorCollectionProvider actions)
    {
        var services = HttpContext.RequestServices;
        var pages = actions.ActionDescriptors.Items.OfType<ControllerActionDescriptor>().ToLookup(a => a.ControllerTypeInfo.Assembly);
        var cards = services.GetRequiredService<ModuleCatalog>().All.Select(m => new ModuleCard(
            m.Name,
            m.Assembly.GetName().Version?.ToString() ?? "",
            m.Module.Optional,
            [.. m.Menu.Select(i => $"{i.Place}: {i.Url}")],
            [.. m.Settings.Select(s => s.Url)],
            [.. m.Module.Jobs.Select(j => $"{j.Job.Name} ({j.Cron})")],
            [.. m.Slots.Where(s => s == typeof(IHomeTile)).SelectMany(_ => Implementations(m, typeof(IHomeTile)))],
            [.. m.Services.Select(Words).Distinct().Order(StringComparer.Ordinal)],
            [.. m.Slots.Where(s => s != typeof(IHomeTile)).SelectMany(s => Implementations(m, s).Select(t => $"{s.Name}: {t}"))],
            [.. m.Published.Select(t => t.Name)],
            [.. m.Heard.Select(t => t.FullName!["SalesSupport.".Length..].Replace(".Contracts", "", StringComparison.Ordinal))],
            m.Module.Database?.Name,
            pages[m.Assembly].Count()));
        return View(cards.ToArray());
    }

    private static IEnumerable<string> Implementations(LoadedModule module, Type slot) =>
        module.Assembly.GetTypes().Where(t => t is { IsClass: true, IsAbstract: false } && slot.IsAssignableFrom(t)).Select(t => t.Name);

    private static string Words(ServiceDescriptor service) =>
        LoadedModule.MadeAs(service) is { } made && made != service.ServiceType ? $"{service.ServiceType.Name.Split('`')[0]} → {made.Name}" : service.ServiceType.Name;
}

/// <summary>One module on the page.</summary>
public sealed record ModuleCard(
    string Name,
    string Version,
    bool Optional,
    IReadOnlyList<string> Menu,
    IReadOnlyList<string> Settings,
    IReadOnlyList<string> Jobs,
    IReadOnlyList<string> HomeTiles,
    IReadOnlyList<string> Services,
    IReadOnlyList<string> Slots,
    IReadOnlyList<string> Published,
    IReadOnlyList<string> Heard,
    string? Database,
    int Routes);
