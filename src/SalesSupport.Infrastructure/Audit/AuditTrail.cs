using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using SalesSupport.Abstractions;

namespace SalesSupport.Infrastructure;

/// <summary>Writes one audit row for each changed entity, in the transaction that changes it. Text that people wrote is named but not copied, so that deleting it deletes it.</summary>
internal sealed class AuditTrail(HouseDbContext house, CurrentUser user, TimeProvider clock)
{
    private static readonly ConcurrentDictionary<Type, bool> Audited = new();

    public void Add(string action, string subject) => Add(action, subject, null);

    public void Record(ModuleDbContext context)
    {
        foreach (var entry in context.ChangeTracker.Entries<Entity>())
        {
            if (entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted && IsAudited(entry.Metadata.ClrType))
            {
                var verb = entry.State switch { EntityState.Added => "Added", EntityState.Deleted => "Deleted", _ => "Changed" };
                Add($"{entry.Metadata.ClrType.Name}.{verb}", Subject(entry), entry.State == EntityState.Modified ? Changes(entry) : null);
            }
        }
    }

    private static bool IsAudited(Type type) => Audited.GetOrAdd(type, t => t.GetCustomAttribute<NotAuditedAttribute>() is null);

    private static string Subject(EntityEntry entry) => Convert.ToString(entry.Metadata.FindProperty("Id") is null ? "" : entry.Property("Id").CurrentValue, CultureInfo.InvariantCulture) ?? "";

    private static string Changes(EntityEntry entry)
    {
        var changes = new StringBuilder();
        foreach (var property in entry.Properties.Where(p => p.IsModified && p.Metadata.Name != nameof(Entity.Version) && !Equals(p.OriginalValue, p.CurrentValue)))
        {
            changes.Append(changes.Length == 0 ? "" : ", ").Append(property.Metadata.Name);
            var type = Nullable.GetUnderlyingType(property.Metadata.ClrType) ?? property.Metadata.ClrType;
            if (type != typeof(string))
            {
                changes.Append(CultureInfo.InvariantCulture, $" {property.OriginalValue ?? "–"} → {property.CurrentValue ?? "–"}");
            }
        }

        return changes.Length > 1000 ? changes.ToString(0, 1000) : changes.ToString();
    }

    private void Add(string action, string subject, string? changes)
    {
        var now = clock.GetUtcNow();
        house.Audit.Add(new AuditEntry
        {
            Date = DateOnly.FromDateTime(now.ToJapan().DateTime),
            At = now,
            ActorId = user.Id,
            Actor = Cut(user.Actor, 200),
            Address = user.Address,
            Action = Cut(action, 100),
            Subject = Cut(subject, 100),
            Changes = changes,
        });
    }

    private static string Cut(string text, int length) => text.Length > length ? text[..length] : text;
}
