using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;

namespace SalesSupport.IdentityBridge;

/// <summary>Colleagues in the search box, from memory; each leads to what they have reported.</summary>
internal sealed class FindPeople(IPeople people, IStringLocalizer<Texts> texts) : ISearchSource
{
    public int Order => 20;

    public async Task<IReadOnlyList<SearchHit>> FindAsync(string text, int take, CancellationToken cancel)
    {
        var words = SearchText.Fold(text);
        if (words.Length == 0)
        {
            return [];
        }

        var book = await people.GetAsync(cancel);
        return [.. book.All
            .Where(p => SearchText.Fold(p.Name).Contains(words, StringComparison.Ordinal) || SearchText.Fold(p.Kana).Contains(words, StringComparison.Ordinal))
            .Take(take)
            .Select(p => new SearchHit(texts["KindPerson"], "user", p.Name, book.FindDepartment(p.DepartmentId)?.Name, $"/reports?author={p.Id:N}"))];
    }
}
