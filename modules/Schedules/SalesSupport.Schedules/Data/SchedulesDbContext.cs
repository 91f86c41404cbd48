using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using SalesSupport.Abstractions;
using SalesSupport.Schedules.Entries;
using SalesSupport.Schedules.Feeds;
using SalesSupport.Schedules.Reminders;
using Text = SalesSupport.Schedules.Entries.Entry;

namespace SalesSupport.Schedules.Data;

/// <summary>The module's tables.</summary>
internal sealed class SchedulesDbContext(DbContextOptions<SchedulesDbContext> options) : ModuleDbContext(options)
{
    public DbSet<Entry> Entries => Set<Entry>();

    public DbSet<Occurrence> Occurrences => Set<Occurrence>();

    public DbSet<EntryPerson> Places => Set<EntryPerson>();

    public DbSet<Reminder> Reminders => Set<Reminder>();

    public DbSet<CalendarFeed> Feeds => Set<CalendarFeed>();

    // Instances are no property of the entry, whose change the house would see. Of a new one, or one that goes, that says enough.
    protected override Task<bool> OnSavingAsync(CancellationToken cancel)
    {
        var whole = ChangeTracker.Entries<Entry>().Where(e => e.State is EntityState.Added or EntityState.Deleted).Select(e => e.Entity.Id).ToHashSet();
        foreach (var entry in ChangeTracker.Entries<Occurrence>().Where(e => e.State is EntityState.Added or EntityState.Modified or EntityState.Deleted).Select(e => e.Entity.EntryId).Where(id => !whole.Contains(id)).Distinct())
        {
            UnitOfWork.Audit("Entry.InstanceChanged", entry.ToString());
        }

        return Task.FromResult(false);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Entry>(e =>
        {
            e.Property(x => x.SourceUid).HasMaxLength(Text.UidLength);
            e.Property(x => x.Title).HasMaxLength(Text.TitleLength);
            e.Property(x => x.Rule).HasMaxLength(200);
            e.Property(x => x.CustomerName).HasMaxLength(120);
            e.Property(x => x.ContactName).HasMaxLength(120);
            e.Property(x => x.Place).HasMaxLength(200);
            e.Property(x => x.MeetingUrl).HasMaxLength(500);
            e.Property(x => x.Notes).HasMaxLength(Text.NotesLength);
            e.Property(x => x.SearchKey).HasMaxLength(Text.SearchLength);
            // As text on every engine; PostgreSQL would have an array of it.
            e.Property(x => x.People).HasMaxLength(2100).HasConversion(
                ids => JsonSerializer.Serialize(ids, JsonSerializerOptions.Default),
                text => JsonSerializer.Deserialize<List<Guid>>(text, JsonSerializerOptions.Default)!,
                new ValueComparer<List<Guid>>((a, b) => a!.SequenceEqual(b!), ids => ids.Count, ids => ids.ToList()));
            e.HasMany(x => x.Occurrences).WithOne().HasForeignKey(o => new { o.TenantId, o.EntryId }).OnDelete(DeleteBehavior.Cascade);
            e.HasMany(x => x.Places).WithOne().HasForeignKey(p => new { p.TenantId, p.EntryId }).OnDelete(DeleteBehavior.Cascade);
            // Everybody's time: what lies within a day by its beginning, what goes on longer by its end.
            e.HasIndex(x => new { x.TenantId, x.Spans, x.FromAt, x.Id });
            e.HasIndex(x => new { x.TenantId, x.Spans, x.LastAt, x.Id });
            // A customer's appointments.
            e.HasIndex(x => new { x.TenantId, x.CustomerId, x.Spans, x.On, x.Id });
            e.HasIndex(x => new { x.TenantId, x.ContactId });
            // What was taken in from another calendar.
            e.HasIndex(x => new { x.TenantId, x.OwnerId, x.SourceUid });
            // What goes to the groupware.
            e.HasIndex(x => new { x.TenantId, x.Kind, x.LastAt, x.Id });
        });
        modelBuilder.Entity<Occurrence>(o =>
        {
            o.Property(x => x.Title).HasMaxLength(Text.TitleLength);
            o.Property(x => x.CustomerName).HasMaxLength(120);
            o.Property(x => x.ContactName).HasMaxLength(120);
            o.Property(x => x.Place).HasMaxLength(200);
            o.Property(x => x.MeetingUrl).HasMaxLength(500);
            o.Property(x => x.Notes).HasMaxLength(Text.NotesLength);
            o.HasIndex(x => new { x.TenantId, x.EntryId, x.OriginalAt }).IsUnique();
            o.HasIndex(x => new { x.TenantId, x.CustomerId });
            o.HasIndex(x => new { x.TenantId, x.ContactId });
        });
        modelBuilder.Entity<Reminder>(r =>
        {
            r.HasIndex(x => new { x.TenantId, x.EntryId }).IsUnique();
            r.HasIndex(x => new { x.TenantId, x.DueAt });
        });
        modelBuilder.Entity<CalendarFeed>(f =>
        {
            f.Property(x => x.Hash).HasMaxLength(64);
            f.Property(x => x.Hidden).HasMaxLength(500);
            f.HasIndex(x => new { x.TenantId, x.UserId }).IsUnique();
            f.HasIndex(x => new { x.TenantId, x.Hash });
        });
        modelBuilder.Entity<EntryPerson>(p =>
        {
            p.HasIndex(x => new { x.TenantId, x.EntryId, x.UserId }).IsUnique();
            // One person's time, in the same two ways.
            p.HasIndex(x => new { x.TenantId, x.UserId, x.Spans, x.FromAt });
            p.HasIndex(x => new { x.TenantId, x.UserId, x.Spans, x.LastAt });
        });
    }
}
