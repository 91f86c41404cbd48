using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using SalesSupport.Abstractions;

namespace SalesSupport.Infrastructure;

/// <summary>Writes one audit row for each changed entity, in the transaction that changes it. Text that people wrote is named but not copied, so that deleting it deletes it.</summary>
internal sealed class AuditTrail(HouseDbContext house, CurrentUser user, TimeProvider clock)
{
    private static readonly ConcurrentDictionary<MemberInfo, bool> Audited = new();

    public void Add(string action, string subject) => Write(action, subject, null);

    /// <summary>A row for what is no entity, such as a setting.</summary>
    public void Add(string action, string subject, IEnumerable<AuditChange> changes) => Write(action, subject, AuditChange.Write(changes));

    public void Record(ModuleDbContext context)
    {
        foreach (var entry in context.ChangeTracker.Entries<Entity>())
        {
            if (entry.State is not (EntityState.Added or EntityState.Modified or EntityState.Deleted) || !IsAudited(entry.Metadata.ClrType))
            {
                continue;
            }

            var kind = entry.Metadata.ClrType.Name;
            if (entry.State != EntityState.Modified)
            {
                Add($"{kind}.{(entry.State == EntityState.Added ? "Added" : "Deleted")}", Subject(entry));
            }
            else if (Changes(entry) is { Count: > 0 } changes)
            {
                Add($"{kind}.Changed", Subject(entry), changes);
            }
        }
    }

    /// <summary>Whether changes of this entity, or of this property, are written down.</summary>
    public static bool IsAudited(MemberInfo member) => Audited.GetOrAdd(member, m => m.GetCustomAttribute<NotAuditedAttribute>() is null);

    private static string Subject(EntityEntry entry) => Convert.ToString(entry.Metadata.FindProperty("Id") is null ? "" : entry.Property("Id").CurrentValue, CultureInfo.InvariantCulture) ?? "";

    private static List<AuditChange> Changes(EntityEntry entry) =>
        [.. entry.Properties
            .Where(p => p.IsModified && p.Metadata.Name != nameof(Entity.Version) && (p.Metadata.PropertyInfo is not { } property || IsAudited(property)))
            .OrderBy(p => p.Metadata.PropertyInfo?.MetadataToken)       // as the entity has them: what matters stands first
            .Select(p => AuditChange.Between(p.Metadata.Name, p.OriginalValue, p.CurrentValue)).OfType<AuditChange>()];

    private void Write(string action, string subject, string? changes)
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
