using Microsoft.EntityFrameworkCore;
using SalesSupport.Abstractions;
using SalesSupport.Infrastructure;

namespace SalesSupport.ArchitectureTests;

[Trait("Bar", "main-job")]
public sealed class ModelTests
{
    public static TheoryData<string> Databases => [.. Discovered.Modules.Where(m => m.Module.Database is not null).Select(m => m.Name), "House"];

    [Theory]
    [MemberData(nameof(Databases))]
    public void Every_row_of_a_member_has_its_tenant_first_in_key_and_indexes(string module)
    {
        using var context = SalesSupport.Migrations.AllModules.Open(module == "House" ? typeof(HouseDbContext) : Discovered.Module(module).Module.Database!, module);
        Assert.NotEmpty(context.Model.GetEntityTypes());
        Assert.Empty(ModelRules.Faults(context.Model, module));
    }

    [Fact]
    public void A_model_without_the_houses_hand_is_caught_at_every_rule()
    {
        // As a module's context would be if it did not go through the house's options.
        using var context = new Bare(new DbContextOptionsBuilder<Bare>().UseSqlServer("Server=none").Options);
        Assert.Equal(
            [
                "Child.Text: a text without a length",
                $"Child: {TooLong} is too long a name",
                "Child: its changes are not audited, and nothing says why",
                "Child: no filter by the tenant",
                "Child: the foreign key ParentId could lead to another member",
                "Child: the index on ParentId does not begin with the tenant",
                "Child: the key is not (TenantId, Id)",
                "Child: the table Children does not name its module",
                $"Child: {TooManyBytes} is too long a name",
                "Counter.Id: a key that the database makes",
                "Counter: its changes are not audited, and nothing says why",
                "Counter: the table Counters does not name its module",
                "Parent.Level: a choice kept as a number",
                "Parent: a lost update would not be noticed",
                "Parent: no filter by the tenant",
                "Parent: the key is not (TenantId, Id)",
                "Parent: the table Parents does not name its module",
            ],
            ModelRules.Faults(context.Model, "Planted").Order(StringComparer.Ordinal),
            StringComparer.Ordinal);
    }

    [Fact]
    public void The_houses_hand_mends_what_a_module_forgets_but_not_what_it_does_wrong()
    {
        var options = new DbContextOptionsBuilder<Bare>().UseSqlServer("Server=none");
        options.UseHouse("Planted");
        using var context = new Bare(options.Options);
        Assert.Equal(
            [
                "Child.Text: a text without a length",
                $"Child: {TooLong} is too long a name",
                "Child: its changes are not audited, and nothing says why",
                "Child: the foreign key ParentId could lead to another member",
                "Child: the index on ParentId does not begin with the tenant",
                $"Child: {TooManyBytes} is too long a name",
                "Counter.Id: a key that the database makes",
                "Counter: its changes are not audited, and nothing says why",
            ],
            ModelRules.Faults(context.Model, "Planted").Order(StringComparer.Ordinal),
            StringComparer.Ordinal);
    }

    // Of 64 letters, and of 22 that take three bytes each.
    private const string TooLong = "IX_Children_whose_name_has_one_letter_more_than_PostgreSQL_keeps";
    private const string TooManyBytes = "本文本文本文本文本文本文本文本文本文本文本文";

    private enum Level
    {
        Low,
    }

    private sealed class Bare(DbContextOptions<Bare> options) : ModuleDbContext(options)
    {
        public DbSet<Parent> Parents => Set<Parent>();

        public DbSet<Child> Children => Set<Child>();

        public DbSet<Counter> Counters => Set<Counter>();

        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.Entity<Child>().HasOne<Parent>().WithMany().HasForeignKey(c => c.ParentId).HasPrincipalKey(p => p.Id);
            modelBuilder.Entity<Child>().HasIndex(c => new { c.TenantId, c.Text }).HasDatabaseName(TooLong);
            modelBuilder.Entity<Child>().Property(c => c.Text).HasColumnName(TooManyBytes);
        }
    }

    private sealed class Parent : Entity, ITenantOwned
    {
        public Guid TenantId { get; private set; }

        public Guid Id { get; init; }

        public Level Level { get; private set; }
    }

    [NotAudited("")]
    private sealed class Counter
    {
        public int Id { get; init; }
    }

    private sealed class Child : ITenantOwned
    {
        public Guid TenantId { get; private set; }

        public Guid Id { get; init; }

        public Guid ParentId { get; private set; }

        public string Text { get; private set; } = "";
    }
}
