using Microsoft.Extensions.DependencyInjection;
using SalesSupport.Abstractions;

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
    public void Only_infrastructure_knows_a_database_provider(string module) => Assert.Empty(Rules.ProviderReferences(Discovered.Module(module).Assembly));

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
    public void Every_controller_names_its_policy(string module) => Assert.Empty(Rules.WithoutPolicy(Discovered.Module(module).Assembly));

    [Fact]
    public void Every_controller_of_the_host_names_its_policy() => Assert.Empty(Rules.WithoutPolicy(typeof(Host.Texts).Assembly));

    [Theory]
    [MemberData(nameof(Modules))]
    public async Task Every_handler_slot_and_job_resolves(string module)
    {
        await using var host = await TestHost.StartAsync();
        await using var scope = host.Services.CreateAsyncScope();
        Assert.Empty(Rules.Unresolvable(Discovered.Module(module).Assembly, scope.ServiceProvider));
        foreach (var job in Discovered.Module(module).Module.Jobs)
        {
            Assert.NotNull(ActivatorUtilities.GetServiceOrCreateInstance(scope.ServiceProvider, job.Job));
        }
    }

    [Fact]
    public void Abstractions_stay_small() => Assert.InRange(typeof(IModule).Assembly.GetExportedTypes().Length, 10, 55);

    [Theory]
    [MemberData(nameof(Modules))]
    public void Every_row_of_a_member_has_its_tenant_first_in_key_and_indexes(string module)
    {
        if (Discovered.Module(module).Module.Database is not { } type)
        {
            return;
        }

        using var context = SalesSupport.Migrations.AllModules.Open(type, module);
        foreach (var entity in context.Model.GetEntityTypes().Where(e => typeof(ITenantOwned).IsAssignableFrom(e.ClrType)))
        {
            Assert.Equal(["TenantId", "Id"], entity.FindPrimaryKey()!.Properties.Select(p => p.Name));
            Assert.All(entity.GetIndexes(), i => Assert.Equal("TenantId", i.Properties[0].Name));
            Assert.All(entity.GetForeignKeys().Where(f => typeof(ITenantOwned).IsAssignableFrom(f.PrincipalEntityType.ClrType)), f => Assert.Equal("TenantId", f.Properties[0].Name));
            Assert.NotEmpty(entity.GetDeclaredQueryFilters());
            Assert.All(entity.GetProperties().Where(p => p.ClrType == typeof(string)), p => Assert.True(p.GetMaxLength() is > 0, $"{entity.ClrType.Name}.{p.Name} has no length"));
        }
    }
}
