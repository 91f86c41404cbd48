using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SalesSupport.Abstractions;

namespace SalesSupport.EndToEndTests;

/// <summary>
/// Walks every route that takes an id, found by reflection, as one member's administrator with every kind of id of another member: each answers 404 and changes nothing.
/// The same walk with the member's own ids must find pages, or the walk would prove nothing.
/// </summary>
[Collection("Chromium")]
[Trait("Bar", "main-job")]
[Requirement("R51")]
public sealed partial class ForeignIdsTests
{
    [Fact]
    public async Task Any_id_of_another_member_in_any_address_answers_404()
    {
        await using var host = await TestHost.StartAsync(sample: true, reports: 60);
        var mine = TenantScope.IdOf("portal", "demo");
        var theirs = TenantScope.IdOf("portal", "minato");
        using var other = await host.SignOnAsync("minato", "morita");       // so that the other member has users, sessions and settings too
        using var browser = await host.SignOnAsync("demo", "morita");
        var routes = Routes(host);
        Assert.NotEmpty(routes);
        var myIds = await IdsAsync(host, mine);
        var theirIds = await IdsAsync(host, theirs);
        Assert.True(theirIds.Count >= 8, $"only {theirIds.Count} kinds of rows");

        var found = new HashSet<string>();
        foreach (var (method, template) in routes.Where(r => r.Method == "GET"))
        {
            foreach (var (_, id) in myIds)
            {
                var page = await browser.GetAsync(Fill(template, id));
                if (page.Status == HttpStatusCode.OK)
                {
                    found.Add(template);
                }
            }
        }

        Assert.True(found.Count >= 4, $"own ids opened only {string.Join(", ", found)}");

        var before = await FingerprintAsync(host, theirs);
        var faults = new List<string>();
        foreach (var (method, template) in routes)
        {
            foreach (var (kind, id) in theirIds)
            {
                var address = Fill(template, id);
                var status = method == "GET" ? (await browser.GetAsync(address)).Status : (await browser.PostAsync(address, ("Version", "1"), ("Name", "乗っ取り"), ("Text", "乗っ取り"), ("Reason", "乗っ取り"))).Status;
                if (status != HttpStatusCode.NotFound)
                {
                    faults.Add($"{method} {template} with the id of a {kind}: {(int)status}");
                }
            }
        }

        Assert.True(faults.Count == 0, string.Join("\n", faults.Take(40)));
        Assert.Equal(before, await FingerprintAsync(host, theirs));
    }

    private static IReadOnlyList<(string Method, string Template)> Routes(TestHost host) =>
        [.. from action in host.Services.GetRequiredService<IActionDescriptorCollectionProvider>().ActionDescriptors.Items.OfType<ControllerActionDescriptor>()
            let template = action.AttributeRouteInfo?.Template
            where template is not null && IdHole().IsMatch(template) && !template.StartsWith("operator", StringComparison.Ordinal)
            from method in action.ActionConstraints?.OfType<Microsoft.AspNetCore.Mvc.ActionConstraints.HttpMethodActionConstraint>().SelectMany(c => c.HttpMethods) ?? ["GET"]
            where method is "GET" or "POST"
            select (method, "/" + template)];

    // A date in a route is not an id: today will do.
    private static string Fill(string template, Guid id) => AnyHole().Replace(IdHole().Replace(template, id.ToString()), Day(0));

    private static string Day(int later) => TimeProvider.System.Today().AddDays(later).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>One id of each kind of row that the member has.</summary>
    private static Task<Dictionary<string, Guid>> IdsAsync(TestHost host, Guid tenant) =>
        host.InScopeAsync(tenant, async services =>
        {
            var ids = new Dictionary<string, Guid>();
            foreach (var (context, type) in Entities(services))
            {
                if (await Rows(context, type).FirstOrDefaultAsync() is { } row)
                {
                    ids[type.Name] = row.Id;
                }
            }

            return ids;
        });

    private static Task<string> FingerprintAsync(TestHost host, Guid tenant) =>
        host.InScopeAsync(tenant, async services =>
        {
            var lines = new List<string>();
            foreach (var (context, type) in Entities(services).Where(e => e.Type.Name is not ("Session" or "AuditEntry")))
            {
                foreach (var row in await Rows(context, type).ToListAsync())
                {
                    lines.Add(type.Name + string.Join('|', context.Entry(row).Properties.Select(p => $"{p.Metadata.Name}={p.CurrentValue}")));
                }
            }

            lines.Sort(StringComparer.Ordinal);
            return string.Join('\n', lines);
        });

    private static IEnumerable<(ModuleDbContext Context, Type Type)> Entities(IServiceProvider services) =>
        services.GetServices<ModuleDbContext>().SelectMany(c => c.Model.GetEntityTypes().Where(e => typeof(ITenantOwned).IsAssignableFrom(e.ClrType)).Select(e => (c, e.ClrType)));

    private static IQueryable<ITenantOwned> Rows(DbContext context, Type type) =>
        ((IQueryable)typeof(DbContext).GetMethod(nameof(DbContext.Set), Type.EmptyTypes)!.MakeGenericMethod(type).Invoke(context, null)!).Cast<ITenantOwned>();

    [GeneratedRegex(@"\{[A-Za-z]*[iI]d(:[a-z]+)?\}")]
    private static partial Regex IdHole();

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex AnyHole();
}
