using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using SalesSupport.Abstractions;

namespace SalesSupport.House.Tests;

/// <summary>Every address of every controller, asked by everybody: let in is who its policy names, and nobody else.</summary>
[Trait("Bar", "main-job")]
[Requirement("R13")]
public sealed partial class RolesTests
{
    // Who each policy lets in. What is not here is a policy that this test does not know, and fails.
    private static readonly Dictionary<string, string[]> LetIn = new()
    {
        [Policies.User] = ["salesperson", "administrator"],
        [Policies.Administrator] = ["administrator"],
        [Policies.PortalUser] = ["portal user", "portal administrator", "salesperson", "administrator"],
        [Policies.PortalAdministrator] = ["portal administrator", "administrator"],
        [Policies.Operator] = ["operator"],
    };

    // Open to everybody, signing on and off; and what OpenIdTests ask, since a program comes there with a token.
    private static readonly string[] NoPersons = ["PortalVisitor", "PortalAccessToken"];

    [Fact]
    public async Task Each_address_lets_in_whom_its_policy_names_and_nobody_else()
    {
        await using var host = await TestHost.StartAsync(sample: true, reports: 10);
        await host.AddOperatorAsync("keeper", TestHost.Password);
        var people = new Dictionary<string, Browser>
        {
            ["nobody"] = host.NewBrowser(),
            ["portal user"] = await SignOnAsync(host, "/portal/sign-on", ("MemberId", "demo"), ("Login", "ito")),
            ["portal administrator"] = await SignOnAsync(host, "/portal/sign-on", ("MemberId", "demo"), ("Login", "morita")),
            ["salesperson"] = await host.SignOnAsync("demo", "sato"),
            ["administrator"] = await host.SignOnAsync("demo", "morita"),
            ["operator"] = await SignOnAsync(host, "/operator/sign-on", ("Login", "keeper")),
        };
        var faults = new List<string>();
        var asked = 0;
        foreach (var (method, template, policies) in Guarded(host))
        {
            // What an address is for says who may: a policy that slipped would else be believed.
            Assert.True(Expected(template) is not { } expected || policies.Contains(expected), $"{template}: {string.Join('+', policies)}");
            foreach (var (role, browser) in people)
            {
                var may = policies.All(p => LetIn[p].Contains(role));
                using var request = new HttpRequestMessage(new HttpMethod(method), Fill(template));
                if (method == "POST")
                {
                    // Without its token: whoever is let in gets no further than that.
                    request.Content = new FormUrlEncodedContent([]);
                    request.Headers.Add("Sec-Fetch-Site", "same-origin");
                }

                using var answer = await browser.SendAsync(request);
                asked++;
                var refused = answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden || (answer.Headers.Location is { } to && Challenge().IsMatch(to.ToString()));
                if (refused == may || (method == "POST" && may && answer.StatusCode != HttpStatusCode.BadRequest))
                {
                    faults.Add($"{role} {method} {template} ({string.Join('+', policies)}): {(int)answer.StatusCode} {answer.Headers.Location}");
                }
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
        Assert.True(asked > 600, $"only {asked} asked");
        foreach (var browser in people.Values)
        {
            browser.Dispose();
        }
    }

    private static string? Expected(string template) => template.Split('/')[1] switch
    {
        "settings" => Policies.Administrator,
        "reports" when template.StartsWith("/reports/imports", StringComparison.Ordinal) => Policies.Administrator,
        "operator" => Policies.Operator,
        "customers" or "reports" or "inbox" or "search" or "me" or "schedule" or "" => Policies.User,
        _ => null,
    };

    private static IEnumerable<(string Method, string Template, string[] Policies)> Guarded(TestHost host) =>
        from endpoint in host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        where endpoint.Metadata.GetMetadata<ControllerActionDescriptor>() is not null && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null
        let policies = endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(a => a.Policy!).Distinct().ToArray()
        where !policies.All(NoPersons.Contains)
        from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]
        select (method, "/" + endpoint.RoutePattern.RawText!.TrimStart('/'), policies);

    private static async Task<Browser> SignOnAsync(TestHost host, string address, params (string, string)[] fields)
    {
        var browser = host.NewBrowser();
        var page = await browser.GetAsync(address);
        page = await browser.SubmitAsync(page, page.Form(address), [.. fields, ("Password", TestHost.Password)]);
        Assert.False(page.Address.AbsolutePath.EndsWith("sign-on", StringComparison.Ordinal), page.Text);
        return browser;
    }

    private static string Fill(string template) => Hole().Replace(template, hole => hole.Value.Contains("guid", StringComparison.Ordinal) ? Guid.CreateVersion7().ToString() : "2026-11-24");

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Hole();

    [GeneratedRegex("^(https?://[^/]+)?/(sign-in|sign-on|portal/sign-on|operator/sign-on|connect)")]
    private static partial Regex Challenge();
}
