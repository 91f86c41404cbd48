using System.Net;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
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
        await using var whole = await TestHost.StartAsync();
        await using var host = await WithoutAsync(module);
        var routes = Routes(whole).Except(Routes(host)).ToArray();
        Assert.Superset(Routes(whole, Discovered.Module(module).Assembly).ToHashSet(), routes.ToHashSet());
        Assert.Empty(Routes(host, Discovered.Module(module).Assembly));
        Assert.Contains(routes, r => r.Method == "POST");
        Assert.Equal(routes, await AnsweringAsync(whole, routes));
        Assert.Empty(await AnsweringAsync(host, routes));
    }

    [Fact]
    public async Task Without_the_portal_no_address_of_its_OpenID_provider_answers()
    {
        const string Configuration = "/.well-known/openid-configuration";
        await using var whole = await TestHost.StartAsync();
        await using var host = await WithoutAsync("Portal");
        using var browser = whole.NewBrowser();
        // Most of them are answered before routing and are no endpoints.
        using var document = JsonDocument.Parse(await browser.Client.GetStringAsync(new Uri(Configuration, UriKind.Relative)));
        Route[] routes = [new("GET", Configuration), .. document.RootElement.EnumerateObject().Where(p => p.Name.EndsWith("_endpoint", StringComparison.Ordinal) || p.Name == "jwks_uri").Select(p => new Route("GET", new Uri(p.Value.GetString()!).AbsolutePath))];
        Assert.True(routes.Length > 4, string.Join(' ', routes.Select(r => r.Path)));
        Assert.Equal(routes, await AnsweringAsync(whole, routes));
        Assert.Empty(await AnsweringAsync(host, routes));
    }

    [Fact]
    public async Task A_name_that_is_no_module_stops_the_start_loudly() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => TestHost.StartAsync(settings: new Dictionary<string, string> { ["Modules:Disabled:0"] = "Costumers" }));

    [Fact]
    public async Task A_required_module_cannot_be_switched_off() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => TestHost.StartAsync(settings: new Dictionary<string, string> { ["Modules:Disabled:0"] = "IdentityBridge" }));

    private static Task<TestHost> WithoutAsync(string module) => TestHost.StartAsync(settings: new Dictionary<string, string> { ["Modules:Disabled:0"] = module });

    // Asked by a stranger and without a token: refused where there is something to refuse, 404 where there is nothing.
    private static async Task<List<Route>> AnsweringAsync(TestHost host, IEnumerable<Route> routes)
    {
        using var browser = host.NewBrowser();
        var answering = new List<Route>();
        foreach (var route in routes)
        {
            using var request = new HttpRequestMessage(new HttpMethod(route.Method), route.Path);
            using var answer = await browser.SendAsync(request);
            if (answer.StatusCode != HttpStatusCode.NotFound)
            {
                answering.Add(route);
            }
        }

        return answering;
    }

    private static IEnumerable<Route> Routes(TestHost host, Assembly? controllersOf = null) =>
        from endpoint in host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        where controllersOf is null || endpoint.Metadata.GetMetadata<ControllerActionDescriptor>()?.ControllerTypeInfo.Assembly == controllersOf
        from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is { Count: > 0 } methods ? methods : ["GET", "POST"]
        select new Route(method, "/" + string.Join('/', endpoint.RoutePattern.PathSegments.Select(s => string.Concat(s.Parts.Select(Filled)))));

    private static string Filled(RoutePatternPart part) => part switch
    {
        RoutePatternLiteralPart literal => literal.Content,
        RoutePatternSeparatorPart separator => separator.Content,
        RoutePatternParameterPart parameter => parameter.ParameterPolicies.Select(p => p.Content).FirstOrDefault() switch
        {
            "int" => "500",
            "length(10)" => "2037-11-24",
            _ => "00000000-0000-0000-0000-000000000001",
        },
        _ => throw new NotSupportedException(part.GetType().Name),
    };

    /// <param name="Method">One that the route takes.</param>
    /// <param name="Path">With something in the place of each parameter.</param>
    private sealed record Route(string Method, string Path);
}
