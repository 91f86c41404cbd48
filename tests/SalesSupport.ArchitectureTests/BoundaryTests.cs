using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using SalesSupport.Abstractions;
using SalesSupport.Infrastructure;

namespace SalesSupport.ArchitectureTests;

[Trait("Bar", "main-job")]
public sealed class BoundaryTests
{
    public static TheoryData<string> Modules => Discovered.Names;

    [Fact]
    public void Modules_are_found() => Assert.True(Discovered.Modules.Count >= 4, "a rule over no modules proves nothing");

    [Theory]
    [MemberData(nameof(Modules))]
    public void A_module_references_abstractions_and_contracts_only(string module)
    {
        Assert.Empty(Rules.ForeignReferences(Discovered.Module(module).Assembly));
        Assert.Empty(Rules.ForeignTypes(Discovered.Module(module).Assembly, Discovered.Modules.Select(m => m.Assembly)));
    }

    [Theory]
    [MemberData(nameof(Modules))]
    public void Contracts_reference_abstractions_only_and_hold_no_logic(string module)
    {
        if (Discovered.ContractsOf(Discovered.Module(module).Assembly) is { } contracts)
        {
            Assert.Empty(Rules.ContractsReferences(contracts));
            Assert.Empty(Rules.ContractsWithLogic(contracts));
            Assert.Empty(Rules.ContractsWithoutDocs(contracts));
        }
    }

    [Theory]
    [MemberData(nameof(Modules))]
    public void Only_the_engines_know_a_database_provider(string module) => Assert.Empty(Rules.ProviderReferences(Discovered.Module(module).Assembly));

    [Fact]
    public void Nor_do_the_host_and_the_rest_of_the_house()
    {
        Assert.Empty(Rules.ProviderReferences(typeof(Host.Texts).Assembly));
        Assert.Empty(Rules.ProviderReferences(typeof(IModule).Assembly));
        Assert.Empty(Rules.ProviderReferences(typeof(HouseDbContext).Assembly));
        Assert.NotEmpty(Rules.ProviderReferences(typeof(Engines.EngineChoice).Assembly));
    }

    [Theory]
    [MemberData(nameof(Modules))]
    public void Only_portal_and_identity_bridge_know_OpenID(string module)
    {
        if (module is not ("Portal" or "IdentityBridge"))
        {
            Assert.Empty(Rules.OpenIdReferences(Discovered.Module(module).Assembly));
        }
    }

    [Theory]
    [MemberData(nameof(Modules))]
    public void Everything_in_a_module_is_internal_and_sealed(string module) => Assert.Empty(Rules.TooOpen(Discovered.Module(module).Assembly));

    [Theory]
    [MemberData(nameof(Modules))]
    public void Every_module_asks_slots_in_a_way_that_survives_their_faults(string module) => Assert.Empty(Rules.SlotsTakenBare(Discovered.Module(module).Assembly));

    [Fact]
    public void Every_password_of_a_form_says_so_in_its_name_by_which_error_pages_leave_it_out()
    {
        var passwords = Discovered.Modules.Select(m => m.Assembly).Append(typeof(Host.Texts).Assembly).SelectMany(a => a.GetTypes()).SelectMany(t => t.GetProperties())
            .Where(p => p.GetCustomAttribute<DataTypeAttribute>()?.DataType == DataType.Password).Select(p => p.Name).ToArray();
        Assert.NotEmpty(passwords);
        Assert.All(passwords, name => Assert.Contains("password", name, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void The_host_asks_slots_in_a_way_that_survives_their_faults() => Assert.Empty(Rules.SlotsTakenBare(typeof(Host.Texts).Assembly));

    [Theory]
    [MemberData(nameof(Modules))]
    public void Every_controller_names_its_policy(string module) => Assert.Empty(Rules.WithoutPolicy(Discovered.Module(module).Assembly));

    [Fact]
    public void Every_controller_of_the_host_names_its_policy() => Assert.Empty(Rules.WithoutPolicy(typeof(Host.Texts).Assembly));

    [Fact]
    public async Task Every_form_asks_for_its_token()
    {
        await using var host = await TestHost.StartAsync();
        var actions = host.Services.GetRequiredService<IActionDescriptorCollectionProvider>().ActionDescriptors.Items.OfType<ControllerActionDescriptor>().ToArray();
        Assert.True(actions.Length > 80, $"{actions.Length} actions");
        // Asked by another server, shown in place of an answer that was refused, or asking for it itself once it knows that there is a session to end.
        Assert.Equal(["BackChannelSignOuts.Create", "Errors.Show", "SignOut.Create", "SignOuts.Create", "Tokens.Create"], Rules.WithoutAntiforgery(actions).Distinct().Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Modules))]
    public async Task Every_handler_slot_and_job_resolves(string module)
    {
        await using var host = await TestHost.StartAsync();
        await using var scope = host.Services.CreateAsyncScope();
        var (loaded, jobs) = (Discovered.Module(module).Assembly, Discovered.Module(module).Module.Jobs);
        Assert.Empty(Rules.Unresolvable(loaded, scope.ServiceProvider));
        Assert.Empty(Rules.UnresolvableJobs(jobs, host.Services));
        Assert.Empty(Rules.JobsThatNeverRun(loaded, jobs));
    }

    [Theory]
    [MemberData(nameof(Modules))]
    public void All_coupling_of_a_module_is_in_FromOthers_and_ForOthers(string module) => Assert.Empty(Rules.OutOfPlace(Discovered.Module(module).Assembly, Discovered.Folder));

    [Fact]
    public void No_two_handlers_have_one_name() => Assert.Empty(Rules.HandlerNamesUsedTwice(Discovered.Modules.Select(m => m.Assembly)));

    [Fact]
    public void Abstractions_stay_small()
    {
        Assert.NotEmpty(typeof(IModule).Assembly.GetExportedTypes());
        Assert.True(Rules.IsSmall(typeof(IModule).Assembly));
    }
}
