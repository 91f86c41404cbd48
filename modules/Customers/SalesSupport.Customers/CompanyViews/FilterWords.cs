using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.Customers.Companies;

namespace SalesSupport.Customers.CompanyViews;

/// <summary>A filter as people read it: 自社担当: わたし, ランク: A, B, 並び順: 最後の活動.</summary>
internal static class FilterWords
{
    public static IReadOnlyList<string> Of(CompanyFilter filter, PeopleBook book, IStringLocalizer texts)
    {
        var words = new List<string>();
        void Add(string label, string? value)
        {
            if (value is not null)
            {
                words.Add(texts["Condition", texts[label], value]);
            }
        }

        Add("SearchWord", filter.Q);
        Add("Owner", filter.Owner switch
        {
            null => null,
            CompanyFilter.Me => texts["Me"],
            CompanyFilter.Nobody => texts["NoOwner"],
            var id => book.Find(Guid.Parse(id))?.Name ?? texts["GoneOwner"],
        });
        Add("Rank", filter.Rank.Count == 0 ? null : string.Join(", ", filter.Rank.Select(r => texts[$"Rank{r}"].Value)));
        Add("Industry", filter.Industry);
        Add("Tag", filter.Tag);
        if (filter.Quiet is { } days)
        {
            words.Add(texts["QuietDays", days]);
        }

        Add("Sort", texts[$"Sort{filter.Sort}"]);
        return words;
    }
}
