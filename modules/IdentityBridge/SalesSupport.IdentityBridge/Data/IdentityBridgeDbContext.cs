using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using SalesSupport.Abstractions;

namespace SalesSupport.IdentityBridge;

internal sealed class IdentityBridgeDbContext(DbContextOptions<IdentityBridgeDbContext> options) : ModuleDbContext(options)
{
    public DbSet<Member> Members => Set<Member>();

    public DbSet<User> Users => Set<User>();

    public DbSet<Department> Departments => Set<Department>();

    public DbSet<Session> Sessions => Set<Session>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Member>(e =>
        {
            e.Property(m => m.Portal).HasMaxLength(60);
            e.Property(m => m.MemberId).HasMaxLength(100);
            e.Property(m => m.Name).HasMaxLength(200);
        });
        modelBuilder.Entity<User>(e =>
        {
            e.Property(u => u.Portal).HasMaxLength(60);
            e.Property(u => u.Subject).HasMaxLength(255);
            e.Property(u => u.Name).HasMaxLength(100);
            e.Property(u => u.Kana).HasMaxLength(100);
            e.Property(u => u.Login).HasMaxLength(User.LoginLength);
            e.Property(u => u.Mail).HasMaxLength(User.MailLength);
            e.HasIndex(u => new { u.TenantId, u.Portal, u.Subject }).IsUnique();
            e.HasOne<Department>().WithMany().HasForeignKey(u => new { u.TenantId, u.DepartmentId }).OnDelete(DeleteBehavior.NoAction);
            e.HasOne<User>().WithMany().HasForeignKey(u => new { u.TenantId, u.SuperiorId }).OnDelete(DeleteBehavior.NoAction);
            e.HasOne<User>().WithMany().HasForeignKey(u => new { u.TenantId, u.DeputyId }).OnDelete(DeleteBehavior.NoAction);
        });
        modelBuilder.Entity<Department>(e =>
        {
            e.Property(d => d.Name).HasMaxLength(100);
            e.HasOne<Department>().WithMany().HasForeignKey(d => new { d.TenantId, d.ParentId }).OnDelete(DeleteBehavior.NoAction);
        });
        modelBuilder.Entity<Session>(e =>
        {
            e.Property(s => s.Address).HasMaxLength(60);
            e.Property(s => s.Agent).HasMaxLength(300);
            e.Property(s => s.IdToken).HasMaxLength(Session.IdTokenLength);
            e.HasIndex(s => new { s.TenantId, s.UserId, s.LastSeenAt });
            e.HasIndex(s => new { s.TenantId, s.LastSeenAt });
            e.HasOne<User>().WithMany().HasForeignKey(s => new { s.TenantId, s.UserId }).OnDelete(DeleteBehavior.Cascade);
        });
    }

    // Here and not where the changes are made, so that no change can forget it.
    protected override Task<bool> OnSavingAsync(CancellationToken cancel)
    {
        var changed = ChangeTracker.Entries().Where(e => e.State is EntityState.Added or EntityState.Modified or EntityState.Deleted).ToArray();
        if (changed.Any(e => e.Entity is User or Department))
        {
            var books = this.GetService<PeopleBooks>();
            var tenant = Tenant;
            UnitOfWork.AfterCommitEverywhere(() => books.Forget(tenant));
        }

        // A new one nobody has in memory yet.
        var sessions = changed.Where(e => e.State != EntityState.Added).Select(e => e.Entity).OfType<Session>().Select(s => s.Id).ToArray();
        if (sessions.Length > 0)
        {
            var tickets = this.GetService<Tickets>();
            UnitOfWork.AfterCommitEverywhere(() => Array.ForEach(sessions, tickets.Forget));
        }

        return Task.FromResult(false);
    }
}
