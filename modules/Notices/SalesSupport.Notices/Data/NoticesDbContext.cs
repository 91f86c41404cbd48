using Microsoft.EntityFrameworkCore;
using SalesSupport.Abstractions;
using SalesSupport.Notices.Alerts;
using SalesSupport.Notices.Destinations;
using SalesSupport.Notices.Letters;

namespace SalesSupport.Notices.Data;

/// <summary>The module's tables.</summary>
internal sealed class NoticesDbContext(DbContextOptions<NoticesDbContext> options) : ModuleDbContext(options)
{
    public DbSet<Notice> Notices => Set<Notice>();

    public DbSet<Letter> Letters => Set<Letter>();

    public DbSet<Reminder> Reminders => Set<Reminder>();

    public DbSet<Destination> Destinations => Set<Destination>();

    public DbSet<Alert> Alerts => Set<Alert>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Notice>(e =>
        {
            e.HasIndex(n => new { n.TenantId, n.LetterId });
            e.HasIndex(n => new { n.TenantId, n.ReportId });
        });
        modelBuilder.Entity<Letter>(e => e.HasIndex(l => new { l.TenantId, l.MadeAt }));
        modelBuilder.Entity<Reminder>(e =>
        {
            e.Property(r => r.Title).HasMaxLength(200);
            e.HasIndex(r => new { r.TenantId, r.LetterId }).IsUnique();
            e.HasIndex(r => new { r.TenantId, r.StartsAt });
        });
        modelBuilder.Entity<Destination>(e =>
        {
            e.Property(d => d.Address).HasMaxLength(254);
            e.Property(d => d.Secret).HasMaxLength(2000);
            e.Property(d => d.Language).HasMaxLength(10);
            e.Property(d => d.Code).HasMaxLength(6);
            e.Property(d => d.Fault).HasMaxLength(100);
            e.HasIndex(d => new { d.TenantId, d.UserId, d.Channel }).IsUnique();
        });
        modelBuilder.Entity<Alert>(e =>
        {
            e.Property(a => a.Key).HasMaxLength(200);
            e.Property(a => a.Detail).HasMaxLength(500);
            e.HasIndex(a => a.Key).IsUnique();
        });
    }
}
