using Microsoft.EntityFrameworkCore;
using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Contracts;
using SalesSupport.DailyReports.Data;
using SalesSupport.DailyReports.Reports;

namespace SalesSupport.DailyReports.Imports;

/// <summary>
/// Makes the reports of an import, or takes them out again, some in each transaction. How far it is stands in the import's row and is written together with them: whoever comes after a crash goes on
/// there, and of two who do the same step one is refused and nothing is made twice.
/// </summary>
internal sealed class ImportSteps(DailyReportsDbContext db, ImportFiles files, IUnitOfWork unitOfWork, ISlots<ICustomerMatcher> matchers, IPeople people, TimeProvider clock)
{
    public const int Batch = 200;

    /// <summary>Goes on until it is done or the time is over, at least one step.</summary>
    public async Task RunAsync(Guid id, TimeSpan longest, CancellationToken cancel)
    {
        var began = clock.GetTimestamp();
        ImportPlan? plan = null;
        while (await db.Imports.AsNoTracking().SingleOrDefaultAsync(i => i.Id == id, cancel) is { State: ImportState.Running or ImportState.Undoing } import)
        {
            if (import.State == ImportState.Running)
            {
                plan ??= await files.PlanAsync(import, import.ReadChoices(), cancel);
            }

            await StepAsync(import, plan, cancel);
            if (clock.GetElapsedTime(began) > longest)
            {
                return;
            }
        }
    }

    /// <summary>One transaction. Somebody else may have come first: then nothing has happened.</summary>
    public async Task StepAsync(ReportImport seen, ImportPlan? plan, CancellationToken cancel)
    {
        try
        {
            await unitOfWork.RunAsync(
                async c =>
                {
                    if (await db.Imports.SingleOrDefaultAsync(i => i.Id == seen.Id && i.Version == seen.Version, c) is not { } import)
                    {
                        return;
                    }

                    if (import.State == ImportState.Undoing)
                    {
                        await TakeOutAsync(import, c);
                        return;
                    }

                    await MakeAsync(import, plan!, c);
                    if (import.State == ImportState.Done)
                    {
                        await db.ImportFiles.Where(f => f.Id == import.Id).ExecuteDeleteAsync(c);
                    }
                },
                cancel);
        }
        catch (DbUpdateException)
        {
            // Another host or page did this step, or an author began a report of one of these days just now: looked at again.
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }

    private async Task MakeAsync(ReportImport import, ImportPlan plan, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var batch = plan.Reports.Skip(import.Dealt).Take(Batch).ToArray();
        if (batch.Length == 0)
        {
            // The people of the file have changed since it began, so that it makes fewer: what remains of the count is nothing.
            import.Advance(import.Total - import.Dealt, 0, 0, new Dictionary<Guid, DateOnly>(), now);
            return;
        }

        var there = await ThereAsync(db, batch, cancel);
        // Who was deleted since it began has no reports (R17).
        var book = await people.GetAsync(cancel);
        var planned = batch.Where(p => !there.Contains((p.AuthorId, p.Date)) && book.Find(p.AuthorId) is not null).ToArray();
        var (customers, registered) = await CustomersAsync(planned, import.ReadChoices().RegistersCustomers, cancel);
        var contacts = await ContactsAsync(customers.Values, cancel);
        var names = await NamesAsync(customers, cancel);
        var reading = new RowReading(plan.Table.Headers, import.ReadChoices().Columns, DateOnly.MaxValue);
        var latest = new Dictionary<Guid, DateOnly>();
        foreach (var report in planned)
        {
            var activities = report.Rows.Where(r => r.Activity is not null).Select(r => Written(r, report.Date)).ToArray();
            db.Reports.Add(DailyReport.AsItStood(report.AuthorId, report.Date, new WrittenReport(report.Note, [], activities), new Standing(ReportState.Submitted, now, now, ImportId: import.Id)));
        }

        import.Advance(batch.Length, planned.Length, registered, latest, now);

        WrittenActivity Written(ReadRow row, DateOnly date)
        {
            Guid? customer = row.Customer is { } name && customers.TryGetValue(name, out var known) ? known : null;
            Guid? contact = customer is { } of && row.Contact is { } person && contacts[(of, SearchText.Fold(person))].ToArray() is [var one] ? one : null;
            if (customer is { } id)
            {
                latest[id] = latest.TryGetValue(id, out var day) && day > date ? day : date;
            }

            return row.Activity! with
            {
                CustomerId = customer,
                CustomerName = customer is { } c ? names.GetValueOrDefault(c) ?? row.Customer : null,
                ContactId = contact,
                Text = reading.WithNames(row, customer is null, contact is null),
            };
        }
    }

    /// <summary>Which of these days have a report already.</summary>
    public static async Task<HashSet<(Guid, DateOnly)>> ThereAsync(DailyReportsDbContext db, IReadOnlyList<PlannedReport> planned, CancellationToken cancel)
    {
        if (planned.Count == 0)
        {
            return [];
        }

        var authors = planned.Select(p => p.AuthorId).Distinct().ToArray();
        var (from, to) = (planned.Min(p => p.Date), planned.Max(p => p.Date));
        var there = await db.Reports.AsNoTracking().Where(r => authors.Contains(r.AuthorId) && r.Date >= from && r.Date <= to).Select(r => new { r.AuthorId, r.Date }).ToListAsync(cancel);
        return [.. there.Select(r => (r.AuthorId, r.Date))];
    }

    private async Task<(Dictionary<string, Guid> Customers, int Registered)> CustomersAsync(IReadOnlyList<PlannedReport> planned, bool registers, CancellationToken cancel)
    {
        var found = new Dictionary<string, Guid>(StringComparer.Ordinal);
        var made = new HashSet<Guid>();
        foreach (var names in planned.SelectMany(p => p.Rows).Select(r => r.Customer).OfType<string>().Distinct(StringComparer.Ordinal).Chunk(500))
        {
            foreach (var (name, id) in (await matchers.AskAsync(m => m.MatchAsync(names, cancel), cancel)).SelectMany(a => a))
            {
                found.TryAdd(name, id);
            }

            if (registers && matchers.All is [var matcher, ..] && names.Where(n => !found.ContainsKey(n)).ToArray() is { Length: > 0 } unknown)
            {
                foreach (var (name, id) in matcher.Register(unknown))
                {
                    found[name] = id;
                    made.Add(id);
                }

                // So that the next names find them too.
                await unitOfWork.SaveAsync(cancel);
            }
        }

        return (found, made.Count);
    }

    private async Task<ILookup<(Guid Customer, string Name), Guid>> ContactsAsync(IEnumerable<Guid> customers, CancellationToken cancel)
    {
        var ids = customers.Distinct().ToArray();
        var contacts = await db.ContactNames.AsNoTracking().Where(c => ids.Contains(c.CustomerId)).Select(c => new { c.Id, c.CustomerId, c.Name }).ToListAsync(cancel);
        return contacts.ToLookup(c => (c.CustomerId, SearchText.Fold(c.Name)), c => c.Id);
    }

    private async Task<Dictionary<Guid, string>> NamesAsync(Dictionary<string, Guid> customers, CancellationToken cancel)
    {
        var ids = customers.Values.Distinct().ToArray();
        return await db.CustomerNames.AsNoTracking().Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Name, cancel);
    }

