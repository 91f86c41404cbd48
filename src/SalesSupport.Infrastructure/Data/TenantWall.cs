using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using SalesSupport.Abstractions;

namespace SalesSupport.Infrastructure;

/// <summary>
/// The second wall beside the query filter: looks at every row that is about to be saved, stamps new ones and refuses any that is or was another member's.
/// It catches what a filter cannot: attached stubs, tracked strangers, rows made with a foreign id.
/// </summary>
internal static class TenantWall
{
    public static void Check(ModuleDbContext context)
    {
        foreach (var entry in context.ChangeTracker.Entries())
        {
            if (entry.State is not (EntityState.Added or EntityState.Modified or EntityState.Deleted))
            {
                continue;
            }

            if (entry.Entity is ITenantOwned)
            {
                CheckTenant(context, entry);
            }

            if (entry is { State: EntityState.Modified, Entity: Entity })
            {
                var version = entry.Property(nameof(Entity.Version));
                version.CurrentValue = (int)version.OriginalValue! + 1;
            }
        }
    }

    private static void CheckTenant(ModuleDbContext context, EntityEntry entry)
    {
        var tenant = entry.Property(nameof(ITenantOwned.TenantId));
        if (entry.State == EntityState.Added && Equals(tenant.CurrentValue, Guid.Empty))
        {
            tenant.CurrentValue = context.Tenant;
        }

        var allowedWithoutMember = entry.Entity is AuditEntry;
        if ((context.Tenant == Guid.Empty && !allowedWithoutMember)
            || !Equals(tenant.CurrentValue, context.Tenant)
            || (entry.State != EntityState.Added && !Equals(tenant.OriginalValue, context.Tenant)))
        {
            throw new InvalidOperationException($"{entry.Metadata.ShortName()} of another member, or saved outside any member's scope.");
        }
    }
}
