using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using SalesSupport.Abstractions;

namespace SalesSupport.Infrastructure;

/// <summary>
/// What every module's model gets without asking: the module's name before its tables, (TenantId, Id) as key and the tenant filter on every member's row, the version as
/// concurrency token, enums as words, instants as UTC, names that every engine takes. So no module can forget it.
/// </summary>
internal sealed class ModuleModel(ModelCustomizerDependencies dependencies) : RelationalModelCustomizer(dependencies)
{
    // PostgreSQL cuts longer ones without a word; so all engines have the same, made short by EF Core, which knows then what is where.
    private const int LongestName = 63;

    private static readonly ValueConverter<DateTimeOffset, DateTime> Utc = new(at => Kept(at.UtcDateTime), at => new DateTimeOffset(DateTime.SpecifyKind(at, DateTimeKind.Utc)));

    // As a number, so that a filter by it is a comparison: SQLite enters no index by a bare truth value.
    private static readonly BoolToZeroOneConverter<int> ZeroOrOne = new();

    /// <summary>To the microsecond, which every engine keeps. PostgreSQL would cut what the others keep, and a move between them would change it.</summary>
    public static DateTime Kept(DateTime at) => at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMicrosecond));

    public override void Customize(ModelBuilder modelBuilder, DbContext context)
    {
        modelBuilder.Model.SetMaxIdentifierLength(LongestName);
        // Keys first, so that the module's own foreign keys find the composite ones.
        foreach (var type in context.GetType().GetProperties(BindingFlags.Instance | BindingFlags.Public).Select(p => p.PropertyType)
            .Where(t => t.IsGenericType && t.GetGenericTypeDefinition() == typeof(DbSet<>)).Select(t => t.GetGenericArguments()[0]).Where(t => typeof(ITenantOwned).IsAssignableFrom(t)))
        {
            modelBuilder.Entity(type).HasKey(nameof(ITenantOwned.TenantId), nameof(ITenantOwned.Id));
        }

        base.Customize(modelBuilder, context);
        var module = context.GetService<IDbContextOptions>().FindExtension<ModuleNameExtension>()!.Module;
        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        {
            if (entity.BaseType is null && entity.GetTableName() is { } table)
            {
                entity.SetTableName($"{module}_{table}");
            }

            foreach (var property in entity.GetProperties())
            {
                var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
                if (type.IsEnum && property.GetValueConverter() is null)
                {
                    property.SetProviderClrType(typeof(string));
                    property.SetMaxLength(30);
                }
                else if (type == typeof(bool))
                {
                    property.SetValueConverter(ZeroOrOne);
                }
                else if (type == typeof(DateTimeOffset))
                {
                    property.SetValueConverter(Utc);
                }
                else if (type == typeof(Guid) && property.IsPrimaryKey())
                {
                    property.ValueGenerated = Microsoft.EntityFrameworkCore.Metadata.ValueGenerated.Never;
                }
            }

            if (typeof(Entity).IsAssignableFrom(entity.ClrType))
            {
                entity.FindProperty(nameof(Entity.Version))!.IsConcurrencyToken = true;
            }

            if (typeof(ITenantOwned).IsAssignableFrom(entity.ClrType) && entity.BaseType is null)
            {
                var row = Expression.Parameter(entity.ClrType, "row");
                var mine = Expression.Equal(
                    Expression.Property(row, nameof(ITenantOwned.TenantId)),
                    Expression.Property(Expression.Constant(context, typeof(ModuleDbContext)), nameof(ModuleDbContext.Tenant)));
                entity.SetQueryFilter(ModuleDbContext.TenantFilter, Expression.Lambda(mine, row));
            }
        }
    }
}

/// <summary>Carries the module's name from the options to <see cref="ModuleModel"/>.</summary>
internal sealed class ModuleNameExtension(string module) : IDbContextOptionsExtension
{
    private DbContextOptionsExtensionInfo? info;

    public string Module => module;

    public DbContextOptionsExtensionInfo Info => info ??= new ExtensionInfo(this);

    public void ApplyServices(IServiceCollection services)
    {
    }

    public void Validate(IDbContextOptions options)
    {
    }

    private sealed class ExtensionInfo(ModuleNameExtension extension) : DbContextOptionsExtensionInfo(extension)
    {
        public override bool IsDatabaseProvider => false;

        public override string LogFragment => "";

        public override int GetServiceProviderHashCode() => 0;

        public override bool ShouldUseSameServiceProvider(DbContextOptionsExtensionInfo other) => other is ExtensionInfo;

        public override void PopulateDebugInfo(IDictionary<string, string> debugInfo)
        {
        }
    }
}
