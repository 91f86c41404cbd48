using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.Razor.Hosting;
using Microsoft.Extensions.DependencyInjection;
using SalesSupport.Abstractions;
using SalesSupport.Host.Modules;
using SalesSupport.Infrastructure;

namespace SalesSupport.ArchitectureTests;

/// <summary>Two modules may own the same view path and the same controller name, and each shows its own page.</summary>
[Trait("Bar", "main-job")]
public sealed class SameNameTests
{
    public static TheoryData<string> Modules => Discovered.Names;

    [Theory]
    [MemberData(nameof(Modules))]
    public async Task Every_view_and_controller_of_a_module_carries_its_modules_name(string module)
    {
        var assembly = Discovered.Module(module).Assembly;
        await using var host = await TestHost.StartAsync();
        var actions = host.Services.GetRequiredService<IActionDescriptorCollectionProvider>().ActionDescriptors.Items.OfType<ControllerActionDescriptor>().Where(a => a.ControllerTypeInfo.Assembly == assembly).ToArray();
        Assert.NotEmpty(actions);
        Assert.Empty(actions.Where(a => a.RouteValues["area"] != module).Select(a => a.DisplayName));
        Assert.NotEmpty(Views(assembly));
        Assert.Empty(ViewsWithoutModule(assembly));
    }

    [Fact]
    public async Task Two_modules_with_the_same_view_path_and_controller_name_show_each_its_own_page()
    {
        var (east, west) = (Module("East", "/East/Companies/Index.cshtml"), Module("West", "/West/Companies/Index.cshtml"));
        Assert.Empty(ViewsWithoutModule(east.Assembly));
        Assert.Equal(["page of East", "to /east/companies", "page of West", "to /west/companies"], await PagesAsync(east, west));
    }

    [Fact]
    public async Task A_view_without_its_modules_name_is_caught_and_would_be_shown_by_the_other_module_too()
    {
        var (north, south) = (Module("North", "/Companies/Index.cshtml"), Module("South", "/Companies/Index.cshtml"));
        Assert.NotEmpty(ViewsWithoutModule(north.Assembly));
        var pages = await PagesAsync(north, south);
        Assert.Equal(pages[0], pages[2]);
    }

    private static string[] Views(Assembly assembly) => [.. assembly.GetCustomAttributes<RazorCompiledItemAttribute>().Select(v => v.Identifier)];

    private static IEnumerable<string> ViewsWithoutModule(Assembly assembly) =>
        Views(assembly).Where(v => !v.StartsWith($"/{assembly.GetName().Name!["SalesSupport.".Length..]}/", StringComparison.Ordinal));

    // What the Razor compiler would make of Companies/Index.cshtml.
    private static LoadedModule Module(string name, string view)
    {
        var (assembly, _) = Planted.Compile(
            $"SalesSupport.{name}",
            $$"""
            using Microsoft.AspNetCore.Mvc;
            [assembly: Microsoft.AspNetCore.Razor.Hosting.RazorCompiledItem(typeof(SalesSupport.{{name}}.Index), "mvc.1.0.view", "{{view}}")]
            namespace SalesSupport.{{name}};
            public sealed class {{name}}Module : SalesSupport.Abstractions.IModule { public string Name => "{{name}}"; }
            [Route("{{name.ToLowerInvariant()}}/companies")]
            public sealed class CompaniesController : Controller
            {
                [HttpGet] public IActionResult Index() => PartialView();
                [HttpGet("address")] public IActionResult Address() => Content("to " + Url.Action("Index", "Companies"));
            }
            public sealed class Index : Microsoft.AspNetCore.Mvc.Razor.RazorPage<object> { public override System.Threading.Tasks.Task ExecuteAsync() { WriteLiteral("page of {{name}}"); return System.Threading.Tasks.Task.CompletedTask; } }
            """,
            typeof(IModule).Assembly.Location);
        return new LoadedModule((IModule)Activator.CreateInstance(assembly.GetTypes().Single(t => typeof(IModule).IsAssignableFrom(t)))!, assembly);
    }

    /// <summary>For each module its page, and the address that a link or form of it leads to.</summary>
    private static async Task<List<string>> PagesAsync(params LoadedModule[] modules)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddMvc().AddModules(modules);
        await using var app = builder.Build();
        app.MapControllers();
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()) };
        var pages = new List<string>();
        foreach (var path in modules.SelectMany(m => new[] { $"/{m.Name.ToLowerInvariant()}/companies", $"/{m.Name.ToLowerInvariant()}/companies/address" }))
        {
            pages.Add(await client.GetStringAsync(new Uri(path, UriKind.Relative)));
        }

        return pages;
    }
}
