using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.DailyReports.Data;
using SalesSupport.DailyReports.Reading;
using SalesSupport.DailyReports.Reports;

namespace SalesSupport.DailyReports.ForOthers;

/// <summary>
/// Reports in the search box, by author and by day: 佐藤, 11/24, 佐藤 11/24. Both have an index. Words of the text, and customers' names, have none here;
/// customers are found by their own module, whose page shows their reports.
/// </summary>
internal sealed class FindReports(DailyReportsDbContext db, IPeople people, CurrentUser user, TimeProvider clock, IStringLocalizer<Texts> texts) : ISearchSource
{
    private const int MostAuthors = 3;
    private static readonly string[] WholeDates = ["yyyy-M-d", "yyyy/M/d", "yyyy年M月d日"];
    private static readonly string[] DaysOfYear = ["M/d", "M月d日"];

    public int Order => 30;

    public async Task<IReadOnlyList<SearchHit>> FindAsync(string text, int take, CancellationToken cancel)
    {
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(SearchText.Fold).ToArray();
        var date = words.Select(DateOf).FirstOrDefault(d => d is not null);
        var name = string.Concat(words.Where(w => DateOf(w) is null));
        if (date is null && name.Length < 2)
        {
            return [];
        }

        var book = await people.GetAsync(cancel);
        var reports = db.Reports.AsNoTracking().Where(DailyReport.VisibleTo(user.Id));
        if (name.Length > 0)
        {
            var authors = book.All.Where(p => SearchText.Fold(p.Name).Contains(name, StringComparison.Ordinal) || SearchText.Fold(p.Kana).Contains(name, StringComparison.Ordinal)).Take(MostAuthors).Select(p => p.Id).ToArray();
            if (authors.Length == 0)
            {
                return [];
            }

            reports = reports.Where(r => authors.Contains(r.AuthorId));
        }

        if (date is { } day)
        {
            reports = reports.Where(r => r.Date == day);
        }

        var found = await ReportLists.Ordered(reports, oldestFirst: false).Take(take).Select(r => new { r.Id, r.AuthorId, r.Date, r.LeadCustomer, r.Excerpt }).ToListAsync(cancel);
        return [.. found.Select(r => new SearchHit(
            texts["SearchKindReport"], "report", texts["ReportOf", book.NameOf(r.AuthorId), HouseTexts.Day(r.Date)], r.LeadCustomer ?? r.Excerpt,
            new ReportFilter { Author = r.AuthorId }.Address($"/reports/{r.Id}")))];
    }

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
}
