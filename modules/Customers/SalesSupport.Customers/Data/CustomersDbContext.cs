using Microsoft.EntityFrameworkCore;
using SalesSupport.Abstractions;
using SalesSupport.Customers.Companies;
using SalesSupport.Customers.CompanyViews;
using SalesSupport.Customers.Contacts;
using SalesSupport.Customers.Search;
using SalesSupport.Customers.Sites;

namespace SalesSupport.Customers.Data;

/// <summary>The module's tables.</summary>
internal sealed class CustomersDbContext(DbContextOptions<CustomersDbContext> options) : ModuleDbContext(options)
{
    public DbSet<Company> Companies => Set<Company>();

    public DbSet<CompanyTag> Tags => Set<CompanyTag>();

    public DbSet<Site> Sites => Set<Site>();

    public DbSet<Contact> Contacts => Set<Contact>();

    public DbSet<CompanyView> Views => Set<CompanyView>();

    public DbSet<ColumnChoice> ColumnChoices => Set<ColumnChoice>();

    public DbSet<CompanySearchTerm> SearchTerms => Set<CompanySearchTerm>();

    public DbSet<CompanySearchText> SearchTexts => Set<CompanySearchText>();

    // Within the transaction, so that two people who each add a person to one company both stay in the search index.
    protected override Task<bool> OnSavingAsync(CancellationToken cancel)
    {
        AuditTags();
        return SearchIndex.RefreshAsync(this, cancel);
    }

    // Tags are no property of the company, whose change the house would see. Of a new one that it was added says enough.
    private void AuditTags()
    {
        var added = ChangeTracker.Entries<Company>().Where(e => e.State == EntityState.Added).Select(e => e.Entity.Id).ToHashSet();
        foreach (var company in ChangeTracker.Entries<CompanyTag>().Where(e => e.State is EntityState.Added or EntityState.Deleted).Select(e => e.Entity.CompanyId).Where(id => !added.Contains(id)).Distinct())
        {
            UnitOfWork.Audit("Company.TagsChanged", company.ToString());
        }
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Company>(e =>
        {
            e.Property(c => c.Name).HasMaxLength(120);
            e.Property(c => c.Kana).HasMaxLength(120);
            e.Property(c => c.Industry).HasMaxLength(40);
            e.Property(c => c.PostalCode).HasMaxLength(10);
            e.Property(c => c.Address).HasMaxLength(200);
            e.Property(c => c.Phone).HasMaxLength(30);
            e.Property(c => c.Website).HasMaxLength(200);
            e.Property(c => c.Note).HasMaxLength(4000);
            e.Property(c => c.NameKey).HasMaxLength(240);
            e.Property(c => c.SortKey).HasMaxLength(60);
            e.HasIndex(c => new { c.TenantId, c.SortKey, c.Id });
            e.HasIndex(c => new { c.TenantId, c.LastActivityOn, c.Id }).IsDescending(false, true, true);
            e.HasIndex(c => new { c.TenantId, c.Rank, c.SortKey, c.Id });
            e.HasIndex(c => new { c.TenantId, c.UpdatedAt, c.Id }).IsDescending(false, true, true);
            e.HasIndex(c => new { c.TenantId, c.OwnerId, c.LastActivityOn, c.Id });
            e.HasIndex(c => new { c.TenantId, c.OwnerId, c.SortKey, c.Id });
            e.HasIndex(c => new { c.TenantId, c.Industry, c.SortKey, c.Id });
            // With the id at the end, by which those found are ordered: SQLite would rather walk all of a member's rows in that order than sort a few.
            e.HasIndex(c => new { c.TenantId, c.NameKey, c.Id });
        });
        modelBuilder.Entity<CompanyTag>(e =>
        {
            e.Property(t => t.Name).HasMaxLength(CompanyTag.MostCharacters);
            e.HasOne<Company>().WithMany(c => c.Tags).HasForeignKey(t => new { t.TenantId, t.CompanyId });
            e.HasIndex(t => new { t.TenantId, t.Name, t.CompanyId });
        });
        modelBuilder.Entity<Site>(e =>
        {
            e.Property(s => s.Name).HasMaxLength(60);
            e.Property(s => s.PostalCode).HasMaxLength(10);
            e.Property(s => s.Address).HasMaxLength(200);
            e.Property(s => s.Phone).HasMaxLength(30);
            e.HasOne<Company>().WithMany().HasForeignKey(s => new { s.TenantId, s.CompanyId });
            e.HasIndex(s => new { s.TenantId, s.CompanyId, s.Id });
        });
        modelBuilder.Entity<Contact>(e =>
        {
            e.Property(c => c.Name).HasMaxLength(60);
            e.Property(c => c.Kana).HasMaxLength(60);
            e.Property(c => c.Department).HasMaxLength(60);
            e.Property(c => c.Title).HasMaxLength(60);
            e.Property(c => c.Phone).HasMaxLength(30);
            e.Property(c => c.Mobile).HasMaxLength(30);
            e.Property(c => c.Email).HasMaxLength(254);
            e.Property(c => c.Note).HasMaxLength(1000);
            e.Property(c => c.SearchKey).HasMaxLength(240);
            e.HasOne<Company>().WithMany().HasForeignKey(c => new { c.TenantId, c.CompanyId });
            e.HasIndex(c => new { c.TenantId, c.CompanyId, c.Id });
        });
        modelBuilder.Entity<CompanyView>(e =>
        {
            e.Property(v => v.Name).HasMaxLength(CompanyView.NameLength);
            e.Property(v => v.Filter).HasMaxLength(CompanyView.FilterLength);
            e.Property(v => v.Columns).HasMaxLength(200);
            // Those of one user, each name once.
            e.HasIndex(v => new { v.TenantId, v.UserId, v.Name }).IsUnique();
        });
        modelBuilder.Entity<ColumnChoice>(e => e.Property(c => c.Columns).HasMaxLength(200));
        modelBuilder.Entity<CompanySearchTerm>(e =>
        {
            e.Property(t => t.Term).HasMaxLength(2);
            e.HasOne<Company>().WithMany().HasForeignKey(t => new { t.TenantId, t.CompanyId });
            e.HasIndex(t => new { t.TenantId, t.Term, t.CompanyId });
        });
        modelBuilder.Entity<CompanySearchText>(e =>
        {
            e.Property(s => s.Text).HasMaxLength(20000);
            e.HasOne<Company>().WithOne().HasForeignKey<CompanySearchText>(s => new { s.TenantId, s.Id });
        });
    }
}
