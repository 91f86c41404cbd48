using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Contracts;
using SalesSupport.DailyReports.Data;
using SalesSupport.DailyReports.Reading;
using SalesSupport.DailyReports.Reports;

namespace SalesSupport.DailyReports.ForOthers;

/// <summary>
/// Reports in the search box, by author, by customer and by day: 佐藤, 11/24, 佐藤 11/24, つばめ精機, 佐藤 つばめ精機. All have an index. Words of the text have none here.
/// </summary>
internal sealed class FindReports(DailyReportsDbContext db, ReportLists lists, ISlots<ICustomerFinder> finders, IPeople people, TimeProvider clock, IStringLocalizer<Texts> texts) : ISearchSource
{
    private const int MostAuthors = 3;
    private const int MostCustomers = 8;
    private static readonly string[] WholeDates = ["yyyy-M-d", "yyyy/M/d", "yyyy年M月d日"];
    private static readonly string[] DaysOfYear = ["M/d", "M月d日"];

    public int Order => 30;

    public async Task<IReadOnlyList<SearchHit>> FindAsync(string text, int take, CancellationToken cancel)
    {
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var date = words.Select(w => DateOf(SearchText.Fold(w))).FirstOrDefault(d => d is not null);
        words = [.. words.Where(w => DateOf(SearchText.Fold(w)) is null)];
        if (date is null && string.Concat(words.Select(SearchText.Fold)).Length < 2)
        {
            return [];
        }

        var book = await people.GetAsync(cancel);
        var reports = date is { } day ? lists.Visible().Where(r => r.Date == day) : lists.Visible();
        var authors = Authors(book, string.Concat(words));
        var found = new List<Found>();
        if (words.Length == 0 || authors.Length > 0)
        {
            var theirs = words.Length == 0 ? reports : reports.Where(r => authors.Contains(r.AuthorId));
            found.AddRange(await ReportLists.Ordered(theirs, oldestFirst: false).Take(take).Select(r => new Found { Id = r.Id, AuthorId = r.AuthorId, Date = r.Date, Detail = r.LeadCustomer ?? r.Excerpt }).ToListAsync(cancel));
        }

        if (words.Length > 0)
        {
            found.AddRange(await OnCustomersAsync(book, reports, words, take, cancel));
        }

        return [.. found.DistinctBy(r => r.Id).OrderByDescending(r => r.Date).ThenByDescending(r => r.Id.ToString("N"), StringComparer.Ordinal).Take(take).Select(r => new SearchHit(
            texts["SearchKindReport"], "report", texts["ReportOf", book.NameOf(r.AuthorId), HouseTexts.Day(r.Date)], r.Detail,
            new ReportFilter { Author = r.CustomerId is null ? book.Find(r.AuthorId)?.Id : null, Customer = r.CustomerId }.Address($"/reports/{r.Id}")))];
    }

    private static Guid[] Authors(PeopleBook book, string typed)
    {
        var name = SearchText.Fold(typed);
        return name.Length == 0 ? [] : [.. book.All.Where(p => SearchText.Fold(p.Name).Contains(name, StringComparison.Ordinal) || SearchText.Fold(p.Kana).Contains(name, StringComparison.Ordinal)).Take(MostAuthors).Select(p => p.Id)];
    }

    /// <summary>The newest about each customer of that name, together one statement. A word beside it that is a person's name narrows them to that author.</summary>
    private async Task<IReadOnlyList<Found>> OnCustomersAsync(PeopleBook book, IQueryable<DailyReport> reports, string[] words, int take, CancellationToken cancel)
    {
        var customers = await CustomersAsync(string.Join(' ', words), cancel);
        if (customers.Count == 0 && words.Length > 1 && words.FirstOrDefault(w => w.Length > 1 && Authors(book, w).Length > 0) is { } person)
        {
            var authors = Authors(book, person);
            reports = reports.Where(r => authors.Contains(r.AuthorId));
            customers = await CustomersAsync(string.Join(' ', words.Where(w => w != person)), cancel);
        }

        IQueryable<Found>? all = null;
        foreach (var customer in customers)
        {
            var each = lists.OnCustomer(customer, reports).Take(take)
                .Select(r => new Found { Id = r.Id, AuthorId = r.AuthorId, Date = r.Date, CustomerId = customer, Detail = db.CustomerNames.Where(c => c.Id == customer).Select(c => c.Name).FirstOrDefault() });
            all = all is null ? each : all.Concat(each);
        }

        return all is null ? [] : await all.ToListAsync(cancel);
    }

    private async Task<IReadOnlyList<Guid>> CustomersAsync(string name, CancellationToken cancel) =>
        [.. (await finders.AskAsync(f => f.FindAsync(name, MostCustomers, cancel), cancel)).SelectMany(ids => ids).Take(MostCustomers)];

    // Without a year the last such day: 12/28 in January is last year's.
    private DateOnly? DateOf(string word)
    {
        if (DateOnly.TryParseExact(word, WholeDates, CultureInfo.InvariantCulture, DateTimeStyles.None, out var whole))
        {
            return whole;
        }

        var today = clock.Today();
        return DateOnly.TryParseExact($"{today.Year}/{word}", [.. DaysOfYear.Select(f => $"yyyy/{f}")], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day > today.AddMonths(1) ? day.AddYears(-1) : day
            : null;
    }

    private sealed class Found
    {
        public Guid Id { get; init; }

        public Guid AuthorId { get; init; }

        public DateOnly Date { get; init; }

        public Guid? CustomerId { get; init; }

        public string? Detail { get; init; }
    }
}
