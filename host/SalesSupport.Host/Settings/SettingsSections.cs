using Microsoft.Extensions.Localization;
using SalesSupport.Abstractions;
using SalesSupport.Infrastructure;

namespace SalesSupport.Host.Settings;

/// <summary>The sections of 共通設定 in the user's language, those of the modules and the house's own.</summary>
public sealed class SettingsSections
{
    private static readonly SettingsSection[] Own =
    [
        new("OutboxTitle", "OutboxDescription", "send", "/settings/outbox", 800),
        new("AuditTitle", "AuditDescription", "history", "/settings/audit", 900),
    ];

    private readonly IEnumerable<ShownSection> all;

    internal SettingsSections(ModuleCatalog catalog, IStringLocalizerFactory texts) =>
        all = catalog.All.SelectMany(m => m.Settings).Concat(Own).OrderBy(s => s.Order)        // looked at only when somebody who may see them asks
            .Select(s => (Words: texts.Create(s.Texts ?? typeof(Texts)), Section: s))
            .Select(s => new ShownSection(s.Words[s.Section.Title], s.Words[s.Section.Description], s.Section.Icon, s.Section.Url));

    /// <summary>Those whose title or description has all the words; all of them when there are none.</summary>
    public IEnumerable<ShownSection> Find(string text)
    {
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(SearchText.Fold).ToArray();
        return all.Where(s => SearchText.Fold($"{s.Title} {s.Description}") is var own && Array.TrueForAll(words, w => own.Contains(w, StringComparison.Ordinal)));
    }
}

/// <summary>A section as shown.</summary>
public sealed record ShownSection(string Title, string Description, string Icon, string Url);

/// <summary>Settings in the search box at the top, for whoever may open them.</summary>
internal sealed class FindSettings(SettingsSections sections, CurrentUser user, IStringLocalizer<Texts> texts) : ISearchSource
{
    public int Order => 90;

    public Task<IReadOnlyList<SearchHit>> FindAsync(string text, int take, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<SearchHit>>(user.IsAdministrator && !string.IsNullOrWhiteSpace(text)
            ? [.. sections.Find(text).Take(take).Select(s => new SearchHit(texts["Settings"], s.Icon, s.Title, s.Description, s.Url))]
            : []);
}
