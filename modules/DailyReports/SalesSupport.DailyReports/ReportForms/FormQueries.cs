using Microsoft.EntityFrameworkCore;
using SalesSupport.DailyReports.Data;
using SalesSupport.DailyReports.Drafts;
using SalesSupport.DailyReports.Reports;

namespace SalesSupport.DailyReports.ReportForms;

/// <summary>A report as it is stored, and the form that is being typed beside it.</summary>
internal sealed record StoredReport(DailyReport Report, ReportDraft? Draft);

/// <summary>What each save of a report reads first, translated once per host (see <see cref="Reading.ReportQueries"/>). Report and draft are tracked.</summary>
internal sealed class FormQueries
{
    private readonly Func<DailyReportsDbContext, Guid, DateOnly, Task<StoredReport?>> stored = EF.CompileAsyncQuery((DailyReportsDbContext db, Guid author, DateOnly date) =>
        db.Reports.Include(r => r.Activities.OrderBy(a => a.Position)).Where(r => r.AuthorId == author && r.Date == date)
            .LeftJoin(db.Drafts, r => new { r.AuthorId, r.Date }, d => new { d.AuthorId, d.Date }, (r, d) => new StoredReport(r, d)).SingleOrDefault());

    private readonly Func<DailyReportsDbContext, Guid[], IAsyncEnumerable<CustomerName>> customers = EF.CompileAsyncQuery((DailyReportsDbContext db, Guid[] ids) =>
        db.CustomerNames.AsNoTracking().Where(c => ids.Contains(c.Id)));

    private readonly Func<DailyReportsDbContext, Guid[], IAsyncEnumerable<ContactName>> contacts = EF.CompileAsyncQuery((DailyReportsDbContext db, Guid[] ids) =>
        db.ContactNames.AsNoTracking().Where(c => ids.Contains(c.Id)));

    /// <summary>What there is of a day: nothing, a report, or a report with a form that is being typed, which never stands alone.</summary>
    public Task<StoredReport?> StoredAsync(DailyReportsDbContext db, Guid author, DateOnly date) => stored(db, author, date);

    /// <summary>Names of customers; those that do not exist are missing.</summary>
    public async Task<Dictionary<Guid, string>> CustomersAsync(DailyReportsDbContext db, IReadOnlyCollection<Guid> ids, CancellationToken cancel)
    {
        var found = new Dictionary<Guid, string>();
        if (ids.Count > 0)
        {
            await foreach (var customer in customers(db, [.. ids]).WithCancellation(cancel))
            {
                found.Add(customer.Id, customer.Name);
            }
        }

        return found;
    }

    /// <summary>Whose people these contact persons are; those that do not exist are missing.</summary>
    public async Task<Dictionary<Guid, Guid>> ContactsAsync(DailyReportsDbContext db, IReadOnlyCollection<Guid> ids, CancellationToken cancel)
    {
        var found = new Dictionary<Guid, Guid>();
        if (ids.Count > 0)
        {
            await foreach (var contact in contacts(db, [.. ids]).WithCancellation(cancel))
            {
                found.Add(contact.Id, contact.CustomerId);
            }
        }

        return found;
    }
}
