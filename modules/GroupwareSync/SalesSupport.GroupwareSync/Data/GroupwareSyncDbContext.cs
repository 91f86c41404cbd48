using Microsoft.EntityFrameworkCore;
using SalesSupport.Abstractions;
using SalesSupport.GroupwareSync.Accounts;
using SalesSupport.GroupwareSync.Compare;
using SalesSupport.GroupwareSync.Copies;
using SalesSupport.GroupwareSync.Settings;

namespace SalesSupport.GroupwareSync.Data;

/// <summary>The module's tables.</summary>
internal sealed class GroupwareSyncDbContext(DbContextOptions<GroupwareSyncDbContext> options) : ModuleDbContext(options)
{
    public DbSet<Groupware> Groupwares => Set<Groupware>();

    public DbSet<Account> Accounts => Set<Account>();

    public DbSet<Copy> Copies => Set<Copy>();

    public DbSet<CompareRun> CompareRuns => Set<CompareRun>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Groupware>(e =>
        {
            e.Property(g => g.Address).HasMaxLength(500);
            e.Property(g => g.AccountNames).HasMaxLength(200);
            e.Property(g => g.ServiceName).HasMaxLength(Account.LongestName);
            e.Property(g => g.ServiceSecret).HasMaxLength(2000);
            e.Property(g => g.Fault).HasMaxLength(100);
            e.Property(g => g.FaultDetail).HasMaxLength(500);
        });
        modelBuilder.Entity<Account>(e =>
        {
            e.Property(a => a.Name).HasMaxLength(Account.LongestName);
            e.Property(a => a.Secret).HasMaxLength(2000);
            e.Property(a => a.Fault).HasMaxLength(100);
            e.Property(a => a.FaultDetail).HasMaxLength(500);
            e.HasIndex(a => new { a.TenantId, a.UserId }).IsUnique();
        });
        modelBuilder.Entity<Copy>(e =>
        {
            e.Property(c => c.Uid).HasMaxLength(60);
            e.Property(c => c.Title).HasMaxLength(Copy.LongestTitle);
            e.Property(c => c.Why).HasMaxLength(100);
            e.Property(c => c.Detail).HasMaxLength(500);
            e.Property(c => c.Href).HasMaxLength(1000);
            e.Property(c => c.Target).HasMaxLength(64);
            e.Property(c => c.ETag).HasMaxLength(300);
            e.Property(c => c.Print).HasMaxLength(64);
            e.HasIndex(c => new { c.TenantId, c.EntryId, c.UserId }).IsUnique();
            e.HasIndex(c => new { c.TenantId, c.UserId, c.Id });
            e.HasIndex(c => new { c.TenantId, c.State, c.Id });
        });
        modelBuilder.Entity<CompareRun>(e =>
        {
            e.Property(r => r.Why).HasMaxLength(100);
            e.Property(r => r.Detail).HasMaxLength(500);
        });
    }
}
