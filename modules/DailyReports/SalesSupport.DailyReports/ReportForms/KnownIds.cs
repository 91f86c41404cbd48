using Microsoft.EntityFrameworkCore;
using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Data;

namespace SalesSupport.DailyReports.ReportForms;

/// <summary>What a form's ids stand for.</summary>
/// <param name="Customers">Names of its customers.</param>
/// <param name="Contacts">Its contact persons, each with their customer.</param>
internal sealed record FormNames(IReadOnlyDictionary<Guid, string> Customers, IReadOnlyDictionary<Guid, Guid> Contacts);

/// <summary>Looks up the ids in a form. One that this member does not have is not found (404), whatever else stands in the form; a text that is no id is merely mistyped.</summary>
internal sealed class KnownIds(DailyReportsDbContext db, FormQueries queries, IPeople people, CurrentUser user)
{
    /// <returns>Null when an id is known neither to this member nor to what was kept of this report before: a recipient who was deleted since may stay in it.</returns>
    public async Task<FormNames?> FindAsync(ReportForm form, DateOnly date, CancellationToken cancel)
    {
        var customers = ReportForm.Ids(form.Activities.Select(a => a.CustomerId));
        var names = await queries.CustomersAsync(db, customers, cancel);
        var persons = ReportForm.Ids(form.Activities.Select(a => a.ContactId));
        var contacts = await queries.ContactsAsync(db, persons, cancel);
        var book = await people.GetAsync(cancel);
        Guid[] unknown = [.. customers.Where(c => !names.ContainsKey(c)), .. persons.Where(c => !contacts.ContainsKey(c)), .. ReportForm.Ids(form.Recipients).Where(r => book.Find(r) is null)];
        return unknown.Length == 0 || (await KeptAsync(date, cancel)).IsSupersetOf(unknown) ? new FormNames(names, contacts) : null;
    }

    private async Task<HashSet<Guid>> KeptAsync(DateOnly date, CancellationToken cancel)
    {
        var id = user.Id;
        var report = await db.Reports.AsNoTracking().Include(r => r.Activities).SingleOrDefaultAsync(r => r.AuthorId == id && r.Date == date, cancel);
        var draft = await db.Drafts.AsNoTracking().Where(d => d.AuthorId == id && d.Date == date).Select(d => d.Form).SingleOrDefaultAsync(cancel);
        IEnumerable<Guid> kept = report is null ? [] : [.. report.Recipients, .. report.Activities.SelectMany(a => new[] { a.CustomerId, a.ContactId }).OfType<Guid>()];
        return [.. kept, .. draft is not null && ReportForm.OfJson(draft) is { } form ? ReportForm.Ids([.. form.Recipients, .. form.Activities.SelectMany(a => new[] { a.CustomerId, a.ContactId })]) : []];
    }
}
