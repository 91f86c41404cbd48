using Microsoft.EntityFrameworkCore;
using SalesSupport.Abstractions;

namespace SalesSupport.Infrastructure;

/// <summary>The house's own tables.</summary>
internal sealed class HouseDbContext(DbContextOptions<HouseDbContext> options) : ModuleDbContext(options)
{
    public DbSet<AuditEntry> Audit => Set<AuditEntry>();

    public DbSet<MemberSetting> Settings => Set<MemberSetting>();

    public DbSet<OutboxItem> Outbox => Set<OutboxItem>();

    public DbSet<JobRun> JobRuns => Set<JobRun>();

    public DbSet<OperatorAccount> Operators => Set<OperatorAccount>();

    public DbSet<OperatorSession> OperatorSessions => Set<OperatorSession>();

    public DbSet<HouseKey> Keys => Set<HouseKey>();

    public DbSet<MemberStamp> Stamps => Set<MemberStamp>();

    public DbSet<DoneRow> Done => Set<DoneRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<AuditEntry>(e =>
        {
            e.Property(a => a.Actor).HasMaxLength(200);
            e.Property(a => a.Address).HasMaxLength(60);
            e.Property(a => a.Action).HasMaxLength(100);
            e.Property(a => a.Subject).HasMaxLength(100);
            e.Property(a => a.Changes).HasMaxLength(1000);
            e.HasIndex(a => new { a.TenantId, a.Date, a.Id }).IsDescending(false, true, true);
        });
        modelBuilder.Entity<MemberSetting>(e =>
        {
            e.Property(s => s.Name).HasMaxLength(200);
            e.Property(s => s.Value).HasMaxLength(20000);
            e.HasIndex(s => new { s.TenantId, s.Name }).IsUnique();
        });
        modelBuilder.Entity<OutboxItem>(e =>
        {
            e.Property(o => o.Subscriber).HasMaxLength(200);
            e.Property(o => o.Subject).HasMaxLength(200);
            e.Property(o => o.Fact).HasMaxLength(20000);
            e.Property(o => o.Why).HasMaxLength(100);
            e.Property(o => o.Detail).HasMaxLength(500);
            e.HasIndex(o => new { o.TenantId, o.Subscriber, o.Subject }).IsUnique();
            e.HasIndex(o => new { o.TenantId, o.Since, o.Id });
        });
        modelBuilder.Entity<JobRun>(e =>
        {
            e.HasKey(r => new { r.Job, r.Number });
            e.Property(r => r.Job).HasMaxLength(200);
            e.Property(r => r.Number).ValueGeneratedNever();
            e.Property(r => r.Host).HasMaxLength(200);
            e.Property(r => r.Error).HasMaxLength(1000);
        });
        modelBuilder.Entity<OperatorAccount>(e =>
        {
            e.Property(o => o.Login).HasMaxLength(60);
            e.Property(o => o.Name).HasMaxLength(100);
            e.Property(o => o.PasswordHash).HasMaxLength(300);
            e.HasIndex(o => o.Login).IsUnique();
        });
        modelBuilder.Entity<HouseKey>(e =>
        {
            e.Property(k => k.Name).HasMaxLength(200);
            e.Property(k => k.Value).HasMaxLength(20000);
            e.HasIndex(k => k.Name).IsUnique();
        });
        modelBuilder.Entity<DoneRow>(e =>
        {
            e.Property(d => d.Kind).HasMaxLength(200);
            e.Property(d => d.Value).HasMaxLength(1_000_000);
            e.HasIndex(d => new { d.TenantId, d.At });
        });
        modelBuilder.Entity<OperatorSession>(e => e.HasOne<OperatorAccount>().WithMany().HasForeignKey(s => s.OperatorId).OnDelete(DeleteBehavior.Cascade));
    }
}
