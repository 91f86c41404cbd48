using System.Reflection;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using SalesSupport.Abstractions;

namespace SalesSupport.ArchitectureTests;

/// <summary>What every module's tables have in common, as a function from a model to its faults.</summary>
internal static class ModelRules
{
    /// <summary>Bytes of a name that PostgreSQL keeps; of a longer one it cuts the rest away, and EF Core does not know.</summary>
    private const int LongestName = 63;

    /// <summary>Rows of a library, which cannot say themselves why their changes are not audited.</summary>
    private static readonly Dictionary<string, string> Foreign = new() { ["OpenIddict.EntityFrameworkCore.Models"] = "what the provider remembers of a sign-on, which is told by itself" };

    public static IEnumerable<string> Faults(IModel model, string module)
    {
        foreach (var entity in model.GetEntityTypes())
        {
            var name = entity.ClrType.Name;
            if (entity.GetTableName() is { } table && !table.StartsWith($"{module}_", StringComparison.Ordinal))
            {
                yield return $"{name}: the table {table} does not name its module";
            }

            if (typeof(Entity).IsAssignableFrom(entity.ClrType) && entity.FindProperty(nameof(Entity.Version))?.IsConcurrencyToken != true)
            {
                yield return $"{name}: a lost update would not be noticed";
            }

            if (!typeof(Entity).IsAssignableFrom(entity.ClrType) && string.IsNullOrWhiteSpace(entity.ClrType.GetCustomAttribute<NotAuditedAttribute>()?.Why ?? Foreign.GetValueOrDefault(entity.ClrType.Namespace ?? "")))
            {
                yield return $"{name}: its changes are not audited, and nothing says why";
            }

            foreach (var given in Names(entity).Where(n => Encoding.UTF8.GetByteCount(n) > LongestName))
            {
                yield return $"{name}: {given} is too long a name";
            }

            foreach (var property in entity.GetProperties())
            {
                // Texts and GUIDs are made by the program before the row is sent.
                if (property.IsPrimaryKey() && (property.GetDefaultValueSql() is not null || (property.ValueGenerated != ValueGenerated.Never && property.ClrType != typeof(string) && property.ClrType != typeof(Guid))))
                {
                    yield return $"{name}.{property.Name}: a key that the database makes";
                }

                if ((Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType).IsEnum && (property.GetValueConverter()?.ProviderClrType ?? property.GetProviderClrType()) != typeof(string))
                {
                    yield return $"{name}.{property.Name}: a choice kept as a number";
                }
            }

            foreach (var fault in typeof(ITenantOwned).IsAssignableFrom(entity.ClrType) ? MembersRow(entity) : [])
            {
                yield return fault;
            }
        }
    }

    private static IEnumerable<string> Names(IEntityType entity) =>
        new[] { entity.GetTableName() }
            .Concat(entity.GetProperties().Select(p => p.GetColumnName()))
            .Concat(entity.GetKeys().Select(k => k.GetName()))
            .Concat(entity.GetIndexes().Select(i => i.GetDatabaseName()))
            .Concat(entity.GetForeignKeys().Select(f => f.GetConstraintName()))
            .OfType<string>();

    /// <summary>A row of a member: its tenant first in key, indexes and foreign keys, a filter on it, every text with a length.</summary>
    private static IEnumerable<string> MembersRow(IEntityType entity)
    {
        var name = entity.ClrType.Name;
        if (!entity.FindPrimaryKey()!.Properties.Select(p => p.Name).SequenceEqual([nameof(ITenantOwned.TenantId), nameof(ITenantOwned.Id)]))
        {
            yield return $"{name}: the key is not (TenantId, Id)";
        }

        foreach (var index in entity.GetIndexes().Where(i => i.Properties[0].Name != nameof(ITenantOwned.TenantId)))
        {
            yield return $"{name}: the index on {index.Properties[0].Name} does not begin with the tenant";
        }

        foreach (var key in entity.GetForeignKeys().Where(f => typeof(ITenantOwned).IsAssignableFrom(f.PrincipalEntityType.ClrType) && f.Properties[0].Name != nameof(ITenantOwned.TenantId)))
        {
            yield return $"{name}: the foreign key {key.Properties[0].Name} could lead to another member";
        }

        if (entity.GetDeclaredQueryFilters().Count == 0)
        {
            yield return $"{name}: no filter by the tenant";
        }

        foreach (var text in entity.GetProperties().Where(p => p.ClrType == typeof(string) && p.GetMaxLength() is not > 0))
        {
            yield return $"{name}.{text.Name}: a text without a length";
        }
    }
}
