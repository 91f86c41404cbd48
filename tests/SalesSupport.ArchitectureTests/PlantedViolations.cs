using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ActionConstraints;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.Filters;
using SalesSupport.Abstractions;

namespace SalesSupport.ArchitectureTests;

/// <summary>Each rule is shown a module that breaks it, compiled here, and must say so: a rule that cannot fail holds nothing.</summary>
[Trait("Bar", "main-job")]
public sealed class PlantedViolations
{
    [Fact]
    public void A_module_that_uses_another_modules_type_is_caught()
    {
        var (other, image) = Planted.Compile("SalesSupport.Victim", "namespace SalesSupport.Victim; public sealed class Thing { }");
        var (bad, _) = Planted.Compile("SalesSupport.Bad", "namespace SalesSupport.Bad; internal sealed class Uses { SalesSupport.Victim.Thing x = new(); }", image);
        Assert.Contains("SalesSupport.Victim", Rules.ForeignReferences(bad));
        Assert.NotEmpty(Rules.ForeignTypes(bad, [other]));
    }

    [Fact]
    public void A_module_that_uses_infrastructure_is_caught()
    {
        var (bad, _) = Planted.Compile("SalesSupport.Bad2", "namespace SalesSupport.Bad2; public class Uses { public object X() => typeof(SalesSupport.Testing.TestHost); }", typeof(TestHost).Assembly.Location);
        Assert.Contains("SalesSupport.Testing", Rules.ForeignReferences(bad));
    }

    [Fact]
    public void Contracts_that_reference_a_module_or_MVC_are_caught()
    {
        var (_, image) = Planted.Compile("SalesSupport.Victim3", "namespace SalesSupport.Victim3; public sealed class Thing { }");
        var (bad, _) = Planted.Compile("SalesSupport.Bad3.Contracts", "namespace SalesSupport.Bad3; public sealed record Told(SalesSupport.Victim3.Thing T, Microsoft.AspNetCore.Mvc.IActionResult R);", image, typeof(Microsoft.AspNetCore.Mvc.IActionResult).Assembly.Location);
        Assert.NotEmpty(Rules.ContractsReferences(bad));
        Assert.NotEmpty(Rules.ContractsWithLogic(bad));
    }