    private async Task TakeOutAsync(ReportImport import, CancellationToken cancel)
    {
        var ids = await Untouched(db, import.Id).OrderBy(r => r.Id).Select(r => r.Id).Take(Batch).ToArrayAsync(cancel);
        var gone = await db.Activities.Where(a => ids.Contains(a.ReportId) && a.CustomerId != null).GroupBy(a => a.CustomerId!.Value).Select(g => new { Id = g.Key, Was = g.Max(a => a.Date) }).ToListAsync(cancel);
        await db.Reports.Where(r => ids.Contains(r.Id)).ExecuteDeleteAsync(cancel);
        var customers = gone.Select(g => g.Id).ToArray();
        var latest = await db.CustomerNames.AsNoTracking().Where(c => customers.Contains(c.Id))
            .Select(c => new
            {
                c.Id,
                Latest = db.Activities.Where(a => a.CustomerId == c.Id && db.Reports.Any(r => r.Id == a.ReportId && r.State != ReportState.Draft)).OrderByDescending(a => a.Date).Select(a => (DateOnly?)a.Date).FirstOrDefault(),
            })
            .ToDictionaryAsync(c => c.Id, c => c.Latest, cancel);
        import.TakeOut(ids.Length, [.. gone.Select(g => new DroppedActivity(g.Id, g.Was, latest.GetValueOrDefault(g.Id)))], clock.GetUtcNow());
    }

    /// <summary>Reports of an import that are still as it made them: not written, returned, handed over or commented on.</summary>
    public static IQueryable<DailyReport> Untouched(DailyReportsDbContext db, Guid import) =>
        db.Reports.AsNoTracking().Where(r => r.ImportId == import && r.Version == 0 && r.CommentCount == 0 && r.OwnerId == r.AuthorId);
}
