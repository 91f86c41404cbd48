using Microsoft.EntityFrameworkCore;
using SalesSupport.Abstractions;
using SalesSupport.Customers.Companies;
using SalesSupport.Customers.CompanyViews;
using SalesSupport.Customers.Contacts;
using SalesSupport.Customers.Data;
using SalesSupport.Customers.Sites;

namespace SalesSupport.Customers.ForOthers;

/// <summary>Customers in the audit.</summary>
internal sealed class AuditedCompanies(CustomersDbContext db) : IAuditSubjects
{
    public IReadOnlyCollection<string> Kinds => [nameof(Company)];

    public async Task<IReadOnlyDictionary<string, AuditSubject>> FindAsync(IReadOnlyCollection<string> subjects, CancellationToken cancel)
    {
        var ids = AuditSubject.Ids(subjects);
        return await db.Companies.AsNoTracking().Where(c => ids.Contains(c.Id)).Select(c => new { c.Id, c.Name }).ToDictionaryAsync(c => c.Id.ToString(), c => new AuditSubject(c.Name, $"/customers/{c.Id}"), cancel);
    }
}

/// <summary>Contact persons in the audit, with their customer.</summary>
internal sealed class AuditedContacts(CustomersDbContext db) : IAuditSubjects
{
    public IReadOnlyCollection<string> Kinds => [nameof(Contact)];

    public async Task<IReadOnlyDictionary<string, AuditSubject>> FindAsync(IReadOnlyCollection<string> subjects, CancellationToken cancel)
    {
        var ids = AuditSubject.Ids(subjects);
        return await db.Contacts.AsNoTracking().Where(c => ids.Contains(c.Id))
            .Join(db.Companies, c => new { c.TenantId, Id = c.CompanyId }, c => new { c.TenantId, c.Id }, (contact, company) => new { contact.Id, contact.Name, contact.CompanyId, Company = company.Name })
            .ToDictionaryAsync(c => c.Id.ToString(), c => new AuditSubject($"{c.Name} ({c.Company})", $"/customers/{c.CompanyId}#contacts"), cancel);
    }
}

/// <summary>Sites in the audit, with their customer.</summary>
internal sealed class AuditedSites(CustomersDbContext db) : IAuditSubjects
{
    public IReadOnlyCollection<string> Kinds => [nameof(Site)];

    public async Task<IReadOnlyDictionary<string, AuditSubject>> FindAsync(IReadOnlyCollection<string> subjects, CancellationToken cancel)
    {
        var ids = AuditSubject.Ids(subjects);
        return await db.Sites.AsNoTracking().Where(s => ids.Contains(s.Id))
            .Join(db.Companies, s => new { s.TenantId, Id = s.CompanyId }, c => new { c.TenantId, c.Id }, (site, company) => new { site.Id, site.Name, site.CompanyId, Company = company.Name })
            .ToDictionaryAsync(s => s.Id.ToString(), s => new AuditSubject($"{s.Name} ({s.Company})", $"/customers/{s.CompanyId}#sites"), cancel);
    }
}

/// <summary>Saved views in the audit, by name. They open for their user only, so there is no link.</summary>
internal sealed class AuditedViews(CustomersDbContext db) : IAuditSubjects
{
    public IReadOnlyCollection<string> Kinds => [nameof(CompanyView)];

    public async Task<IReadOnlyDictionary<string, AuditSubject>> FindAsync(IReadOnlyCollection<string> subjects, CancellationToken cancel)
    {
        var ids = AuditSubject.Ids(subjects);
        return await db.Views.AsNoTracking().Where(v => ids.Contains(v.Id)).Select(v => new { v.Id, v.Name }).ToDictionaryAsync(v => v.Id.ToString(), v => new AuditSubject(v.Name, null), cancel);
    }
}

/// <summary>Chosen columns in the audit, by whose they are.</summary>
internal sealed class AuditedColumns(IPeople people) : IAuditSubjects
{
    public IReadOnlyCollection<string> Kinds => [nameof(ColumnChoice)];

    public async Task<IReadOnlyDictionary<string, AuditSubject>> FindAsync(IReadOnlyCollection<string> subjects, CancellationToken cancel)
    {
        var book = await people.GetAsync(cancel);
        return AuditSubject.Ids(subjects).Select(id => book.Find(id)).OfType<Person>().ToDictionary(p => p.Id.ToString(), p => new AuditSubject(p.Name, null));
    }
}
