using Microsoft.EntityFrameworkCore;
using OpenIddict.EntityFrameworkCore.Models;
using SalesSupport.Abstractions;
using SalesSupport.Portal.Accounts;
using SalesSupport.Portal.Applications;
using SalesSupport.Portal.Members;
using SalesSupport.Portal.Users;

namespace SalesSupport.Portal.Data;

/// <summary>The embedded portal's tables, and those of its OpenID provider.</summary>
internal sealed class PortalDbContext(DbContextOptions<PortalDbContext> options) : ModuleDbContext(options)
{
    public DbSet<Member> Members => Set<Member>();

    public DbSet<PortalUser> Users => Set<PortalUser>();

    public DbSet<ServiceApplication> Applications => Set<ServiceApplication>();

    public DbSet<PortalSession> Sessions => Set<PortalSession>();

    public DbSet<AccountTries> Tries => Set<AccountTries>();

    public DbSet<OpenIddictEntityFrameworkCoreToken> Tokens => Set<OpenIddictEntityFrameworkCoreToken>();

    public DbSet<OpenIddictEntityFrameworkCoreAuthorization> Authorizations => Set<OpenIddictEntityFrameworkCoreAuthorization>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Member>(e =>
        {
            e.Property(m => m.MemberId).HasMaxLength(20);
            e.Property(m => m.Name).HasMaxLength(100);
            e.Property(m => m.NameKey).HasMaxLength(400);
            e.HasIndex(m => m.MemberId).IsUnique();
            e.HasIndex(m => m.NameKey);
        });
        modelBuilder.Entity<PortalUser>(e =>
        {
            e.Property(u => u.Login).HasMaxLength(60);
            e.Property(u => u.Name).HasMaxLength(100);
            e.Property(u => u.Kana).HasMaxLength(100);
            e.Property(u => u.Email).HasMaxLength(254);
            e.Property(u => u.PasswordHash).HasMaxLength(300);
            e.HasIndex(u => new { u.TenantId, u.Login }).IsUnique();
            e.HasOne<Member>().WithMany().HasForeignKey(u => u.TenantId).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<ServiceApplication>(e =>
        {
            e.HasIndex(a => new { a.TenantId, a.AppliedAt });
            e.HasOne<Member>().WithMany().HasForeignKey(a => a.TenantId).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<PortalSession>(e =>
        {
            e.HasIndex(s => new { s.TenantId, s.UserId });
            e.HasOne<PortalUser>().WithMany().HasForeignKey(s => new { s.TenantId, s.UserId }).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.UseOpenIddict();
        // The library leaves the filter to each engine's habits; said in words that all engines read, the migrations are the same for all.
        modelBuilder.Entity<OpenIddictEntityFrameworkCoreApplication>().HasIndex(a => a.ClientId).IsUnique().HasFilter("\"ClientId\" IS NOT NULL");
        modelBuilder.Entity<OpenIddictEntityFrameworkCoreScope>().HasIndex(s => s.Name).IsUnique().HasFilter("\"Name\" IS NOT NULL");
        modelBuilder.Entity<OpenIddictEntityFrameworkCoreToken>().HasIndex(t => t.ReferenceId).IsUnique().HasFilter("\"ReferenceId\" IS NOT NULL");
        modelBuilder.Entity<OpenIddictEntityFrameworkCoreToken>().HasIndex(t => t.CreationDate);
        modelBuilder.Entity<OpenIddictEntityFrameworkCoreAuthorization>().HasIndex(a => a.CreationDate);
    }
}
