using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using SalesSupport.Infrastructure;
using SalesSupport.Migrations;

namespace SalesSupport.ArchitectureTests;

/// <summary>What <c>tools/SalesSupport.Migrations -- check</c> must notice.</summary>
[Trait("Bar", "engines")]
public sealed class MigrationCheckTests
{
    public static TheoryData<string> Engines => [.. AllModules.Engines.Keys];

    [Theory]
    [MemberData(nameof(Engines))]
    public void A_model_with_a_change_that_has_no_migration_is_noticed_on_each_engine(string engine)
    {
        using (var asItIs = AllModules.Open(typeof(HouseDbContext), "House", engine))
        {
            Assert.Empty(Checks.Faults(asItIs, engine));
        }

        using var planted = Open<WithAnotherIndex>(engine);
        Assert.Equal(["PENDING CHANGES"], Checks.Faults(planted, engine));
    }

    [Fact]
    public void A_length_that_has_no_migration_is_noticed_on_SQL_Server()
    {
        using var planted = Open<WithAShorterText>(AllModules.SqlServer);
        Assert.Equal(["PENDING CHANGES"], Checks.Faults(planted, AllModules.SqlServer));
    }

    private static HouseDbContext Open<T>(string engine)
        where T : IModelCustomizer
    {
        var options = new DbContextOptionsBuilder<HouseDbContext>();
        AllModules.Engines[engine](options, "House_Migrations");
        options.UseHouse("House");
        options.ReplaceService<IModelCustomizer, T>();
        return new HouseDbContext(options.Options);
    }

    private sealed class WithAnotherIndex(ModelCustomizerDependencies dependencies) : IModelCustomizer
    {
        public void Customize(ModelBuilder modelBuilder, DbContext context)
        {
            new ModuleModel(dependencies).Customize(modelBuilder, context);
            modelBuilder.Entity<OperatorAccount>().HasIndex(o => o.Name);
        }
    }

    private sealed class WithAShorterText(ModelCustomizerDependencies dependencies) : IModelCustomizer
    {
        public void Customize(ModelBuilder modelBuilder, DbContext context)
        {
            new ModuleModel(dependencies).Customize(modelBuilder, context);
            modelBuilder.Entity<OperatorAccount>().Property(o => o.Name).HasMaxLength(99);
        }
    }
}
