using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Contracts;
using SalesSupport.DailyReports.Data;
using SalesSupport.DailyReports.Reports;

namespace SalesSupport.DailyReports.ReportForms;

/// <summary>What stands around the form on its page.</summary>
/// <param name="Date">The day it tells of.</param>
/// <param name="State">Where the stored report stands.</param>
/// <param name="ReportId">The stored report, or null.</param>
/// <param name="Reason">Why it was last returned, while it can be corrected; or null.</param>
/// <param name="ReturnedBy">By whom.</param>
/// <param name="SavedAt">When it was last kept, or null.</param>
/// <param name="People">For the recipients.</param>
/// <param name="Picker">Where customers are found, or null: then there is no customer field.</param>
/// <param name="Contacts">Contact persons of the customers in the form.</param>
/// <param name="Missing">Earlier days whose report is missing or was returned.</param>
/// <param name="Past">The last reports on the first customer.</param>
/// <param name="Entries">The author's appointments of the day.</param>
internal sealed record FormPage(
    DateOnly Date,
    ReportState State,
    Guid? ReportId,
    string? Reason,
    Guid? ReturnedBy,
    DateTimeOffset? SavedAt,
    PeopleBook People,
    ICustomerPicker? Picker,
    ILookup<Guid, ContactChoice> Contacts,
    IReadOnlyList<OpenDay> Missing,
    CustomerHistory? Past,
    IReadOnlyList<OfferedEntry> Entries)
{
    /// <summary>Set when somebody else saved first.</summary>
    public Conflict? Conflict { get; init; }
}

/// <summary>A contact person to choose.</summary>
internal sealed record ContactChoice(Guid Id, string Name, string? Title);

/// <summary>The last reports on one customer.</summary>
internal sealed record CustomerHistory(Guid CustomerId, string Name, IReadOnlyList<PastActivity> Activities, PeopleBook People);

/// <summary>Gathers what the page of the form needs: a fixed number of statements, however many activities it has.</summary>
internal sealed class FormPages(DailyReportsDbContext db, IPeople people, CurrentUser user, MissingDays missing, ISlots<ICustomerPicker> pickers, DayEntries entries, IStringLocalizer<Texts> texts)
{
    public const int LastReports = 3;

    public async Task<FormPage> LoadAsync(ReportForm form, DateOnly date, DailyReport? report, DateTimeOffset? keptAt, CancellationToken cancel)
    {
        var customers = form.Activities.Select(a => Guid.TryParse(a.CustomerId, out var id) ? id : Guid.Empty).Where(id => id != Guid.Empty).Distinct().ToArray();
        var contacts = customers.Length == 0 ? [] : await db.ContactNames.AsNoTracking().Where(c => customers.Contains(c.CustomerId) && !c.Removed).OrderBy(c => c.Id).ToListAsync(cancel);
        return new FormPage(
            date,
            report?.State ?? ReportState.Draft,
            report?.Id,
            report is { IsEditable: true } ? report.ReturnReason : null,
            report?.ReturnedBy,
            keptAt ?? report?.WrittenAt,
            await people.GetAsync(cancel),
            pickers.All is [var picker, ..] ? picker : null,
            contacts.ToLookup(c => c.CustomerId, c => new ContactChoice(c.Id, c.Name, c.Title)),
            await missing.BeforeAsync(date, cancel),
            customers.Length == 0 ? null : await HistoryAsync(customers[0], date, cancel),
            await entries.OfferAsync(form, date, cancel));
    }

    /// <returns>Null when there is no such customer.</returns>
    public async Task<CustomerHistory?> HistoryAsync(Guid customerId, DateOnly before, CancellationToken cancel)
    {
        if (await db.CustomerNames.AsNoTracking().Where(c => c.Id == customerId).Select(c => c.Name).SingleOrDefaultAsync(cancel) is not { } name)
        {
            return null;
        }

        var past = await CustomerPast.Of(db, customerId, user.Id, new PageKey(before, Guid.Empty), LastReports, cancel);
        return new CustomerHistory(customerId, name, past, await people.GetAsync(cancel));
    }

    public async Task<ReportForm> FormOfAsync(DailyReport report, CancellationToken cancel)
    {
        var ids = report.Activities.Select(a => a.CustomerId).OfType<Guid>().Distinct().ToArray();
        var names = ids.Length == 0 ? [] : await db.CustomerNames.AsNoTracking().Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Name, cancel);
        return ReportForm.Of(report, names);
    }

    /// <summary>A new form: reported to the superior, with one empty activity to begin with.</summary>
    public async Task<ReportForm> NewAsync(CancellationToken cancel)
    {
        var superior = (await people.GetAsync(cancel)).ApproverOf(user.Id).Id;
        return new ReportForm { Recipients = superior is { } id ? [id.ToString()] : [], Activities = [new ActivityForm { Kind = nameof(ActivityKind.Visit) }] };
    }

    public async Task<Conflict> CompareAsync(ReportForm mine, ReportForm theirs, CancellationToken cancel)
    {
        var book = await people.GetAsync(cancel);
        var fields = new List<ConflictField>();
        for (var i = 0; i < Math.Max(mine.Activities.Count, theirs.Activities.Count); i++)
        {
            Add(texts["ActivityNumber", i + 1], Words(mine.Activities.ElementAtOrDefault(i)), Words(theirs.Activities.ElementAtOrDefault(i)));
        }

        Add(texts["Note"], mine.Note ?? "", theirs.Note ?? "");
        Add(texts["Recipients"], Names(mine), Names(theirs));
        return new Conflict(fields);

        void Add(string label, string one, string other)
        {
            if (one != other)
            {
                fields.Add(new ConflictField(label, one, other));
            }
        }

        string Names(ReportForm form) => string.Join(texts["Comma"], form.Recipients.Select(r => Guid.TryParse(r, out var id) ? book.Find(id)?.Name ?? HouseTexts.Get("DeletedUser") : r));
    }

    private string Words(ActivityForm? a)
    {
        if (a is null || a.IsBlank)
        {
            return "";
        }

        var time = a.Start is null && a.End is null ? null : $"{a.Start}–{a.End}";
        string?[] head = [Word("Kind", a.Kind), a.CustomerName, time, Word("Purpose", a.Purpose), Word("Result", a.Result), a.Prospect];
        var next = a.NextAction is null && a.NextActionOn is null ? null : $"{texts["NextAction"]}: {a.NextAction} {a.NextActionOn}".TrimEnd();
        return string.Join('\n', new[] { string.Join(' ', head.OfType<string>()), a.Text, next }.OfType<string>());
    }

    private string? Word(string kind, string? value) => value is null ? null : texts[$"{kind}.{value}"] is { ResourceNotFound: false } words ? words.Value : value;
}
