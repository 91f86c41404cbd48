using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace SalesSupport.ArchitectureTests;

[Trait("Bar", "main-job")]
public sealed class WithoutModuleTests
{
    public static TheoryData<string> Optional => Discovered.OptionalNames;

    [Theory]
    [MemberData(nameof(Optional))]
    public async Task The_host_starts_without_a_module_and_none_of_its_routes_answers(string module)
    {
        string[] routes;
        await using (var whole = await TestHost.StartAsync())
        {
            routes = [.. Actions(whole).Where(a => a.ControllerTypeInfo.Assembly == Discovered.Module(module).Assembly).Select(a => "/" + a.AttributeRouteInfo!.Template).Distinct()];
            Assert.NotEmpty(routes);
        }

        await using var host = await TestHost.StartAsync(settings: new Dictionary<string, string> { ["Modules:Disabled:0"] = module });
        Assert.DoesNotContain(Actions(host), a => a.ControllerTypeInfo.Assembly == Discovered.Module(module).Assembly);
        Assert.Empty(await StillAnsweringAsync(host, routes));
    }

    [Fact]
    public async Task A_module_whose_routes_still_answer_is_caught()
    {
        await using var whole = await TestHost.StartAsync();
        Assert.Equal(["/customers Found"], await StillAnsweringAsync(whole, ["/customers", "/no-such-page"]));
    }

    [Fact]
    public async Task A_name_that_is_no_module_stops_the_start_loudly() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => TestHost.StartAsync(settings: new Dictionary<string, string> { ["Modules:Disabled:0"] = "Costumers" }));

    [Fact]
    public async Task A_required_module_cannot_be_switched_off() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => TestHost.StartAsync(settings: new Dictionary<string, string> { ["Modules:Disabled:0"] = "IdentityBridge" }));

    private static async Task<List<string>> StillAnsweringAsync(TestHost host, IEnumerable<string> routes)
    {
        using var browser = host.NewBrowser();
        var answering = new List<string>();
        foreach (var route in routes)
        {
            var path = System.Text.RegularExpressions.Regex.Replace(route, @"\{[^}]+\}", "00000000-0000-0000-0000-000000000001");
            using var answer = await browser.Client.GetAsync(new Uri(path, UriKind.Relative));
            if ((int)answer.StatusCode is not (404 or 405))
            {
                answering.Add($"{path} {answer.StatusCode}");
            }
        }

        return answering;
    }

    private static IEnumerable<ControllerActionDescriptor> Actions(TestHost host) =>
        host.Services.GetRequiredService<IActionDescriptorCollectionProvider>().ActionDescriptors.Items.OfType<ControllerActionDescriptor>();
}
