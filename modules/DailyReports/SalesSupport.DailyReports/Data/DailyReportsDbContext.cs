using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Comments;
using SalesSupport.DailyReports.Drafts;
using SalesSupport.DailyReports.Imports;
using SalesSupport.DailyReports.Inbox;
using SalesSupport.DailyReports.Likes;
using SalesSupport.DailyReports.ReadMarks;
using SalesSupport.DailyReports.Reports;

namespace SalesSupport.DailyReports.Data;

/// <summary>The module's tables.</summary>
internal sealed class DailyReportsDbContext(DbContextOptions<DailyReportsDbContext> options) : ModuleDbContext(options)
{
    public DbSet<DailyReport> Reports => Set<DailyReport>();

    public DbSet<Activity> Activities => Set<Activity>();

    public DbSet<CustomerName> CustomerNames => Set<CustomerName>();

    public DbSet<ContactName> ContactNames => Set<ContactName>();

    public DbSet<ReportDraft> Drafts => Set<ReportDraft>();

    public DbSet<Comment> Comments => Set<Comment>();

    public DbSet<ReadMark> ReadMarks => Set<ReadMark>();

    public DbSet<Like> Likes => Set<Like>();

    public DbSet<InboxItem> Inbox => Set<InboxItem>();

    public DbSet<ReportImport> Imports => Set<ReportImport>();

    public DbSet<ImportFile> ImportFiles => Set<ImportFile>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<DailyReport>(e =>
        {
            e.Property(r => r.Note).HasMaxLength(DailyReport.LongText);
            e.Property(r => r.ReturnReason).HasMaxLength(DailyReport.ReasonLength);
            e.Property(r => r.LeadCustomer).HasMaxLength(120);
            e.Property(r => r.Excerpt).HasMaxLength(120);
            // As text on every engine; PostgreSQL would have an array of it.
            e.Property(r => r.Recipients).HasMaxLength(2000).HasConversion(
                ids => JsonSerializer.Serialize(ids, JsonSerializerOptions.Default),
                text => JsonSerializer.Deserialize<List<Guid>>(text, JsonSerializerOptions.Default)!,
                new ValueComparer<List<Guid>>((a, b) => a!.SequenceEqual(b!), ids => ids.Count, ids => ids.ToList()));
            e.HasMany(r => r.Activities).WithOne().HasForeignKey(a => new { a.TenantId, a.ReportId }).OnDelete(DeleteBehavior.Cascade);
            e.Navigation(r => r.Activities).HasField("activities").UsePropertyAccessMode(PropertyAccessMode.Field);
            // One per author and day (R20); also the author's month.
            e.HasIndex(r => new { r.TenantId, r.AuthorId, r.Date }).IsUnique();
            // The list of everybody's reports, newest first.
            e.HasIndex(r => new { r.TenantId, r.Date, r.Id }).IsDescending(false, true, true);
            // The same list of one state, and the author's own returned ones.
            e.HasIndex(r => new { r.TenantId, r.State, r.Date, r.Id }).IsDescending(false, false, true, true);
            // What waits for approval, oldest first.
            e.HasIndex(r => new { r.TenantId, r.AwaitsApproval, r.Date, r.Id });
            // The author's own of one state, such as the returned ones.
            e.HasIndex(r => new { r.TenantId, r.AuthorId, r.State, r.Date, r.Id });
            // What an import made, to take it out again.
            e.HasIndex(r => new { r.TenantId, r.ImportId, r.Id });
        });
        modelBuilder.Entity<Activity>(e =>
        {
            e.Property(a => a.NextAction).HasMaxLength(200);
            e.Property(a => a.Text).HasMaxLength(DailyReport.LongText);
            e.HasIndex(a => new { a.TenantId, a.ReportId, a.Position });
            // A customer's timeline, newest first.
            e.HasIndex(a => new { a.TenantId, a.CustomerId, a.Date, a.Id }).IsDescending(false, false, true, true);
        });
        modelBuilder.Entity<CustomerName>(e => e.Property(c => c.Name).HasMaxLength(120));
        modelBuilder.Entity<ContactName>(e =>
        {
            e.Property(c => c.Name).HasMaxLength(120);
            e.Property(c => c.Title).HasMaxLength(100);
            e.HasIndex(c => new { c.TenantId, c.CustomerId });
        });
        modelBuilder.Entity<ReportDraft>(e =>
        {
            e.Property(d => d.Form).HasMaxLength(ReportDraft.MostCharacters);
            e.HasIndex(d => new { d.TenantId, d.AuthorId, d.Date }).IsUnique();
        });
        modelBuilder.Entity<Comment>(e =>
        {
            e.Property(c => c.Text).HasMaxLength(Comment.TextLength);
            e.HasOne<DailyReport>().WithMany().HasForeignKey(c => new { c.TenantId, c.ReportId }).OnDelete(DeleteBehavior.Cascade);
            e.HasIndex(c => new { c.TenantId, c.ReportId, c.At });
        });
        modelBuilder.Entity<ReadMark>(e =>
        {
            e.HasOne<DailyReport>().WithMany().HasForeignKey(m => new { m.TenantId, m.ReportId }).OnDelete(DeleteBehavior.Cascade);
            e.HasIndex(m => new { m.TenantId, m.ReportId, m.UserId }).IsUnique();
        });
        modelBuilder.Entity<Like>(e =>
        {
            e.HasOne<DailyReport>().WithMany().HasForeignKey(l => new { l.TenantId, l.ReportId }).OnDelete(DeleteBehavior.Cascade);
            e.HasIndex(l => new { l.TenantId, l.ReportId, l.UserId }).IsUnique();
        });
        modelBuilder.Entity<ReportImport>(e =>
        {
            e.Property(i => i.FileName).HasMaxLength(ReportImport.NameLength);
            e.Property(i => i.Choices).HasMaxLength(ReportImport.ChoicesLength);
            // The history, newest first.
            e.HasIndex(i => new { i.TenantId, i.Date, i.Id }).IsDescending(false, true, true);
            // What is not finished, for all members at once.
            e.HasIndex(i => new { i.TenantId, i.State, i.StepAt });
        });
        modelBuilder.Entity<ImportFile>().HasOne<ReportImport>().WithOne().HasForeignKey<ImportFile>(f => new { f.TenantId, f.Id }).OnDelete(DeleteBehavior.Cascade);
        modelBuilder.Entity<InboxItem>(e =>
        {
            e.Property(i => i.Text).HasMaxLength(InboxItem.TextLength);
            e.HasOne<DailyReport>().WithMany().HasForeignKey(i => new { i.TenantId, i.ReportId }).OnDelete(DeleteBehavior.Cascade);
            // What is unread, to list and to count.
            e.HasIndex(i => new { i.TenantId, i.UserId, i.IsUnread, i.Reason, i.ReportId });
            // Comments, read or not, newest first.
            e.HasIndex(i => new { i.TenantId, i.UserId, i.Reason, i.Date, i.Id }).IsDescending(false, false, false, true, true);
            e.HasIndex(i => new { i.TenantId, i.ReportId, i.UserId });
        });
    }
}