    [Fact]
    public void A_database_provider_or_OpenID_outside_its_place_is_caught()
    {
        var (bad, _) = Planted.Compile(
            "SalesSupport.Bad4",
            "namespace SalesSupport.Bad4; internal sealed class Uses { object a = new Microsoft.Data.Sqlite.SqliteConnection(); object b = typeof(Microsoft.IdentityModel.Tokens.SecurityKey); }",
            File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Microsoft.Data.Sqlite.dll")),
            File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Microsoft.IdentityModel.Tokens.dll")));
        Assert.NotEmpty(Rules.ProviderReferences(bad));
        Assert.NotEmpty(Rules.OpenIdReferences(bad));
    }

    [Fact]
    public void A_public_or_unsealed_class_in_a_module_is_caught()
    {
        var (bad, _) = Planted.Compile("SalesSupport.Bad5", "namespace SalesSupport.Bad5; public sealed class Open { } internal class NotSealed { } internal sealed class Fine { }");
        Assert.Equal(["SalesSupport.Bad5.NotSealed", "SalesSupport.Bad5.Open"], Rules.TooOpen(bad).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_slot_that_is_not_registered_is_caught()
    {
        var (bad, _) = Planted.Compile(
            "SalesSupport.Bad6",
            "namespace SalesSupport.Bad6; internal sealed class Tile : SalesSupport.Abstractions.IHomeTile { public int Order => 1; public System.Threading.Tasks.Task<SalesSupport.Abstractions.HomeTile?> GetAsync(System.Threading.CancellationToken c) => null!; }",
            typeof(IHomeTile).Assembly.Location);
        Assert.NotEmpty(Rules.Unresolvable(bad, new Nothing()));
    }

    [Fact]
    public void A_slot_that_is_taken_bare_is_caught()
    {
        var (bad, _) = Planted.Compile(
            "SalesSupport.Bad6b",
            """
            using SalesSupport.Abstractions;
            namespace SalesSupport.Bad6b;
            internal sealed class Many(System.Collections.Generic.IEnumerable<IHomeTile> tiles) { public object X => tiles; }
            internal sealed class Fine(ISlots<IHomeTile> tiles, System.Collections.Generic.IEnumerable<string> words) { public object X => (tiles, words); }
            """,
            typeof(IHomeTile).Assembly.Location);
        Assert.Equal(["Many(tiles)"], Rules.SlotsTakenBare(bad));
    }

    [Fact]
    public void A_controller_without_a_policy_is_caught()
    {
        var (bad, _) = Planted.Compile("SalesSupport.Bad7", "namespace SalesSupport.Bad7; [Microsoft.AspNetCore.Authorization.Authorize] internal sealed class OpenController : Microsoft.AspNetCore.Mvc.Controller { }");
        Assert.NotEmpty(Rules.WithoutPolicy(bad));
    }

    [Fact]
    public void A_form_that_asks_for_no_token_is_caught()
    {
        ControllerActionDescriptor Action(string name, string method, params IFilterMetadata[] filters) => new()
        {
            ControllerName = "Things",
            ActionName = name,
            ActionConstraints = [new HttpMethodActionConstraint([method])],
            FilterDescriptors = [.. filters.Select(f => new FilterDescriptor(f, FilterScope.Action))],
        };
        var house = new AutoValidateAntiforgeryTokenAttribute();
        Assert.Equal(
            ["Things.Open", "Things.Bare"],
            Rules.WithoutAntiforgery([Action("Fine", "POST", house), Action("Read", "GET"), Action("Open", "POST", house, new IgnoreAntiforgeryTokenAttribute()), Action("Bare", "DELETE")]));
    }

    [Fact]
    public void Contracts_without_documentation_are_caught()
    {
        var (bad, _) = Planted.Compile("SalesSupport.Bad8.Contracts", "namespace SalesSupport.Bad8; public sealed record Told(int X);");
        Assert.NotEmpty(Rules.ContractsWithoutDocs(bad));
    }

    [Fact]
    public void A_handler_that_is_not_registered_is_caught()
    {
        var (bad, _) = Planted.Compile(
            "SalesSupport.Bad9",
            "namespace SalesSupport.Bad9; internal sealed record Told : MediatR.INotification; internal sealed class Hear : MediatR.INotificationHandler<Told> { public System.Threading.Tasks.Task Handle(Told t, System.Threading.CancellationToken c) => System.Threading.Tasks.Task.CompletedTask; }");
        Assert.Equal(["Hear as INotificationHandler`1"], Rules.Unresolvable(bad, new Nothing()));
    }

    [Fact]
    public async Task A_job_that_cannot_be_made_or_that_its_module_does_not_name_is_caught()
    {
        const string Job = "internal sealed class {0}({1}) : Quartz.IJob {{ public System.Threading.Tasks.ValueTask Execute(Quartz.IJobExecutionContext c, System.Threading.CancellationToken t) => default; }}";
        var (bad, _) = Planted.Compile("SalesSupport.Bad10", $"namespace SalesSupport.Bad10; {string.Format(System.Globalization.CultureInfo.InvariantCulture, Job, "Forgotten", "")} {string.Format(System.Globalization.CultureInfo.InvariantCulture, Job, "Wants", "System.Text.StringBuilder nobodyHasOne")}");
        var wants = new ScheduledJob(bad.GetType("SalesSupport.Bad10.Wants")!, "0 0 3 * * ?");
        await using var host = await TestHost.StartAsync();
        Assert.Equal(["Forgotten"], Rules.JobsThatNeverRun(bad, [wants]));
        Assert.Equal(["Wants"], Rules.UnresolvableJobs([wants], host.Services));
    }

    [Fact]
    public void A_handler_or_slot_outside_its_folder_is_caught()
    {
        var (_, contracts) = Planted.Compile("SalesSupport.Victim11.Contracts", "namespace SalesSupport.Victim11.Contracts; public sealed record Told : MediatR.INotification; public interface IPart { }");
        var (bad, _) = Planted.Compile(
            "SalesSupport.Bad11",
            """
            namespace SalesSupport.Bad11 { internal sealed class Hear : MediatR.INotificationHandler<Victim11.Contracts.Told> { public System.Threading.Tasks.Task Handle(Victim11.Contracts.Told t, System.Threading.CancellationToken c) => System.Threading.Tasks.Task.CompletedTask; } }
            namespace SalesSupport.Bad11.Parts { internal sealed class Part : Victim11.Contracts.IPart { } }
            namespace SalesSupport.Bad11.ForOthers { internal sealed class Fine : Victim11.Contracts.IPart { } }
            """,
            contracts);
        Assert.Equal(["SalesSupport.Bad11.Hear", "SalesSupport.Bad11.Parts.Part"], Rules.OutOfPlace(bad, t => t.Namespace!.Split('.')[^1]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Two_handlers_of_one_name_are_caught()
    {
        const string Handler = "namespace SalesSupport.{0}; internal sealed record Told : MediatR.INotification; internal sealed class RenameThings : MediatR.INotificationHandler<Told> {{ public System.Threading.Tasks.Task Handle(Told t, System.Threading.CancellationToken c) => System.Threading.Tasks.Task.CompletedTask; }}";
        var modules = new[] { "Bad12", "Bad13" }.Select(n => Planted.Compile($"SalesSupport.{n}", string.Format(System.Globalization.CultureInfo.InvariantCulture, Handler, n)).Assembly);
        Assert.Equal(["RenameThings"], Rules.HandlerNamesUsedTwice(modules));
    }

    [Fact]
    public void A_house_that_shows_too_much_is_caught()
    {
        var (bad, _) = Planted.Compile("SalesSupport.Bad14", "namespace SalesSupport.Bad14; " + string.Concat(Enumerable.Range(0, Rules.MostExportedTypes + 1).Select(i => $"public sealed class C{i} {{ }} ")));
        Assert.False(Rules.IsSmall(bad));
    }

    private sealed class Nothing : IServiceProvider
    {
        public object? GetService(Type serviceType) => Array.CreateInstance(serviceType.GetGenericArguments()[0], 0);
    }
}
